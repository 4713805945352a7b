"""The user's say in a draft, word by word and change by change: choose, reject, pin, accept a part, put one back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QToolTip

from palimpsest.app.announce import announce
from palimpsest.app.regenerate import steering
from palimpsest.app.regenerate.run import RunState
from palimpsest.app.regenerate.running_word import RunningWord
from palimpsest.app.regenerate.word_menu import WordMenu, told

if TYPE_CHECKING:
    from palimpsest.app.editor.canvas_view import CanvasView
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.regenerate.proposal import Proposal
    from palimpsest.app.regenerate.proposal_cells import Part
    from palimpsest.app.regenerate.regeneration import Regeneration
    from palimpsest.app.regenerate.run import Run
    from palimpsest.app.regenerate.word_diff import Hunk
    from palimpsest.engine.request import Pass

Range = tuple[int, int]
VARIATION = 0.4
"""Share of the cells that a variation of a draft writes anew."""
LINGER_MS = 500
"""How long the mouse rests on a word until its other words are told."""
_SHORT = 60
"""Characters of a change that are read out."""


class WordSay(QObject):
    """Belongs to a page. Holds which word or change of the proposal is chosen, in code points of the draft."""

    chosen_changed = Signal()

    def __init__(self, editor: TextEditor, view: CanvasView, regeneration: Regeneration) -> None:
        super().__init__(regeneration)
        self.chosen: Range | None = None
        """The word or change that the keys act on; None where none was chosen."""
        self._editor = editor
        self._view = view
        self._regeneration = regeneration
        self._draft = ""
        self._running = RunningWord(view)
        self._pointed: Part | None = None
        """The word under the mouse."""
        self._linger = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._linger.timeout.connect(self._tell)
        self._menu = WordMenu(editor)
        self._offered: Proposal | None = None
        """The proposal that the menu was opened for."""
        self._menu.taken.connect(self._on_taken)
        self._menu.said.connect(self._on_said)
        view.draft_clicked.connect(self._on_click)
        view.deleted_clicked.connect(self._on_deleted_click)
        view.draft_hovered.connect(self._on_hover)
        editor.viewport().installEventFilter(self)
        regeneration.changed.connect(self._on_run_changed)

    @property
    def run(self) -> Run | None:
        """The run that stands on the page."""
        return self._regeneration.standing

    @property
    def proposal(self) -> Proposal | None:
        """The text that waits for the answer."""
        return self.run.proposal if self.run is not None else None

    @property
    def drawn(self) -> Pass | None:
        """The pass that is drawn while a run works, and can be steered; None with less motion, which draws none."""
        run = self.run
        shown = run is not None and run.state is RunState.SHARPENING and not self._view.reduced_motion
        return run.latest if run is not None and shown else None

    @property
    def menu(self) -> QMenu:
        """What opens on a word."""
        return self._menu.menu

    # Which word

    def step_word(self, by: int) -> None:
        """Choose the next or the previous word of the proposal, or of the draft that is being written."""
        if (latest := self.drawn) is not None:
            if (word := self._running.step(latest, by)) is not None:
                announce(self._editor, latest.text[word.start : word.end][:_SHORT])
        elif (proposal := self.proposal) is not None:
            self._step([(word.start, word.end) for word in proposal.words], by)

    def step_change(self, by: int) -> None:
        """Choose the next or the previous change of the proposal."""
        if (proposal := self.proposal) is not None:
            self._step([(hunk.new_start, hunk.new_end) for hunk in proposal.hunks], by)

    def choose(self, start: int, end: int) -> None:
        """Choose a stretch of the draft; it is read out."""
        proposal = self.proposal
        if proposal is None:
            return
        self.chosen, self._draft = (start, end), proposal.text
        self._view.ensure_visible(start, end)
        # What a change deletes stands at its ends.
        self._view.mark_range(start, end, deleted=any((h.new_start, h.new_end) == (start, end) for h in proposal.hunks))
        announce(self._editor, self._spoken(proposal, start, end))
        self.chosen_changed.emit()

    def choose_cell(self, cell: int) -> None:
        """Choose the word that has a cell of the proposal."""
        proposal = self.proposal
        if proposal is not None and 0 <= cell < len(proposal.cells):
            word = proposal.word_at(proposal.places.starts[cell]) or proposal.word_at(proposal.places.starts[cell] + 1)
            if word is not None:
                self.choose(word.start, word.end)

    def forget(self) -> None:
        """Nothing is chosen any more."""
        if self.chosen is not None:
            self.chosen = None
            self._view.clear_mark()
            self.chosen_changed.emit()

    # Words

    def choose_word(self) -> None:
        """Offer what might have stood in place of the chosen word."""
        if (found := self._word()) is not None:
            proposal, word = found
            self._offered = proposal
            place = self._view.rect_of(word.start, word.end)
            self._menu.open(proposal, word, self._editor.viewport().mapToGlobal(place.bottomLeft()))

    def reject_word(self) -> None:
        """Have the chosen word written anew, all else held."""
        self._reject(lambda proposal, at: proposal.word_at(at), self.tr("word rejected"))

    def reject_sentence(self) -> None:
        """Have the sentence of the chosen word written anew, all else held."""
        self._reject(lambda proposal, at: proposal.sentence_at(at), self.tr("sentence rejected"))

    def reject_line(self) -> None:
        """Have the line of the chosen word written anew, all else held."""
        self._reject(lambda proposal, at: proposal.line_at(at), self.tr("line rejected"))

    def vary(self) -> None:
        """More like this draft: its unsurest words are written anew."""
        run, proposal = self.run, self.proposal
        if run is not None and proposal is not None:
            said = steering.resume(proposal, VARIATION)
            run.steer(said, self.tr("varied"), replace(run.wish, seed=None))

    # Pins and holes

    def pin(self) -> None:
        """Pin the chosen word of the draft, or else what is selected on the page; once more: let go of it.

        On a draft of which no word is chosen the first press chooses one.
        """
        run, proposal = self.run, self.proposal
        if run is not None and (latest := self.drawn) is not None and (word := self._running.of(latest)) is not None:
            self._toggle_running(run, word)
            return
        if run is not None and proposal is not None and self.chosen is not None:
            chosen = self.chosen
            run.propose(proposal.toggle_pin(*chosen))
            self.choose(*chosen)
            return
        cursor = self._editor.textCursor()
        if not cursor.hasSelection():
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        if run is not None and not run.ended and self._meets_span(cursor):
            # What the draft covers cannot be seen, nor told apart.
            self.step_word(1)
        elif cursor.hasSelection():
            self._editor.span_marks.toggle_pin(cursor.selectionStart(), cursor.selectionEnd())

    def hole(self) -> None:
        """Mark what is selected, or the place of the caret, as a hole; again: take it away."""
        cursor = self._editor.textCursor()
        self._editor.span_marks.toggle_hole(cursor.selectionStart(), cursor.selectionEnd())

    # Parts

    def accept_change(self) -> None:
        """Put the chosen change into the document, or the first one."""
        if (found := self._change()) is not None:
            self._take(found[0], [found[1]])

    def accept_sentence(self) -> None:
        """Put the sentence of the chosen word into the document, or the first one with a change."""
        self._accept(lambda proposal, at: proposal.sentence_at(at))

    def accept_line(self) -> None:
        """Put the line of the chosen word into the document, or the first one with a change."""
        self._accept(lambda proposal, at: proposal.line_at(at))

    def put_back(self) -> None:
        """Let the original stand again where the chosen change is, or the first one."""
        found, run = self._change(), self.run
        if found is not None and run is not None:
            proposal, hunk = found
            left = proposal.put_back([hunk])
            self.forget()
            if left.done:
                run.discard()
            else:
                run.propose(left)
                self._go_to_change(hunk.new_start - 1)

    # Inside

    def _at(self, proposal: Proposal) -> int:
        """Where in the draft the keys act: at what is chosen, or else at the first change."""
        if self.chosen is not None:
            return self.chosen[0]
        return proposal.hunks[0].new_start if proposal.hunks else 0

    def _word(self) -> tuple[Proposal, Part] | None:
        proposal = self.proposal
        if proposal is None:
            return None
        at = self._at(proposal)
        word = proposal.word_at(at) or next((each for each in proposal.words if each.start >= at), None)
        if word is None:
            return None
        if self.chosen is None:
            self.choose(word.start, word.end)
        return proposal, word

    def _change(self) -> tuple[Proposal, Hunk] | None:
        proposal = self.proposal
        if proposal is None or not proposal.hunks:
            return None
        at = self._at(proposal)
        return proposal, proposal.hunk_at(at) or proposal.next_hunk(at - 1) or proposal.hunks[0]

    def _step(self, ranges: Sequence[Range], by: int) -> None:
        if not ranges:
            return
        if self.chosen is None:
            place = 0 if by > 0 else -1
        else:
            at = self.chosen
            later = next((place for place, each in enumerate(ranges) if each > at), 0)
            earlier = next((place for place in range(len(ranges) - 1, -1, -1) if ranges[place] < at), -1)
            place = later if by > 0 else earlier
        self.choose(*ranges[place])

    def _reject(self, find: Callable[[Proposal, int], Part | None], note: str) -> None:
        found, run = self._word(), self.run
        if found is None or run is None:
            return
        proposal, word = found
        if (part := find(proposal, word.start)) is not None:
            run.steer(steering.reject(proposal, part.start, part.end), note)

    def _accept(self, find: Callable[[Proposal, int], Part | None]) -> None:
        proposal = self.proposal
        if proposal is None:
            return
        places = [self._at(proposal), *(hunk.new_start for hunk in proposal.hunks)]
        for at in places:
            part = find(proposal, min(at, max(0, len(proposal.text) - 1)))
            if part is not None and (hunks := proposal.part(part.start, part.end)):
                self._take(proposal, hunks)
                return
        if proposal.hunks:  # a draft without any text
            self._take(proposal, proposal.hunks)

    def _take(self, proposal: Proposal, hunks: Sequence[Hunk]) -> None:
        run = self.run
        if run is not None:
            after = max(hunk.new_end for hunk in hunks)
            self.forget()
            run.take(*proposal.take(hunks))
            self._go_to_change(after - 1)

    def _go_to_change(self, at: int) -> None:
        """Choose the next change, so that a key pressed again goes on from here."""
        proposal = self.proposal
        if proposal is not None and (hunk := proposal.next_hunk(at)) is not None:
            self.choose(hunk.new_start, hunk.new_end)

    def _spoken(self, proposal: Proposal, start: int, end: int) -> str:
        text = proposal.text[start:end][:_SHORT] or self.tr("deletion")
        cell = proposal.cell_at(start)
        if cell is None or proposal.cells[cell].id is None or proposal.word_at(start) is None:
            return text
        others = sum(len(each.runners_up) for each in proposal.cells[cell : cell + 1])
        percent = round(100 * proposal.cells[cell].probability)
        return self.tr("{word}, {percent} percent, {count} others").format(word=text, percent=percent, count=others)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click with Ctrl pins the word under it: what is selected stays selected, for it is the span to be."""
        press = event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease)
        if not press or not isinstance(event, QMouseEvent):
            return False
        with_control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if event.button() is not Qt.MouseButton.LeftButton or not with_control or self._view.in_draft(event.position()):
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            cursor = self._editor.cursorForPosition(event.position().toPoint())
            cursor.select(QTextCursor.SelectionType.WordUnderCursor)
            if cursor.hasSelection():
                self._editor.span_marks.toggle_pin(cursor.selectionStart(), cursor.selectionEnd())
        return True

    @Slot(int, QRect, Qt.MouseButton)
    def _on_click(self, offset: int, _: QRect, button: Qt.MouseButton) -> None:
        run = self.run
        if run is None or button is Qt.MouseButton.RightButton:
            return
        if run.state is RunState.SHARPENING:
            self._pin_running(run, offset)
        elif (proposal := run.proposal) is not None and (word := proposal.word_at(offset)) is not None:
            self.choose(word.start, word.end)
            if button is Qt.MouseButton.MiddleButton:
                self.pin()
            else:
                self.choose_word()

    @Slot(int, QRect, Qt.MouseButton)
    def _on_deleted_click(self, offset: int, _: QRect, __: Qt.MouseButton) -> None:
        proposal = self.proposal
        if proposal is not None and (hunk := proposal.hunk_at(offset)) is not None:
            self.choose(hunk.new_start, hunk.new_end)

    @Slot(int)
    def _on_hover(self, offset: int) -> None:
        """The mouse is over another place of the draft, or none (-1); what else might stand there is told by and by."""
        proposal = self.proposal
        word = proposal.word_at(offset) if proposal is not None and offset >= 0 else None
        if word != self._pointed:
            self._pointed = word
            QToolTip.hideText()
            if word is None:
                self._linger.stop()
            else:
                self._linger.start()

    @Slot()
    def _tell(self) -> None:
        proposal, word = self.proposal, self._pointed
        if proposal is not None and word is not None and word in proposal.words:
            place = self._view.rect_of(word.start, word.end)
            below = self._editor.viewport().mapToGlobal(place.bottomLeft())
            QToolTip.showText(below, told(proposal, word), self._editor.viewport())

    def _pin_running(self, run: Run, offset: int) -> None:
        """Pin the word at a place of the running draft, or let go of it; the run goes on from the present canvas."""
        latest = run.latest
        word = steering.word_in(latest, offset) if latest is not None else None
        if latest is not None and word is not None:
            self._toggle_running(run, word)

    def _toggle_running(self, run: Run, word: Part) -> None:
        cells = set(range(word.first, word.stop))
        if cells <= run.pins:
            run.go_on(run.wish, run.pins - cells, cells, self.tr("pin taken away"))
        else:
            run.go_on(run.wish, run.pins | cells, note=self.tr("word pinned"))

    def _meets_span(self, cursor: QTextCursor) -> bool:
        low, high = self._view.span()
        return cursor.selectionStart() < high and cursor.selectionEnd() > low

    @Slot(int, int)
    def _on_taken(self, cell: int, runner_up: int) -> None:
        run, proposal = self.run, self.proposal
        # Meanwhile another draft may stand on the page, with other words at these places.
        if run is not None and proposal is not None and proposal == self._offered:
            run.steer(steering.choose(proposal, cell, runner_up), self.tr("word chosen"))

    @Slot(str)
    def _on_said(self, name: str) -> None:
        if self.proposal is not None and self.proposal == self._offered:
            getattr(self, name)()

    @Slot()
    def _on_run_changed(self) -> None:
        """What was chosen in a text that is not shown any more is not chosen."""
        run, proposal = self.run, self.proposal
        if run is None or not run.working:
            self._running.forget()
        elif (latest := self.drawn) is not None:
            self._running.show(latest)
        if self.chosen is not None and (proposal is None or proposal.text != self._draft):
            self.forget()
