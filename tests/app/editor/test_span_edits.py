"""Changes of a span are one undo step, and leave alone what is between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor, QTextDocument

from palimpsest.app.documents.positions import Positions, utf16_length
from palimpsest.app.editor.span_edits import Edit, edited, whole, write

pytestmark = pytest.mark.usefixtures("qapp")

texts = st.text(st.sampled_from("ab \né😀"), max_size=12)


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(texts)
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, [(start, end, draw(texts)) for start, end in pairs]


@given(texts, changes(), texts)
def test_edits_are_one_step(before: str, change: tuple[str, list[Edit]], after: str):
    old, edits = change
    new = edited(old, edits)
    document = QTextDocument()
    document.setPlainText(before + old + after)
    start = utf16_length(before)
    behind = write(document, start, old, edits)
    assert document.toPlainText() == before + new + after
    assert start <= behind <= start + utf16_length(new)
    assert document.isUndoAvailable() == any(old[first:last] != text for first, last, text in edits)
    document.undo()
    assert document.toPlainText() == before + old + after
    assert not document.isUndoAvailable()


@given(texts, texts)
def test_one_edit_makes_one_text_of_another(old: str, new: str):
    edits = whole(old, new)
    assert edited(old, edits) == new
    assert len(edits) == (old != new)


def test_cursors_between_the_changes_stay_with_their_text():
    old, edits = "one two three", [(0, 3, "1 and"), (8, 13, "3")]
    document = QTextDocument()
    document.setPlainText(old)
    mark = QTextCursor(document)
    mark.setPosition(5)
    behind = write(document, 0, old, edits)
    assert document.toPlainText() == "1 and two 3"
    assert document.toPlainText()[mark.position() - 1 : mark.position() + 1] == "tw"
    assert behind == len("1 and two 3")


def test_the_last_change_is_where_the_caret_will_be():
    document = QTextDocument()
    document.setPlainText("a😀b c d")
    assert write(document, 0, "a😀b c d", [(0, 1, "xyz"), (4, 5, "")]) == Positions("xyz😀b ").to_utf16(6)


@pytest.mark.parametrize("edits", [[(2, 1, "")], [(0, 9, "")], [(2, 3, ""), (1, 2, "")], [(-1, 0, "")]])
def test_edits_out_of_order_are_refused(edits: list[Edit]):
    with pytest.raises(ValueError, match="not inside the text"):
        edited("abc", edits)
