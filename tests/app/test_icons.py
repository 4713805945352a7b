"""The line icons: all there, drawn in the theme's inks, sharp on fine screens."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage

from palimpsest.app import icons
from palimpsest.app.theme import Theme, dark, light

WANTED = (
    *("close", "modified", "search", "previous", "next", "up", "down", "replace", "case", "word", "regex"),
    *("selection", "settings", "check", "warning", "info", "plus", "file", "recent", "dictionary", "focus"),
)


def colours(image: QImage) -> set[str]:
    """Colours of what is fully drawn."""
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_every_icon_is_there() -> None:
    assert set(WANTED) <= set(icons.names())


@pytest.mark.parametrize("name", icons.names())
def test_an_icon_is_one_ink_and_has_room_around(qapp, name: str) -> None:
    drawn = icons.svg(name, "#123456")
    assert "currentColor" not in drawn
    assert set(re.findall("#[0-9a-f]{6}", drawn)) == {"#123456"}
    image = icons.pixmap(name, "#123456", 16, 2).toImage()
    assert image.size() == QSize(32, 32)
    assert colours(image) == {"#123456"}
    edge = [image.pixelColor(x, y) for x in range(32) for y in (0, 31)]
    assert all(pixel.alpha() == 0 for pixel in edge)


@pytest.mark.parametrize("theme", [light, dark], ids=lambda theme: theme.name)
def test_an_icon_wears_the_theme_and_is_sharp(qapp, theme: Theme) -> None:
    icon = icons.icon("close", theme, 20)
    for mode, ink in ((QIcon.Mode.Normal, theme.frame_ink), (QIcon.Mode.Disabled, theme.gutter)):
        for ratio in icons.RATIOS:
            pixmap = icon.pixmap(QSize(20, 20), ratio, mode)
            assert pixmap.size() == QSize(20, 20) * ratio
            assert ink in colours(pixmap.toImage())


def test_an_unknown_icon_is_refused(qapp) -> None:
    with pytest.raises(KeyError):
        icons.icon("unicorn", light)


@pytest.mark.parametrize("theme", [light, dark], ids=lambda theme: theme.name)
def test_the_files_of_the_style_sheet_are_up_to_date(theme: Theme) -> None:
    # If not: python -m palimpsest.app.icons
    for name, (drawn, role) in icons.STYLE_FILES.items():
        shipped = icons.style_file(name, theme).read_text(encoding="utf-8")
        assert shipped == icons.svg(drawn, getattr(theme, role))
