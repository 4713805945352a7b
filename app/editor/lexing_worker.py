"""A thread that lexes one document: edits go in, the styles of lines come out. No Qt."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from palimpsest.app.documents.languages import MARKDOWN, Language

if TYPE_CHECKING:
    from pygments.lexer import Lexer

    from palimpsest.app.editor.lexed_lines import LexedLines, Spans, Stretch

LONGEST_LINE = 20_000
"""Code points; a longer line is lexed as an empty one, for a rule that looks at all of it holds everything up."""
WHOLE_LIMIT = 200_000
"""Code points; a longer text whose lexer cannot be taken up in the middle is lexed only around the view."""
AROUND = 200
"""Lines before and after the view that are lexed with it in that case."""
PAUSE_S = 0.15
"""Without an edit, before a text that can only be lexed whole is lexed again."""
DOUBT_S = 0.4
"""Without an edit, before the whole text is looked at again; more for a text that takes longer."""
DOUBT_S_PER_POINT = 2e-6
_FAR = 400
"""Lines that the view must be ahead of the lexing to be shown before its turn."""
_BATCH_S = 0.01

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reset:
    """A new text; "\\n" ends its lines."""

    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """`removed` lines from `first` on have given way to `lines`; both are one or more."""

    first: int
    removed: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The styles of lines from `first` on, after the first `version` edits and resets."""

    version: int
    first: int
    spans: Sequence[Spans]


@dataclass(frozen=True, slots=True)
class Settled:
    """All is lexed that will be, after the first `version` edits and resets."""

    version: int


Report: TypeAlias = Found | Settled


class LexingWorker:
    """Its thread is there only while there is something to do."""

    def __init__(self, arrived: Callable[[], None]) -> None:
        """`arrived` is called in the thread once there is something to take."""
        self._arrived = arrived
        self._lock = threading.Condition()
        self._inbox: list[Reset | Edit] = []
        # Without a lock, so that whoever takes never waits: both ends of a deque can be used at once.
        self._outbox: deque[Report] = deque()
        self._told = False
        self._telling = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._view: Stretch = (0, 0)
        self._go = threading.Event()
        self._go.set()
        # The thread's own.
        self._lines: LexedLines | None = None
        self._version = 0
        self._edited = 0.0
        self._doubtful = self._doubting = False
        self._glanced: tuple[int, Stretch] = (-1, (0, 0))

    def put(self, message: Reset | Edit) -> None:
        """Tell of a change; the messages are counted from 1."""
        with self._lock:
            self._inbox.append(message)
            self._wake()

    def look(self, first: int, last: int) -> None:
        """The lines that are in view, which have precedence."""
        if self._view != (first, last):
            with self._lock:
                self._view = (first, last)
                self._wake()

    def hold(self) -> None:
        """Let the processor to others, until `release`."""
        self._go.clear()

    def release(self) -> None:
        """Go on after `hold`."""
        self._go.set()

    def take(self) -> list[Report]:
        """What has been found since the last time, oldest first."""
        self._told = False
        reports: list[Report] = []
        while self._outbox:
            reports.append(self._outbox.popleft())
        return reports

    def close(self, timeout: float = 0.0) -> bool:
        """End, waiting at most `timeout` seconds for the thread; True if it has ended. `arrived` is called no more."""
        with self._telling, self._lock:
            self._closed = True
            thread = self._thread
            self._go.set()
            self._lock.notify()
        if thread is not None and timeout:
            thread.join(timeout)
        return thread is None or not thread.is_alive()

    def _wake(self) -> None:
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._run, name="highlighting", daemon=True)
            self._thread.start()
        self._lock.notify()

    def _run(self) -> None:
        try:
            while self._turn():
                pass
        except Exception:
            # A lexer has failed: the text stays as it is dressed now.
            _log.exception("highlighting failed")
            self._lines = None
            with self._lock:
                self._version += len(self._inbox)
                self._inbox = []
                self._thread = None
            self._post(Settled(self._version))

    def _turn(self) -> bool:
        """Take what has come and do one thing; False ends the thread."""
        with self._lock:
            messages, self._inbox = self._inbox, []
            view = self._view
            if self._closed:
                return False
        self._take_in(messages)
        work = None if self._lines is None else self._next(self._lines, view)
        if isinstance(work, float | int):
            with self._lock:
                self._lock.wait_for(lambda: self._inbox or self._closed or self._view != view, work)
        elif work is not None:
            assert self._lines is not None
            self._do(self._lines, work, view)
        else:
            self._post(Settled(self._version))
            with self._lock:
                if self._inbox or self._view != view:
                    return True
                self._thread = None
            return False
        return True

    def _take_in(self, messages: list[Reset | Edit]) -> None:
        self._version += len(messages)
        for message in messages:
            if isinstance(message, Reset):
                self._lines = lines_of(message.language)
                self._lines.reset(_short(message.text.split("\n")))
                self._doubtful = self._doubting = False
                self._edited = 0.0
            elif self._lines is not None:
                if self._doubting:
                    self._lines.trust()
                    self._doubting = False
                self._lines.edit(message.first, message.removed, _short(message.lines))
                self._doubtful = self._lines.resumable
                self._edited = time.monotonic()

    def _next(self, lines: LexedLines, view: Stretch) -> Iterator[Stretch] | float | None:
        """What to do: lex something, wait so many seconds, or nothing."""
        calm = time.monotonic() - self._edited
        if not lines.resumable and lines.pending and calm < PAUSE_S:
            return PAUSE_S - calm
        if not lines.resumable and lines.size > WHOLE_LIMIT:
            return self._look_at(lines, view, AROUND)
        if lines.pending:
            ahead, begin = lines.unknown(*view), lines.unknown(0, view[1])
            far = ahead is not None and begin is not None and ahead[0] - begin[0] > _FAR
            # What is only looked at again is right by all that is known.
            glance = self._look_at(lines, view, 0) if far and not self._doubting else None
            return glance or lines.steps()
        self._doubting = False
        if not self._doubtful:
            return None
        patience = DOUBT_S + DOUBT_S_PER_POINT * lines.size - calm
        if patience > 0:
            return patience
        self._doubtful, self._doubting = False, True
        lines.doubt()
        return lines.steps()

    def _look_at(self, lines: LexedLines, view: Stretch, around: int) -> Iterator[Stretch] | None:
        """Lex what is in view out of turn, if that has not been done."""
        version, (begin, end) = self._glanced
        wanted = lines.unknown(*view)
        if wanted is None or (version == self._version and begin <= wanted[0] and wanted[1] <= end):
            return None
        wanted = lines.unknown(max(0, view[0] - around), view[1] + around)
        assert wanted is not None
        self._glanced = (self._version, wanted)
        return lines.glance(*wanted)

    def _do(self, lines: LexedLines, work: Iterator[Stretch], view: Stretch) -> None:
        """Do it until it is done or something else is wanted; tell now and then."""
        first = last = 0
        told = time.monotonic()
        for begin, end in work:
            if begin == last and first < last:
                last = end
            else:
                self._tell(lines, first, last)
                first, last = begin, end
            now = time.monotonic()
            if now - told > _BATCH_S:
                self._tell(lines, first, last)
                first, told = last, now
            if self._inbox or self._closed or self._view != view:
                break
            self._go.wait(0.2)
        self._tell(lines, first, last)

    def _tell(self, lines: LexedLines, first: int, last: int) -> None:
        if first < last:
            self._post(Found(self._version, first, lines.spans[first:last]))

    def _post(self, report: Report) -> None:
        self._outbox.append(report)
        with self._telling:
            if not (self._told or self._closed):
                self._told = True
                self._arrived()


def lines_of(language: Language) -> LexedLines:
    """An empty text in a language that has a lexer. Pygments is imported here, in the thread: it takes its time."""
    from palimpsest.app.editor.lexed_lines import LexedLines
    from palimpsest.app.editor.lexing import machine_of
    from palimpsest.app.editor.token_styles import style_of

    return LexedLines(machine_of(lexer_of(language)), style_of)


def lexer_of(language: Language) -> Lexer:
    """A new lexer; the language has to have one. It may have to be imported first, which takes its time."""
    if language is MARKDOWN:
        from palimpsest.app.editor.markdown_lexer import MarkdownLexer

        return MarkdownLexer()
    from pygments.lexers import get_lexer_by_name

    assert language.lexer is not None
    return get_lexer_by_name(language.lexer)


def _short(lines: Sequence[str]) -> list[str]:
    return [line if len(line) <= LONGEST_LINE else "" for line in lines]
