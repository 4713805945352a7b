"""Several drafts of one span, denoised side by side in one batch: pins, entropy budget, renoise, stop, strength.

This is the generation loop of the reference (diffusiongemma.md §1.8) with document text held in place (infill.md §7.4):
a pin has three parts: its logits are never read, its cell is re-asserted after every renoise, and its
self-conditioning row is its own embedding. Entropy budget and stopping look at free cells only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

from palimpsest.engine import sampler, stop_rule
from palimpsest.engine.canvas import Canvas

if TYPE_CHECKING:
    from palimpsest.engine.model import Model
    from palimpsest.engine.prefix import Prefix
    from palimpsest.engine.sampler import SamplerConfig


@dataclass(frozen=True, slots=True)
class Readout:
    """What may be read out where: tokens banned everywhere, and those allowed in the first and last cell."""

    banned: torch.Tensor
    """(V,) bool, True for control tokens and the like."""
    first: torch.Tensor | None = None
    """(V,) bool, or None where any token may begin the span."""
    last: torch.Tensor | None = None


@dataclass(slots=True)
class Draft:
    """One candidate: the cells of its span after the last pass, on the CPU."""

    ids: list[int]
    certainty: list[float]
    accepted: list[bool]
    pinned: list[bool]
    entropy: float = math.inf
    """Mean over the free cells, nats."""
    changed: int = 0
    passes: int = 0
    done: bool = False
    dropped: bool = False


class Drafts:
    """A batch of B canvases of one size C over one prefix.

    `strength` below 1 needs `Canvas.start`: that share of the free cells is noise at first and the schedule begins
    later (infill.md §7.7). With `sample` false the most likely token is accepted (a single result), else a drawn one.
    """

    def __init__(
        self,
        model: Model,
        prefix: Prefix,
        canvases: Sequence[Canvas],
        config: SamplerConfig,
        readout: Readout,
        generator: torch.Generator,
        *,
        limit: int,
        strength: float = 1.0,
        sample: bool = True,
    ) -> None:
        self.model = model
        self.prefix = prefix
        self.config = config
        self.readout = readout
        self.generator = generator
        self.sample = sample
        self.steps = max(1, limit)
        self.strength = strength
        self.step = max(1, math.ceil(strength * self.steps))
        self.limit = self.step
        """The most passes this batch takes."""
        self.number = 0
        self.temperature = 0.0
        self.drafts = [
            Draft(
                ids=list(canvas.start) or [slot or 0 for slot in canvas.slots],
                certainty=[float(slot is not None) for slot in canvas.slots],
                accepted=[slot is not None for slot in canvas.slots],
                pinned=[slot is not None for slot in canvas.slots],
            )
            for canvas in canvases
        ]
        self._place(canvases)

    @torch.inference_mode()
    def _place(self, canvases: Sequence[Canvas]) -> None:
        """Lay the canvases into tensors: pins, free cells, first noise and first self-conditioning."""
        device = self.model.device
        cells = torch.tensor([[s or 0 for s in c.slots] + list(c.anchor) for c in canvases], device=device)
        self.free = torch.tensor(
            [[s is None for s in c.slots] + [False] * len(c.anchor) for c in canvases], device=device
        )
        self.canvas, self.noised = cells.clone(), self.free.clone()
        if self.strength < 1.0:
            self.canvas = torch.tensor([list(c.start) + list(c.anchor) for c in canvases], device=device)
            for row in range(len(canvases)):
                where = self.free[row].nonzero().flatten()
                order = torch.randperm(len(where), generator=self.generator, device=device)
                self.noised[row, where[order[round(self.strength * len(where)) :]]] = False
        self.canvas[self.noised] = self._noise(int(self.noised.sum()))
        # Pins are certain from the first pass; old text below full strength is a hint that weakens with strength.
        weight = torch.where(self.free, 1.0 - self.strength, 1.0).masked_fill(self.noised, 0.0)
        self.signal = self.model.embed_signal(self.canvas) * weight.unsqueeze(-1).to(self.model.dtype)
        self.previous = torch.full_like(self.canvas, -1)
        self.accepted = torch.zeros_like(self.free)
        self.same = [0] * len(canvases)

    @property
    def running(self) -> list[int]:
        """Drafts that still take passes."""
        return [i for i, draft in enumerate(self.drafts) if not (draft.done or draft.dropped)]

    @property
    def finished(self) -> bool:
        return not self.running or self.number >= self.limit

    def drop(self, rows: Sequence[int]) -> None:
        """Give up candidates; their last state stays readable."""
        for row in rows:
            self.drafts[row].dropped = True

    @torch.inference_mode()
    def look(self, passes: int) -> list[torch.Tensor]:
        """Log-probabilities (cells, V) of every draft as pass number `passes` sees it, at temperature 1."""
        for _ in range(passes - 1):
            self.advance()
        hidden = self.model.denoise_hidden(self.canvas, self.prefix, self.signal)
        return [
            self.model.read_out(hidden[row, : len(draft.ids)]).log_softmax(-1) for row, draft in enumerate(self.drafts)
        ]

    @torch.inference_mode()
    def advance(self) -> None:
        """One denoising pass over every running draft."""
        rows = torch.tensor(self.running, device=self.canvas.device)
        self.number += 1
        self.temperature = self.config.temperature(self.step, self.steps)
        free, canvas = self.free[rows], self.canvas[rows]
        hidden = self.model.denoise_hidden(canvas, self.prefix, self.signal[rows])
        reading = sampler.read(
            self.model,
            hidden[free],
            self.temperature,
            self.generator,
            self._banned(rows, free),
            sampler.draw if self.sample else sampler.likeliest,
        )
        entropy = torch.zeros(free.shape, device=free.device).masked_scatter(free, reading.entropy)
        accepted = sampler.accept(entropy, self.config.entropy_bound, free)
        best = canvas.masked_scatter(free, reading.best)
        changed = (best != self.previous[rows]) & free
        self._record(rows, best, entropy, accepted, changed)
        self._renoise(rows, accepted, entropy, canvas.masked_scatter(free, reading.drawn))
        signal = self.signal[rows]
        signal[free] = reading.signal.to(signal.dtype)
        self.signal[rows] = signal
        self.previous[rows] = best
        self.step -= 1

    def _banned(self, rows: torch.Tensor, free: torch.Tensor) -> torch.Tensor:
        """What may not be read out: (V,) bool, or (n, V) where the first or last cell of the span is constrained."""
        readout = self.readout
        if readout.first is None and readout.last is None:
            return readout.banned
        counts = free.sum(1)
        ends = counts.cumsum(0)
        banned = readout.banned.repeat(int(ends[-1]), 1)
        if readout.first is not None:
            banned[(ends - counts)[free[:, 0]]] |= ~readout.first
        if readout.last is not None:
            lasts = torch.tensor([len(self.drafts[row].ids) - 1 for row in rows.tolist()], device=free.device)
            last_free = free.gather(1, lasts.unsqueeze(1)).squeeze(1)
            banned[(ends - 1)[last_free]] |= ~readout.last
        return banned

    def _renoise(
        self,
        rows: torch.Tensor,
        accepted: torch.Tensor,
        entropy: torch.Tensor,
        chosen: torch.Tensor,
    ) -> None:
        """The next canvas: accepted cells take the chosen token, the others noise, pins stand.

        Below full strength at most round(strength · n · s / s0) cells become noise, the most uncertain ones; the rest
        keep their token, as in the reverse process of uniform diffusion (infill.md §7.7).
        """
        free = self.free[rows]
        noised = free & ~accepted
        if self.strength < 1.0:
            share = self.strength * (self.step - 1) / self.limit
            for row in range(len(rows)):
                most = round(share * int(free[row].sum()))
                rest = noised[row].nonzero().flatten()
                order = entropy[row, rest].argsort(descending=True)
                noised[row, rest[order[most:]]] = False
            was_noise = self.noised[rows]
            chosen = torch.where(accepted | was_noise, chosen, self.canvas[rows])
        chosen[noised] = self._noise(int(noised.sum()))
        self.canvas[rows] = chosen
        self.noised[rows] = noised

    def _record(
        self,
        rows: torch.Tensor,
        best: torch.Tensor,
        entropy: torch.Tensor,
        accepted: torch.Tensor,
        changed: torch.Tensor,
    ) -> None:
        """Copy what is drawn and judged to the drafts, and decide which are finished."""
        free = self.free[rows]
        means = sampler.mean_entropy(entropy, free).tolist()
        unchanged_set = (accepted == self.accepted[rows]).all(1).tolist()
        self.accepted[rows] = accepted
        certainty = torch.exp(-entropy).masked_fill(~free, 1.0).tolist()
        taken = (accepted | ~free).tolist()
        changes = changed.sum(1).tolist()
        ids = best.tolist()
        for place, row in enumerate(rows.tolist()):
            draft = self.drafts[row]
            cells = len(draft.ids)
            draft.ids, draft.certainty = ids[place][:cells], certainty[place][:cells]
            draft.accepted = taken[place][:cells]
            draft.entropy, draft.changed, draft.passes = means[place], changes[place], self.number
            self.same[row] = self.same[row] + 1 if unchanged_set[place] else 0
            draft.done = stop_rule.settled(draft.entropy, draft.changed) or stop_rule.stands_still(
                draft.entropy, draft.changed, self.same[row]
            )

    def _noise(self, count: int) -> torch.Tensor:
        """(count,) uniform random ids over the whole vocabulary."""
        return sampler.uniform_noise((count,), self.model.config.vocab_size, self.generator, self.canvas.device)
