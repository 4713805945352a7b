"""A sheet that keeps what has stayed looks like one that is laid out afresh."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextOption

from palimpsest.app.documents.positions import utf16_length
from palimpsest.app.editor.sheet import FormatRange, Ranges, Sheet, SheetStyle

pytestmark = pytest.mark.usefixtures("fonts")

lines = st.sampled_from(["", "a", "b c", "words that wrap at the end of a line", "é😀", "one two"])
texts = st.lists(lines, min_size=1, max_size=8).map("\n".join)


def style(width: float = 120.0) -> SheetStyle:
    option = QTextOption()
    return SheetStyle(QFont("Vollkorn", 12), option, option.wrapMode(), width, 4.0)


def coloured(colour: Qt.GlobalColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(colour)
    return made


FORMATS = (coloured(Qt.GlobalColor.red), coloured(Qt.GlobalColor.blue))


@dataclass
class Dressed:
    """Dresses some lines."""

    lines: dict[str, Ranges] = field(default_factory=dict)
    version: int = 0

    def get(self, text: str) -> Ranges | None:
        return self.lines.get(text)


@st.composite
def inked(draw: st.DrawFn) -> tuple[str, list[FormatRange], list[FormatRange]]:
    text = draw(texts)
    edges = sorted(draw(st.lists(st.integers(0, utf16_length(text)), max_size=6)))
    found = [
        FormatRange(low, high - low, FORMATS[number % 2])
        for number, (low, high) in enumerate(zip(edges[::2], edges[1::2], strict=False))
        if low < high
    ]
    cut = draw(st.integers(0, len(found)))
    return text, found[cut:], found[:cut]


def look(sheet: Sheet) -> list[Any]:
    """All that can be seen of it."""
    found: list[Any] = [sheet.height, sheet.width, tuple(sheet.tops)]
    for number in range(sheet.line_count):
        line = sheet.line(number)
        found.append((line.number, line.top, line.bottom, line.start, line.end, line.paragraph))
    for paragraph in sheet._paragraphs:
        formats: Any = paragraph.layout.formats()
        found.append(
            (paragraph.layout.text(), [(part.start, part.length, QTextCharFormat(part.format)) for part in formats])
        )
    return found


@given(st.lists(inked(), min_size=1, max_size=5), st.lists(st.tuples(lines, st.booleans()), max_size=3))
@settings(max_examples=150, deadline=None)
def test_what_is_kept_looks_like_what_is_made_anew(
    shown: list[tuple[str, list[FormatRange], list[FormatRange]]], dressing: list[tuple[str, bool]]
):
    sheet, dress = Sheet(), Dressed()
    for number, (text, ranges, beside) in enumerate(shown):
        if number < len(dressing):
            line, on = dressing[number]
            dress.lines = {line: (FormatRange(0, utf16_length(line), FORMATS[0]),)} if on else {}
            dress.version += 1
        sheet.set_text(text, ranges, style(), beside, dress)
        fresh = Sheet()
        fresh.set_text(text, ranges, style(), beside, dress)
        assert look(sheet) == look(fresh)


def test_paragraphs_that_stay_keep_their_layout():
    sheet = Sheet()
    sheet.set_text("one\ntwo\nthree\nfour", [], style())
    before = {paragraph.text: paragraph.layout for paragraph in sheet._paragraphs}
    sheet.set_text("zero\none\ntwo\n3\nfour", [], style())
    for paragraph in sheet._paragraphs:
        if paragraph.text in before:
            assert paragraph.layout is before[paragraph.text]


def test_another_width_lays_everything_out_again():
    sheet = Sheet()
    text = "words that wrap at the end of a line"
    sheet.set_text(text, [], style(1000.0))
    assert sheet.line_count == 1
    sheet.set_text(text, [], style(80.0))
    assert sheet.line_count > 1


@given(texts)
@settings(deadline=None)
def test_positions_and_lines_agree(text: str):
    sheet = Sheet()
    sheet.set_text(text, [], style())
    for position in range(utf16_length(text) + 1):
        line = sheet.line_of(position)
        assert line.start <= position <= line.end
        assert sheet.line_at((line.top + line.bottom) / 2).number == line.number
    assert sheet.line_at(-5.0).number == 0
    assert sheet.line_at(sheet.height + 5.0).number == sheet.line_count - 1


def test_a_character_is_found_in_its_box_and_nowhere_else():
    text = "one two\nwords that wrap at the end of a line"
    sheet = Sheet()
    sheet.set_text(text, [], style())
    for position, character in enumerate(text):
        (box,) = sheet.boxes(position, position + 1)
        if not character.isspace():
            assert sheet.character_at(box.center()) == position
    assert sheet.character_at(QPointF(115.0, 5.0)) is None
    assert sheet.character_at(QPointF(1.0, 5.0)) is None
    assert sheet.character_at(QPointF(8.0, -3.0)) is None
    assert sheet.character_at(QPointF(8.0, sheet.height + 3.0)) is None


def test_boxes_of_a_range_are_one_a_line():
    text = "one\n\nwords that wrap at the end of a line"
    sheet = Sheet()
    sheet.set_text(text, [], style())
    boxes = sheet.boxes(1, len(text) - 1)
    assert [box.top() for box in boxes] == sheet.tops
    # A line end alone is seen, too.
    assert all(box.width() > 0 for box in boxes)
