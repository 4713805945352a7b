"""An engine that heeds pins, holes and what a run goes on from, word by word: tests of steering need no tensors."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence

from palimpsest.engine.request import (
    Alternative,
    Candidate,
    Cell,
    CellState,
    Event,
    Finished,
    InfillRequest,
    ModelInfo,
    Pass,
    RunnerUp,
    Segment,
)

OTHERS = 3
"""Runners-up of every cell."""


class SteeredEngine:
    """One token is a word with the space before it. A span is filled with the words of `text`, and noise with words
    that were never seen before: "new1", "new2", … With `gated` every pass waits for one `step()`.
    """

    def __init__(self, text: str = "alpha beta gamma delta", passes: int = 3, *, gated: bool = False) -> None:
        self.text = text
        self.passes = passes
        self.requests: list[InfillRequest] = []
        self.info = ModelInfo("steered", "cpu", 0, 64, follows_instructions=True)
        self.vocabulary: list[str] = []
        self._news = 0
        self._gate = threading.Semaphore(0) if gated else None

    def step(self, count: int = 1) -> None:
        """Let a gated engine take `count` more passes."""
        assert self._gate is not None
        for _ in range(count):
            self._gate.release()

    def token(self, piece: str) -> int:
        """The id of a piece; a new one gets one."""
        if piece not in self.vocabulary:
            self.vocabulary.append(piece)
        return self.vocabulary.index(piece)

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        self.requests.append(request)
        cells = self._resumed(request.resume) if request.resume else self._fresh(request)
        number = 0
        for number in range(1, self.passes + 1):
            while self._gate is not None and not self._gate.acquire(timeout=0.02):
                if cancelled.is_set():
                    break
            if cancelled.is_set():
                break
            yield self._pass(cells, number)
        yield Finished((self._alternative(cells, number),), 0.1, "steered", request.seed or 0, cancelled.is_set())

    def _fresh(self, request: InfillRequest) -> list[tuple[str, bool]]:
        """Pieces, and whether each is held."""
        old, start = request.text[request.start : request.end], request.start
        if request.holes:
            result, at = [], request.start
            for low, high in request.holes:
                result += [(request.text[at:low], True)] if low > at else []
                result.append((self._new(), False))
                at = high
            return [*result, (request.text[at : request.end], True)] if at < request.end else result
        if not request.pins:
            return [(piece, False) for piece in re.findall(r"\s*\S+|\s+$", self.text)]
        result, at = [], 0
        for low, high in request.pins:
            result += [(self._new(), False)] if low - start > at else []
            result.append((old[low - start : high - start], True))
            at = high - start
        return [*result, (self._new(), False)] if at < len(old) else result

    def _resumed(self, segments: Sequence[Segment]) -> list[tuple[str, bool]]:
        result = []
        for segment in segments:
            pieces = [self.vocabulary[each] for each in segment.ids] or [segment.text]
            for piece in pieces:
                space = piece[: len(piece) - len(piece.lstrip())]
                result.append((f"{space}{self._new()}" if segment.noise else piece, segment.held))
        return result

    def _new(self) -> str:
        self._news += 1
        return f"new{self._news}"

    def _pass(self, cells: Sequence[tuple[str, bool]], number: int) -> Pass:
        done = number >= self.passes
        free = CellState.ACCEPTED if done else CellState.RENOISED
        pieces = tuple(piece for piece, _ in cells)
        return Pass(
            number=number,
            limit=self.passes,
            pieces=pieces,
            certainty=tuple(1.0 if held else number / self.passes for _, held in cells),
            states=tuple(CellState.PINNED if held else free for _, held in cells),
            ids=tuple(self.token(piece) for piece in pieces),
            drafts=(Candidate(len(cells), 1.0 / number, running=not done, shown=True),),
            entropy=1.0 / number,
        )

    def _alternative(self, cells: Sequence[tuple[str, bool]], number: int) -> Alternative:
        made = []
        for piece, held in cells:
            space, word = piece[: len(piece) - len(piece.lstrip())], piece.strip()
            others = [f"{space}{word}{end}" for end in "abc"[:OTHERS]]
            runners = tuple(RunnerUp(self.token(each), each, 0.2 / (n + 1)) for n, each in enumerate(others))
            made.append(Cell(self.token(piece), piece, 1.0 if held else 0.6, held, () if held else runners))
        return Alternative("".join(piece for piece, _ in cells), -1.0, number, tuple(made))
