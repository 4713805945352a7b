"""One run: from a span and an instruction to an accepted text. A state machine that draws into the canvas view."""

from __future__ import annotations

import enum
import random
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QTextCursor

from palimpsest.app.regenerate.alternatives import Alternatives
from palimpsest.app.regenerate.wish import Wish
from palimpsest.app.translations import progress_text
from palimpsest.engine.request import Failed, Finished, InfillRequest, Pass
from palimpsest.engine.service import Loading

if TYPE_CHECKING:
    from palimpsest.app.bridge import EngineBridge
    from palimpsest.app.documents.document import Document
    from palimpsest.app.editor.canvas_view import CanvasView


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
    keeps the draft as a proposal; `again` goes from proposed or failed back to preparing. The document changes in
    `accept` only, in one undo step. A user's edit inside the span discards the run and leaves the edit alone.
    """

    changed = Signal()
    """State, pass, loading progress or shown alternative; read what you need."""

    def __init__(
        self, bridge: EngineBridge, view: CanvasView, document: Document, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.state = RunState.PREPARING
        self.wish = Wish()
        self.latest: Pass | None = None
        self.loading: Loading | None = None
        self.alternatives = Alternatives(())
        self.failure: Failed | None = None
        self.stopping = False
        self.disturbed = False
        """True if an edit inside the span ended the run."""
        self._bridge = bridge
        self._view = view
        self._document = document
        self._number: int | None = None
        self._first = 0
        self._place = QTextCursor(document.buffer)
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
    def summary(self) -> str:
        """Where the run stands, in a few words: "pass 7 of 24"."""
        match self.state:
            case RunState.PREPARING if self.loading is not None and self.loading.share < 1:
                return progress_text(self.loading.doing, self.loading.share)
            case RunState.PREPARING:
                return self.tr("preparing")
            case RunState.SHARPENING if self.latest is not None:
                canvas = self.tr("part {number} of {count}").format(
                    number=self.latest.canvas, count=self.latest.canvases
                )
                passes = self.tr("pass {number} of {limit}").format(number=self.latest.number, limit=self.latest.limit)
                doing = self.tr("stopping") if self.stopping else passes
                return f"{canvas} · {doing}" if self.latest.canvases > 1 else doing
            case RunState.PROPOSED:
                counter = self.alternatives.counter
                return self.tr("draft {counter}").format(counter=counter) if counter else self.tr("draft")
            case _:
                return ""

    @property
    def share(self) -> float:
        """How much of the work is done, 0 to 1, as far as can be told; 0 while nothing works."""
        if self.state is RunState.PREPARING and self.loading is not None:
            return self.loading.share
        if self.state is not RunState.SHARPENING or self.latest is None:
            return 0.0
        done = (self.latest.canvas - 1) + self.latest.number / max(1, self.latest.limit)
        return min(1.0, done / max(1, self.latest.canvases))

    def start(self, start: int, end: int, wish: Wish, shown: int = 0) -> None:
        """Regenerate [start, end), in the editor's positions, and show the alternative at place `shown` first."""
        self._first = shown
        self._view.begin(start, end)
        self._submit(wish)

    def again(self, wish: Wish | None = None) -> None:
        """Run the same span once more with a new seed; with `wish`, also with other settings."""
        if self.state not in (RunState.PROPOSED, RunState.FAILED):
            return
        if self.state is RunState.FAILED:
            self._view.begin(self._place.selectionStart(), self._place.selectionEnd())
        self._submit(replace(wish or self.wish, seed=None))

    def stop(self) -> None:
        """End the passes and keep the draft as a proposal; before the first pass there is none, so discard."""
        if self.state is RunState.PREPARING:
            self.discard()
        elif self.state is RunState.SHARPENING and not self.stopping:
            self.stopping = True
            self._cancel()
            self.changed.emit()

    def discard(self) -> None:
        """Back to the original; nothing of the run remains."""
        if self.state is RunState.FAILED:
            self._end(RunState.DISCARDED)
        elif not self.ended:
            self._cancel()
            self._view.clear()
            self._end(RunState.DISCARDED)

    def accept(self) -> None:
        """Put the shown alternative into the document, as one undo step."""
        if self.state is not RunState.PROPOSED:
            return
        text = self.alternatives.shown.text
        # The state goes first: the edit below must not be taken for the user's.
        self.state = RunState.ACCEPTED
        self._view.commit(text)
        self._end(RunState.ACCEPTED)

    def show(self, by: int) -> None:
        """Show the alternative `by` places on."""
        if self.can_choose:
            self.alternatives = self.alternatives.moved(by)
            self._view.show_text(self.alternatives.shown.text)
            self.changed.emit()

    def _submit(self, wish: Wish) -> None:
        seed = wish.seed if wish.seed is not None else random.SystemRandom().randrange(2**31)
        self.wish = replace(wish, seed=seed)
        start, end = (self._document.to_code_point(position) for position in self._view.span())
        self.state = RunState.PREPARING
        self.latest = self.loading = self.failure = None
        self.stopping = False
        self._number = self._bridge.submit(
            InfillRequest(
                text=self._document.text(),
                start=start,
                end=end,
                instruction=wish.instruction,
                strength=wish.strength,
                alternatives=wish.alternatives,
                seed=seed,
                length=wish.tokens,
                scale=wish.scale,
                name=self._document.name,
            ),
            supersedes=self._number,
        )
        self.changed.emit()

    def _cancel(self) -> None:
        if self._number is not None:
            self._bridge.cancel(self._number)

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
    def _on_pass(self, number: int, latest: Pass) -> None:
        if number != self._number or not self.working:
            return
        self.state = RunState.SHARPENING
        self.latest = latest
        self._view.show_pass(latest)
        self.changed.emit()

    @Slot(int, object)
    def _on_finished(self, number: int, finished: Finished) -> None:
        if number != self._number or not self.working:
            return
        if not finished.alternatives:
            self.discard()
            return
        self.stopping = False
        self.alternatives = Alternatives(finished.alternatives).moved(self._first)
        self._first = 0
        self.wish = replace(self.wish, seed=finished.seed)
        self.state = RunState.PROPOSED
        self._view.show_text(self.alternatives.shown.text)
        self.changed.emit()

    @Slot(int, object)
    def _on_failed(self, number: int, failure: Failed) -> None:
        if number != self._number or not self.working:
            return
        self.failure = failure
        start, end = self._view.span()
        self._view.clear()
        # A cursor, so that the span is still the same one after the user has gone on writing.
        self._place.setPosition(start)
        self._place.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._end(RunState.FAILED)

    @Slot()
    def _on_disturbed(self) -> None:
        if self.ended:
            return
        self.disturbed = True
        self.discard()
