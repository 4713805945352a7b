"""Uses of a document's history: a run seen again in place, applied, made again, its settings taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from palimpsest.app.announce import announce, shortened
from palimpsest.app.regenerate.history_entry import HistoryEntry, Outcome
from palimpsest.app.regenerate.history_place import place_in
from palimpsest.app.regenerate.run import Run, RunState
from palimpsest.app.regenerate.target import Target
from palimpsest.engine.request import Finished

if TYPE_CHECKING:
    from palimpsest.app.editor.canvas_view import CanvasView
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.regenerate.history import History
    from palimpsest.app.regenerate.prompt_bar import PromptBar
    from palimpsest.app.regenerate.regeneration import Regeneration


class Past(QObject):
    """Belongs to a page. Runs that end are remembered here; what is seen again covers the page as a draft does."""

    said = Signal(str)
    """A sentence: why something cannot be done now."""
    previewed_changed = Signal()
    """`previewed` may be another one, or none."""

    def __init__(
        self,
        editor: TextEditor,
        view: CanvasView,
        bar: PromptBar,
        regeneration: Regeneration,
        history: History,
    ) -> None:
        super().__init__(regeneration)
        self.history = history
        self.previewed: str | None = None
        """Id of the entry that is seen on the page."""
        self._editor = editor
        self._view = view
        self._bar = bar
        self._regeneration = regeneration
        regeneration.over.connect(self._on_over)
        regeneration.began.connect(self._on_began)
        view.disturbed.connect(self._on_disturbed)

    def place(self, entry: HistoryEntry) -> tuple[int, int] | None:
        """Where the entry's span is in the document now, in its positions; None if it cannot be told."""
        document = self._editor.shown
        found = place_in(entry, document.text())
        return None if found is None else (document.to_position(found[0]), document.to_position(found[1]))

    def preview(self, entry: HistoryEntry, number: int) -> None:
        """Show a text of the entry where it was; not while a run stands on the page."""
        text = self._show(entry, number)
        if text is not None:
            announce(self._editor, self.tr("On the page for a look: {text}").format(text=shortened(text)))
        self.previewed_changed.emit()

    @Slot()
    def end_preview(self) -> None:
        """Show the page as it is."""
        if self._uncover():
            announce(self._editor, self.tr("The document as it is."))
            self.previewed_changed.emit()

    def apply(self, entry: HistoryEntry, number: int) -> None:
        """Put a text of the entry into the document where its span is now, as one undo step."""
        text = self._show(entry, number)
        if text is not None:
            self.previewed = None
            self._view.commit(text)
            self._editor.setFocus()
            announce(self._editor, self.tr("Applied."))
        self.previewed_changed.emit()

    def reuse(self, entry: HistoryEntry) -> None:
        """Take the entry's settings for what is selected now."""
        self._on_began()
        self._regeneration.prompt()
        self._bar.set_wish(entry.wish)

    def again(self, entry: HistoryEntry) -> None:
        """Ask for it once more: the same request and seed at the place where the span is now."""
        self._on_began()
        place = self.place(entry)
        if place is None:
            self.said.emit(self.tr("The place of this run has changed too much."))
            return
        start, end = place
        document = self._editor.shown
        origin = document.to_code_point(start)
        same = document.text()[origin : document.to_code_point(end)] == entry.original

        def positions(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
            return tuple(
                (document.to_position(low) - start, document.to_position(high) - start) for low, high in ranges
            )

        # Pins and holes count from the start of the text that stood there.
        target = Target(start, end)
        if same:
            target = Target(start, end, positions(entry.pins_at(origin)), positions(entry.holes_at(origin)))
        self._regeneration.begin(target, entry.wish)

    def _show(self, entry: HistoryEntry, number: int) -> str | None:
        """Cover the entry's span with one of its texts, and return that; None if it cannot be done, which is said."""
        if self._regeneration.standing is not None:
            self.said.emit(self.tr("Answer the draft on the page first."))
            return None
        self._uncover()
        place, text = self.place(entry), entry.text_at(number)
        if place is None:
            self.said.emit(self.tr("The place of this run has changed too much."))
        if place is None or text is None:
            return None
        self._view.begin(*place)
        self._view.show_text(text)
        self._view.ensure_visible(0, len(text))
        self.previewed = entry.id
        return text

    def _uncover(self) -> bool:
        """Take away what is seen again; False if nothing is."""
        if self.previewed is None:
            return False
        self.previewed = None
        self._view.clear()
        return True

    @Slot()
    def _on_began(self) -> None:
        """Something else is about to be told of the page."""
        if self._uncover():
            self.previewed_changed.emit()

    @Slot(object)
    def _on_over(self, run: Run) -> None:
        """Remember a run that has ended."""
        film = run.film
        if film is None:
            return
        outcome = film.outcome
        texts = tuple(proposal.text for proposal in run.alternatives.proposals)
        self.history.add(
            HistoryEntry.of(
                film.story[0].request,
                run.wish,
                _outcome(run),
                model=outcome.model if isinstance(outcome, Finished) else "",
                passes=len(film.all_passes),
                seconds=sum(take.outcome.seconds for take in film.story if isinstance(take.outcome, Finished)),
                texts=texts,
                accepted=run.result,
                steered=run.steered,
            )
        )

    @Slot()
    def _on_disturbed(self) -> None:
        # The view is clear by then.
        if self.previewed is not None:
            self.previewed = None
            self.previewed_changed.emit()


def _outcome(run: Run) -> Outcome:
    if run.state is RunState.ACCEPTED:
        return Outcome.ACCEPTED
    if run.taken:
        return Outcome.PARTLY
    if run.state is RunState.FAILED:
        return Outcome.FAILED
    return Outcome.STOPPED if run.stopped else Outcome.DISCARDED
