"""What part of a text the caret is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from palimpsest.app.editor.focus import FocusMode, present_part

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

LONG = "A very long paragraph that stands on a line of its own. " * 4


def part(text: str, at: int, mode: FocusMode) -> str:
    document = QTextDocument(text)
    cursor = QTextCursor(document)
    cursor.setPosition(at)
    start, end = present_part(mode, cursor)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText().replace("\u2029", "\n")


@pytest.mark.parametrize(
    ("at", "expected"),
    [(0, "One is."), (6, "One is."), (8, "Two 😀 are!"), (20, "Three?"), (25, "Three?")],
)
def test_sentences(qapp: QApplication, at: int, expected: str):
    assert part("One is. Two 😀 are! Three?", at, "sentence") == expected


def test_paragraphs(qapp: QApplication):
    wrapped = "one\ntwo\n\nthree\nfour"
    assert part(wrapped, 5, "paragraph") == "one\ntwo"
    assert part(wrapped, 12, "paragraph") == "three\nfour"
    assert part(wrapped, 8, "paragraph") == ""
    assert part(f"{LONG}\n{LONG}", 3, "paragraph") == LONG
    assert part("one\ntwo", 5, "line") == "two"


@given(st.text(st.sampled_from("aB.! \n😀“”"), max_size=30), st.floats(0, 1))
def test_the_caret_is_in_its_part_or_right_behind_it(qapp: QApplication, text: str, share: float):
    document = QTextDocument(text)
    cursor = QTextCursor(document)
    cursor.setPosition(round(share * (document.characterCount() - 1)))
    block = cursor.block()
    for mode in ("sentence", "paragraph", "line"):
        start, end = present_part(mode, cursor)
        assert 0 <= start <= end < document.characterCount()
        assert start <= cursor.position()
        assert mode != "line" or end == block.position() + block.length() - 1
        assert mode == "sentence" or cursor.position() <= end
