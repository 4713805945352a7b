"""One run: from a span and a wish to an accepted text. A state machine that draws into the canvas view."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QTextCursor

from palimpsest.app.documents.positions import utf16_length
from palimpsest.app.regenerate import drawn, run_words, steering
from palimpsest.app.regenerate.alternatives import Alternatives
from palimpsest.app.regenerate.asking import request_of, seeded
from palimpsest.app.regenerate.film import Film
from palimpsest.app.regenerate.target import Target
from palimpsest.app.regenerate.wish import Wish
from palimpsest.engine.request import Failed, Finished, Pass

if TYPE_CHECKING:
    from palimpsest.app.bridge import EngineBridge
    from palimpsest.app.documents.document import Document
    from palimpsest.app.editor.canvas_view import CanvasView
    from palimpsest.app.regenerate.proposal import Edit, Proposal
    from palimpsest.app.regenerate.steering import Steering
    from palimpsest.engine.service import Loading


class RunState(enum.StrEnum):
    """Where a run stands; see `Run` for what leads where."""

    PREPARING = "preparing"
    """Waiting for the model or for the first pass."""
    SHARPENING = "sharpening"
    """Passes are drawn."""
    PROPOSED = "proposed"
    """A text stands on the page and waits for accept or discard."""
    ACCEPTED = "accepted"
    DISCARDED = "discarded"
    FAILED = "failed"


WORKING = (RunState.PREPARING, RunState.SHARPENING)
ENDED = (RunState.ACCEPTED, RunState.DISCARDED, RunState.FAILED)


class Run(QObject):
    """One span being regenerated.

    preparing → sharpening → proposed → accepted | discarded, and from anywhere on the way → failed | discarded. `stop`
    keeps the draft as a proposal; `again` and `steer` go from proposed back to preparing, `steer` also from sharpening:
    the engine then goes on from the cells as they are. The document changes in `accept` and `take` only, each one undo
    step. A user's edit inside the span discards the run and leaves the edit alone.
    """

    changed = Signal()
    """State, pass, loading progress, proposal or what is shown of it; read what you need."""
    filmed = Signal()
    """The film has grown."""

    def __init__(
        self, bridge: EngineBridge, view: CanvasView, document: Document, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.state = RunState.PREPARING
        self.wish = Wish()
        self.target = Target(0, 0)
        self.latest: Pass | None = None
        self.loading: Loading | None = None
        self.alternatives = Alternatives(())
        self.failure: Failed | None = None
        self.film: Film | None = None
        """Every pass of it, earlier takes included; None before anything was asked for."""
        self.stopping = False
        self.disturbed = False
        """True if an edit inside the span ended the run."""
        self.steered = 0
        """How often somebody had a say in it."""
        self.taken = False
        """True once a part of it has gone into the document."""
        self.result: str | None = None
        """What stands in place of the span by the run's doing, wholly or in part; None if the document is as it was."""
        self.stopped = False
        """True if its passes were ended early."""
        self.show_changes = False
        """Draw a proposal with what it inserts and deletes."""
        self._bridge = bridge
        self._view = view
        self._document = document
        self._number: int | None = None
        self._first = 0
        self._from: Alternatives | None = None
        """The proposal that is being steered: what to go back to if nothing comes of it."""
        self._said: Steering | None = None
        """What the running request went on from."""
        self._place = QTextCursor(document.buffer)
        """Where the span of a run that has failed is now."""
        self._failed = ""
        """What stood there when it failed."""
        bridge.recorded.connect(self._on_recorded)
        bridge.passed.connect(self._on_pass)
        bridge.finished.connect(self._on_finished)
        bridge.failed.connect(self._on_failed)
        bridge.loading.connect(self._on_loading)
        view.disturbed.connect(self._on_disturbed)

    @property
    def working(self) -> bool:
        """True while the engine is at it."""
        return self.state in WORKING

    @property
    def ended(self) -> bool:
        """True once nothing of the run stands on the page."""
        return self.state in ENDED

    @property
    def can_stop(self) -> bool:
        """True while passes can be ended early."""
        return self.working and not self.stopping

    @property
    def can_accept(self) -> bool:
        """True while a text waits for the answer."""
        return self.state is RunState.PROPOSED

    @property
    def can_choose(self) -> bool:
        """True while there is more than one text to choose from."""
        return self.can_accept and len(self.alternatives.items) > 1

    @property
    def place(self) -> int:
        """Place of the alternative that is shown, or will be first, from 0."""
        return self.alternatives.place if self.can_accept else self._first

    @property
    def proposal(self) -> Proposal | None:
        """The text that waits for the answer; None while none does."""
        return self.alternatives.proposal if self.can_accept else None

    @property
    def pins(self) -> frozenset[int]:
        """The cells of the running draft that the user holds; around what is steered and between holes more is held."""
        if self.latest is None or self.film is None:
            return frozenset()
        if self._said is not None:
            return self._said.pins_in(self.latest)
        return steering.pins_of(self.latest, self.film.request)

    @property
    def steering(self) -> Steering | None:
        """What the running request went on from; None if it began afresh."""
        return self._said

    @property
    def summary(self) -> str:
        """Where the run stands, in a few words: "pass 7 of 24"."""
        match self.state:
            case RunState.PREPARING:
                return run_words.preparing(self.loading)
            case RunState.SHARPENING if self.latest is not None:
                return run_words.sharpening(self.latest, stopping=self.stopping)
            case RunState.PROPOSED:
                return run_words.proposed(self.alternatives.counter)
            case _:
                return ""

    @property
    def share(self) -> float:
        """How much of the work is done, 0 to 1, as far as can be told; 0 while nothing works."""
        if self.state is RunState.PREPARING and self.loading is not None:
            return self.loading.share
        return run_words.share(self.latest) if self.state is RunState.SHARPENING and self.latest is not None else 0.0

    # What the user says

    def start(self, target: Target, wish: Wish, shown: int = 0) -> None:
        """Regenerate a target, and show the alternative at place `shown` first."""
        self._first = shown
        self.target = target
        self._view.begin(target.start, target.end)
        self._submit(wish)

    def again(self, wish: Wish | None = None, anew: Callable[[int, int], Target] = Target) -> None:
        """Run the same span once more with a new seed (unless the wish has one); with `wish`, with other settings.

        Words that were pinned in the proposal stay where they are in it. If the run has failed and its span was written
        in since, nobody knows where in it its pins and holes are: `anew` then makes a target of the span's edges.
        """
        if self.state not in (RunState.PROPOSED, RunState.FAILED):
            return
        wish = wish or replace(self.wish, seed=None)
        proposal = self.proposal
        if self.state is RunState.FAILED:
            start, end = self._place.selectionStart(), self._place.selectionEnd()
            same = self._place.selectedText() == self._failed
            self.target = self.target.placed(start, end) if same else anew(start, end)
            self._view.begin(self.target.start, self.target.end)
        if proposal is not None and proposal.pins:
            self.steer(steering.resume(proposal, wish.strength), wish=wish)
        else:
            self._from = None
            self._submit(wish)

    def steer(self, said: Steering, note: str = "", wish: Wish | None = None) -> None:
        """Let the engine go on from the cells of the draft or the proposal, as `said`. `note` tells the film why."""
        if self.state is RunState.PROPOSED:
            self._from = self.alternatives
        elif self.state is not RunState.SHARPENING or self.stopping:
            return
        self.steered += 1
        self._submit(wish or self.wish, said, note)

    def go_on(self, wish: Wish, pins: Collection[int] = (), freed: Collection[int] = (), note: str = "") -> None:
        """Go on from the present canvas with another wish, these cells of it pinned and those let go of."""
        latest = self.latest
        if self.state is RunState.SHARPENING and latest is not None and latest.ids:
            strength, before = (self._said.strength, self._said.cells) if self._said else (self.wish.strength, ())
            said = steering.go_on(latest, pins, freed, strength, before)
            self.steer(said, note, replace(wish, seed=self.wish.seed))

    def propose(self, proposal: Proposal) -> None:
        """The shown proposal is now this one: pinned, or partly put back."""
        if self.can_accept:
            self.alternatives = self.alternatives.replaced(proposal)
            self.redraw()
            self.changed.emit()

    def take(self, proposal: Proposal, edits: Sequence[Edit]) -> None:
        """Put a part of the proposal into the document, as one undo step; `proposal` is what is left to answer."""
        if not self.can_accept or not edits:
            return
        self.taken = True
        old = self._view.original
        lengths = [
            (utf16_length(old[: edit.start]), utf16_length(old[: edit.end]), utf16_length(edit.text)) for edit in edits
        ]
        self._view.commit_part(edits)
        self.target = self.target.after(lengths)
        self.alternatives = self.alternatives.replaced(proposal)
        self.result = proposal.original
        if proposal.done:
            self._view.clear()
            self._end(RunState.ACCEPTED)
        else:
            self.redraw()
            self.changed.emit()

    def stop(self) -> None:
        """End the passes and keep the draft as a proposal; before the first pass there is none, so go back."""
        if self.state is RunState.PREPARING and self._from is not None:
            self._cancel()
            self._go_back()
        elif self.state is RunState.PREPARING:
            self.discard()
        elif self.state is RunState.SHARPENING and not self.stopping:
            self.stopping = True
            self._cancel()
            self.changed.emit()

    def discard(self) -> None:
        """Back to the original; nothing of the run remains but what was taken of it."""
        if self.state is RunState.FAILED:
            self._end(RunState.DISCARDED)
        elif not self.ended:
            self._cancel()
            self._view.clear()
            self._end(RunState.DISCARDED)

    def accept(self) -> None:
        """Put the shown alternative into the document, as one undo step."""
        proposal = self.proposal
        if proposal is None:
            return
        # The state goes first: the edit below must not be taken for the user's.
        self.state = RunState.ACCEPTED
        self.result = proposal.text
        self._view.commit(proposal.text, proposal.edits)
        self._end(RunState.ACCEPTED)

    def show(self, by: int) -> None:
        """Show the alternative `by` places on."""
        if self.can_choose:
            self.alternatives = self.alternatives.moved(by)
            self.redraw()
            self.changed.emit()

    def redraw(self) -> None:
        """Draw the proposal as it stands."""
        if (proposal := self.proposal) is not None:
            self._view.show_proposal(drawn.parts(proposal, changes=self.show_changes))

    def scrub(self, drawn: Pass) -> None:
        """Show a pass of the film in place of the proposal, until `redraw`."""
        if self.can_accept:
            self._view.forget()
            self._view.show_pass(drawn, asked=True)

    # The engine

    def _submit(self, wish: Wish, said: Steering | None = None, note: str = "") -> None:
        self.wish = seeded(wish)
        self.target = self.target.placed(*self._view.span())
        request = request_of(self._document, self.target, self.wish, said)
        film = self.film if said is not None else None
        self.film = Film(request, self._bridge.info) if film is None else film.followed(request, note)
        self._said = said
        self.state = RunState.PREPARING
        self.latest = self.loading = self.failure = None
        self.stopping = False
        self._number = self._bridge.submit(request, supersedes=self._number)
        self.changed.emit()

    def _cancel(self) -> None:
        if self._number is not None:
            self._bridge.cancel(self._number)

    def _go_back(self) -> None:
        """Nothing came of the steering: what stood there before stands there again."""
        assert self._from is not None
        self.alternatives, self._from = self._from, None
        self._number = None
        self.state = RunState.PROPOSED
        self.redraw()
        self.changed.emit()

    def _end(self, state: RunState) -> None:
        self.state = state
        self._number = None
        self.changed.emit()

    @Slot(int, object)
    def _on_loading(self, number: int, loading: Loading) -> None:
        # A model that is opened ahead of need is what a waiting run waits for, too.
        if number in (0, self._number) and self.state is RunState.PREPARING:
            self.loading = loading
            self.changed.emit()

    @Slot(int, object)
    def _on_recorded(self, number: int, passes: tuple[Pass, ...]) -> None:
        if number == self._number and self.working and self.film is not None:
            for each in passes:
                self.film.add(each)
            self.filmed.emit()

    @Slot(int, object)
    def _on_pass(self, number: int, latest: Pass) -> None:
        if number != self._number or not self.working:
            return
        self.state = RunState.SHARPENING
        self.latest = latest
        self._view.show_pass(latest, self.pins)
        self.changed.emit()

    @Slot(int, object)
    def _on_finished(self, number: int, finished: Finished) -> None:
        if number != self._number or not self.working:
            return
        if not finished.alternatives:
            if self._from is not None:
                self._go_back()
            else:
                self.discard()
            return
        self._record(finished)
        self.stopped = finished.stopped
        self.stopping = False
        # Between holes all is held, and the user has pinned only so much of it.
        pins = steering.pins_within(self.film.request) if self.film is not None and self.film.request.holes else None
        found = Alternatives.of(finished.alternatives, self._view.original, steering=self._said, pins=pins)
        if self._from is not None:
            # What was steered is the last to choose from, so that nobody loses it by trying something.
            found = found.with_former(self._from)
        self._from = None
        self.alternatives = found.moved(self._first)
        self._first = 0
        self.wish = replace(self.wish, seed=finished.seed)
        self.state = RunState.PROPOSED
        self.redraw()
        self.changed.emit()

    @Slot(int, object)
    def _on_failed(self, number: int, failure: Failed) -> None:
        if number != self._number or not self.working:
            return
        self._record(failure)
        self.failure = failure
        if self._from is not None:
            self._go_back()
            return
        start, end = self._view.span()
        self._view.clear()
        # A cursor, so that the span is still the same one after the user has gone on writing.
        self._place.setPosition(start)
        self._place.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._failed = self._place.selectedText()
        self._end(RunState.FAILED)

    def _record(self, outcome: Finished | Failed) -> None:
        if self.film is not None:
            self.film.add(outcome)
            self.filmed.emit()

    @Slot()
    def _on_disturbed(self) -> None:
        if self.ended:
            return
        self.disturbed = True
        self.discard()
