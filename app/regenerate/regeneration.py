"""The whole interaction: what Ctrl+K, Enter, Esc and the alternatives' keys do, by the state of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from palimpsest.app.documents.session import PendingRun
from palimpsest.app.regenerate.run import Run, RunState
from palimpsest.app.regenerate.wish import Wish

if TYPE_CHECKING:
    from palimpsest.app.bridge import EngineBridge
    from palimpsest.app.documents.document import Document
    from palimpsest.app.editor.canvas_view import CanvasView
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.regenerate.prompt_bar import PromptBar
    from palimpsest.app.settings_store import SettingsStore


class Regeneration(QObject):
    """Starts runs on the editor's selection and leads the keyboard between the page and the prompt bar."""

    changed = Signal()
    """The run, or something about it."""

    def __init__(
        self,
        editor: TextEditor,
        view: CanvasView,
        bar: PromptBar,
        bridge: EngineBridge,
        settings: SettingsStore,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.run: Run | None = None
        self._editor = editor
        self._view = view
        self._bar = bar
        self._bridge = bridge
        self._settings = settings
        self._document: Document | None = None
        bar.entered.connect(self.enter)
        bar.escaped.connect(self.escape)
        bar.retry_wanted.connect(self.retry)
        bar.cycle_wanted.connect(self.cycle)

    @property
    def standing(self) -> Run | None:
        """The run that has something to say or on the page: working, proposed, or failed and not yet put away."""
        run = self.run
        return run if run is not None and (not run.ended or run.state is RunState.FAILED) else None

    def set_document(self, document: Document) -> None:
        """Work on another document; what stands on the old one is discarded first."""
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
        )

    def resume(self, pending: PendingRun) -> None:
        """Ask for it again; the same seed gives the same drafts."""
        if self.standing is not None or self._document is None:
            return
        self._bar.instruction.setText(pending.instruction)
        self._bar.set_run(None)
        self._bar.open(pending.start == pending.end, self._settings.values.instructions)
        wish = Wish(pending.instruction, pending.strength, pending.alternatives, pending.seed)
        self._begin(pending.start, pending.end, wish, pending.shown)

    @Slot()
    def prompt(self) -> None:
        """Open the prompt bar on the selection, or go back to it."""
        if self.standing is None:
            cursor = self._editor.textCursor()
            self._bar.set_run(None)
            self._bar.open(not cursor.hasSelection(), self._settings.values.instructions)
            self._editor.ensureCursorVisible()
            self._bridge.warm_up()
        else:
            self._bar.take_focus()

    @Slot()
    def start(self) -> None:
        """Regenerate: the selection, or what stands once more with the instruction as it is now."""
        run = self.standing
        if run is not None and run.working:
            return
        wish = Wish(instruction=self._bar.text, alternatives=self._settings.values.alternatives)
        if run is not None:
            run.again(wish)
            self._settings.remember_instruction(wish.instruction)
            return
        if self._document is None:
            return
        if self._bar.isHidden():
            self.prompt()
            wish = Wish(instruction="", alternatives=self._settings.values.alternatives)
        self._settings.remember_instruction(wish.instruction)
        self._begin(*self._span(), wish)

    @Slot()
    def enter(self) -> None:
        """Enter in the bar: accept what is proposed, unless the instruction has been edited; otherwise run."""
        run = self.standing
        if run is not None and run.state is RunState.PROPOSED and not self._bar.edited:
            run.accept()
        else:
            self.start()

    @Slot()
    def escape(self) -> None:
        """Esc: stop what works, discard what stands, close what is open."""
        run = self.standing
        if run is None:
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
            run.again()

    @Slot(int)
    def cycle(self, by: int) -> None:
        """Show another alternative."""
        if (run := self.standing) is not None:
            run.show(by)

    def _span(self) -> tuple[int, int]:
        """What is selected, but for line ends behind it: a line is selected with its end, and nobody means that."""
        cursor = self._editor.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        text = cursor.document()
        while end - 1 > start and text.characterAt(end - 1) == "\u2029":
            end -= 1
        return start, end

    def _begin(self, start: int, end: int, wish: Wish, shown: int = 0) -> None:
        assert self._document is not None
        if self.run is not None:
            self.run.changed.disconnect(self._on_changed)
            self.run.deleteLater()
        self.run = Run(self._bridge, self._view, self._document, self)
        self.run.changed.connect(self._on_changed)
        self._bar.set_run(self.run)
        self.run.start(start, end, wish, shown)

    def _close(self) -> None:
        if self._bar.isVisible():
            had_focus = self._bar.isAncestorOf(self._bar.window().focusWidget() or self._editor)
            self._bar.hide()
            self._bar.instruction.clear()
            if had_focus:
                self._editor.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_changed(self) -> None:
        self._bar.refresh()
        if self.standing is None:
            self._close()
        self.changed.emit()
