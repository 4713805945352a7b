"""How much has been written: counts of a document and of what is selected, in a thread, for the status line."""

from __future__ import annotations

import math
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, Qt, QTimer, Signal, Slot

from palimpsest.app.documents.counting import Count
from palimpsest.app.documents.ledger import Counted, Ledger, Selection, Splice, TokenCounter
from palimpsest.app.documents.lines import Lines

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit

PAUSE_MS = 300
_HANDS_ON = frozenset({QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.Wheel})
_PATIENCE_S = 5.0


class Counts(QObject):
    """Counts what one editor shows, a moment after every change. Late results are dropped."""

    changed = Signal(object)
    """`Counted`; where counting tokens takes long, first without and then with them."""
    _done = Signal(int, object)

    def __init__(self, editor: QPlainTextEdit, parent: QObject | None = None, *, begin: bool = True) -> None:
        """Unless `begin`, nothing is counted before `set_document`."""
        super().__init__(parent or editor)
        self.counted = Counted(Count())
        """The newest counts."""
        self._editor = editor
        self._lines: Lines | None = None
        self._tokens_of: TokenCounter | None = None
        self._ledger = Ledger()
        self._splices: list[Splice] = []
        self._job = 0
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._seen = True
        self._again = self._closed = False
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self._count)
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)
        editor.selectionChanged.connect(self._timer.start)
        editor.installEventFilter(self)
        editor.viewport().installEventFilter(self)
        if begin:
            self.set_document()

    @property
    def begun(self) -> bool:
        """True if there is a document that is counted."""
        return self._lines is not None

    def set_document(self) -> None:
        """Count the document that the editor shows now."""
        if self._closed:
            return
        self._stop()
        self._let_go()
        self._ledger = Ledger(self._tokens_of)
        self._splices = []
        self._lines = Lines(self._editor.document(), self)
        self._lines.replaced.connect(self._on_lines)
        self._timer.start()

    def set_token_counter(self, tokens_of: TokenCounter | None) -> None:
        """Count tokens, too, or no more. It is called in a thread, with a line and its line end at a time."""
        self._stop()
        self._tokens_of = tokens_of
        self._ledger.set_token_counter(tokens_of)
        self._timer.start(0)

    def close(self) -> None:
        """Count no more, for good, and end the thread."""
        self._closed = True
        self._timer.stop()
        self._stop()
        self._let_go()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Hide:
            # Whoever looks at another page wants that one to be quick.
            self._seen = False
            self._cancelled.set()
        elif kind == QEvent.Type.Show:
            self._seen = True
            self._timer.start(PAUSE_MS)
        elif self._thread is not None and kind in _HANDS_ON:
            # It would take a part of every key's time; what it has counted is kept.
            self._rest()
        return super().eventFilter(watched, event)

    def _rest(self) -> None:
        """Let the thread end, and go on when it is quiet."""
        self._cancelled.set()
        self._again = True
        self._timer.start(PAUSE_MS)

    def _let_go(self) -> None:
        if self._lines is not None:
            self._lines.close()
            self._lines.deleteLater()
            self._lines = None

    def _stop(self) -> None:
        """End the thread, which takes no longer than counting one line; what it found is not told."""
        self._cancelled.set()
        self._job += 1
        self._again = False
        if self._thread is not None:
            self._thread.join(_PATIENCE_S)
            self._thread = None

    def _selection(self) -> Selection | None:
        cursor = self._editor.textCursor()
        if not cursor.hasSelection():
            return None
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        first, last = self._editor.document().findBlock(start), self._editor.document().findBlock(end)
        return Selection(first.blockNumber(), start - first.position(), last.blockNumber(), end - last.position())

    def _work(self, job: int, splices: list[Splice], selection: Selection | None, cancelled: threading.Event) -> None:
        """In the thread, to which the ledger belongs until it ends."""
        for result in self._ledger.count(splices, selection, cancelled):
            if not cancelled.is_set():
                self._done.emit(job, result)
        self._done.emit(job, None)

    @Slot(int, int, object)
    def _on_lines(self, first: int, removed: int, lines: list[str]) -> None:
        self._splices.append((first, removed, lines))
        self._timer.start(PAUSE_MS)

    @Slot()
    def _count(self) -> None:
        self._timer.setInterval(PAUSE_MS)
        if self._lines is None or not self._lines.complete or not self._seen:
            return
        if self._thread is not None:
            # What it would tell is out of date.
            self._rest()
            return
        self._again = False
        self._job += 1
        self._cancelled = threading.Event()
        splices, self._splices = self._splices, []
        arguments = (self._job, splices, self._selection(), self._cancelled)
        self._thread = threading.Thread(target=self._work, args=arguments, name="counts", daemon=True)
        self._thread.start()

    @Slot(int, object)
    def _on_done(self, job: int, result: Counted | None) -> None:
        if job != self._job:
            return
        if result is None:
            if self._thread is not None:
                self._thread.join(_PATIENCE_S)
                self._thread = None
            if self._again and not self._timer.isActive():
                self._timer.start(0)
        elif not self._again and result != self.counted:
            self.counted = result
            self.changed.emit(result)


def details(counted: Counted) -> str:
    """Everything that has been counted, a line each; for a tool tip."""
    whole, part = counted.document, counted.selection
    rows = [
        (QCoreApplication.translate("Counts", "Words"), whole.words, part and part.words),
        (QCoreApplication.translate("Counts", "Characters"), whole.characters, part and part.characters),
        (
            QCoreApplication.translate("Counts", "Characters without spaces"),
            whole.dense_characters,
            part and part.dense_characters,
        ),
        (QCoreApplication.translate("Counts", "Sentences"), whole.sentences, part and part.sentences),
        (QCoreApplication.translate("Counts", "Paragraphs"), whole.paragraphs, part and part.paragraphs),
        (QCoreApplication.translate("Counts", "Lines"), whole.lines, part and part.lines),
    ]
    if whole.tokens is not None:
        rows.append((QCoreApplication.translate("Counts", "Tokens"), whole.tokens, part and part.tokens))
    lines = [_row(name, _number(number), None if chosen is None else _number(chosen)) for name, number, chosen in rows]
    reading = QCoreApplication.translate("Counts", "Reading time")
    lines.append(_row(reading, _time(whole), None if part is None else _time(part)))
    return "\n".join(lines)


def _row(name: str, number: str, selected: str | None) -> str:
    if selected is None:
        return QCoreApplication.translate("Counts", "{name}: {number}").format(name=name, number=number)
    text = QCoreApplication.translate("Counts", "{name}: {number} ({selected} selected)")
    return text.format(name=name, number=number, selected=selected)


def _time(count: Count) -> str:
    """Minutes, rounded up; hours and minutes from an hour on."""
    minutes = math.ceil(count.reading_seconds / 60)
    if minutes < 60:
        return QCoreApplication.translate("Counts", "{minutes} min").format(minutes=_number(minutes))
    text = QCoreApplication.translate("Counts", "{hours} h {minutes} min")
    return text.format(hours=_number(minutes // 60), minutes=_number(minutes % 60))


def _number(number: int) -> str:
    return QLocale().toString(number)
