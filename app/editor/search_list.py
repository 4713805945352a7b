"""The list of what is found in one document, kept up to date: read in slices, searched in a thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QTextCursor, QTextDocument

from palimpsest.app.editor.search import LIMIT, NOTHING, Matches, Query, SearchError, Span, find_all
from palimpsest.app.editor.search_job import SearchJob, Watch
from palimpsest.app.editor.search_text import LiveText, SearchText

AFTER_EDIT_MS = 100
_POLL_MS = 4
_READ_S = 0.004
"""How long the text is read before the keyboard has its turn."""

Work = Callable[[Watch], object]


class SearchList(QObject):
    """Positions are UTF-16 units. `close` it before it is given up.

    After an edit the list is made anew a moment later, if it is followed, or else when somebody has a wish. Results of
    an older text are dropped.
    """

    changed = Signal()
    """The matches, the error or the progress."""
    listed = Signal()
    """There is a new list."""

    def __init__(self, document: QTextDocument, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.query = Query("")
        self.matches = NOTHING
        self.error: SearchError | None = None
        """Why nothing could be found."""
        self.fresh = True
        """False while the matches are those of an older text or query."""
        self.followed = False
        """True makes the list anew after each edit."""
        self.text: SearchText | None = None
        """What the list is of; None while it has to be read."""
        self._document = document
        self._live = LiveText(document)
        self._range: tuple[QTextCursor, QTextCursor] | None = None
        self._wishes: deque[Callable[[], None]] = deque()
        self._jobs: list[SearchJob] = []
        self._then: Callable[..., None] | None = None
        self._pause = QTimer(self, singleShot=True, interval=AFTER_EDIT_MS)
        self._pause.timeout.connect(self._begin)
        self._poll = QTimer(self, interval=_POLL_MS)
        self._poll.timeout.connect(self._on_poll)
        document.contentsChange.connect(self._on_edit)
        jobs = self._jobs
        self.destroyed.connect(lambda: _cancel(jobs))

    @property
    def document(self) -> QTextDocument:
        """The document that is searched."""
        return self._document

    @property
    def busy(self) -> bool:
        """True while the list is being made, or a job is being done."""
        return self._poll.isActive() or self._pause.isActive()

    @property
    def progress(self) -> float:
        """Share of the text that the present job has come through, [0, 1]."""
        if not self._jobs or self.text is None or not self.text.length:
            return 0.0
        return min(1.0, self._jobs[0].reached / self.text.length)

    @property
    def range(self) -> Span | None:
        """The part of the text that is searched; None is all of it."""
        if self._range is None:
            return None
        start, end = (cursor.position() for cursor in self._range)
        return start, max(start, end)

    def set_range(self, within: Span | None) -> None:
        """Search only a part of the text, which follows edits; None is all of it."""
        self._range = None
        if within is not None:
            ends = QTextCursor(self._document), QTextCursor(self._document)
            for cursor, position in zip(ends, within, strict=True):
                cursor.setPosition(position)
            # What is written at its edges belongs to it.
            ends[0].setKeepPositionOnInsert(True)
            self._range = ends
        self.restart()

    def set_query(self, query: Query) -> None:
        """Look for something else. What was wished for before is forgotten."""
        if query != self.query:
            self.query = query
            self.restart()

    def restart(self) -> None:
        """Make the list anew."""
        self.stop()
        self.error = None
        if self.query.text:
            self._begin()
        else:
            self._settle(NOTHING, None)
            self.changed.emit()

    def stop(self) -> None:
        """Do nothing until the next wish or query."""
        self.fresh = False
        self._wishes.clear()
        _cancel(self._jobs)
        self._poll.stop()
        self._pause.stop()

    def wish(self, wish: Callable[[], None], *, first: bool = False) -> None:
        """Call `wish` as soon as the list is up to date and no job is being done: at once, or a little later."""
        if first:
            self._wishes.appendleft(wish)
        else:
            self._wishes.append(wish)
        if self.fresh and not self._jobs:
            self._serve()
        elif not self._poll.isActive():
            self._begin()

    def run(self, work: Work, then: Callable[..., None]) -> None:
        """Do `work` in a thread and call `then` with its result, unless the text changes meanwhile."""
        _cancel(self._jobs)
        self._jobs.append(SearchJob(work))
        self._then = then
        self._poll.start()

    def close(self) -> None:
        """Let go of the document and of the thread."""
        self.stop()
        self._document.contentsChange.disconnect(self._on_edit)

    @Slot()
    def _begin(self) -> None:
        """Read the text, then list the matches."""
        self._pause.stop()
        self.text = None
        _cancel(self._jobs)
        self._poll.start()
        self._on_poll()

    @Slot()
    def _on_poll(self) -> None:
        if self.text is None:
            self.text = self._live.read(_READ_S)
            if self.text is not None:
                text, query, (start, end) = self.text, self.query, self.range or (0, None)
                self.run(lambda watch: find_all(text, query, start, end, LIMIT, watch), self._on_list)
        elif self._jobs and self._jobs[0].done:
            job, then = self._jobs.pop(), self._then
            self._poll.stop()
            if job.error is not None:
                self._wishes.clear()
                self._settle(NOTHING, job.error)
            elif then is not None:
                then(job.result)
            self._serve()
        self.changed.emit()

    def _on_list(self, matches: Matches) -> None:
        self._settle(matches, None)

    def _settle(self, matches: Matches, error: SearchError | None) -> None:
        self.matches, self.error, self.fresh = matches, error, True
        self.listed.emit()

    def _serve(self) -> None:
        while self._wishes and self.fresh and not self._jobs:
            self._wishes.popleft()()

    @Slot(int, int, int)
    def _on_edit(self, at: int, removed: int, added: int) -> None:
        self._live.follow(at, removed, added)
        self.fresh = False
        self.text = None
        _cancel(self._jobs)
        if self._wishes:
            self._poll.start()
        else:
            self._poll.stop()
            if self.followed and self.query.text:
                self._pause.start()


def _cancel(jobs: list[SearchJob]) -> None:
    while jobs:
        jobs.pop().cancel()
