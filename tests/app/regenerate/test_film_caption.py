"""Captions: page and line fill the picture, and long words give way."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage

from palimpsest.app import theme
from palimpsest.app.regenerate.film_caption import Caption, compose, strip_height

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def page() -> QImage:
    image = QImage(400, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    return image


@pytest.mark.parametrize("look", [theme.light, theme.dark], ids=["light", "dark"])
def test_the_page_stands_in_the_middle_above_the_line(page, look):
    picture = compose(page, Caption("Small · pass 3", "strength 30%", 0.5), look, (600, 400))
    assert (picture.width(), picture.height()) == (600, 400)
    line = 400 - strip_height(400)
    assert picture.pixelColor(300, line // 2) == QColor("#ff0000")
    assert picture.pixelColor(50, line // 2) == QColor(look.page)
    assert picture.pixelColor(299, line) == QColor(look.accent)
    assert picture.pixelColor(301, line + 1) == QColor(look.frame)


@pytest.mark.parametrize("share", [0.0, 3.0])
def test_progress_stays_in_the_picture(page, share):
    picture = compose(page, Caption("", "", share), theme.light, (600, 400))
    accent = QColor(theme.light.accent)
    line = 400 - strip_height(400)
    assert [picture.pixelColor(x, line) == accent for x in (0, 599)] == [bool(share)] * 2


def test_words_that_are_too_long_keep_to_their_room(page):
    wide = compose(page, Caption("pass " * 100, "strength " * 100), theme.light, (600, 400))
    frame = QColor(theme.light.frame)
    assert all(wide.pixelColor(x, 399 - strip_height(400) // 2) == frame for x in (2, 597))
