"""What waits for its run is marked beside its lines, follows them, and says its place in line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from scripted import ScriptedEngine
from windows import select, wait_for

from palimpsest.app.regenerate.target import Target
from palimpsest.app.regenerate.wish import Wish

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

TEXT = "first line\nsecond line\nthird line\nfourth line"
SECOND, THIRD, FOURTH = (11, 22), (23, 33), (34, 45)


def proposed(qtbot: QtBot, open_window: OpenWindow, text: str = TEXT, span: tuple[int, int] = (0, 10)) -> Window:
    window = open_window(ScriptedEngine(("drawn",)), text=text)
    select(window, *span)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    return window


def wait_in_line(window: Window, *spans: tuple[int, int]) -> None:
    for span in spans:
        window.regeneration.begin(Target(*span), Wish())


def rows(window: Window) -> set[int]:
    """Heights in the viewport at which the strip beside the text has the accent."""
    editor = window.editor
    image = editor.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    strip = editor.viewport().x()
    accent = QColor(editor.theme.accent).rgb()
    above = editor.viewport().y()
    columns = range(max(0, strip - 14), strip)
    return {y - above for y in range(image.height()) if any(image.pixel(x, y) == accent for x in columns)}


def line(window: Window, start: int) -> tuple[int, int]:
    """Top and bottom of the line of a place, in the viewport."""
    cursor = window.editor.textCursor()
    cursor.setPosition(start)
    rect = window.editor.cursorRect(cursor)
    return rect.top(), rect.bottom()


def test_a_broken_bar_stands_beside_the_lines_until_they_have_their_turn(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = proposed(qtbot, open_window)
    plain = rows(window)
    wait_in_line(window, THIRD)
    top, bottom = line(window, THIRD[0])
    marked = rows(window) - plain
    assert marked
    assert all(top <= y <= bottom for y in marked)
    assert len(marked) < bottom - top, "the bar is broken"
    window.commands["regenerate.unqueue"].trigger()
    assert rows(window) == plain


def test_it_follows_its_lines(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = proposed(qtbot, open_window)
    plain = rows(window)
    wait_in_line(window, FOURTH)
    before = min(rows(window) - plain)
    cursor = window.editor.textCursor()
    cursor.setPosition(SECOND[0])
    cursor.insertText("\n\n")
    QApplication.processEvents()
    height = line(window, SECOND[0])[1] - line(window, SECOND[0])[0]
    assert min(rows(window) - plain) > before + height
    window.commands["edit.undo"].trigger()
    QApplication.processEvents()
    assert min(rows(window) - plain) == before


def test_a_place_to_insert_at_is_marked_too(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = proposed(qtbot, open_window)
    wait_in_line(window, (45, 45))
    ((number, top, bottom),) = window.page.waiting_marks.extents()
    assert number == 0
    assert (round(top), round(bottom)) == pytest.approx(line(window, 45), abs=2)


def test_a_span_over_several_lines_has_a_bar_beside_each(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = proposed(qtbot, open_window)
    wait_in_line(window, (SECOND[0], THIRD[1]))
    found = list(window.page.waiting_marks.extents())
    assert [number for number, _, _ in found] == [0, 0]
    assert found[0][2] == pytest.approx(found[1][1], abs=2)


def test_in_a_paragraph_with_a_draft_the_bar_stands_on_its_side_of_it(qtbot: QtBot, open_window: OpenWindow) -> None:
    words = "word " * 90
    text = words + "\nlast"
    window = proposed(qtbot, open_window, text, (200, 240))
    wait_in_line(window, (0, 4), (440, 444))
    draft = window.canvas.extent()
    assert draft is not None
    before, after = window.page.waiting_marks.extents()
    assert before[0] == 0
    assert before[1] < before[2] <= draft[0]
    assert after[0] == 1
    assert draft[1] <= after[1] < after[2]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_it_says_its_place_in_line(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = proposed(qtbot, open_window)
    wait_in_line(window, FOURTH, SECOND)
    marks, viewport = window.page.waiting_marks, window.editor.viewport()
    said = "Waits to be regenerated: number {} of 2 in line"
    for number, span in ((1, FOURTH), (2, SECOND)):
        top, _ = line(window, span[0])
        cursor = window.editor.textCursor()
        cursor.setPosition(span[0] + 3)
        on_word = window.editor.cursorRect(cursor).center()
        assert marks.tip(on_word, True) == said.format(number)
        assert marks.tip(QPoint(-4, top + 3), False) == said.format(number)
    third = QPoint(-4, line(window, THIRD[0])[0] + 6)
    assert marks.tip(third, False) is None
    assert marks.tip(QPoint(5, third.y()), False) is None
    at = QPoint(4, line(window, SECOND[0])[0] + 6)
    QApplication.sendEvent(viewport, QHelpEvent(QEvent.Type.ToolTip, at, viewport.mapToGlobal(at)))
    assert QToolTip.text() == said.format(2)
    QToolTip.hideText()
