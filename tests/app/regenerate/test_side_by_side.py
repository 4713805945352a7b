"""Alternatives side by side: chosen with keys and mouse, marked against the original, arranged by the room there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import audit
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont

from palimpsest.app import theme as themes
from palimpsest.app.regenerate.side_by_side import SideBySide
from palimpsest.app.regenerate.text_cards import CARD
from palimpsest.app.regenerate.text_columns import LEAST_WIDTH
from palimpsest.engine.request import Alternative

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")

ORIGINAL = "On the table stood a small brown cup. Nobody looked at it."
TEXTS = (
    Alternative("On the table stood a tiny brown cup. Nobody looked at it.", -1.0, 24),
    Alternative("On the table stood a small brown mug. Nobody looked at it at all.", -1.5, 25, merged=2),
    Alternative("Rain fell all night.", -3.0, 1, merged=1),
)
LONG = "The lamp on the table had burned all night, and nobody had put it out. " * 30


@pytest.fixture
def panel(qtbot: QtBot) -> SideBySide:
    panel = SideBySide(themes.light)
    qtbot.addWidget(panel)
    panel.resize(900, 320)
    with qtbot.waitActive(panel):
        panel.show()
    return panel


@pytest.fixture
def said(panel: SideBySide) -> list[object]:
    heard: list[object] = []
    panel.shown.connect(heard.append)
    panel.accepted.connect(lambda: heard.append("accepted"))
    return heard


def rect(panel: SideBySide, row: int) -> QRect:
    return panel.columns.visualRect(panel.cards.index(row))


def click(qtbot: QtBot, panel: SideBySide, row: int) -> None:
    at = rect(panel, row).topLeft() + QPoint(60, 60)
    qtbot.mouseClick(panel.columns.viewport(), Qt.MouseButton.LeftButton, pos=at)


def drawn(panel: SideBySide, row: int) -> str:
    """The text of a column with [-what is gone-] and [+what has come+]."""
    document = panel.cards.laid_out(panel.cards.cards[row])
    block, result = document.begin(), ""
    while block.isValid():
        places = block.begin()
        while not places.atEnd():
            part = places.fragment()
            look = part.charFormat()
            if look.fontStrikeOut():
                result += f"[-{part.text()}-]"
            else:
                result += f"[+{part.text()}+]" if look.fontUnderline() else part.text()
            places += 1
        block = block.next()
    return result.replace("\u2009", "")


def test_with_nothing_to_compare_it_says_what_will_be_there(panel: SideBySide):
    assert panel.note.isVisible()
    assert "Nothing to compare yet" in panel.note.text()
    panel.set_alternatives(ORIGINAL, TEXTS, 0)
    assert not panel.note.isVisible()
    panel.clear()
    assert panel.note.isVisible()
    assert panel.cards.rowCount() == 0


def test_each_text_stands_in_its_column_with_what_it_changes(panel: SideBySide):
    panel.set_alternatives(ORIGINAL, TEXTS, 1)
    assert [drawn(panel, row) for row in range(3)] == [
        "On the table stood a [-small-][+tiny+] brown cup. Nobody looked at it.",
        "On the table stood a small brown [-cup-][+mug+]. Nobody looked at it[+ at all+].",
        # Of a text that is new, marks would only be in the way.
        "Rain fell all night.",
    ]
    cards = panel.cards.cards
    assert [card.name for card in cards] == ["1 · best", "2", "3"]
    assert [card.passes for card in cards] == ["24 passes", "25 passes", "1 pass"]
    assert [card.alike for card in cards] == ["", "2 alike left out", "1 alike left out"]
    assert cards[0].share == 1.0
    assert cards[0].share > cards[1].share > cards[2].share > 0.0
    said = panel.cards.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"2, 25 passes, 2 alike left out: {TEXTS[1].text}"
    panel.changes.setChecked(False)
    assert [drawn(panel, row) for row in range(3)] == [one.text for one in TEXTS]
    panel.changes.setChecked(True)
    assert "[+tiny+]" in drawn(panel, 0)


def test_the_original_can_stand_first(panel: SideBySide, said: list[object]):
    panel.set_alternatives(ORIGINAL, TEXTS, 0)
    panel.original.setChecked(True)
    assert [card.name for card in panel.cards.cards] == ["original", "1 · best", "2", "3"]
    assert drawn(panel, 0) == ORIGINAL
    assert panel.columns.currentIndex().row() == 1
    panel.original.setChecked(False)
    assert panel.columns.currentIndex().row() == 0
    assert said == []


def test_inserted_text_has_nothing_to_be_marked_against(panel: SideBySide):
    panel.set_alternatives("", TEXTS, 0)
    assert [drawn(panel, row) for row in range(3)] == [one.text for one in TEXTS]


def test_keys_show_another_text_and_accept_it(qtbot: QtBot, panel: SideBySide, said: list[object]):
    panel.set_alternatives(ORIGINAL, TEXTS, 0)
    columns = panel.columns
    columns.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return):
        qtbot.keyClick(columns, key)
    assert said == [1, 2, 1, "accepted"]
    assert panel.place == 1
    said.clear()
    for key in (Qt.Key.Key_3, Qt.Key.Key_9, Qt.Key.Key_1, Qt.Key.Key_Left):
        qtbot.keyClick(columns, key)
    assert said == [2, 0]
    panel.original.setChecked(True)
    said.clear()
    qtbot.keyClick(columns, Qt.Key.Key_Left)
    assert said == []
    qtbot.keyClick(columns, Qt.Key.Key_2)
    assert said == [1]


def test_a_click_shows_and_a_double_click_accepts(qtbot: QtBot, panel: SideBySide, said: list[object]):
    panel.set_alternatives(ORIGINAL, TEXTS, 0)
    click(qtbot, panel, 1)
    assert said == [1]
    at = rect(panel, 2).topLeft() + QPoint(60, 60)
    click(qtbot, panel, 2)
    qtbot.mouseDClick(panel.columns.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert said == [1, 2, "accepted"]
    panel.original.setChecked(True)
    said.clear()
    click(qtbot, panel, 0)
    qtbot.mouseDClick(panel.columns.viewport(), Qt.MouseButton.LeftButton, pos=rect(panel, 0).topLeft() + QPoint(9, 9))
    assert said == []
    assert panel.columns.currentIndex().data(CARD).number == 3


def test_what_is_shown_elsewhere_is_followed_without_a_word(panel: SideBySide, said: list[object]):
    panel.set_alternatives(ORIGINAL, TEXTS, 2)
    assert (panel.place, panel.columns.currentIndex().row()) == (2, 2)
    panel.set_place(1)
    assert (panel.place, panel.columns.currentIndex().row()) == (1, 1)
    panel.hide()
    panel.set_place(0)
    panel.show()
    assert panel.columns.currentIndex().row() == 0
    panel.set_place(99)
    assert panel.place == 2
    assert said == []


def test_texts_are_not_compared_while_nobody_looks(panel: SideBySide):
    panel.hide()
    panel.set_alternatives(ORIGINAL, TEXTS, 1)
    assert panel.cards.rowCount() == 0
    panel.show()
    assert panel.cards.rowCount() == 3
    assert panel.columns.currentIndex().row() == 1


@pytest.mark.parametrize(
    ("width", "count", "stacked", "bar"), [(900, 3, False, False), (900, 8, False, True), (360, 3, True, False)]
)
def test_columns_share_the_room_or_stand_below_each_other(
    qtbot: QtBot, panel: SideBySide, width: int, count: int, stacked: bool, bar: bool
):
    panel.resize(width, 400)
    panel.set_alternatives(ORIGINAL, [Alternative(f"{ORIGINAL} {number}", -number, 3) for number in range(count)], 0)
    columns = panel.columns
    qtbot.waitUntil(lambda: columns.viewport().width() <= width and rect(panel, count - 1).isValid())
    assert columns.stacked is stacked
    assert (columns.horizontalScrollBar().maximum() > 0) is bar
    first, second = rect(panel, 0), rect(panel, 1)
    if stacked:
        assert second.top() > first.bottom()
        assert first.width() == second.width() == columns.viewport().width()
    else:
        assert second.left() == first.right() + 1
        assert first.width() >= LEAST_WIDTH
        assert first.height() == second.height() == columns.viewport().height()


def test_long_texts_scroll_in_step_and_keep_their_heads(qtbot: QtBot, panel: SideBySide):
    panel.set_alternatives("Old.", [Alternative(LONG, -1.0, 3), Alternative(LONG + LONG, -2.0, 4)], 0)
    columns, bar = panel.columns, panel.columns.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    columns.setFocus()
    qtbot.keyClick(columns, Qt.Key.Key_Down)
    assert bar.value() == bar.singleStep()
    qtbot.keyClick(columns, Qt.Key.Key_PageDown)
    assert bar.value() == bar.singleStep() + bar.pageStep()
    assert rect(panel, 0).top() == rect(panel, 1).top() == -bar.value()
    before = bar.value()
    # Another column, and the same line.
    qtbot.keyClick(columns, Qt.Key.Key_Right)
    assert bar.value() == before
    qtbot.keyClick(columns, Qt.Key.Key_PageUp)
    qtbot.keyClick(columns, Qt.Key.Key_Up)
    assert bar.value() == 0
    head = QRect(8, 8, 120, 20)
    at_top = columns.viewport().grab(head).toImage()
    bar.setValue(bar.maximum())
    assert columns.viewport().grab(head).toImage() == at_top


@pytest.mark.parametrize("theme", [themes.light, themes.dark], ids=lambda theme: theme.name)
def test_the_shown_one_has_the_edge_of_the_accent(panel: SideBySide, theme: themes.Theme):
    panel.setStyleSheet(themes.stylesheet(theme))
    panel.set_theme(theme)
    panel.set_alternatives(ORIGINAL, TEXTS, 1)

    def edges() -> list[bool]:
        picture = panel.columns.viewport().grab().toImage()
        middle = picture.height() // 2
        accent = QColor(theme.accent).rgb()
        return [any(picture.pixel(rect(panel, row).left() + x, middle) == accent for x in range(6)) for row in range(3)]

    assert edges() == [False, True, False]
    panel.set_place(2)
    assert edges() == [False, False, True]


def test_texts_are_set_as_the_page_is(panel: SideBySide):
    panel.set_alternatives(ORIGINAL, TEXTS, 0)
    small = panel.cards.height(panel.cards.cards[0], 300)
    font = QFont(panel.cards.font)
    font.setPointSizeF(30.0)
    panel.set_font(font)
    assert panel.cards.height(panel.cards.cards[0], 300) > 2 * small


@pytest.mark.parametrize("theme", [themes.light, themes.dark], ids=lambda theme: theme.name)
@pytest.mark.parametrize("width", [360, 900])
def test_everybody_can_work_it(qtbot: QtBot, panel: SideBySide, theme: themes.Theme, width: int):
    panel.setStyleSheet(themes.stylesheet(theme))
    panel.setPalette(themes.palette(theme))
    panel.set_theme(theme)
    panel.resize(width, 320)
    panel.set_alternatives(ORIGINAL, TEXTS, 0)
    assert audit.nameless(panel) == []
    assert audit.unreachable(panel) == []
    assert audit.disorder(panel) == []
    assert audit.unmarked(qtbot, panel) == []
