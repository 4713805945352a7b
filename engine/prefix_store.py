"""Prefixes of the texts read last, within a budget: the next text is read only where it differs from one of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.prefix import Prefix, nbytes_of

MOST = 8
"""Prefixes kept, however small they are: each is compared with every text."""

TIMED = 32
"""Tokens that have to be read at once for their time to tell what a token takes: fewer mostly wait for the weights."""


class Reader(Protocol):
    """What is needed of the model."""

    config: ModelConfig
    device: torch.device
    dtype: torch.dtype

    def prepare(self, ids: Tensor, known: Prefix | None = None) -> Prefix: ...
    def empty_prefix(self, batch: int = 1, margin: int | None = None) -> Prefix: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """A prefix, and what of it was known."""

    prefix: Prefix
    reused: int
    """Tokens of it that were not read now."""
    saved_ms: float | None
    """What reading these would have taken, milliseconds; None as long as no reading was long enough to tell.

    Their number times the least that a token has taken so far, so rather too little than too much: the first tokens of
    a text are read faster than the later ones, but a first reading also warms up.
    """


class PrefixStore:
    """Keeps prefixes of one row, the one just read always; gives up the least recently used.

    A prefix that goes on from another shares its memory, and is given up before another text's: a text that is edited
    time and again leaves many. Not thread-safe: the thread of the model makes every call.
    """

    def __init__(
        self,
        model: Reader,
        budget: int,
        margin: int | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`budget` in bytes of keys and values (`Prefix.nbytes_for`), `margin` as for `Prefix`."""
        self.budget = budget
        self._model = model
        self._margin = margin
        self._clock = clock
        self._prefixes: list[Prefix] = []  # the least recently used first
        self._token_ms: float | None = None

    def __len__(self) -> int:
        return len(self._prefixes)

    @property
    def nbytes(self) -> int:
        """Memory of all that is kept, bytes."""
        return nbytes_of(self._prefixes)

    def prepare(self, ids: Tensor) -> Reading:
        """The prefix of ids (1, T), reading only what differs from the kept one that has most in common with them."""
        ids = ids.to(self._model.device)
        shares = [prefix.shared(ids) for prefix in self._prefixes]
        reused = max(shares, default=0)
        if reused:
            # Of several the one used last; the others are then given up before it.
            best = self._prefixes.pop(len(shares) - 1 - shares[::-1].index(reused))
            self._prefixes.append(best)
            base = best.truncate(reused)
            del best  # else it would live on while room is made
        else:
            base = self._model.empty_prefix(ids.shape[0], self._margin)
        if reused == ids.shape[1]:
            return Reading(base, reused, self._saved(reused))
        self._make_room(base, ids.shape[1])
        prefix = self._timed(ids, base)
        self.keep(prefix)
        return Reading(prefix, reused, self._saved(reused))

    def keep(self, prefix: Prefix) -> None:
        """Keep a prefix that was read elsewhere, too."""
        self._prefixes = [known for known in self._prefixes if not prefix.covers(known)]
        while self._prefixes and (len(self._prefixes) >= MOST or nbytes_of([*self._prefixes, prefix]) > self.budget):
            self._give_up(prefix)
        self._prefixes.append(prefix)

    def clear(self) -> None:
        """Give up all: memory has run out."""
        self._prefixes = []

    def _make_room(self, base: Prefix, tokens: int) -> None:
        """Give up what leaves no room for a prefix of so many tokens that goes on from `base`, before it takes it."""
        model = self._model
        wanted = Prefix.nbytes_for(
            model.config,
            tokens,
            item=model.dtype.itemsize,
            batch=base.batch,
            margin=base.margin,
            growing=tokens - base.length,
        )
        while self._prefixes and nbytes_of([*self._prefixes, base]) - base.nbytes + wanted > self.budget:
            self._give_up(base)

    def _give_up(self, present: Prefix) -> None:
        """Drop a prefix: one that has memory in common with the present one, an earlier state of its text, else any."""
        related = (known for known in self._prefixes if nbytes_of([known, present]) < known.nbytes + present.nbytes)
        victim = next(related, self._prefixes[0])
        self._prefixes = [known for known in self._prefixes if known is not victim]

    def _timed(self, ids: Tensor, base: Prefix) -> Prefix:
        """Read on from `base`, and take down what a token takes."""
        began = self._now()
        prefix = self._model.prepare(ids, base)
        count = prefix.length - base.length
        if count >= TIMED:
            token_ms = 1000 * (self._now() - began) / count
            self._token_ms = min(token_ms, self._token_ms or token_ms)
        return prefix

    def _now(self) -> float:
        """Seconds, once the device has done what it was told."""
        if self._model.device.type == "cuda":
            torch.cuda.synchronize(self._model.device)
        return self._clock()

    def _saved(self, reused: int) -> float | None:
        if not reused:
            return 0.0
        return None if self._token_ms is None else reused * self._token_ms
