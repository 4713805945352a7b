"""How found places look on the page: a tint for each, an outline as well for the current one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPen, QTextCharFormat, QTextCursor, QTextFormat
from PySide6.QtWidgets import QTextEdit

from palimpsest.app.editor.near_overlay import position_near_overlay
from palimpsest.app.editor.search import SearchError, find_all

if TYPE_CHECKING:
    from PySide6.QtGui import QTextDocument

    from palimpsest.app.editor.search import Matches, Query, Span
    from palimpsest.app.editor.search_text import SearchText
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.theme import Theme

MOST = 600
"""Places that are marked at once; Qt looks at every one of them at every repaint."""


@dataclass(frozen=True, slots=True)
class Colours:
    """All "#rrggbb"; the page's ink stands on them."""

    match: str
    """Behind what was found."""
    outline: str
    """Around the current match, 3 : 1 on the page."""
    range: str
    """Behind the part of the text that is searched."""
    tick: str
    """On the scroll bar, 3 : 1 on the page."""


COLOURS = {
    False: Colours(match="#f3e3a9", outline="#7a5c00", range="#ece9df", tick="#a5822a"),
    True: Colours(match="#4a4121", outline="#d9b44a", range="#2b2c31", tick="#a08a4a"),
}
"""By `Theme.dark`."""


class SearchMarks:
    """The marks of one editor: of what is in view, and only while they are wanted."""

    def __init__(self, editor: TextEditor) -> None:
        self._editor = editor
        self._shown: tuple[Span, Span | None] | None = None

    def show(self, listed: Matches, text: SearchText, query: Query, within: Span | None) -> None:
        """Mark the matches in view, the selected one differently; nothing is done if that is what is marked."""
        view, cursor = visible_range(self._editor), self._editor.textCursor()
        chosen = (cursor.selectionStart(), cursor.selectionEnd())
        wanted = (view, chosen if cursor.hasSelection() else None)
        if wanted == self._shown:
            return
        # First of all: marking repaints, which asks to mark.
        self._shown = wanted
        places = [listed[number] for number in listed.within(*view)[:MOST]]
        rest = max(view[0], listed.ends[-1] if len(listed) else 0)
        if not listed.complete and rest < view[1]:
            with contextlib.suppress(SearchError):
                places += find_all(text, query, rest, view[1], MOST)
        current = chosen if chosen in places else None
        self._editor.marks.set(
            "search", selections(self._editor.document(), self._editor.theme, places, current, within)
        )

    def forget(self) -> None:
        """Mark anew next time."""
        self._shown = None

    def clear(self) -> None:
        """Mark nothing."""
        self._shown = None
        self._editor.marks.set("search", [])


def visible_range(editor: TextEditor) -> Span:
    """From where to where the text is in view, UTF-16 units; of a long paragraph only the lines that are."""
    area = editor.viewport().rect()
    blocks = [block for block, _, _ in editor.visible_blocks()]
    if not blocks:
        return 0, 0
    head, tail = blocks[0], blocks[-1]
    # Lines that do not wrap reach beyond both edges, and what is being composed counts for Qt, but is no text yet.
    composed = any(
        block.layout().preeditAreaText() and block.blockNumber() != editor.canvas_layout.first for block in (head, tail)
    )
    if composed or editor.lineWrapMode() is editor.LineWrapMode.NoWrap:
        return head.position(), tail.position() + tail.length() - 1
    first = max(head.position(), position_near_overlay(editor, area.topLeft()))
    return first, max(first, position_near_overlay(editor, QPoint(area.right(), area.bottom())))


def selections(
    document: QTextDocument, theme: Theme, places: Iterable[Span], current: Span | None, within: Span | None
) -> list[QTextEdit.ExtraSelection]:
    """What `Marks.set` wants: the searched range below, the found places on it, the current one on top."""
    colours = COLOURS[theme.dark]
    result: list[QTextEdit.ExtraSelection] = []
    if within is not None:
        result.append(_selection(document, within, _tint(colours.range)))
    tint = _tint(colours.match)
    result += [_selection(document, place, tint) for place in places if place != current and place[0] < place[1]]
    if current is not None:
        outlined = _tint(colours.match)
        outlined.setProperty(QTextFormat.Property.OutlinePen, QPen(QColor(colours.outline), 3))
        result.append(_selection(document, current, outlined))
    return result


def _tint(colour: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setBackground(QColor(colour))
    return made


def _selection(document: QTextDocument, place: Span, look: QTextCharFormat) -> QTextEdit.ExtraSelection:
    cursor = QTextCursor(document)
    cursor.setPosition(place[0])
    cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
    made = QTextEdit.ExtraSelection()
    made.cursor = cursor  # pyright: ignore[reportAttributeAccessIssue]
    made.format = look  # pyright: ignore[reportAttributeAccessIssue]
    return made
