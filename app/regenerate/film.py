"""The record of one run, pass by pass: kept as JSON, shown as an animation or as a page with a scrubber."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from palimpsest.engine.request import (
    Alternative,
    Event,
    Failed,
    Finished,
    InfillRequest,
    ModelInfo,
    Notice,
    Pass,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from palimpsest.app.regenerate.film_look import Look

SUFFIXES = (".gif", ".webp", ".mp4", ".html", ".htm", ".json")
"""What a film can be written as."""


class FilmError(Exception):
    """A film that cannot be written; the message is a sentence with its remedy."""


@dataclass(slots=True)
class Film:
    """A request and what the engine answered to it, in order. Feed it every event of a run with `add`.

    A run that was steered has several takes, each with a request of its own that goes on from the canvas of the one
    before: the last is the film, and holds the earlier ones.
    """

    request: InfillRequest
    info: ModelInfo | None = None
    """The model that answers; the film of the window names it in the status bar."""
    passes: list[Pass] = field(default_factory=list)
    outcome: Finished | Failed | None = None
    note: str = ""
    """What was done before this take, for people: "word re-rolled"; empty for the first."""
    takes: list[Film] = field(default_factory=list)
    """Earlier takes of the same run, oldest first; they hold no others."""

    def add(self, event: Event) -> None:
        """Record one event; notices are for the moment only. Raises `ValueError` if the run has already ended."""
        if self.outcome is not None:
            raise ValueError("The film has ended: nothing follows Finished or Failed.")
        if isinstance(event, Pass):
            self.passes.append(event)
        elif not isinstance(event, Notice):
            self.outcome = event

    @property
    def before(self) -> str:
        """The text of the span as it was before the first take."""
        request = self.story[0].request
        return request.text[request.start : request.end]

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The finished texts, best first; empty while the run goes on or when it failed."""
        return self.outcome.alternatives if isinstance(self.outcome, Finished) else ()

    @property
    def after(self) -> str | None:
        """The best text for the span; None if the run produced none."""
        return self.alternatives[0].text if self.alternatives else None

    @property
    def story(self) -> tuple[Film, ...]:
        """All takes, oldest first, this one last."""
        return (*self.takes, self)

    @property
    def all_passes(self) -> tuple[Pass, ...]:
        """The passes of all takes, in order; where the run was steered their numbers go on, as it did."""
        passes: list[Pass] = []
        for take in self.story:
            before = passes[-1].number if passes else 0
            passes.extend(
                replace(entry, number=before + entry.number, limit=before + entry.limit) if before else entry
                for entry in take.passes
            )
        return tuple(passes)

    def followed(self, request: InfillRequest, note: str) -> Film:
        """The film of the next take, in which the run goes on with `request`; `note` says what was done."""
        earlier = [*self.takes, replace(self, takes=[])]
        return Film(request, self.info, note=note, takes=earlier)

    def to_json(self) -> str:
        """The whole film as one JSON object in ASCII, with every pass (`film_json`)."""
        from palimpsest.app.regenerate import film_json

        return film_json.dump(self)

    @classmethod
    def from_json(cls, text: str) -> Film:
        """Read what `to_json` wrote. Raises `ValueError` if `text` is anything else."""
        from palimpsest.app.regenerate import film_json

        return film_json.load(text)

    @classmethod
    def load(cls, path: Path) -> Film:
        """Read a film saved as JSON. Raises `OSError` or `ValueError`."""
        return cls.from_json(path.read_text(encoding="ascii"))

    def write(self, path: Path, look: Look | None = None, progress: Callable[[float], None] | None = None) -> None:
        """Write the film as what the suffix of `path` says (`SUFFIXES`); `look` is heeded as far as it can be.

        The file is there whole or not at all. `progress` is told how much is done, [0, 1], and may raise to stop.
        Pictures open the editor itself offscreen, so they have to be taken in the main thread. Raises `FilmError`
        with a sentence, or `OSError`.
        """
        from palimpsest.app.regenerate import film_writer

        film_writer.write(self, path, look, progress)
