"""An engine that plays a script instead of a model, so that tests of the window need no tensors."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

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

NOISE = "⌁noise⌁"
"""Stands in every scripted draft that must never reach a document."""


def make_pass(number: int, limit: int, words: Sequence[str], certainty: float, **more: object) -> Pass:
    """A pass whose cells are `words`, all equally certain."""
    state = CellState.ACCEPTED if certainty > 0.5 else CellState.RENOISED
    return Pass(
        number=number,
        limit=limit,
        pieces=tuple(words),
        certainty=(certainty,) * len(words),
        states=(state,) * len(words),
        **more,  # pyright: ignore[reportArgumentType]
    )


class ScriptedEngine:
    """Yields `passes` drafts full of `NOISE`, then the given alternatives.

    With `gated=True` each pass waits for one `step()`, so that a test decides when the engine goes on. `failure`
    ends the run with `Failed` instead. Requests are kept in `requests`.
    """

    def __init__(
        self,
        texts: Sequence[str] = ("a quiet lamp", "an old map"),
        passes: int = 4,
        *,
        gated: bool = False,
        failure: Failed | None = None,
        drafts: Callable[[InfillRequest, int], Sequence[str]] | None = None,
        follows_instructions: bool = False,
    ) -> None:
        self.texts = tuple(texts)
        self.passes = passes
        self.failure = failure
        self.drafts = drafts or (lambda request, number: (NOISE, " ", str(number), " ", NOISE))
        self.requests: list[InfillRequest] = []
        self.info = ModelInfo(
            name="scripted",
            device="cpu",
            parameters=0,
            canvas_length=64,
            follows_instructions=follows_instructions,
            embedded=not follows_instructions,
        )
        self._gate = threading.Semaphore(0) if gated else None

    def step(self, count: int = 1) -> None:
        """Let a gated engine take `count` more passes."""
        assert self._gate is not None
        for _ in range(count):
            self._gate.release()

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        self.requests.append(request)
        seed = request.seed if request.seed is not None else len(self.requests)
        number = 0
        for number in range(1, self.passes + 1):
            while self._gate is not None and not self._gate.acquire(timeout=0.02):
                if cancelled.is_set():
                    break
            if cancelled.is_set():
                break
            yield make_pass(number, self.passes, self.drafts(request, number), number / self.passes)
        if self.failure is not None:
            yield self.failure
            return
        texts = self.texts[: max(1, request.alternatives)]
        if cancelled.is_set():
            texts = (f"draft {number}",)
        yield Finished(
            alternatives=tuple(Alternative(text, -1.0 - place, number) for place, text in enumerate(texts)),
            seconds=0.1,
            model="scripted",
            seed=seed,
            stopped=cancelled.is_set(),
        )
