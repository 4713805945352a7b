"""The whole interaction: what Ctrl+K, Enter, Esc and the alternatives' keys do, by the state of the run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QTextCursor

from palimpsest.app.documents.session import PendingRun
from palimpsest.app.regenerate.run import Run, RunState
from palimpsest.app.regenerate.target import Target
from palimpsest.app.regenerate.waiting import Waiting
from palimpsest.app.regenerate.wish import Wish

if TYPE_CHECKING:
    from palimpsest.app.desk import Desk
    from palimpsest.app.documents.document import Document
    from palimpsest.app.editor.canvas_view import CanvasView
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.regenerate.prompt_bar import PromptBar


class Regeneration(QObject):
    """Starts runs on what is selected and leads the keyboard between the page and the prompt bar."""

    changed = Signal()
    """The run, or something about it."""
    began = Signal(object)
    """`Run`: a new one, before its first request."""
    over = Signal(object)
    """`Run`: it was accepted, discarded or has failed."""

    def __init__(
        self,
        editor: TextEditor,
        view: CanvasView,
        bar: PromptBar,
        desk: Desk,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.run: Run | None = None
        self.waiting = Waiting(self)
        """Spans that are regenerated once the one before has been answered."""
        self._editor = editor
        self._view = view
        self._bar = bar
        self._marks = editor.span_marks
        self._desk = desk
        self._bridge = desk.bridge
        self._settings = desk.settings
        self._document: Document | None = None
        self._told = False
        """True once everybody knows that the run is over."""
        bar.entered.connect(self.enter)
        bar.escaped.connect(self.escape)
        bar.retry_wanted.connect(self.retry)
        bar.cycle_wanted.connect(self.cycle)
        editor.selectionChanged.connect(self._on_selection)
        self._marks.changed.connect(self._on_selection)
        self.waiting.changed.connect(self._on_waiting)

    @property
    def standing(self) -> Run | None:
        """The run that has something to say or on the page: working, proposed, or failed and not yet put away."""
        run = self.run
        return run if run is not None and (not run.ended or run.state is RunState.FAILED) else None

    def set_document(self, document: Document) -> None:
        """Work on another document; what stands on the old one is discarded first."""
        self.waiting.clear()
        self.discard()
        self._document = document

    def pending(self) -> PendingRun | None:
        """What a run on the page was asked for, to be kept; None if none stands there."""
        run = self.run
        if run is None or run.ended:
            return None
        start, end = self._view.span()
        wish = run.wish
        return PendingRun(
            start=start,
            end=end,
            instruction=wish.instruction,
            strength=wish.strength,
            alternatives=wish.alternatives,
            seed=wish.seed,
            shown=run.place,
            length=wish.length,
            tokens=wish.tokens,
            pins=run.target.pins,
            holes=run.target.holes,
        )

    def resume(self, pending: PendingRun) -> None:
        """Ask for it again; the same seed gives the same drafts."""
        if self.standing is not None or self._document is None:
            return
        wish = pending.wish
        target = Target(pending.start, pending.end, pending.pins, pending.holes)
        self._open(wish, target)
        self._begin(target, wish, pending.shown)

    @Slot()
    def prompt(self) -> None:
        """Open the prompt bar on the selection, or go back to it; another selection than the run's is to wait."""
        if self.standing is None:
            self._open(self.usual(), self.target())
            self._editor.ensureCursorVisible()
            self._bridge.warm_up()
        else:
            self._bar.set_queueing(self._elsewhere() is not None)
            self._bar.take_focus()

    @Slot()
    def start(self) -> None:
        """Regenerate: the selection, or what stands once more with the wish as it is now."""
        run = self.standing
        if run is not None and (elsewhere := self._elsewhere()) is not None:
            self._wait(elsewhere)
        elif run is not None and run.working:
            if self._bar.edited:
                run.go_on(self._bar.wish, run.pins, note=self.tr("other settings"))
                self._remember(self._bar.wish)
        elif run is not None:
            self._remember(self._bar.wish)
            run.again(self._bar.wish, self._marked)
        elif self._document is not None:
            if self._bar.isHidden():
                self.prompt()
            self.begin(self.target(), self._bar.wish)

    def begin(self, target: Target, wish: Wish) -> None:
        """Regenerate a target, or let it wait for the run that stands."""
        run = self.standing
        if run is not None and run.state is not RunState.FAILED:
            self.waiting.add(self._editor.document(), target, wish)
            return
        self._remember(wish)
        # One that has failed gives way at once: what waits has its turn after this one.
        if run is not None or self._bar.isHidden():
            self._open(wish, target)
        self._begin(target, wish)

    @Slot()
    def enter(self) -> None:
        """Enter in the bar: accept what is proposed, unless the wish has been edited; otherwise run."""
        run = self.standing
        if run is not None and run.can_accept and not self._bar.edited and self._elsewhere() is None:
            run.accept()
        else:
            self.start()

    @Slot()
    def escape(self) -> None:
        """Esc: stop what works, discard what stands, close what is open."""
        run = self.standing
        if self._bar.queueing:
            self._bar.set_queueing(False)
        elif run is None:
            self._close()
        elif run.working and not run.stopping:
            run.stop()
        else:
            run.discard()

    @Slot()
    def stop(self) -> None:
        """Stop and keep the draft as a proposal."""
        if (run := self.standing) is not None:
            run.stop()

    @Slot()
    def accept(self) -> None:
        """Put the proposal into the document."""
        if (run := self.standing) is not None:
            run.accept()

    @Slot()
    def discard(self) -> None:
        """Back to the original, and close the bar."""
        if (run := self.standing) is not None:
            run.discard()
        else:
            self._close()

    @Slot()
    def retry(self) -> None:
        """Same settings, new seed."""
        if (run := self.standing) is not None:
            run.again(replace(run.wish, seed=self._bar.wish.seed), self._marked)

    @Slot(int)
    def cycle(self, by: int) -> None:
        """Show another alternative."""
        if (run := self.standing) is not None:
            run.show(by)

    def set_show_changes(self, on: bool) -> None:
        """Draw proposals with what they insert and delete."""
        if self.run is not None and self.run.show_changes != on:
            self.run.show_changes = on
            self.run.redraw()

    # What is to be regenerated

    def target(self) -> Target:
        """What is selected, or the holes that are marked (in the selection, if there is one)."""
        start, end = self._span()
        holes, pins = self._marks.holes(), self._marks.pins()
        return Target.of_holes(holes, pins) if holes and start == end else self._marked(start, end)

    def _marked(self, start: int, end: int) -> Target:
        """A span with what is marked in it."""
        holes = [hole for hole in self._marks.holes() if start <= hole[0] <= hole[1] <= end]
        pins = self._marks.pins()
        return Target.of_holes(holes, pins) if holes else Target.of(start, end, pins)

    def _span(self) -> tuple[int, int]:
        """What is selected, but for line ends behind it: a line is selected with its end, and nobody means that."""
        cursor = self._editor.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        text = cursor.document()
        while end - 1 > start and text.characterAt(end - 1) == "\u2029":
            end -= 1
        return start, end

    def _elsewhere(self) -> Target | None:
        """What is selected beside the span of the run that stands."""
        run = self.standing
        if run is None or run.state is RunState.FAILED:
            return None
        (start, end), (low, high) = self._span(), self._view.span()
        if start == end or (start < high and end > low):
            return None
        return Target.of(start, end, self._marks.pins())

    def _wait(self, target: Target) -> None:
        cursor = self._editor.textCursor()
        self.waiting.add(cursor.document(), target, self._bar.wish)
        self._bar.set_queueing(False)
        # Enter means the run that stands again.
        cursor.setPosition(cursor.selectionEnd())
        self._editor.setTextCursor(cursor)

    def usual(self) -> Wish:
        """The dials as they were left."""
        values = self._settings.values
        return replace(
            self._bar.wish,
            instruction="",
            strength=values.strength_percent / 100,
            alternatives=values.alternatives,
            length=values.length,
            tokens=None,
        )

    def _remember(self, wish: Wish) -> None:
        self._settings.remember_instruction(wish.instruction)
        self._settings.set("strength_percent", max(10, round(100 * wish.strength)))
        self._settings.set("length", wish.length)
        self._settings.set("alternatives", min(8, wish.alternatives))
        self._desk.last_wish = wish

    # The run and the bar

    def _open(self, wish: Wish, target: Target) -> None:
        locked = self._bar.seed_locked
        self._bar.set_run(None)
        self._bar.set_wish(wish)
        if locked and not self._bar.seed_locked:
            self._bar.toggle_lock()
        self._bar.open(target.start == target.end, self._settings.values.instructions)
        self._show_target(target)

    def _begin(self, target: Target, wish: Wish, shown: int = 0) -> None:
        assert self._document is not None
        if self.run is not None:
            self.run.changed.disconnect(self._on_changed)
            self.run.deleteLater()
        self.run = run = Run(self._bridge, self._view, self._document, self)
        run.show_changes = self._settings.values.show_changes
        run.changed.connect(self._on_changed)
        self._bar.set_run(run)
        self.began.emit(run)
        run.start(target, wish, shown)

    def _close(self) -> None:
        if self._bar.isVisible():
            had_focus = self._bar.isAncestorOf(self._bar.window().focusWidget() or self._editor)
            self._bar.hide()
            self._bar.instruction.clear()
            if had_focus:
                self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_target(self, target: Target) -> None:
        """Tell the bar what Enter would work on, or what the run works on."""
        if target.holes:
            self._bar.set_target("holes", len(target.holes))
        else:
            self._bar.set_target("caret" if target.start == target.end else "selection", 0)
        self._show_note()

    def _show_note(self) -> None:
        """What there is to know beside the dials."""
        run, notes = self.standing, []
        if run is None:
            target = self.target()
            holes, pins = len(target.holes), len(target.pins)
            if holes:
                notes.append(self.tr("1 hole") if holes == 1 else self.tr("{count} holes").format(count=holes))
            if pins:
                notes.append(self.tr("1 pin") if pins == 1 else self.tr("{count} pins").format(count=pins))
        elif run.can_accept:
            notes.append(run.alternatives.note)
        elif run.latest is not None and run.latest.canvases > 1:
            # Too long for one canvas, or holes too far apart.
            notes.append(self.tr("filled in {count} parts").format(count=run.latest.canvases))
        if len(self.waiting):
            notes.append(self.tr("{count} waiting").format(count=len(self.waiting)))
        self._bar.set_note(" · ".join(filter(None, notes)))

    @Slot()
    def _on_selection(self) -> None:
        if self._bar.isHidden():
            return
        if self.standing is None:
            self._show_target(self.target())
        elif self._bar.queueing and self._elsewhere() is None:
            self._bar.set_queueing(False)

    @Slot()
    def _on_waiting(self) -> None:
        if self._bar.isVisible():
            self._show_note()
        self.changed.emit()

    @Slot()
    def _on_changed(self) -> None:
        run = self.run
        assert run is not None
        self._bar.refresh()
        self._show_note()
        if not run.ended:
            self._told = False
        else:
            self._end(run)
        if self.standing is None:
            self._close()
            if run.disturbed:
                # The edit that ended it is not over yet.
                QTimer.singleShot(0, self, self._next)
            else:
                self._next()
        self.changed.emit()

    def _end(self, run: Run) -> None:
        if run.state is RunState.ACCEPTED and run.target.holes:
            self._marks.clear_holes()
        self._bar.set_queueing(False)
        if not self._told:
            # A run that has failed is over; that it is put away later is no news.
            self._told = True
            self.over.emit(run)

    @Slot()
    def _next(self) -> None:
        """Regenerate what has waited longest."""
        if self.standing is not None or (found := self.waiting.take()) is None:
            return
        target, wish = found
        writing = self.run is not None and self.run.disturbed
        self._open(wish, target)
        if writing:
            # Who types on the page goes on typing there.
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            cursor = QTextCursor(self._editor.document())
            cursor.setPosition(target.start)
            self._editor.setTextCursor(cursor)
            self._editor.ensureCursorVisible()
        self._begin(target, wish)
