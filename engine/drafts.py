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

from palimpsest.engine import sampler
from palimpsest.engine.canvas import Canvas

if TYPE_CHECKING:
    from palimpsest.engine.model import Model
    from palimpsest.engine.prefix import Prefix
    from palimpsest.engine.sampler import SamplerConfig

SETTLED_ENTROPY = 0.01
"""Mean entropy of the free cells (nats) under which a draft that stands still is finished (infill.md §7.8)."""

PLATEAU_PASSES = 8
PLATEAU_ENTROPY = 0.05
"""A draft whose accepted cells stay the same for so many passes, at most so uncertain, is finished too (§7.8)."""


@dataclass(frozen=True, slots=True)
class Readout:
    """What may be read out where: ids banned everywhere, and those allowed in the first and last cell of the span."""

    banned: torch.Tensor
    """(n,) long."""
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
        cells = torch.tensor([[s or 0 for s in c.slots] + list(c.anchor) for c in canvases])
        free = torch.tensor([[s is None for s in c.slots] + [False] * len(c.anchor) for c in canvases])
        canvas, noised = cells.clone(), free.clone()
        if self.strength < 1.0:
            starts = torch.tensor([list(c.start) + list(c.anchor) for c in canvases])
            canvas = torch.where(free, starts, cells)
            for row in range(len(canvases)):
                where = free[row].nonzero().flatten()
                order = torch.randperm(len(where), generator=self.generator)
                noised[row] = False
                noised[row, where[order[: round(self.strength * len(where))]]] = True
        canvas[noised] = self._noise(int(noised.sum()))
        self.free, self.canvas, self.noised = free.to(device), canvas.to(device), noised.to(device)
        pinned = ~self.free
        signal = self.model.embed_signal(self.canvas)
        held = (self.free & ~self.noised).unsqueeze(-1) * (1.0 - self.strength)
        self.signal = signal * (pinned.unsqueeze(-1) + held).to(signal.dtype)
        self.previous = torch.full_like(self.canvas, -1)
        self.same = [0] * len(canvases)
        self.last_accepted: torch.Tensor | None = None

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
        self.temperature = sampler.temperature(self.config, self.step, self.steps)
        free = self.free[rows]
        hidden = self.model.denoise_hidden(self.canvas[rows], self.prefix, self.signal[rows])
        tempered = self.model.read_out(hidden[free]) / self.temperature  # (R, V)
        entropies = sampler.entropy(tempered)
        signal = self.model.self_condition(tempered.unsqueeze(0)).squeeze(0)
        likeliest, chosen = self._choose(tempered, rows)

        entropy = torch.full(free.shape, math.inf, device=free.device)
        entropy[free] = entropies
        accepted = sampler.accept(entropy, self.config.entropy_bound, free)
        argmax = self.canvas[rows].masked_scatter(free, likeliest)
        changed = (argmax != self.previous[rows]) & free
        self._record(rows, argmax, entropy, accepted, changed)
        self._renoise(rows, free, accepted, entropy, self.canvas[rows].masked_scatter(free, chosen))
        update = self.signal[rows]
        update[free] = signal.to(update.dtype)
        self.signal[rows] = update
        self.previous[rows] = argmax
        self.step -= 1

    def _choose(self, tempered: torch.Tensor, rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Most likely and chosen token of every free cell, (R,) each, over what may be read out there."""
        tempered[:, self.readout.banned] = -math.inf
        counts = self.free[rows].sum(1)
        ends = counts.cumsum(0)
        first_free, last_free = self.free[rows][:, 0], self._last_cell_free(rows)
        if self.readout.first is not None:
            tempered[(ends - counts)[first_free & (counts > 0)]] += _penalty(self.readout.first)
        if self.readout.last is not None:
            tempered[(ends - 1)[last_free & (counts > 0)]] += _penalty(self.readout.last)
        likeliest = tempered.argmax(-1)
        if not self.sample:
            return likeliest, likeliest
        probabilities = tempered.softmax(-1).cpu()
        drawn = torch.multinomial(probabilities, 1, generator=self.generator).squeeze(-1)
        return likeliest, drawn.to(likeliest.device)

    def _last_cell_free(self, rows: torch.Tensor) -> torch.Tensor:
        """(B,) whether the last cell of each span is free."""
        lasts = [len(self.drafts[row].ids) - 1 for row in rows.tolist()]
        return self.free[rows, torch.tensor(lasts, device=rows.device)]

    def _renoise(
        self,
        rows: torch.Tensor,
        free: torch.Tensor,
        accepted: torch.Tensor,
        entropy: torch.Tensor,
        chosen: torch.Tensor,
    ) -> None:
        """The next canvas: accepted cells take the chosen token, the others noise, pins stand.

        Below full strength at most round(strength · n · s / s0) cells become noise, the most uncertain ones; the rest
        keep their token, as in the reverse process of uniform diffusion (infill.md §7.7).
        """
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
        chosen[noised] = self._noise(int(noised.sum())).to(chosen.device)
        self.canvas[rows] = chosen
        self.noised[rows] = noised

    def _record(
        self,
        rows: torch.Tensor,
        argmax: torch.Tensor,
        entropy: torch.Tensor,
        accepted: torch.Tensor,
        changed: torch.Tensor,
    ) -> None:
        """Copy what is drawn and judged to the drafts, and decide which are finished."""
        certainty = torch.exp(-entropy).cpu()
        ids, taken = argmax.cpu(), accepted.cpu()
        free = self.free[rows].cpu()
        changes = changed.sum(1).tolist()
        means = (torch.where(free, entropy.cpu(), 0.0).sum(1) / free.sum(1).clamp_min(1)).tolist()
        before = self.last_accepted
        self.last_accepted = torch.zeros_like(self.free, device="cpu")
        self.last_accepted[rows.cpu()] = taken
        for place, row in enumerate(rows.tolist()):
            draft, cells = self.drafts[row], range(len(self.drafts[row].ids))
            draft.ids = ids[place, : len(cells)].tolist()
            draft.certainty = [1.0 if draft.pinned[i] else float(certainty[place, i]) for i in cells]
            draft.accepted = [draft.pinned[i] or bool(taken[place, i]) for i in cells]
            draft.entropy, draft.changed, draft.passes = means[place], changes[place], self.number
            same_set = before is not None and bool((before[row] == self.last_accepted[row]).all())
            self.same[row] = self.same[row] + 1 if same_set else 0
            settled = draft.changed == 0 and draft.entropy < SETTLED_ENTROPY
            plateau = self.same[row] >= PLATEAU_PASSES and draft.entropy < PLATEAU_ENTROPY and draft.changed == 0
            draft.done = settled or plateau or not bool(free[place].any())

    def _noise(self, count: int) -> torch.Tensor:
        """(count,) uniform random ids over the whole vocabulary."""
        return torch.randint(self.model.vocab_size, (count,), generator=self.generator)


def _penalty(allowed: torch.Tensor) -> torch.Tensor:
    """(V,) 0 where allowed, -inf elsewhere."""
    return torch.zeros(allowed.shape, device=allowed.device).masked_fill_(~allowed, -math.inf)
