"""Plays a film back in the real editor window, unseen, and takes a picture of every pass."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from palimpsest.app.regenerate.film_caption import Caption, compose, strip_height
from palimpsest.app.regenerate.film_frame import Frame
from palimpsest.app.regenerate.film_look import Look
from palimpsest.app.regenerate.film_stage import aim, frame_of, position_of, show_document, stage, wait
from palimpsest.app.regenerate.run import RunState
from palimpsest.app.regenerate.wish import SCALES, Wish
from palimpsest.engine.request import Finished, ModelInfo

if TYPE_CHECKING:
    from palimpsest.app.regenerate.film import Film
    from palimpsest.app.window import Window
    from palimpsest.engine.request import Event, InfillRequest, Pass

SELECTED_MS = 1200
PROMPT_MS = 900
FIRST_PASS_MS = 420
"""The first noise stands long enough to be seen as such."""
PASS_MS = 140
NOTE_MS = 1100
PROPOSED_MS = 1800
_LEAST_MS = 400
"""What has to be read stands at least this long."""


class Replay:
    """An engine that repeats what a film recorded, one event for every `step`, however slow the drawing is."""

    def __init__(self, film: Film) -> None:
        self.info = film.info or ModelInfo(
            name=film.outcome.model if isinstance(film.outcome, Finished) else "",
            device="",
            parameters=0,
            canvas_length=0,
            follows_instructions=True,
        )
        self.passes = film.all_passes
        self._outcome = film.outcome
        self._next = threading.Semaphore(0)

    def step(self) -> None:
        """Let one more event go."""
        self._next.release()

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        """What the recorded run yielded; `request` is only what the window made of the same span."""
        for event in (*self.passes, *((self._outcome,) if self._outcome else ())):
            while not self._next.acquire(timeout=0.05):
                if cancelled.is_set():
                    return
            yield event
        if self._outcome is None:
            # The film does not know how the run ended; a fault of the engine would be no part of it.
            cancelled.wait()


def count(film: Film) -> int:
    """How many pictures there are of a film."""
    notes = sum(bool(take.note) for take in film.story)
    return 2 + notes + len(film.all_passes) + (film.outcome is not None) + bool(film.alternatives)


def shoot(film: Film, look: Look | None = None) -> Generator[Frame]:
    """The editor doing the run: the selection, the prompt bar, every pass, the proposal, the accepted text.

    Has to be used in the main thread. The user's settings and files are neither read nor written. Raises
    `FilmError` if the window stands still.
    """
    yield from _shoot(film, look or Look(), 0, len(film.all_passes))


def still(film: Film, look: Look, number: int) -> Frame:
    """The picture of pass `number` of the whole film, from 1; the nearest there is. In the main thread."""
    passes = film.all_passes
    place = max(0, min(number, len(passes)) - 1)
    short = replace(film.story[0], info=film.info, passes=list(passes[place : place + 1]), outcome=None, note="")
    return list(_shoot(short, look, place, len(passes)))[-1]


def _shoot(film: Film, look: Look, first: int, of: int) -> Generator[Frame]:
    """The pictures; the passes are those from `first` on of `of`, for a caption."""
    replay = Replay(film)
    with TemporaryDirectory() as folder, stage(replay, look) as window:
        request = film.story[0].request
        show_document(window, request.text, request.name, Path(folder))
        camera = _Camera(window, film, look, first, of)
        camera.aim()
        yield camera.picture("", look.lasts(SELECTED_MS, _LEAST_MS))
        window.commands["regenerate.prompt"].trigger()
        window.prompt_bar.set_wish(wish_of(film))
        yield camera.picture("", look.lasts(PROMPT_MS, _LEAST_MS))
        window.commands["regenerate.start"].trigger()
        run = window.run
        if run is None:
            raise RuntimeError("The window did not start the run.")
        passes = iter(replay.passes)
        for take in film.story:
            if take.note:
                window.prompt_bar.set_note(take.note)
                yield camera.picture(take.note, look.lasts(NOTE_MS, _LEAST_MS))
                window.prompt_bar.set_note("")
            for place in range(len(take.passes)):
                recorded = next(passes)
                replay.step()
                wait(run.changed, lambda recorded=recorded: run.latest is recorded)
                yield camera.picture(pass_name(recorded), look.lasts(PASS_MS if place else FIRST_PASS_MS), recorded)
        if film.outcome is not None:
            replay.step()
            wait(run.changed, lambda: not run.working)
            last = look.hold_ms if run.state is RunState.FAILED else look.lasts(PROPOSED_MS, _LEAST_MS)
            yield camera.picture(_end(film), last)
        if run.state is RunState.PROPOSED:
            window.commands["regenerate.accept"].trigger()
            yield camera.picture("accepted", look.hold_ms)


def pass_name(entry: Pass) -> str:
    """ "pass 7", with its part where a long span takes several canvases."""
    part = f"part {entry.canvas} of {entry.canvases}, " if entry.canvases > 1 else ""
    return f"{part}pass {entry.number}"


def wish_of(film: Film) -> Wish:
    """What the dials stood at when the run began."""
    first = film.story[0]
    request, seed = first.request, first.request.seed
    if seed is None and isinstance(first.outcome, Finished):
        seed = first.outcome.seed
    length = min(SCALES, key=lambda name: abs(SCALES[name] - request.scale))
    return Wish(request.instruction, request.strength, request.alternatives, seed, length, request.length)


def _end(film: Film) -> str:
    alternatives = len(film.alternatives)
    return f"1 of {alternatives} alternatives" if alternatives > 1 else "proposed" if alternatives else "failed"


@dataclass(slots=True)
class _Camera:
    """Points at the window, or at its page alone, and does not move while the film is taken."""

    window: Window
    film: Film
    look: Look
    place: int
    """How many passes have been taken."""
    of: int
    scroll: int = 0

    def aim(self) -> None:
        """Select the span, with what was pinned and what was to be filled in it."""
        window, size = self.window, self.look.size
        request = self.film.story[0].request
        if self.look.crop:
            for part in (window.menuBar(), window.tabs, window.status):
                part.hide()
            window.editor.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            window.setFixedSize(size.width, size.height - strip_height(size.height))
        self.scroll = aim(window, request.text, request.start, request.end)
        marks = window.editor.span_marks
        for ranges, toggle in ((request.pins, marks.toggle_pin), (request.holes, marks.toggle_hole)):
            for start, end in ranges:
                toggle(*(position_of(window, request.text, place) for place in (start, end)))

    def picture(self, what: str, milliseconds: int, entry: Pass | None = None) -> Frame:
        """The window as it is drawn now; `what` is what a caption says of it."""
        window = self.window
        if self.look.crop:
            window.prompt_bar.hide()
            window.notice.hide()
        QApplication.sendPostedEvents()  # pending layouts; grab() draws, it does not wait for them
        window.editor.verticalScrollBar().setValue(self.scroll)
        if not self.look.crop:
            return frame_of(window.grab().toImage(), milliseconds)
        self.place += entry is not None
        share = self.place / max(1, self.of)
        caption = Caption(self._what(what), self._settings(), share)
        page = window.editor.grab().toImage()
        size = (self.look.size.width, self.look.size.height)
        return frame_of(compose(page, caption, window.desk.theme, size), milliseconds)

    def _what(self, what: str) -> str:
        model = self.film.info.name if self.film.info is not None else ""
        return "  ·  ".join(filter(None, (model, what)))

    def _settings(self) -> str:
        request = self.film.story[0].request
        instruction = f"“{request.instruction}”" if request.instruction else ""
        return "  ·  ".join(filter(None, (instruction, f"strength {round(100 * request.strength)}%")))
