"""Colours of covered lines are found by their text, and read again when a highlighter has changed them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat, QTextDocument, QTextLayout

from palimpsest.app.editor.covered_dress import CoveredDress, ranges_of
from palimpsest.app.editor.sheet import FormatRange, Ranges

pytestmark = pytest.mark.usefixtures("qapp")


def dress(document: QTextDocument, number: int, *places: tuple[int, int], colour: Qt.GlobalColor = Qt.GlobalColor.red):
    parts = []
    for start, length in places:
        part = QTextLayout.FormatRange()
        made = QTextCharFormat()
        made.setForeground(colour)
        part.start, part.length, part.format = start, length, made  # pyright: ignore[reportAttributeAccessIssue]
        parts.append(part)
    document.findBlockByNumber(number).layout().setFormats(parts)


def places(ranges: Ranges | None) -> list[tuple[int, int]] | None:
    return None if ranges is None else [(part.start, part.length) for part in ranges]


def test_lines_are_found_by_their_text():
    document = QTextDocument("above\none line\nplain\nbelow")
    dress(document, 1, (0, 3), (4, 4))
    dress(document, 3, (0, 5))
    covered = CoveredDress(document, 1, 2)
    assert places(covered.get("one line")) == [(0, 3), (4, 4)]
    assert covered.get("plain") is covered.get("below") is covered.get("no such line") is None


def test_colours_are_read_again_where_they_have_changed():
    document = QTextDocument("one line\ntwo")
    dress(document, 0, (0, 3))
    dress(document, 1, (0, 3))
    covered = CoveredDress(document, 0, 1)
    before, version = covered.get("one line"), covered.version
    assert places(covered.get("two")) == [(0, 3)]
    dress(document, 0, (4, 4))
    dress(document, 1, (1, 1))
    assert covered.get("one line") is before
    covered.forget(0, 3)
    assert places(covered.get("one line")) == [(4, 4)]
    assert places(covered.get("two")) == [(0, 3)]
    assert covered.version > version


def test_blocks_before_may_come():
    document = QTextDocument("above\none line")
    dress(document, 1, (0, 3))
    covered = CoveredDress(document, 1, 1)
    assert covered.get("other") is None
    document.setPlainText("new\nabove\none line")
    dress(document, 2, (0, 2))
    covered.moved(2)
    assert places(covered.get("one line")) == [(0, 2)]


def test_what_a_canvas_has_put_into_a_line_counts_as_nothing():
    document = QTextDocument("one line")
    block = document.begin()
    block.layout().setPreeditArea(4, "...")
    dress(document, 0, (0, 3), (2, 8), (7, 4))
    assert places(ranges_of(block, 0, 8)) == [(0, 3), (2, 5), (4, 4)]
    assert places(ranges_of(block, 4, 8)) == [(0, 3), (0, 4)]
    assert ranges_of(block, 0, 3)[0] == FormatRange(0, 3, ranges_of(block, 0, 3)[0].format)
