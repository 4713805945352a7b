"""Several drafts of one span, denoised side by side in one batch: pins, entropy budget, renoise, stop, strength.

This is the generation loop of the reference (diffusiongemma.md §1.8) with document text held in place (infill.md §7.4):
a pin has three parts: its logits are never read, its cell is re-asserted after every renoise, and its
self-conditioning row is its own embedding. Entropy budget and stopping look at free cells only.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import torch

from palimpsest.engine import sampler, stop_rule
from palimpsest.engine import strength as strengths
from palimpsest.engine.canvas import Canvas
from palimpsest.engine.readout import Readout
from palimpsest.engine.request import CellState
from palimpsest.kernels.readout import rows_at_once

if TYPE_CHECKING:
    from palimpsest.engine.model import Model
    from palimpsest.engine.prefix import Prefix
    from palimpsest.engine.sampler import SamplerConfig


@dataclass(frozen=True, slots=True)
class Told:
    """What the model says of the token in one cell, given all the others."""

    probability: float = 1.0
    others: tuple[tuple[int, float], ...] = ()
    """The likeliest other tokens with their probabilities, likeliest first; none for a pinned cell."""


@dataclass(slots=True)
class Draft:
    """One candidate: the cells of its span after the last pass, on the CPU."""

    ids: list[int]
    certainty: list[float]
    states: list[CellState]
    entropy: float = math.inf
    """Mean over the free cells, nats."""
    changed: int = 0
    still: int = 0
    """For how many passes in a row no free cell has taken a token that it held in neither of the two passes before."""
    passes: int = 0
    done: bool = False
    dropped: bool = False
    hollow: bool = False
    """In its last pass the model would rather have written a control token into every free cell: it had nothing to say.
    Looked at only where `Readout.controls` are given."""

    @property
    def held(self) -> list[bool]:
        """Per cell: pinned."""
        return [state is CellState.PINNED for state in self.states]


class Drafts:
    """A batch of B canvases of one size C over one prefix.

    `strength` below 1 begins the schedule later and needs `Canvas.start`; unless the canvas tells by its `certainty`
    which cells are noise, `palimpsest.engine.strength` does (infill.md §7.7). With `sample` false the most likely token
    is accepted (a single result), else a drawn one.
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
        self.step = max(1, math.ceil(self._begins(canvases) * self.steps))
        self.limit = self.step
        """The most passes this batch takes."""
        self.number = 0
        self.temperature = 0.0
        self.anchors = [canvas.anchor for canvas in canvases]
        self.firsts = [len(canvas.lead) for canvas in canvases]
        """Per canvas, where the span begins in it."""
        self.drafts = [
            Draft(
                ids=list(canvas.start) or [slot or 0 for slot in canvas.slots],
                certainty=[float(slot is not None) for slot in canvas.slots],
                states=[CellState.RENOISED if slot is None else CellState.PINNED for slot in canvas.slots],
            )
            for canvas in canvases
        ]
        self._place(canvases)

    def _begins(self, canvases: Sequence[Canvas]) -> float:
        """Which share of the schedule is still to come at the first pass."""
        fresh = [canvas for canvas in canvases if canvas.start and not canvas.certainty]
        if self.strength == 1.0 or not fresh:
            return self.strength
        return strengths.noised_share(self.strength, max(canvas.slots.count(None) for canvas in fresh))

    @torch.inference_mode()
    def _place(self, canvases: Sequence[Canvas]) -> None:
        """Lay the canvases into tensors: pins, free cells, first noise and first self-conditioning."""
        device = self.model.device
        cells = torch.tensor([[*c.lead, *(s or 0 for s in c.slots), *c.anchor] for c in canvases], device=device)
        self.free = torch.tensor(
            [[False] * len(c.lead) + [s is None for s in c.slots] + [False] * len(c.anchor) for c in canvases],
            device=device,
        )
        self.canvas, self.noised = cells.clone(), self.free.clone()
        heard = (~self.free).float()
        self.old, self.favour = self.canvas, torch.zeros_like(heard)
        if any(canvas.start for canvas in canvases):
            self.canvas = torch.tensor(
                [[*c.lead, *(c.start or [s or 0 for s in c.slots]), *c.anchor] for c in canvases], device=device
            )
            self.old = self.canvas.clone()
            self._begin(canvases, heard)
        self.canvas[self.noised] = self._noise(int(self.noised.sum()))
        # Pins are certain from the first pass; what else there is at first is a hint.
        self.signal = self.model.embed_signal(self.canvas) * heard.unsqueeze(-1).to(self.model.dtype)
        self.floor = [
            max(begun, round(self.strength * free))
            for begun, free in zip(self.noised.sum(1).tolist(), self.free.sum(1).tolist(), strict=True)
        ]
        self.previous = torch.full_like(self.canvas, -1)
        self.earlier = self.previous.clone()
        self.accepted = torch.zeros_like(self.free)
        self._set_rules(canvases)

    def _begin(self, canvases: Sequence[Canvas], heard: torch.Tensor) -> None:
        """Which free cells begin as noise, what the first pass hears (B, C) of the others, and what favours these."""
        for row, canvas in enumerate(canvases):
            span = slice(self.firsts[row], self.firsts[row] + len(canvas.slots))
            free = self.free[row, span]
            noise = torch.tensor(canvas.noise or (not canvas.start,) * len(free), device=free.device) & free
            if canvas.certainty:
                certainty = torch.tensor(canvas.certainty, device=free.device)
            else:
                certainty = torch.full(free.shape, 1.0 - self.strength, device=free.device)
                kept = free & ~noise
                chosen = strengths.noised(self.strength, kept, self.generator)
                still, too_much = strengths.favour(self.strength, int(kept.sum()))
                self.favour[row, span] = still * (kept & ~chosen) + too_much * chosen
                noise |= chosen
            self.noised[row, span] = noise
            heard[row, span] = certainty.masked_fill(noise, 0.0).masked_fill(~free, 1.0)

    def _set_rules(self, canvases: Sequence[Canvas]) -> None:
        """One mask of forbidden tokens for every rule, and which of them holds in which cell; 0 is no rule.

        `rule` is what holds in passes, `own_rule` what holds for the cell whatever other drafts there are.
        """
        given = [rule for canvas in canvases for _, rule in canvas.rules]
        rules = {rule: place for place, rule in enumerate({*given, *(replace(rule, left=()) for rule in given)}, 1)}
        self.forbidden: torch.Tensor | None = None
        if rules:
            banned = self.readout.banned
            self.forbidden = torch.stack([banned, *(self.readout.forbidden(rule) for rule in rules)])
        self.rule, self.own_rule = torch.zeros_like(self.canvas), torch.zeros_like(self.canvas)
        for row, canvas in enumerate(canvases):
            for cell, rule in canvas.rules:
                place = self.firsts[row] + cell
                self.rule[row, place], self.own_rule[row, place] = rules[rule], rules[replace(rule, left=())]

    @property
    def size(self) -> int:
        """Tokens of a canvas."""
        return self.canvas.shape[1]

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
    def look(self, passes: int, tokens: Sequence[int]) -> list[torch.Tensor]:
        """Log-probabilities (cells, m) of the m `tokens` in every draft as pass `passes` sees it, at temperature 1."""
        for _ in range(passes - 1):
            self.advance()
        hidden = self.model.denoise_hidden(self.canvas, self.prefix, self.signal)
        wanted = torch.tensor(tokens, device=hidden.device)
        return [
            sampler.log_probabilities(self.model, cells, wanted.expand(len(cells), -1))
            for row, (first, draft) in enumerate(zip(self.firsts, self.drafts, strict=True))
            for cells in [hidden[row, first : first + len(draft.ids)]]
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
            self._banned(self.rule[rows][free]),
            sampler.draw if self.sample else sampler.likeliest,
            (self.old[rows][free], self.favour[rows][free]) if self.strength < 1.0 else None,
        )
        entropy = torch.zeros(free.shape, device=free.device).masked_scatter(free, reading.entropy)
        accepted = sampler.accept(entropy, self.config.entropy_bound, free)
        best = canvas.masked_scatter(free, reading.best)
        previous = self.previous[rows]
        changed = (best != previous) & free
        new = changed & (best != self.earlier[rows])
        self._renoise(rows, accepted, entropy, canvas.masked_scatter(free, reading.drawn))
        self._record(rows, best, entropy, accepted, changed, new)
        self._look_for_ends(rows, hidden)
        signal = self.signal[rows]
        signal[free] = reading.signal.to(signal.dtype)
        self.signal[rows] = signal
        self.earlier[rows], self.previous[rows] = previous, best
        self.step -= 1

    @torch.inference_mode()
    def told(self, rows: Sequence[int], count: int) -> list[list[Told]]:
        """For drafts that have had a pass: what the model, at temperature 1, says of every cell beside the others.

        One more pass over their likeliest tokens; at most `count` other tokens are told of each free cell.
        """
        index = torch.tensor(rows, device=self.canvas.device)
        canvas, free = self.previous[index], self.free[index]
        hidden = self.model.denoise_hidden(canvas, self.prefix, self.signal[index])[free]
        own, banned = canvas[free], self._banned(self.own_rule[index][free])
        told: list[Told] = []
        step = rows_at_once(self.model.config.vocab_size)
        for first in range(0, len(own), step):
            part = slice(first, first + step)
            logits = self.model.read_out(hidden[part])
            logits.masked_fill_(banned if isinstance(banned, torch.Tensor) else banned[part], -1e30)
            probabilities = logits.softmax(-1)
            mine = own[part].unsqueeze(-1)
            present = probabilities.gather(-1, mine).squeeze(-1).tolist()
            best = probabilities.scatter_(-1, mine, -1.0).topk(min(count, probabilities.shape[-1] - 1))
            ids, chances = best.indices.tolist(), best.values.tolist()
            told += [
                Told(chance, tuple((token, p) for token, p in zip(*others, strict=True) if p > 0.0))
                for chance, *others in zip(present, ids, chances, strict=True)
            ]
        following = iter(told)
        return [
            [Told() if state is CellState.PINNED else next(following) for state in self.drafts[row].states]
            for row in rows
        ]

    def _banned(self, rules: torch.Tensor) -> torch.Tensor | sampler.Masks:
        """What may not be read out of cells with the rules (n,): (V,) bool, or masks where some canvas has any."""
        return self.readout.banned if self.forbidden is None else sampler.Masks(self.forbidden, rules)

    def _renoise(
        self,
        rows: torch.Tensor,
        accepted: torch.Tensor,
        entropy: torch.Tensor,
        chosen: torch.Tensor,
    ) -> None:
        """The next canvas: accepted cells take the chosen token, the others noise, pins stand.

        Below full strength at most round(f · s / s0) cells become noise, the most uncertain ones, where f were noise at
        first or may be; the rest keep their token, as in the reverse process of uniform diffusion (infill.md §7.7).
        """
        free = self.free[rows]
        noised = free & ~accepted
        if self.strength < 1.0:
            share = (self.step - 1) / self.limit
            for row, number in enumerate(rows.tolist()):
                most = round(share * self.floor[number])
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
        new: torch.Tensor,
    ) -> None:
        """Copy what is drawn and judged to the drafts, and decide which are finished."""
        free = self.free[rows]
        means = sampler.mean_entropy(entropy, free).tolist()
        still = (~new).all(1).tolist()
        self.accepted[rows] = accepted
        certainty = torch.exp(-entropy).masked_fill(~free, 1.0).tolist()
        states = torch.where(self.noised[rows], CellState.RENOISED, CellState.FREE)
        states = states.masked_fill(accepted, CellState.ACCEPTED).masked_fill(~free, CellState.PINNED).tolist()
        changes, cells_free = changed.sum(1).tolist(), free.sum(1).tolist()
        ids = best.tolist()
        for place, row in enumerate(rows.tolist()):
            draft = self.drafts[row]
            span = slice(self.firsts[row], self.firsts[row] + len(draft.ids))
            draft.ids, draft.certainty = ids[place][span], certainty[place][span]
            draft.states = [CellState(state) for state in states[place][span]]
            draft.entropy, draft.changed, draft.passes = means[place], changes[place], self.number
            draft.still = draft.still + 1 if still[place] else 0
            draft.done = stop_rule.settled(draft.entropy, draft.changed) or stop_rule.stands_still(
                draft.entropy, draft.still, cells_free[place]
            )

    def _look_for_ends(self, rows: torch.Tensor, hidden: torch.Tensor) -> None:
        """Find which of the drafts that have just had their last pass are hollow; hidden (rows, C, hidden)."""
        if self.readout.controls is None:
            return
        step = rows_at_once(self.model.config.vocab_size)
        for place, row in enumerate(rows.tolist()):
            draft, cells = self.drafts[row], hidden[place][self.free[row]]
            if len(cells) and (draft.done or self.number >= self.limit):
                draft.hollow = all(
                    bool(self.readout.ends(self.model.read_out(part)).all()) for part in cells.split(step)
                )

    def _noise(self, count: int) -> torch.Tensor:
        """(count,) uniform random ids over the whole vocabulary."""
        return sampler.uniform_noise((count,), self.model.config.vocab_size, self.generator, self.canvas.device)
