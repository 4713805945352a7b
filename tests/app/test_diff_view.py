"""How a comparison is shown: rows, folds, broken lines that stay in step, going from change to change, copying."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QTextCursor
from PySide6.QtWidgets import QApplication

from palimpsest.app import theme as themes
from palimpsest.app.diff import PartKind, compare
from palimpsest.app.diff_pane import DiffPane, tint
from palimpsest.app.diff_rows import Tone, one_column, two_columns
from palimpsest.app.diff_view import OPENED, DiffView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000
PLAIN = [f"Line {number} of a text that has many lines." for number in range(100)]


@pytest.fixture
def view(qtbot: QtBot, fonts: None) -> DiffView:
    view = DiffView(themes.light, "prose")
    qtbot.addWidget(view)
    view.resize(700, 400)
    view.show()
    return view


def show(qtbot: QtBot, view: DiffView, old: str, new: str) -> None:
    view.show_diff(compare(old, new), "mine", "theirs")
    settle(qtbot, view)


def settle(qtbot: QtBot, view: DiffView) -> None:
    qtbot.waitUntil(lambda: not view.busy, timeout=PATIENCE_MS)


def rows_of(pane: DiffPane) -> list[tuple[str, str]]:
    """Tone and whole text of every row."""
    found: list[tuple[str, str]] = []
    for line in pane.lines:
        if line.first:
            found.append((str(line.row.tone), line.text))
        elif line.text:
            found[-1] = (found[-1][0], found[-1][1] + line.text)
    return found


def blocks(pane: DiffPane) -> list[str]:
    return pane.document().toRawText().split("\u2029")


def edited() -> tuple[str, str]:
    new = [*PLAIN]
    new[10] = "Line 10 of a text that has few lines."
    new[60:62] = []
    new.insert(80, "Something else.")
    return "\n".join(PLAIN), "\n".join(new)


def test_rows_in_one_column_and_in_two() -> None:
    diff = compare("a b c\nold one\nsame", "a b d\nsame")
    change = diff.changes[0]
    assert [(row.tone, row.text) for (row,) in one_column(diff, change)] == [
        (Tone.REMOVED, "a b c"),
        (Tone.ADDED, "a b d"),
        (Tone.REMOVED, "old one"),
    ]
    assert [(one.text, other.text) for one, other in two_columns(diff, change)] == [("a b c", "a b d"), ("old one", "")]


def test_unlike_lines_stand_beside_each_other() -> None:
    diff = compare("one\ntwo", "three\nfour\nfive")
    sides = [(one.tone, other.tone) for one, other in two_columns(diff, diff.changes[0])]
    assert sides == [(Tone.REMOVED, Tone.ADDED), (Tone.REMOVED, Tone.ADDED), (Tone.BLANK, Tone.ADDED)]


def test_changes_are_shown_with_their_surroundings(qtbot: QtBot, view: DiffView) -> None:
    show(qtbot, view, *edited())
    rows = rows_of(view.left)
    assert [tone for tone, _ in rows if tone != "plain"] == [
        *("fold", "removed", "added", "fold", "removed", "removed", "fold", "added", "fold")
    ]
    assert rows[0] == ("fold", "… 7 equal lines")
    assert [text for tone, text in rows if tone == "added"][1] == "Something else."
    assert blocks(view.left) == [line.text for line in view.left.lines]
    assert view.left.accessibleName() == "Changes from mine to theirs"


def test_marks_are_where_the_words_are(qtbot: QtBot, view: DiffView) -> None:
    show(qtbot, view, *edited())
    marked = [line.text[start:end] for line in view.left.lines for start, end in line.marks]
    assert marked == ["many", "few"]


@pytest.mark.parametrize("side_by_side", [False, True])
def test_long_lines_are_broken_and_both_columns_stay_in_step(qtbot: QtBot, view: DiffView, side_by_side) -> None:
    long = "many words of a long paragraph 🙂 that does not fit " * 20
    old, new = f"a\n{long}\nb\n\tc", f"a\n{long.replace('long', 'rather long')}\nb\n\tC\u2028d"
    view.set_side_by_side(side_by_side)
    show(qtbot, view, old, new)
    texts = [text for pane in view.panes for _, text in rows_of(pane)]
    assert long in texts
    assert long.replace("long", "rather long") in texts
    assert len({len(pane.lines) for pane in view.panes}) == 1
    for pane in view.panes:
        assert pane.blockCount() == len(pane.lines)
        width = QFontMetricsF(pane.font()).horizontalAdvance
        assert max(width(line.text.rstrip()) for line in pane.lines) <= pane.viewport().width()
        marked = "".join(_marked_text(line.text, start, end) for line in pane.lines for start, end in line.marks)
        assert marked.count("rather") == (20 if pane is view.panes[-1] else 0)


def _marked_text(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def test_a_fold_opens_by_click_and_by_key(qtbot: QtBot, view: DiffView) -> None:
    show(qtbot, view, *edited())
    line, _, place = next(view.left.visible())
    assert line.row.tone is Tone.FOLD
    qtbot.mouseClick(view.left.viewport(), Qt.MouseButton.LeftButton, pos=place.center().toPoint())
    assert rows_of(view.left)[0] == ("plain", PLAIN[0])
    last = len(view.left.lines) - 1
    assert view.left.lines[last].row.tone is Tone.FOLD
    view.left.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(view.left, Qt.Key.Key_Return)
    assert rows_of(view.left)[-1] == ("plain", PLAIN[-1])
    assert blocks(view.left) == [line.text for line in view.left.lines]
    assert sum(part.kind is PartKind.FOLD for part in view.parts) == 2


@pytest.mark.parametrize("side_by_side", [False, True])
def test_opening_every_fold_shows_both_texts_whole(qtbot: QtBot, view: DiffView, side_by_side) -> None:
    old, new = edited()
    middle = "\n".join(f"filler {number}" for number in range(3 * OPENED))
    old, new = f"{old}\n{middle}\nend", f"{new}\n{middle}\nEND"
    view.set_side_by_side(side_by_side)
    show(qtbot, view, old, new)
    while folds := [part for part in view.parts if part.kind is PartKind.FOLD]:
        view.left.fold_wanted.emit(folds[0])
    rows = [row for pane in view.panes for row in rows_of(pane)]
    sides = (rows_of(view.left), rows_of(view.right)) if side_by_side else (rows, rows)
    assert "\n".join(text for tone, text in sides[0] if tone in ("plain", "removed")) == old
    assert "\n".join(text for tone, text in sides[1] if tone in ("plain", "added")) == new


def test_going_from_change_to_change_and_round(qtbot: QtBot, view: DiffView) -> None:
    show(qtbot, view, *edited())
    gone: list[int] = []
    view.moved.connect(gone.append)
    for by in (1, 1, 1, 1, -1, -1):
        view.go(by)
        line = view.left.line_at_caret()
        assert line is not None
        assert line.part.kind is PartKind.CHANGE
        assert line.part is view.left.current
    assert gone == [0, 1, 2, 0, 2, 1]


def test_a_change_at_the_very_top_is_the_first(qtbot: QtBot, view: DiffView) -> None:
    show(qtbot, view, "a\nb\nc", "A\nb\nC")
    gone: list[int] = []
    view.moved.connect(gone.append)
    view.go(1)
    view.go(1)
    assert gone == [0, 1]


def test_what_was_read_stays_in_view_when_the_columns_change(qtbot: QtBot, view: DiffView) -> None:
    old = [f"old {number} " + "word " * (number % 40) for number in range(400)]
    new = [line.replace("old", "new") for line in old]
    show(qtbot, view, "\n".join(old), "\n".join(new))
    view.left.verticalScrollBar().setValue(500)
    before = view.left.line_at_top()
    assert before is not None
    view.set_side_by_side(True)
    settle(qtbot, view)
    top = view.left.line_at_top()
    assert top is not None
    assert top.row.old == before.row.old or top.row.new == before.row.new
    assert view.right.verticalScrollBar().value() == view.left.verticalScrollBar().value()
    view.right.verticalScrollBar().setValue(100)
    assert view.left.verticalScrollBar().value() == 100


def test_a_new_width_breaks_the_lines_anew(qtbot: QtBot, view: DiffView) -> None:
    long = "many words of a long paragraph that does not fit " * 30
    show(qtbot, view, long, long + "more")
    before = len(view.left.lines)
    view.resize(400, 400)
    qtbot.waitUntil(lambda: not view.busy and len(view.left.lines) > before, timeout=PATIENCE_MS)
    assert [text for _, text in rows_of(view.left)] == [long, long + "more"]


def test_copied_text_is_that_of_the_files(qtbot: QtBot, view: DiffView) -> None:
    odd = "no\u00a0break and a line\u2028separator, 🙂 " + "long " * 60
    show(qtbot, view, f"a\n{odd}\nb", f"a\n{odd}new\nb")
    view.left.selectAll()
    view.left.copy()
    assert QApplication.clipboard().text() == f"a\n{odd}\n{odd}new\nb"
    cursor = QTextCursor(view.left.document())
    cursor.setPosition(2)
    cursor.setPosition(6, QTextCursor.MoveMode.KeepAnchor)
    view.left.setTextCursor(cursor)
    view.left.copy()
    assert QApplication.clipboard().text() == "no\u00a0b"


def test_removed_is_struck_through_and_added_is_underlined(qtbot: QtBot, view: DiffView) -> None:
    show(qtbot, view, "one word here", "one mark here")
    image = view.left.viewport().grab().toImage()
    ink = QColor(themes.light.ink).rgb()
    for line, block, place in view.left.visible():
        (start, end), *_ = line.marks
        assert end - start == 4
        row = block.layout().lineAt(0)
        left = place.left() + _x(row, start)
        right = place.left() + _x(row, end)
        middle = range(round(left) + 1, round(right) - 1)
        full = [y for y in range(round(place.top()), round(place.bottom())) if _inked(image, middle, y, ink)]
        assert full, f"no line across the {line.row.tone} word"
        baseline = place.top() + QFontMetricsF(view.left.font()).ascent()
        assert (full[0] < baseline) == (line.row.tone is Tone.REMOVED)


def _inked(image: QImage, across: range, y: int, ink: int) -> bool:
    return all(image.pixel(x, y) == ink for x in across)


def _x(row, at: int) -> float:
    return row.cursorToX(at)[0]


def test_the_panes_take_another_theme_under_a_style_sheet(qtbot: QtBot, qapp: QApplication) -> None:
    before = qapp.styleSheet()
    qapp.setStyleSheet(themes.stylesheet(themes.light))
    try:
        view = DiffView(themes.light, "prose")
        qtbot.addWidget(view)
        view.resize(400, 300)
        with qtbot.waitExposed(view):
            view.show()
        view.set_theme(themes.dark)
        page = view.findChildren(DiffPane)[0].viewport()
        corner = page.rect().bottomRight() - QPoint(2, 2)
        assert page.grab().toImage().pixelColor(corner) == QColor(themes.dark.page)
        view.close()
    finally:
        qapp.setStyleSheet(before)


@pytest.mark.parametrize("theme", [themes.light, themes.dark], ids=lambda theme: theme.name)
def test_text_is_readable_on_every_tint(theme) -> None:
    for tone in Tone:
        for strong in (False, True):
            assert contrast(theme.ink, tint(theme, tone, strong)) >= 7
        assert contrast(theme.faint, tint(theme, tone)) >= 4.5


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_long_comparison_is_laid_out_in_slices(qtbot: QtBot, view: DiffView) -> None:
    chance = random.Random(1)
    old = [f"{chance.random()} old" + " word" * 30 for _ in range(3000)]
    view.show_diff(compare("\n".join(old), "\n".join(line.replace("old", "new") for line in old)), "a", "b")
    assert view.busy
    assert view.left.lines, "the first slice is there at once"
    view.go(-1)
    settle(qtbot, view)
    assert sum(line.first for line in view.left.lines) == 6000
    line = view.left.line_at_caret()
    assert line is not None
    assert line.part.kind is PartKind.CHANGE
    assert blocks(view.left) == [line.text for line in view.left.lines]


def test_a_line_of_a_megabyte_is_broken_piece_by_piece(qtbot: QtBot, view: DiffView) -> None:
    long = "abcdefghi " * 30_000
    show(qtbot, view, long, long + "x")
    assert [text for _, text in rows_of(view.left)] == [long, long + "x"]
