"""Leads one editor through what is found in it: marks it, steps from one to the next, replaces."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QTextCursor

from palimpsest.app.documents.buffer_text import length_of
from palimpsest.app.editor.replace import Plan, Replacement, apply_edits, plan_replacements
from palimpsest.app.editor.search import NOTHING, Query, SearchError, Span, find_all, meets, next_match, previous_match
from palimpsest.app.editor.search_list import SearchList
from palimpsest.app.editor.search_marks import SearchMarks
from palimpsest.app.editor.search_ticks import SearchTicks

if TYPE_CHECKING:
    from palimpsest.app.editor.search import Matches
    from palimpsest.app.editor.search_job import Watch
    from palimpsest.app.editor.text_editor import TextEditor

Protected = Callable[[], Span | None]
"""The span that must not be touched now, if there is one."""


class Searcher(QObject):
    """Belongs to one editor, whose selection tells which match is the current one; `close` before it is given up.

    What is asked for while the list is out of date is done as soon as it is there again, in order.
    """

    changed = Signal()
    """The matches, the current one, the error or the progress."""
    replaced = Signal(int, int)
    """So many were replaced, and so many left alone because they meet what is protected."""

    def __init__(self, editor: TextEditor, protected: Protected = lambda: None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self._protected = protected
        self._shown = False
        self._fault: SearchError | None = None
        self._last: Span | None = None
        self._marks = SearchMarks(editor)
        self._ticks = SearchTicks(editor)
        self._list = self._list_of()
        editor.updateRequest.connect(self._mark)
        editor.selectionChanged.connect(self._on_selection)

    @property
    def query(self) -> Query:
        """What is sought."""
        return self._list.query

    @property
    def matches(self) -> Matches:
        """What was found; of an older text while `busy`."""
        return self._list.matches

    @property
    def error(self) -> SearchError | None:
        """Why nothing can be found or replaced."""
        return self._fault or self._list.error

    @property
    def busy(self) -> bool:
        """True while something is being sought or replaced."""
        return self._list.busy

    @property
    def progress(self) -> float:
        """Share of the text that has been gone through, [0, 1]."""
        return self._list.progress

    @property
    def current(self) -> int | None:
        """The number of the match that is selected, from 0; None if the selection is not a match of the list."""
        return self.matches.index(*self._selection()) if self._list.fresh else None

    @property
    def range(self) -> Span | None:
        """The part of the text that is searched; None is all of it."""
        return self._list.range

    def set_range(self, within: Span | None) -> None:
        """Search only a part of the text, which follows edits; None is all of it."""
        self._fault = None
        self._marks.forget()
        self._list.set_range(within)

    def set_query(self, query: Query) -> None:
        """Look for something else. What was asked for before is forgotten."""
        self._fault = None
        self._list.set_query(query)

    def show_marks(self, shown: bool) -> None:
        """Mark what is found, and keep to the text's changes; or only find when asked to."""
        self._shown = self._list.followed = shown
        if shown and not self._list.fresh and not self._list.busy:
            self._list.restart()
        self.refresh_marks()

    @Slot()
    def refresh_marks(self) -> None:
        """Mark anew, as after a change of theme."""
        self._marks.forget()
        self._mark()
        self._ticks.show_matches(self.matches if self._shown else NOTHING)

    def seek(self, position: int) -> None:
        """Select the first match from `position` on, else from the beginning."""
        self._wish(lambda: self._step_from(position, backward=False))

    def step(self, backward: bool = False) -> None:
        """Select the match after the selection, or the one before it; around the end of the text."""
        self._wish(lambda: self._step(backward))

    def replace_current(self, replacement: Replacement) -> None:
        """Replace the selection if it is a match, and go to the next; else only go there."""
        self._wish(lambda: self._replace_current(replacement))

    def replace_all(self, replacement: Replacement) -> None:
        """Replace every match of the range in one undo step, then tell how many by `replaced`."""
        self._wish(lambda: self._replace_all(replacement))

    def close(self) -> None:
        """Let go of the editor: no marks, no thread."""
        self._list.close()
        if shiboken6.isValid(self._editor):
            self._editor.updateRequest.disconnect(self._mark)
            self._editor.selectionChanged.disconnect(self._on_selection)
            self._marks.clear()
            self._ticks.deleteLater()
        self.deleteLater()

    def _list_of(self) -> SearchList:
        made = SearchList(self._editor.document(), self)
        made.changed.connect(self.changed)
        made.listed.connect(self.refresh_marks)
        return made

    def _wish(self, wish: Callable[[], None]) -> None:
        self._fault = None
        self._list.wish(wish)

    # Stepping

    def _step(self, backward: bool) -> None:
        start, end = self._selection()
        if (index := self.current) is not None and self._go_to(index + (-1 if backward else 1), backward):
            return
        if start == end and (index is not None or (start, end) == self._last):
            # An empty match must not be found again.
            start, end = start - 1, end + 1
        self._step_from(start if backward else end, backward)

    def _step_from(self, position: int, backward: bool) -> None:
        listed = self.matches
        index = listed.last_until(position) if backward else listed.first_from(position)
        # After the last of an incomplete list there may be others, nearer than it.
        unknown = backward and not listed.complete and index == len(listed) - 1
        if (not unknown and self._go_to(index, backward)) or listed.complete or self._list.text is None:
            return
        text, query, skip, (start, end) = self._list.text, self.query, self._protected(), self.range or (0, None)
        find = previous_match if backward else next_match
        self._list.run(lambda watch: find(text, query, position, start, end, skip, watch), self._on_found)

    def _go_to(self, index: int, backward: bool) -> bool:
        """Select a match of the list, or the next that is not under the draft; False if the list does not tell."""
        count, skip = len(self.matches), self._protected()
        for _ in range(count):
            if not 0 <= index < count:
                if not self.matches.complete:
                    return False
                index %= count
            if not meets(skip, *self.matches[index]):
                self._select(self.matches[index])
                return True
            index += -1 if backward else 1
        return False

    def _on_found(self, found: Span | None) -> None:
        if found is not None:
            self._select(found)

    def _select(self, place: Span) -> None:
        self._last = place
        cursor = self._editor.textCursor()
        cursor.setPosition(place[0])
        in_view = self._editor.viewport().rect().contains(self._editor.cursorRect(cursor))
        cursor.setPosition(place[1], QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        if not in_view:
            self._editor.centerCursor()
        self._editor.ensureCursorVisible()

    def _selection(self) -> Span:
        cursor = self._editor.textCursor()
        return cursor.selectionStart(), cursor.selectionEnd()

    # Replacing

    def _replace_current(self, replacement: Replacement) -> None:
        (start, end), text, protected = self._selection(), self._list.text, self._protected()
        if text is None:
            return
        try:
            if self.current is None and not self._matches_beyond_list(start, end):
                self._step(backward=False)
                return
            plan = plan_replacements(text, self.query, replacement, start, end, protected, most=1)
        except SearchError as error:
            self._fail(error)
            return
        if plan.left_alone:
            self.replaced.emit(0, 1)
        elif plan.edits:
            apply_edits(self._list.document, plan.edits, protected)
            cursor = self._editor.textCursor()
            after = start + len(plan.edits[0].text.encode("utf-16-le")) // 2
            cursor.setPosition(after)
            self._editor.setTextCursor(cursor)
            self._last = (after, after) if start == end else None
        self._list.wish(lambda: self._step(backward=False), first=True)

    def _matches_beyond_list(self, start: int, end: int) -> bool:
        if self.matches.complete or self._list.text is None:
            return False
        return find_all(self._list.text, self.query, start, end, limit=1).index(start, end) is not None

    def _replace_all(self, replacement: Replacement) -> None:
        if self._list.text is None:
            return
        text, query, skip, (start, end) = self._list.text, self.query, self._protected(), self.range or (0, None)

        def work(watch: Watch) -> Plan | SearchError:
            try:
                return plan_replacements(text, query, replacement, start, end, skip, watch)
            except SearchError as error:
                # A mistake in the replacement: what was found stands.
                return error

        self._list.run(work, lambda plan: self._on_plan(plan, skip))

    def _on_plan(self, plan: Plan | SearchError, skip: Span | None) -> None:
        if isinstance(plan, SearchError):
            self._fail(plan)
        elif self._protected() != skip:
            self._fail(SearchError(self.tr("A draft has come meanwhile and nothing was replaced. Try again.")))
        else:
            apply_edits(self._list.document, plan.edits, skip)
            self.replaced.emit(plan.replaced, plan.left_alone)

    def _fail(self, error: SearchError) -> None:
        self._fault = error
        self.changed.emit()

    # Marks

    @Slot()
    def _on_selection(self) -> None:
        self._mark()
        self.changed.emit()

    @Slot()
    def _mark(self) -> None:
        document = self._editor.document()
        if document is not self._list.document:
            # The editor shows another document.
            query, before = self.query, self._list
            before.close()
            before.deleteLater()
            self._list = self._list_of()
            self._list.followed = self._shown
            self._list.set_query(query)
        elif not self._shown or not self.query.text:
            self._marks.clear()
        elif self._list.fresh and (text := self._list.text) is not None and text.length == length_of(document):
            # Another part may repaint while Qt still tells of an edit, of which the list is yet to hear.
            self._marks.show(self.matches, text, self.query, self.range)
        # Until the list is there again, the marks move along with the text.
