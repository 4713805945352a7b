"""The pieces say what the document says, whatever is done to it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout

from palimpsest.app.documents import text_pieces
from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.documents.text_pieces import TextPieces

pytestmark = pytest.mark.usefixtures("qapp")

texts = st.text(st.sampled_from("abcé→😀\u2028\u00a0 \n"), max_size=12)
places = st.integers(0, 40)
edits = st.one_of(
    st.tuples(st.just("put"), places, places, texts),
    st.tuples(st.just("two"), places, places, texts),
    st.tuples(st.just("set"), texts),
    st.tuples(st.just("append"), texts),
    st.tuples(st.sampled_from(["undo", "redo", "format", "margin", "read"])),
)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_pieces, "PIECE", 4)


def made() -> QTextDocument:
    """A document as editors have it; without a layout Qt tells of no changes."""
    buffer = QTextDocument()
    buffer.setDocumentLayout(QPlainTextDocumentLayout(buffer))
    return buffer


def cursor_over(buffer: QTextDocument, one: int, other: int) -> QTextCursor:
    """A selection between two boundaries of characters."""
    text = buffer.toRawText()
    positions = Positions(text)
    cursor = QTextCursor(buffer)
    first, last = (positions.to_utf16(place % (len(text) + 1)) for place in (one, other))
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def apply(buffer: QTextDocument, pieces: TextPieces, edit: tuple) -> None:
    match edit:
        case "put", one, other, text:
            cursor_over(buffer, one, other).insertText(text)
        case "two", one, other, text:
            cursor = cursor_over(buffer, one, one)
            cursor.beginEditBlock()
            cursor.insertText(text)
            far = cursor_over(buffer, other, other + 3)
            far.insertText("x")
            cursor.endEditBlock()
        case "set", text:
            buffer.setPlainText(text)
        case "append", text:
            pieces.append(text)
        case ("undo",):
            buffer.undo()
        case ("redo",):
            buffer.redo()
        case ("format",):
            cursor = cursor_over(buffer, 0, 20)
            cursor.setBlockFormat(QTextBlockFormat())
        case ("margin",):
            buffer.setDocumentMargin(buffer.documentMargin() + 1)
        case ("read",):
            pieces.pieces()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(edits, max_size=12))
def test_after_any_edits_they_say_what_the_document_says(steps: list[tuple]):
    buffer = made()
    pieces = TextPieces(buffer)
    for step in steps:
        before, revision = buffer.toRawText(), pieces.revision
        apply(buffer, pieces, step)
        if buffer.toRawText() != before:
            assert pieces.revision > revision
    text = buffer.toRawText().replace("\u2029", "\n")
    assert pieces.whole() == text
    assert "".join(pieces.pieces()) == text
    positions = Positions(text)
    for point in range(len(text) + 1):
        assert pieces.to_position(point) == positions.to_utf16(point)
    for unit in range(utf16_length(text) + 1):
        assert pieces.to_code_point(unit) == positions.to_code_point(unit)


def test_an_edit_makes_only_its_piece_out_of_date():
    buffer = made()
    pieces = TextPieces(buffer)
    buffer.setPlainText("abcdefghijklmnop")
    before = pieces.pieces()
    assert before == ("abcd", "efgh", "ijkl", "mnop")
    cursor = QTextCursor(buffer)
    cursor.setPosition(6)
    cursor.insertText("!")
    after = pieces.pieces()
    assert "".join(after) == "abcdef!ghijklmnop"
    assert [one is other for one, other in zip((before[0], *before[2:]), (after[0], *after[-2:]), strict=True)] == [
        True
    ] * 3
    assert before == ("abcd", "efgh", "ijkl", "mnop"), "a copy that was given away stays as it is"


@pytest.mark.parametrize("place", range(1, 9))
def test_half_pairs_do_not_harm(place: int):
    buffer = made()
    pieces = TextPieces(buffer)
    buffer.setPlainText("ab😀😀😀cd")
    pieces.pieces()
    cursor = QTextCursor(buffer)
    cursor.setPosition(place)
    cursor.insertText("!")
    text = pieces.whole()
    assert utf16_length(text) == buffer.characterCount() - 1
    assert text.replace("!", "").encode("utf-16-le", "surrogatepass") == "ab😀😀😀cd".encode("utf-16-le")
    buffer.undo()
    assert pieces.whole() == "ab😀😀😀cd"
