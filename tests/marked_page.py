"""A page for tests, with its selection written into the text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QTextCursor

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.text_editor import TextEditor


class Page:
    """An editor with a text; "‹" and "›" in the text stand for anchor and caret, "|" for a caret alone."""

    def __init__(self, marked: str = "|", name: str = "a.py") -> None:
        self.document = Document()
        self.document.path = Path(name)
        self.editor = TextEditor(theme.light)
        self.show(marked)

    def show(self, marked: str) -> None:
        plain = marked.replace("‹", "").replace("›", "").replace("|", "")
        self.document.set_text(plain)
        self.editor.set_document(self.document)
        if "|" in marked:
            at = marked.index("|")
            self.select(at, at)
        else:
            anchor, caret = marked.index("‹"), marked.index("›")
            self.select(anchor - (anchor > caret), caret - (caret > anchor))

    def select(self, anchor: int, caret: int) -> None:
        cursor = self.editor.textCursor()
        cursor.setPosition(self.document.to_position(anchor))
        cursor.setPosition(self.document.to_position(caret), QTextCursor.MoveMode.KeepAnchor)
        self.editor.setTextCursor(cursor)

    @property
    def marked(self) -> str:
        text, (anchor, caret) = self.document.text(), self.selection
        if anchor == caret:
            return f"{text[:anchor]}|{text[anchor:]}"
        low, high = sorted((anchor, caret))
        first, last = ("‹", "›") if anchor == low else ("›", "‹")
        return text[:low] + first + text[low:high] + last + text[high:]

    @property
    def selection(self) -> tuple[int, int]:
        cursor = self.editor.textCursor()
        return self.document.to_code_point(cursor.anchor()), self.document.to_code_point(cursor.position())
