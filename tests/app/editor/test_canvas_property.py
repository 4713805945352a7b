"""Whatever is typed, undone, drawn and committed: the document is what a plain model says, and never holds a draft."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor
from scripted import NOISE, make_pass

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.proposal_parts import ProposalPart
from palimpsest.app.editor.span_edits import edited
from palimpsest.app.editor.text_editor import TextEditor

pytestmark = pytest.mark.usefixtures("fonts")

words = st.text(st.sampled_from("ab \n\té😀م"), max_size=6)
shares = st.floats(0, 1)
steps = st.one_of(
    st.tuples(st.just("insert"), shares, words),
    st.tuples(st.just("remove"), shares, shares),
    st.tuples(st.just("swap"), shares, shares, words),
    st.tuples(st.just("type"), words),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("begin"), shares, shares),
    st.tuples(st.just("draw"), st.integers(0, 12)),
    st.tuples(st.just("show"), words),
    st.tuples(st.just("commit"), words),
    st.tuples(st.just("take"), st.lists(st.tuples(shares, words), max_size=3)),
    st.tuples(st.just("propose"), words, words),
    st.tuples(st.just("peek"), st.booleans()),
    st.tuples(st.just("clear")),
    st.tuples(st.just("scroll"), shares),
)


class Model:
    """The text as a string beside the real editor; positions are code points."""

    def __init__(self, text: str, code: bool) -> None:
        self.document = Document()
        self.document.set_text(text)
        self.editor = TextEditor(theme.light)
        self.editor.set_document(self.document)
        if code:
            self.editor._dress("code")
        self.editor.resize(300, 160)
        self.editor.show()
        self.view = CanvasView(self.editor)
        self.view.disturbed.connect(self._on_disturbed)
        self.text = text
        self.seen = {text}
        self.span: tuple[int, int] | None = None
        self.disturbed = False

    def _on_disturbed(self) -> None:
        self.disturbed = True

    def apply(self, step: tuple[Any, ...]) -> None:
        name, *arguments = step
        self.disturbed = False
        getattr(self, name)(*arguments)
        self.seen.add(self.text)
        if self.disturbed:
            self.span = None
        self.check()

    def check(self) -> None:
        raw = self.document.buffer.toRawText()
        assert NOISE not in raw
        assert self.document.text() == self.text
        assert self.view.active == (self.span is not None)
        hidden = [block.blockNumber() for block in self.blocks() if not block.isVisible()]
        if self.span is None:
            assert hidden == []
            assert self.editor.canvas_layout.first == -1
        else:
            start, end = (self.document.to_position(point) for point in self.span)
            assert self.view.span() == (start, end)
            first, last = (self.document.buffer.findBlock(place).blockNumber() for place in (start, end))
            assert hidden == list(range(first + 1, last + 1))
            covered, (low, high) = self.view._span, self.span
            assert covered is not None
            assert covered.prefix.text == self.text[:low].rpartition("\n")[2]
            assert covered.suffix.text == self.text[high:].partition("\n")[0]
        self.editor.viewport().grab()

    def blocks(self) -> Iterator[Any]:
        block = self.document.buffer.begin()
        while block.isValid():
            yield block
            block = block.next()

    def point(self, share: float) -> int:
        return round(share * len(self.text))

    def replace(self, start: int, end: int, new: str) -> None:
        """A user's edit, as a program or a drop would make it."""
        cursor = QTextCursor(self.document.buffer)
        cursor.setPosition(self.document.to_position(start))
        cursor.setPosition(self.document.to_position(end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new)
        self.changed(start, end, new)

    def changed(self, start: int, end: int, new: str) -> None:
        self.text = self.text[:start] + new + self.text[end:]
        if self.span is None or (start == end and not new):
            return
        first, last = self.span
        inside = start < last and end > first
        at_edge = start == end and first <= start <= last
        grown = len(new) - (end - start)
        if inside or at_edge:
            assert self.disturbed
        elif end <= first and not (first == last and end == first):
            assert not self.disturbed
            self.span = (first + grown, last + grown)
        elif start >= last and first < last:
            assert not self.disturbed
        elif not self.disturbed:
            # Right at a point: whether that meets it is for Qt's report to say.
            point = self.document.to_code_point(self.view.span()[0])
            self.span = (point, point)

    def insert(self, share: float, new: str) -> None:
        at = self.point(share)
        self.replace(at, at, new)

    def remove(self, one: float, other: float) -> None:
        self.swap(one, other, "")

    def swap(self, one: float, other: float, new: str) -> None:
        start, end = sorted((self.point(one), self.point(other)))
        self.replace(start, end, new)

    def type(self, new: str) -> None:
        """At the caret, mergeable with what was typed before."""
        for character in new:
            cursor = self.editor.textCursor()
            cursor.clearSelection()
            at = self.document.to_code_point(cursor.position())
            cursor.insertText(character)
            self.editor.setTextCursor(cursor)
            self.changed(at, at, character)
            self.seen.add(self.text)
            if self.disturbed:
                self.span = None

    def undo(self) -> None:
        self.back_or_forth(self.document.buffer.undo)

    def redo(self) -> None:
        self.back_or_forth(self.document.buffer.redo)

    def back_or_forth(self, move: Any) -> None:
        covered = None if self.span is None else self.text[slice(*self.span)]
        move()
        self.text = self.document.text()
        assert self.text in self.seen
        if self.span is not None and not self.disturbed:
            first, last = (self.document.to_code_point(place) for place in self.view.span())
            assert self.text[first:last] == covered
            self.span = (first, last)

    def begin(self, one: float, other: float) -> None:
        first, last = sorted((self.point(one), self.point(other)))
        self.view.begin(self.document.to_position(first), self.document.to_position(last))
        self.span = (first, last)

    def show(self, new: str) -> None:
        self.view.show_text(NOISE + new)

    def clear(self) -> None:
        self.view.clear()
        self.span = None

    def scroll(self, share: float) -> None:
        bar = self.editor.verticalScrollBar()
        bar.setValue(round(share * bar.maximum()))

    def commit(self, new: str) -> None:
        if self.span is None:
            return
        first, last = self.span
        before = self.text
        self.text = before[:first] + new + before[last:]
        self.span = None
        self.view.commit(new)
        assert self.document.text() == self.text
        if self.text != before:
            self.document.buffer.undo()
            assert self.document.text() == before
            self.document.buffer.redo()
            assert self.document.text() == self.text

    def take(self, shares: list[tuple[float, str]]) -> None:
        """Parts of a proposal: each replaces what lies between two places of the span."""
        if self.span is None:
            return
        first, last = self.span
        places = sorted(round(share * (last - first)) for share, _ in shares)
        # Some insert, some replace.
        edits = [
            (places[number], places[number + 1] if number % 2 and number + 1 < len(places) else places[number], new)
            for number, (_, new) in enumerate(shares)
        ]
        covered, shown = self.text[first:last], self.view._stretches
        taken = edited(covered, edits)
        self.text = self.text[:first] + taken + self.text[last:]
        self.span = (first, first + len(taken))
        self.view.commit_part(edits)
        assert not self.disturbed
        assert self.view.original == taken
        assert self.view._stretches == shown

    def propose(self, new: str, gone: str) -> None:
        self.view.show_proposal([ProposalPart(NOISE + new, "inserted"), ProposalPart(NOISE + gone, "deleted")])

    def peek(self, on: bool) -> None:
        self.view.peek(on)

    def draw(self, count: int) -> None:
        self.view.show_pass(make_pass(1, 4, [NOISE, "\n", " x"] * count, 0.9))


@given(words.map(lambda text: text * 4), st.booleans(), st.lists(steps, max_size=14))
@settings(max_examples=120, deadline=None)
@example("one two", False, [("type", "ab"), ("begin", 0.0, 0.0), ("commit", "X"), ("type", "cd"), ("undo",)])
@example("\na\na\na\na", False, [("begin", 0.0, 0.125), ("remove", 0.375, 0.125)])
@example("a\nb\ncccccc", False, [("begin", 0.2, 0.2), ("remove", 0.2, 0.4)])
@example(
    "one two", False, [("begin", 0.0, 1.0), ("take", [(0.0, "a"), (1.0, "b\n")]), ("take", [(1.0, "c")]), ("undo",)]
)
def test_the_document_never_holds_a_draft(qapp: object, text: str, code: bool, script: list[tuple[Any, ...]]):
    model = Model(text, code)
    try:
        for step in script:
            model.apply(step)
        model.view.clear()
        while model.document.buffer.isUndoAvailable():
            model.document.buffer.undo()
            assert model.document.text() in model.seen
        assert model.document.text() == text
        assert not model.document.modified
        while model.document.buffer.isRedoAvailable():
            model.document.buffer.redo()
            assert model.document.text() in model.seen
    finally:
        model.editor.close()
        model.editor.deleteLater()
