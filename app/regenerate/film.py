"""The record of one run, pass by pass: kept as JSON, shown as an animation or as a page with a scrubber."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from palimpsest.engine.request import (
    Alternative,
    CellState,
    Event,
    Failed,
    Finished,
    InfillRequest,
    ModelInfo,
    Pass,
)

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "palimpsest film"
VERSION = 1

SUFFIXES = (".gif", ".html", ".htm", ".json")
"""What a film can be written as."""

ThemeName = Literal["light", "dark"]


@dataclass(slots=True)
class Film:
    """A request and what the engine answered to it, in order. Feed it every event of a run with `add`."""

    request: InfillRequest
    info: ModelInfo | None = None
    """The model that answers; the film of the window names it in the status bar."""
    passes: list[Pass] = field(default_factory=list)
    outcome: Finished | Failed | None = None

    def add(self, event: Event) -> None:
        """Record one event. Raises `ValueError` if the run has already ended."""
        if self.outcome is not None:
            raise ValueError("The film has ended: nothing follows Finished or Failed.")
        if isinstance(event, Pass):
            self.passes.append(event)
        else:
            self.outcome = event

    @property
    def before(self) -> str:
        """The text of the span as it was."""
        return self.request.text[self.request.start : self.request.end]

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The finished texts, best first; empty while the run goes on or when it failed."""
        return self.outcome.alternatives if isinstance(self.outcome, Finished) else ()

    @property
    def after(self) -> str | None:
        """The best text for the span; None if the run produced none."""
        return self.alternatives[0].text if self.alternatives else None

    def to_json(self) -> str:
        """The whole film as one JSON object in ASCII, with every pass exactly as it came."""
        outcome: dict[str, Any] | None = None
        if self.outcome is not None:
            kind = "finished" if isinstance(self.outcome, Finished) else "failed"
            outcome = {"kind": kind, **asdict(self.outcome)}
        return json.dumps(
            {
                "format": FORMAT,
                "version": VERSION,
                "request": asdict(self.request),
                "model": None if self.info is None else asdict(self.info),
                "passes": [asdict(pass_) for pass_ in self.passes],
                "outcome": outcome,
            },
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str) -> Film:
        """Read what `to_json` wrote. Raises `ValueError` if `text` is anything else."""
        try:
            data = json.loads(text)
            if data["format"] != FORMAT or data["version"] != VERSION:
                raise ValueError(f"{data['format']} {data['version']}")
            return cls(
                request=_request(data["request"]),
                info=None if data["model"] is None else ModelInfo(**data["model"]),
                passes=[_pass(entry) for entry in data["passes"]],
                outcome=_outcome(data["outcome"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"This is not a film of version {VERSION} ({error}).") from error

    @classmethod
    def load(cls, path: Path) -> Film:
        """Read a film saved as JSON. Raises `OSError` or `ValueError`."""
        return cls.from_json(path.read_text(encoding="ascii"))

    def write(self, path: Path, theme: ThemeName = "light") -> None:
        """Write the film as what the suffix of `path` says (`SUFFIXES`).

        `theme` is the look of a GIF; a page follows its reader's. A GIF opens the editor itself offscreen, so
        it has to be written from the main thread. Raises `OSError` if the file cannot be written, and
        `ValueError` for another suffix.
        """
        match path.suffix.lower():
            case ".gif":
                from palimpsest.app.regenerate.film_gif import write_gif

                write_gif(self, path, theme=theme)
            case ".html" | ".htm":
                from palimpsest.app.regenerate.film_page import page

                # A lone surrogate has no bytes; a film of such a text still deserves to be seen.
                path.write_bytes(page(self).encode("utf-8", "replace"))
            case ".json":
                path.write_text(self.to_json(), encoding="ascii")
            case suffix:
                raise ValueError(f"A film is written as {', '.join(SUFFIXES)}, not as {suffix!r}.")


def _request(data: dict[str, Any]) -> InfillRequest:
    return InfillRequest(**{**data, "pins": tuple((start, end) for start, end in data["pins"])})


def _pass(data: dict[str, Any]) -> Pass:
    entry = Pass(
        **{
            **data,
            "pieces": tuple(data["pieces"]),
            "certainty": tuple(data["certainty"]),
            "states": tuple(CellState(state) for state in data["states"]),
        }
    )
    if not len(entry.pieces) == len(entry.certainty) == len(entry.states):
        raise ValueError(f"pass {entry.number} has cells without a certainty or a state")
    return entry


def _outcome(data: dict[str, Any] | None) -> Finished | Failed | None:
    if data is None:
        return None
    fields = {name: value for name, value in data.items() if name != "kind"}
    if data["kind"] == "failed":
        return Failed(**fields)
    fields["alternatives"] = tuple(Alternative(**entry) for entry in data["alternatives"])
    return Finished(**fields)
