"""The text in pieces is the document's text, whatever was edited between two readings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument
from pytestqt.qtbot import QtBot

from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.editor import search_text
from palimpsest.app.editor.search_text import LiveText, SearchText

FEW = st.text("ab\u00a0😀é\n\u2028", max_size=30)


def document_of(text: str) -> QTextDocument:
    document = QTextDocument(text)
    # Without a layout, Qt tells nobody of edits.
    document.documentLayout()
    return document


def whole(text: SearchText | None) -> str:
    assert text is not None
    found, first, last = text.window(0, text.length)
    assert (first, last) == (0, text.length)
    return found


def lines(document: QTextDocument) -> str:
    return document.toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


@given(FEW, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40), FEW), max_size=6))
def test_pieces_follow_every_edit(qapp, text: str, edits: list[tuple[int, int, str]]):
    document = document_of(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_text, "PIECE", 4)
        live = LiveText(document)
        document.contentsChange.connect(live.follow)
        for one, other, new in edits:
            positions = Positions(document.toRawText())
            last = len(document.toRawText())
            cursor = QTextCursor(document)
            cursor.setPosition(positions.to_utf16(min(one, last)))
            cursor.setPosition(positions.to_utf16(min(other, last)), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(new)
            assert whole(live.read(float("inf"))) == lines(document)
        document.undo()
        assert whole(live.read(float("inf"))) == lines(document)
        document.setPlainText("another\ntext")
        assert whole(live.read(float("inf"))) == "another\ntext"


@given(FEW, st.integers(1, 5), st.data())
def test_a_window_is_that_part_and_splits_no_pair(text: str, piece: int, data: st.DataObject):
    made = SearchText.of(text, piece)
    start = data.draw(st.integers(0, made.length))
    end = data.draw(st.integers(start, made.length))
    found, first, last = made.window(start, end)
    positions = Positions(text)
    low, high = positions.to_code_point(start), positions.to_code_point(end)
    assert found == text[low:high].replace("\u2028", "\n")
    assert start - 1 <= first <= start
    assert last - first == utf16_length(found)


def test_only_what_was_edited_is_read_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    document = document_of("word\n" * 200_000)
    live = LiveText(document)
    document.contentsChange.connect(live.follow)
    live.read(float("inf"))
    reads: list[tuple[int, int]] = []
    piece = LiveText._piece

    def noted(self: LiveText, cursor: QTextCursor, start: int, end: int):
        reads.append((start, end))
        return piece(self, cursor, start, end)

    monkeypatch.setattr(LiveText, "_piece", noted)
    cursor = QTextCursor(document)
    cursor.setPosition(500_000)
    cursor.insertText("new")
    live.read(float("inf"))
    assert sum(end - start for start, end in reads) <= 2 * search_text.PIECE


def test_a_big_text_is_read_in_several_turns(qtbot: QtBot):
    live = LiveText(QTextDocument("word\n" * 400_000))
    turns = 1
    while (text := live.read(0)) is None:
        turns += 1
    assert text.length == 2_000_000
    assert turns >= 2_000_000 // search_text.PIECE


def test_half_a_pair_keeps_the_places_of_the_rest(qtbot: QtBot):
    document = QTextDocument("a😀b")
    cursor = QTextCursor(document)
    cursor.setPosition(2)
    cursor.setPosition(3, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText("\n")
    text = LiveText(document).read(float("inf"))
    assert text is not None
    assert text.length == document.characterCount() - 1
    assert whole(text).endswith("\nb")
