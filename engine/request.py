"""The only types that cross the wall between the engine and whoever asks it: plain data, no tensors, no widgets."""

from __future__ import annotations

import enum
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

Range = tuple[int, int]
"""Code points, half open."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of cells that a run goes on from, in place of what stands in the span.

    Cells that are neither `held` nor `noise` begin with their token, and may lose it.
    """

    ids: tuple[int, ...] = ()
    """Tokens of the cells, as a `Pass` or an `Alternative` gave them."""
    text: str = ""
    """Read where `ids` is empty: text that has to be tokenised first."""
    held: bool = False
    """Stays as it is."""
    noise: bool = False
    """Begins as noise; the tokens only say how many cells there are."""
    certainty: float = 1.0
    """How sure the model was of cells that are not noise, [0, 1]: what the first pass hears of them."""
    unwanted: tuple[int, ...] = ()
    """Tokens that may not be chosen for these cells: what was rejected there."""


@dataclass(frozen=True, slots=True)
class InfillRequest:
    """A span of a document to regenerate, with the text on both sides held fixed.

    Positions are code points of `text`, half open. `start == end` inserts at that place.
    """

    text: str
    start: int
    end: int
    instruction: str = ""
    strength: float = 1.0
    """Share of the span that is re-noised, (0, 1]; 1 starts from scratch."""
    alternatives: int = 1
    pins: tuple[Range, ...] = ()
    """Ranges inside the span that stay as they are."""
    length: int | None = None
    """Free cells, in tokens; None lets the engine choose."""
    seed: int | None = None
    passes: int | None = None
    """Cap on denoising passes of one canvas; None takes the model's own."""
    name: str = ""
    """File name, a hint of the language."""
    holes: tuple[Range, ...] = ()
    """Parts of the span to fill jointly, in order and apart, each inside it; all else in the span stays as it is.
    Empty means that the whole span is one. An empty hole is a place to insert at."""
    scale: float = 1.0
    """Length wanted, relative to the old text (or to what the engine would choose); read where `length` is None."""
    resume: tuple[Segment, ...] = ()
    """Cells to go on from, all of the span's, in order; empty begins afresh. Then `strength` only says how late in the
    schedule the passes begin, and `pins`, `holes`, `length` and `scale` are not read: the segments say it all."""


class CellState(enum.IntEnum):
    """What became of a canvas cell in a pass."""

    RENOISED = 0
    """Too uncertain: it carries fresh noise into the next pass."""
    ACCEPTED = 1
    """Within the entropy budget of this pass: its token goes into the next pass."""
    PINNED = 2
    """Held fixed by the user."""
    SETTLED = 3
    """Text of an earlier canvas of the same run, already part of the prefix."""
    FREE = 4
    """Not accepted, but it keeps its token: below full strength only so many cells may be noise."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the drafts that are denoised side by side."""

    cells: int
    """Its length, tokens."""
    entropy: float
    """Mean over its free cells after its last pass, nats."""
    running: bool = True
    """False once it has settled or was dropped."""
    dropped: bool = False
    shown: bool = False
    """It is the one whose cells the pass shows."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One denoising pass as it is drawn: the whole draft of the span, cell by cell."""

    number: int
    """This pass in its canvas, from 1."""
    limit: int
    """The most passes this canvas will take."""
    pieces: tuple[str, ...]
    """Text of each cell of the span; joined they are the draft."""
    certainty: tuple[float, ...]
    """Per cell, 0 (no idea) to 1 (settled)."""
    states: tuple[CellState, ...]
    canvas: int = 1
    """Which canvas of a long span, from 1."""
    canvases: int = 1
    """How many canvases the span is expected to take."""
    temperature: float = 0.0
    entropy: float = 0.0
    """Mean over the free cells, nats."""
    accepted: int = 0
    """Free cells accepted in this pass."""
    changed: int = 0
    """Free cells whose most likely token differs from the pass before."""
    candidates: int = 1
    """Drafts denoised side by side; the one shown is the likeliest so far."""
    ids: tuple[int, ...] = ()
    """Token of each cell of the span."""
    anchor: tuple[str, ...] = ()
    """Text of the cells pinned behind the span in this canvas."""
    drafts: tuple[Candidate, ...] = ()
    """Every draft of this canvas, those already dropped included, in a fixed order."""
    still: int = 0
    """For how many passes in a row no free cell has taken a token that it held in neither of the two passes before."""
    prefix: int = 0
    """Tokens of text before the canvas that the model holds."""
    reused: int = 0
    """Of these, tokens that an earlier run had read already."""
    saved_ms: float | None = None
    """What the run has saved by not reading them again, milliseconds, estimated; None where nothing tells."""
    seconds: float = 0.0
    """Since the run began."""

    @property
    def text(self) -> str:
        """The draft of the whole span after this pass."""
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """A token that might have stood in a cell instead."""

    id: int
    piece: str
    probability: float


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a finished text."""

    id: int
    piece: str
    """Its text; the pieces of an alternative make up its text."""
    probability: float = 1.0
    """Of its token, given all the others."""
    pinned: bool = False
    runners_up: tuple[RunnerUp, ...] = ()
    """The likeliest other tokens, likeliest first; none for a pinned cell."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A finished text for the span."""

    text: str
    score: float
    """Mean log-probability (nats per token) of the fill and of what follows it, judged causally; higher is better."""
    passes: int
    cells: tuple[Cell, ...] = ()
    """What it is made of, for whoever wants to steer it further; empty if the engine does not tell."""
    merged: int = 0
    """Drafts that were so much like this one that they are not shown."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a run. `alternatives` is best first; empty only if the run was stopped before its first pass."""

    alternatives: tuple[Alternative, ...]
    seconds: float
    model: str
    seed: int
    stopped: bool = False
    """True if the run was cancelled: the alternatives are then drafts, as far as they had come."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The run could not be done: what happened, and what to do next."""

    what: str
    remedy: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the user should know while the run goes on: it had to be begun again, and with what."""

    text: str


Event = Pass | Notice | Finished | Failed

MOST_ALTERNATIVES = 16


class InfillError(Exception):
    """A request or a model that cannot be used; carries the sentence for the user and its remedy."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(f"{what} {remedy}".strip())
        self.what = what
        self.remedy = remedy


def validate(request: InfillRequest) -> None:
    """Refuse what cannot be done, in a sentence. Raises `InfillError`."""
    text = request.text
    _encodable(text)
    if not 0 <= request.start <= request.end <= len(text):
        raise InfillError(
            f"The span {request.start}:{request.end} lies outside the document of {len(text)} characters.",
            "Give 0 ≤ start ≤ end ≤ length.",
        )
    if not 0.0 < request.strength <= 1.0:
        raise InfillError(f"Strength {request.strength} is out of range.", "Give a value above 0, at most 1.")
    if not 1 <= request.alternatives <= MOST_ALTERNATIVES:
        raise InfillError(f"{request.alternatives} alternatives cannot be made.", f"Ask for 1 to {MOST_ALTERNATIVES}.")
    if request.length is not None and request.length < 1:
        raise InfillError(f"A length of {request.length} tokens is not possible.", "Ask for at least 1.")
    if request.passes is not None and request.passes < 1:
        raise InfillError(f"{request.passes} passes are not possible.", "Ask for at least 1.")
    for low, high in request.pins:
        if not request.start <= low < high <= request.end:
            raise InfillError(f"The pin {low}:{high} is not inside the span.", "Pin text within the selection.")
    before = request.start
    for low, high in request.holes:
        if not before <= low <= high <= request.end:
            raise InfillError(
                f"The hole {low}:{high} is not inside the span, or meets another.", "Give holes in order and apart."
            )
        before = high + 1
    if not 0.0 < request.scale <= 8.0:
        raise InfillError(f"A length of {request.scale} times the old one is not possible.", "Give 0 < scale ≤ 8.")
    if any(not 0.0 <= segment.certainty <= 1.0 for segment in request.resume):
        raise InfillError("The certainty of a cell is out of range.", "Give 0 to 1.")


_ENCODED_AT_ONCE = 1 << 20


def _encodable(text: str) -> None:
    """Raise `InfillError` for what is no Unicode text. Part by part, for the bytes of a large document take room."""
    for begin in range(0, len(text), _ENCODED_AT_ONCE):
        try:
            text[begin : begin + _ENCODED_AT_ONCE].encode()
        except UnicodeEncodeError as error:
            raise InfillError(
                f"Character {begin + error.start} of the document is half of a surrogate pair, which is no text.",
                "Delete that character.",
            ) from None


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """What the window tells about the model in use."""

    name: str
    device: str
    """`cpu`, `cuda:0`, …"""
    parameters: int
    canvas_length: int
    """The most cells of one canvas, tokens."""
    follows_instructions: bool
    """False for the embedded model: an instruction would not be heeded, and the window says so."""
    embedded: bool = field(default=False)


class Engine(Protocol):
    """What the application needs of an engine; tests pass a scripted one."""

    @property
    def info(self) -> ModelInfo: ...

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        """Yield passes, then exactly one `Finished` or `Failed`; ends within one pass once `cancelled` is set.

        A `Notice` may come at any time before that.
        """
        ...
