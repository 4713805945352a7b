"""Says on a page's behalf what happens to its runs, its pins and holes, and to what waits: each thing once."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Slot

from palimpsest.app.announce import announce, changes_left, going_on, reading, sentence, shortened
from palimpsest.app.regenerate import drawn
from palimpsest.app.regenerate.run import Run, RunState

if TYPE_CHECKING:
    from palimpsest.app.editor.canvas_view import CanvasView
    from palimpsest.app.editor.range_set import Range
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.regenerate.proposal import Proposal
    from palimpsest.app.regenerate.regeneration import Regeneration

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class _Heard:
    """What has been said of a run, or need not be said."""

    run: Run
    state: RunState
    steered: int
    place: int
    proposal: Proposal | None
    pins: frozenset[int]
    pieces: tuple[str, ...]
    """Of the running draft."""


class RunVoice(QObject):
    """Belongs to a page. It speaks of what has changed since it spoke last; passes are not spoken of."""

    def __init__(self, editor: TextEditor, view: CanvasView, regeneration: Regeneration) -> None:
        super().__init__(regeneration)
        self._editor = editor
        self._view = view
        self._regeneration = regeneration
        self._heard: _Heard | None = None
        self._pins: tuple[Range, ...] = ()
        self._holes: tuple[Range, ...] = ()
        regeneration.changed.connect(self._on_run_changed)
        regeneration.waiting.added.connect(self._on_added)
        regeneration.waiting.cleared.connect(self._on_cleared)
        regeneration.waiting.refused.connect(self._on_refused)
        editor.span_marks.changed.connect(self._on_marks_changed)

    def _say(self, text: str) -> None:
        announce(self._editor, text)

    @Slot()
    def _on_run_changed(self) -> None:
        run = self._regeneration.run
        if run is None:
            return
        before = self._heard if self._heard is not None and self._heard.run is run else None
        latest = run.latest
        pieces = latest.pieces if latest is not None else before.pieces if before is not None else ()
        # Before the first pass that goes on nobody but the request knows what is held.
        pins = run.steering.pins if latest is None and run.steering is not None else run.pins
        # Spoken of from here on, whatever speaking leads to.
        self._heard = now = _Heard(run, run.state, run.steered, run.place, run.proposal, pins, pieces)
        if before is None or now.state is not before.state:
            if run.failure is None:  # else the notice says it
                self._say(self._arrived(now, before))
        elif now.state is RunState.PREPARING and now.steered > before.steered:
            self._say(self._arrived(now, before))
        elif now.proposal is not None and before.proposal is not None and now.proposal is not before.proposal:
            self._say(self._answered(run, now.proposal, before))

    def _arrived(self, now: _Heard, before: _Heard | None) -> str:
        run = now.run
        if now.state is RunState.PREPARING and before is not None and now.steered > before.steered:
            # The cells of a draft that goes on are those that were there; of a proposal that is steered they are not.
            running = before.state in (RunState.PREPARING, RunState.SHARPENING)
            pinned, freed = (now.pins - before.pins, before.pins - now.pins) if running else (set(), set())
            note = run.film.note if run.film is not None else ""
            return going_on(note, _words(before.pieces, pinned), _words(before.pieces, freed))
        return sentence(run, self._text(run))

    def _answered(self, run: Run, proposal: Proposal, before: _Heard) -> str:
        """Something about a proposal that stands is another than before."""
        old = before.proposal
        assert old is not None
        if run.place != before.place:
            return reading(run, self._text(run))
        if proposal.original != old.original:
            return translate("announce", "Accepted. {left}").format(left=changes_left(len(proposal.hunks)))
        if proposal.text != old.text:
            return translate("announce", "Put back. {left}").format(left=changes_left(len(proposal.hunks)))
        pinned = _words(_pieces(proposal), set(proposal.pins) - set(old.pins))
        freed = _words(_pieces(old), set(old.pins) - set(proposal.pins))
        return self._held(pinned, freed)

    def _held(self, pinned: str, freed: str) -> str:
        if pinned:
            return translate("announce", "Pinned: {text}").format(text=shortened(pinned))
        return translate("announce", "Not pinned any more: {text}").format(text=shortened(freed)) if freed else ""

    def _text(self, run: Run) -> str:
        """What the proposal says, with its insertions and deletions where they are shown."""
        proposal = run.proposal
        if proposal is None:
            return ""
        if run.show_changes:
            return self._view.spoken(drawn.parts(proposal, changes=True))
        return proposal.text

    @Slot(int)
    def _on_added(self, count: int) -> None:
        self._say(translate("announce", "Waits. {count} in line.").format(count=count))

    @Slot()
    def _on_cleared(self) -> None:
        self._say(translate("announce", "Nothing waits any more."))

    @Slot()
    def _on_refused(self) -> None:
        self._say(translate("announce", "Too much waits already."))

    @Slot()
    def _on_marks_changed(self) -> None:
        marks = self._editor.span_marks
        (old_pins, old_holes), self._pins, self._holes = (self._pins, self._holes), marks.pins(), marks.holes()
        heard = self._heard
        if heard is not None and heard.run.state is not heard.state:
            return  # with a run that has been accepted go its holes
        pins, holes = len(self._pins) - len(old_pins), len(self._holes) - len(old_holes)
        if pins > 0:
            self._say(self._held(self._said_of(set(self._pins) - set(old_pins)), ""))
        elif holes > 0:
            text = self._said_of(set(self._holes) - set(old_holes))
            hole = translate("announce", "Hole: {text}").format(text=text) if text else ""
            self._say(hole or translate("announce", "A hole to insert at."))
        elif holes < 0:
            self._say(translate("announce", "Hole taken away.") if holes == -1 else self._none_left())
        elif pins < 0:
            self._say(translate("announce", "Pin taken away.") if pins == -1 else self._none_left())
        elif self._pins != old_pins:
            self._say(translate("announce", "Pins changed."))
        elif self._holes != old_holes:
            self._say(translate("announce", "Holes changed."))

    def _none_left(self) -> str:
        return translate("announce", "Pins left: {pins}. Holes left: {holes}.").format(
            pins=len(self._pins), holes=len(self._holes)
        )

    def _said_of(self, ranges: Collection[Range]) -> str:
        """The text of the document in ranges."""
        shown = self._editor.shown
        text = shown.text()
        parts = (text[shown.to_code_point(low) : shown.to_code_point(high)] for low, high in sorted(ranges))
        return shortened(" … ".join(parts))


def _pieces(proposal: Proposal) -> tuple[str, ...]:
    return tuple(cell.piece for cell in proposal.cells)


def _words(pieces: tuple[str, ...], cells: Collection[int]) -> str:
    """What some cells say together."""
    return "".join(pieces[cell] for cell in sorted(cells) if cell < len(pieces)).strip()
