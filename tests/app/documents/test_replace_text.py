"""Another text in one undo step; what did not change is not touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor

from palimpsest.app.documents.document import Document
from palimpsest.app.documents.replace_text import replace_text

pytestmark = pytest.mark.usefixtures("qapp")

texts = st.text(st.sampled_from("ab \n😀é\u00a0\ufeff\ufffe"), max_size=12)


@given(texts, texts)
def test_one_step_there_and_one_back(before: str, after: str):
    document = Document()
    document.set_text(before)
    replace_text(document, after)
    assert document.text() == after
    QTextCursor(document.buffer).insertText("typed")
    document.buffer.undo()
    assert document.text() == after
    document.buffer.undo()
    assert document.text() == before
    assert not document.modified


def test_cursors_outside_of_the_change_stay():
    document = Document()
    document.set_text("one two three")
    first, last = QTextCursor(document.buffer), QTextCursor(document.buffer)
    first.setPosition(2)
    last.setPosition(11)
    replace_text(document, "one 2 three")
    assert (first.position(), last.position()) == (2, 9)
