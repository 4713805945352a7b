"""What a monkey has to say of a draft: word by word and part by part, while it sharpens and when it is proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monkey_engine import held_by
from monkey_hands import Hands
from monkey_run_truth import in_order
from monkey_runs import Runs
from monkey_writing import Weights
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest

from palimpsest.app.editor.ink import plain_newlines
from palimpsest.app.regenerate.run import RunState

if TYPE_CHECKING:
    from palimpsest.app.regenerate.run import Run

_STEPS = ("next_word", "previous_word", "next_change", "previous_change")
_REJECTS = ("reject_word", "reject_word", "reject_sentence", "reject_line", "vary", "retry")
_PARTS = ("accept_change", "accept_change", "accept_sentence", "accept_line")
_BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton)


class Steering:
    """A say in what the model writes. No menu opens on a screen; what it offers is taken all the same."""

    def __init__(self, hands: Hands, runs: Runs) -> None:
        self._hands = hands
        self._runs = runs
        self.weights: Weights = {
            self.step: 8, self.reject: 9, self.pin: 8, self.choose_word: 8, self.click_draft: 9, self.accept_part: 9,
            self.put_back: 4, self.peek: 3,
        }  # fmt: skip

    def step(self) -> None:
        """To another word or change."""
        with self._hands.truth.runs.leaves_texts(self._hands.window):
            self._hands.command_by_key(f"regenerate.{self._hands.one_of(_STEPS)}")

    def reject(self) -> None:
        """A word, a sentence, a line, or all of it."""
        if (run := self._proposed()) is not None:
            self._steer(run, self._hands.one_of(_REJECTS))

    def pin(self) -> None:
        """A word of the proposal, or let go of it."""
        if self._proposed() is not None and self._hands.page.say.chosen is not None:
            with self._hands.truth.runs.leaves_texts(self._hands.window):
                self._hands.command("regenerate.pin")

    def choose_word(self) -> None:
        """Whatever the menu on a word offers."""
        if self._proposed() is not None:
            with self._hands.truth.runs.leaves_texts(self._hands.window):
                self._hands.command("regenerate.choose_word")
            self._take_from_menu()

    def click_draft(self) -> None:
        """A word of the draft, also of one that still changes; or text that it deletes."""
        hands, page, run = self._hands, self._hands.page, self._hands.page.run
        if run is None or run.ended:
            return
        button = _BUTTONS[hands.random.randrange(len(_BUTTONS))]
        if run.state is RunState.SHARPENING and run.latest is not None:
            text = plain_newlines(run.latest.text)
        elif run.proposal is not None:
            text = run.proposal.text
        else:
            return
        offset = hands.random.randint(0, max(0, len(text) - 1))
        hands.note(f"  {button.name} at {offset} of {text!r}")
        signal = page.canvas.deleted_clicked if hands.chance(0.1) else page.canvas.draft_clicked
        before = run.film
        with hands.truth.runs.leaves_texts(hands.window):
            signal.emit(offset, QRect(), button)
        if run.film is not before and run.latest is None:
            self._check_pins(run)
            hands.seen["pinned in a run"] += 1
        else:
            self._take_from_menu()

    def accept_part(self) -> None:
        """A change, a sentence or a line."""
        if (run := self._proposed()) is not None:
            text = self._hands.page.document.text()
            self._runs.answer(lambda: self._hands.command(f"regenerate.{self._hands.one_of(_PARTS)}"), in_part=True)
            if self._hands.page.document.text() != text:
                self._hands.seen["accepted the last part" if run.ended else "accepted in part"] += 1

    def put_back(self) -> None:
        """Let a change be none."""
        if self._proposed() is not None:
            with self._hands.truth.runs.leaves_texts(self._hands.window):
                self._hands.command("regenerate.put_back")

    def peek(self) -> None:
        """At the original, for a moment or for longer."""
        hands, peek = self._hands, self._hands.page.peek
        if peek.on:
            QTest.keyRelease(hands.editor, Qt.Key.Key_O)
            assert not peek.on
        else:
            hands.command("regenerate.peek")
            assert peek.on == hands.page.canvas.active

    def _proposed(self) -> Run | None:
        run = self._hands.page.run
        return run if run is not None and run.can_accept else None

    def _steer(self, run: Run, command: str) -> None:
        hands = self._hands
        assert run.proposal is not None
        pinned = [run.proposal.cells[cell].piece for cell in run.proposal.pins]
        before = run.film
        with hands.truth.runs.leaves_texts(hands.window):
            hands.command(f"regenerate.{command}")
        if run.film is before:
            return
        assert run.film is not None
        if pinned:
            held = "".join(held_by(run.film.request, hands.engine))
            assert in_order(pinned, plain_newlines(held)), f"{pinned!r} is pinned, and the engine holds {held!r}"
        hands.seen["steered"] += 1

    def _check_pins(self, run: Run) -> None:
        """What is pinned in a running draft is held in the request that goes on from it."""
        assert run.film is not None
        last = run.film.takes[-1].passes[-1]
        held = "".join(held_by(run.film.request, self._hands.engine))
        assert in_order([last.pieces[cell] for cell in sorted(run.pins)], held)

    def _take_from_menu(self) -> None:
        """Something that is offered for the chosen word, if a menu has opened on it."""
        menu, self._hands.menu = self._hands.menu, None
        offered = [action for action in menu.actions() if action.isEnabled() and action.text()] if menu else []
        if offered and self._hands.chance(0.7):
            action = offered[self._hands.random.randrange(len(offered))]
            self._hands.note(f"  {action.text()!r}")
            self._runs.answer(action.trigger, in_part=True)
            self._hands.seen["took from the menu"] += 1
