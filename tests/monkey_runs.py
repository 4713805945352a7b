"""What a monkey does with runs: begin them anywhere, answer them, let others wait, turn the dials."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from monkey_hands import Hands
from monkey_run_truth import Range, span_of
from monkey_writing import Weights, Writing
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from palimpsest.app.page import Page

_Key = Qt.Key
_ENCLOSING = ("sentence", "paragraph", "block", "function", "continue_text", "repeat", "repeat")
_DIALS = ("stronger", "weaker", "longer", "shorter", "more_drafts", "fewer_drafts", "new_seed", "lock_seed", "retry")
_INSTRUCTIONS = ("shorter", "in verse", "")
_LEADING = (*("stop",) * 3, "discard", "retry", "retry", "next", "previous", "vary", "escape", "changes")
_LOOKS_AT_PARTS = 0.15
"""Share of partial answers that are undone: that ends the run, and the rest of it shall be seen, too."""


class Runs:
    """Regeneration, and what a user may do meanwhile."""

    def __init__(self, hands: Hands, writing: Writing) -> None:
        self._hands = hands
        self._writing = writing
        self.beginnings: Weights = {self.begin: 16, self.enclosing: 5, self.mark: 8}
        self.weights: Weights = self.beginnings | {
            self.begin: 5, self.take_pass: 16, self.to_the_end: 16, self.lead: 8, self.accept: 4, self.see_through: 2,
            self.write_at_span: 3, self.wait_in_line: 4, self.turn: 5, self.enter: 4,
        }  # fmt: skip

    # Beginning

    def begin(self) -> None:
        """On what is selected or marked, at once or with an instruction."""
        hands = self._hands
        if len(hands.working()) > 1:
            return
        if hands.chance(0.5):
            self._writing.select()
        elif hands.chance(0.4):
            hands.select(0, hands.last)
        by_command = hands.chance(0.5)
        page = hands.page
        with hands.truth.runs.leaves_texts(hands.window):
            before = page.run
            span, pins, holes = _wanted(page)
            if by_command:
                hands.command("regenerate.start")
            else:
                hands.command("regenerate.prompt")
                QTest.keyClicks(page.prompt_bar.instruction, hands.one_of(_INSTRUCTIONS))
                if not hands.chance(0.8):
                    return
                if before is None or before.ended:
                    QTest.keyClick(page.prompt_bar.instruction, _Key.Key_Return)
        if page.run is not None and page.run is not before:
            hands.truth.runs.check_request(page, page.run, span, pins, holes)
            hands.seen["holes" if holes else "a selection" if span[0] < span[1] else "a caret"] += 1

    def enclosing(self) -> None:
        """What stands around the caret, or on from the end."""
        hands = self._hands
        if len(hands.working()) > 1:
            return
        with hands.truth.runs.leaves_texts(hands.window):
            hands.command(f"regenerate.{hands.one_of(_ENCLOSING)}")

    def mark(self) -> None:
        """Pins and holes on the page."""
        hands = self._hands
        if hands.chance(0.08):
            hands.command(f"regenerate.{hands.one_of(('clear_pins', 'clear_holes'))}")
            return
        if hands.chance(0.8):
            self._writing.select()
        hands.command(f"regenerate.{hands.one_of(('pin', 'hole'))}")

    def wait_in_line(self) -> None:
        """Let another span wait for the run that stands, or forget all that wait."""
        hands = self._hands
        if hands.page.regeneration.standing is None:
            return
        with hands.truth.runs.leaves_texts(hands.window):
            if hands.chance(0.2):
                hands.command("regenerate.unqueue")
                assert not len(hands.page.regeneration.waiting)
                return
            self._writing.select()
            hands.command("regenerate.start")
        if len(hands.page.regeneration.waiting):
            hands.seen["waited"] += 1

    # Going on

    def take_pass(self) -> None:
        with self._hands.truth.runs.leaves_texts(self._hands.window):
            if self._hands.working():
                self._hands.step_engine()

    def to_the_end(self) -> None:
        """All passes of all runs."""
        with self._hands.truth.runs.leaves_texts(self._hands.window):
            while self._hands.working():
                self._hands.step_engine()
        run = self._hands.page.run
        if run is not None:
            self._hands.truth.runs.check_held(run, self._hands.engine)

    def lead(self) -> None:
        """What does not accept."""
        hands = self._hands
        if hands.page.regeneration.standing is None and not hands.chance(0.1):
            return
        what = hands.one_of(_LEADING)
        with hands.truth.runs.leaves_texts(hands.window):
            if what == "escape":
                hands.focus()
                QTest.keyClick(hands.editor, _Key.Key_Escape)
            else:
                hands.command(f"regenerate.{what}")

    def turn(self) -> None:
        """The instruction and the dials, also while a run goes."""
        hands = self._hands
        bar = hands.page.prompt_bar
        with hands.truth.runs.leaves_texts(hands.window):
            if bar.isVisible() and hands.chance(0.4):
                bar.instruction.selectAll()
                QTest.keyClicks(bar.instruction, hands.one_of(_INSTRUCTIONS))
            else:
                hands.command(f"regenerate.{hands.one_of(_DIALS)}")

    # Answering

    def enter(self) -> None:
        """Enter in the bar, whatever it means now."""
        line = self._hands.page.prompt_bar.instruction
        if line.isVisible():
            self.answer(lambda: QTest.keyClick(line, _Key.Key_Return))

    def accept(self) -> None:
        """All of what is proposed."""
        run = self._hands.page.run
        if run is not None and run.can_accept:
            assert run.proposal is not None
            wanted = run.proposal.text
            self.answer(lambda: self._hands.command("regenerate.accept"))
            assert run.result == wanted
            self._hands.seen["accepted"] += 1

    def see_through(self) -> None:
        """To the end, and into the text."""
        self.to_the_end()
        self.accept()

    def answer(self, do: Callable[[], object], *, in_part: bool = False) -> None:
        """Do what may put the proposal of the page into its document, or (`in_part`) some of it."""
        hands, page = self._hands, self._hands.page
        proposal = page.run.proposal if page.run is not None else None
        if proposal is None:
            with hands.truth.runs.leaves_texts(hands.window):
                do()
            return
        with hands.truth.runs.answers(page, span_of(page), proposal.text, in_part=in_part):
            hands.one_step(do, _LOOKS_AT_PARTS if in_part else 0.5)

    def write_at_span(self) -> None:
        """Inside a draft, at its edges, or beside them."""
        if self._hands.page.canvas.active:
            start, end = self._hands.page.canvas.span()
            at = self._hands.one_of((start - 1, start, end, end + 1, (start + end) // 2))
            at = min(self._hands.last, max(0, at))
            self._hands.select(at, at)
            self._hands.one_of((self._writing.type, self._writing.press, self._writing.edit))()


def _wanted(page: Page) -> tuple[Range, list[Range], list[Range]]:
    """What a fresh run works on now: its span, all pins, and its holes, in code points."""
    document, cursor, marks = page.document, page.editor.textCursor(), page.editor.span_marks

    def place(range_: Range) -> Range:
        return document.to_code_point(range_[0]), document.to_code_point(range_[1])

    text, (start, end) = document.text(), place((cursor.selectionStart(), cursor.selectionEnd()))
    while end - 1 > start and text[end - 1] == "\n":
        end -= 1
    holes = [hole for hole in map(place, marks.holes()) if start == end or start <= hole[0] <= hole[1] <= end]
    span = (holes[0][0], holes[-1][1]) if holes else (start, end)
    return span, list(map(place, marks.pins())), holes
