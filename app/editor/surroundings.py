"""The text around the caret, as far as commands about brackets look; never a whole long document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QTextCursor

from palimpsest.app.documents.positions import Positions
from palimpsest.app.editor import brackets

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor

REACH = 100_000
"""UTF-16 units to each side."""


class Surroundings:
    """A copy of what stands around [start, end). Results are positions of the document."""

    def __init__(self, editor: TextEditor, start: int, end: int | None = None) -> None:
        document = editor.document()
        end = start if end is None else end
        self._first = max(0, start - REACH)
        cursor = QTextCursor(document)
        cursor.setPosition(self._first)
        cursor.setPosition(min(document.characterCount() - 1, end + REACH), QTextCursor.MoveMode.KeepAnchor)
        self._text = cursor.selectedText()
        self._positions = Positions(self._text)
        self._start, self._end = self._point(start), self._point(end)
        self._editor = editor

    def pair_at_caret(self) -> tuple[int, int] | None:
        """The bracket at the caret and its partner."""
        return self._told(brackets.at_caret(self._text, self._start, self._kind))

    def pair_around(self) -> tuple[int, int] | None:
        """The brackets of the innermost pair around the place."""
        return self._told(brackets.enclosing(self._text, self._start, self._end, self._kind))

    def opening_before(self, opening: str) -> int | None:
        """Where the bracket `opening` stands that is still open here."""
        pair = brackets.open_before(self._text, self._start, opening, self._kind)
        return None if pair is None else self._position(pair)

    def _told(self, pair: tuple[int, int] | None) -> tuple[int, int] | None:
        return None if pair is None else (self._position(pair[0]), self._position(pair[1]))

    @property
    def _kind(self) -> brackets.KindAt | None:
        return None if self._editor.kind_at is None else lambda point: kind_of(self._editor, self._position(point))

    def _position(self, point: int) -> int:
        return self._first + self._positions.to_utf16(point)

    def _point(self, position: int) -> int:
        return self._positions.to_code_point(position - self._first)


def kind_of(editor: TextEditor, position: int) -> str:
    """ "string" or "comment" where a character is in one, else empty."""
    kind = editor.kind_at(position) if editor.kind_at is not None else ""
    return kind if kind in ("string", "comment") else ""


def near_bracket(editor: TextEditor) -> bool:
    """True if there is a bracket at the caret; cheap, for it is asked at every move."""
    document, at = editor.document(), editor.textCursor().position()
    found = document.characterAt(at) + (document.characterAt(at - 1) if at else "")
    return any(character in brackets.PAIRS or character in brackets.OPENING for character in found)
