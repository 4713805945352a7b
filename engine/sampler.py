"""The entropy-bound sampler: temperature, choice, acceptance, renoise and stop, as functions over tensors.

Reference: transformers, models/diffusion_gemma/generation_diffusion_gemma.py, and arXiv 2505.24857 for the bound. A
`free` mask narrows everything to the cells that the model may write; without one all are free, as in the reference.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.json_file import read_json
from palimpsest.engine.prefix import Prefix
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights import gguf_files
from palimpsest.engine.weights.gguf_config import generation
from palimpsest.engine.weights.gguf_header import GgufHeader
from palimpsest.kernels.readout import rows_at_once

MOST_STEPS = 10_000
"""Nobody means more; the released checkpoint has 48."""


@dataclass(frozen=True, slots=True)
class SamplerConfig:
    """How a canvas is denoised. The defaults are the released checkpoint's."""

    max_denoising_steps: int = 48
    t_min: float = 0.4
    t_max: float = 0.8
    entropy_bound: float = 0.1
    """Nats of joint entropy that a pass may accept at once."""
    stability_threshold: int = 1
    """How many earlier passes must have had the same most likely tokens."""
    confidence_threshold: float = 0.005
    """Mean entropy, nats per cell, below which a draft counts as certain."""
    eos_token_ids: tuple[int, ...] = (1, 106, 50)
    pad_token_id: int = 0

    @staticmethod
    def load(folder: Path, config: ModelConfig) -> SamplerConfig:
        """Read `folder`/generation_config.json, or the metadata of a GGUF file; what they leave open is as released.

        The ids of tokens come from the model's own config then. Raises `InfillError`.
        """
        if (file := gguf_files.find(folder)) is not None:
            return SamplerConfig.from_dict(generation(GgufHeader.read(file)), config, file.name)
        path = folder / "generation_config.json"
        return SamplerConfig.from_dict(read_json(path) if path.is_file() else {}, config)

    @staticmethod
    def from_dict(
        values: Mapping[str, Any], config: ModelConfig, name: str = "generation_config.json"
    ) -> SamplerConfig:
        """Take the contents of a generation_config.json; `name` is the file's for people."""
        known = {key: value for key, value in values.items() if value is not None}
        sampler = known.get("sampler_config") or {}
        if not isinstance(sampler, Mapping) or sampler.get("_cls_name", _SAMPLER) != _SAMPLER:
            raise InfillError(f"{name} asks for an unknown sampler.", _REMEDY)
        default = SamplerConfig()
        eos = known.get("eos_token_id", config.eos_token_id)
        try:
            result = SamplerConfig(
                max_denoising_steps=int(known.get("max_denoising_steps", default.max_denoising_steps)),
                t_min=float(known.get("t_min", default.t_min)),
                t_max=float(known.get("t_max", default.t_max)),
                entropy_bound=float(sampler.get("entropy_bound", default.entropy_bound)),
                stability_threshold=int(known.get("stability_threshold", default.stability_threshold)),
                confidence_threshold=float(known.get("confidence_threshold", default.confidence_threshold)),
                eos_token_ids=tuple(int(i) for i in (eos if isinstance(eos, list) else [eos])),
                pad_token_id=int(known.get("pad_token_id", config.pad_token_id)),
            )
        except (TypeError, ValueError, OverflowError) as error:
            raise InfillError(f"{name} holds a wrong value ({error}).", _REMEDY) from error
        if not (
            0 < result.max_denoising_steps <= MOST_STEPS
            and 0 < result.t_min <= result.t_max
            and result.stability_threshold >= 0
        ):
            raise InfillError(f"{name} has an impossible number of steps or temperature.", _REMEDY)
        return result

    def temperature(self, remaining: int, steps: int | None = None) -> float:
        """T = t_min + (t_max - t_min) · s / N with s passes remaining, this one included, of N = `steps`.

        Computed in fp32, so that tempered logits are the reference's to the last bit.
        """
        steps = steps or self.max_denoising_steps
        return float(self.t_min + (self.t_max - self.t_min) * (torch.tensor(remaining) / steps))


_SAMPLER = "EntropyBoundSamplerConfig"
_REMEDY = "Download the file again."


Choose = Callable[[Tensor, torch.Generator | None], Tensor]
"""How tokens are chosen from probabilities (n, vocabulary): `draw` or `likeliest`."""


class Denoiser(Protocol):
    """What the sampler needs of a model; see `palimpsest.engine.model.Model`."""

    @property
    def config(self) -> ModelConfig: ...
    def encode(self, ids: Tensor, prefix: Prefix | None = None) -> Prefix: ...
    def denoise_hidden(self, canvas: Tensor, prefix: Prefix, signal: Tensor | None = None) -> Tensor: ...
    def read_out(self, hidden: Tensor) -> Tensor: ...
    def mean_embedding(self, probabilities: Tensor) -> Tensor: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What one pass says about n cells."""

    best: Tensor
    """(n,) the likeliest token: what the draft shows."""
    drawn: Tensor
    """(n,) the token sampled, which goes into the next canvas if it is accepted."""
    probability: Tensor
    """(n,) of the likeliest token, fp32."""
    entropy: Tensor
    """(n,) nats, of the tempered distribution, fp32."""
    signal: Tensor
    """(n, hidden) what the next pass takes for self-conditioning."""


@dataclass(frozen=True, slots=True)
class Masks:
    """Forbidden tokens of n cells where there are few different rules: never a mask for every cell at once."""

    masks: Tensor
    """(rules, vocabulary) bool, True for tokens that may not stand there."""
    rule: Tensor
    """(n,) which of them holds for each cell."""

    def __getitem__(self, part: slice) -> Tensor:
        return self.masks[self.rule[part]]


@torch.inference_mode()
def read(
    model: Denoiser,
    hidden: Tensor,
    temperature: float,
    generator: torch.Generator | None = None,
    banned: Tensor | Masks | None = None,
    choose: Choose | None = None,
    favour: tuple[Tensor, Tensor] | None = None,
) -> Reading:
    """Read cells out of a pass: hidden (n, hidden), rows of `denoise_hidden` for the cells wanted.

    Logits are held for a few rows at a time and never kept. `banned` is bool, (vocabulary,) or (n, vocabulary), True
    for tokens that may not stand there, or masks of which each cell has one. `choose` is `draw` unless given. `favour`
    names one token for each cell and the nats that its logit is raised by, (n,) both.
    """
    if not len(hidden):
        none = torch.empty(0, device=hidden.device)
        return Reading(none.long(), none.long(), none, none, hidden)
    chunk = rows_at_once(model.config.vocab_size)
    parts = []
    for start in range(0, len(hidden), chunk):
        logits = model.read_out(hidden[start : start + chunk])
        if favour is not None:
            tokens, nats = (each[start : start + chunk].unsqueeze(-1) for each in favour)
            logits.scatter_add_(-1, tokens, nats.to(logits.dtype))
        logits.div_(temperature)
        if banned is not None:
            # Finite, so that a probability of zero times it is zero in the entropy.
            logits.masked_fill_(_of_rows(banned, slice(start, start + chunk)), -1e30)
        best = logits.argmax(dim=-1)
        logits -= logits.gather(-1, best.unsqueeze(-1))
        probabilities = torch.softmax(logits, dim=-1)
        peak = probabilities.gather(-1, best.unsqueeze(-1)).squeeze(-1)
        # H = -Σ p log p with log p = (z - z_max) + log p_max: no logarithm of the whole vocabulary.
        entropy = (-peak.log() - logits.mul_(probabilities).sum(dim=-1)).clamp_min_(0.0)
        drawn = (choose or draw)(probabilities, generator)
        parts.append((best, drawn, peak, entropy, model.mean_embedding(probabilities)))
    return Reading(*(torch.cat(column) for column in zip(*parts, strict=True)))


def _of_rows(banned: Tensor | Masks, part: slice) -> Tensor:
    return banned if isinstance(banned, Tensor) and banned.dim() == 1 else banned[part]


@torch.inference_mode()
def log_probabilities(model: Denoiser, hidden: Tensor, tokens: Tensor) -> Tensor:
    """What the model says of given tokens: hidden (n, hidden), tokens (n, m) → (n, m) nats, at temperature 1.

    Logits are held for a few rows at a time and never kept.
    """
    chunk = rows_at_once(model.config.vocab_size)
    parts = [
        model.read_out(rows).log_softmax(-1).gather(-1, wanted)
        for rows, wanted in zip(hidden.split(chunk), tokens.to(hidden.device).split(chunk), strict=True)
    ]
    return torch.cat(parts)


def draw(probabilities: Tensor, generator: torch.Generator | None) -> Tensor:
    """Sample a token per row, probabilities (n, vocabulary) → (n,), by inverting the distribution: one number per row.

    torch.multinomial draws one number per probability, which takes longer than the rest of a small model's pass.
    """
    cumulative = probabilities.cumsum(dim=-1)
    total = cumulative[:, -1:]
    level = torch.rand(total.shape, generator=generator, device=total.device) * total
    # Strictly below the total, or rounding could pick the last token although its probability is zero.
    level = torch.minimum(level, torch.nextafter(total, torch.zeros_like(total)))
    return torch.searchsorted(cumulative, level, right=True).squeeze(-1)


def likeliest(probabilities: Tensor, generator: torch.Generator | None) -> Tensor:
    """The likeliest token of each row, in place of `draw`; takes nothing from the generator."""
    del generator
    return probabilities.argmax(dim=-1)


def accept(entropy: Tensor, bound: float, free: Tensor | None = None) -> Tensor:
    """Which cells a pass accepts: entropy (B, C) nats → (B, C) bool.

    Cells in the order of their entropy, as long as the entropies before them sum up to at most `bound`: an upper bound
    on what they still tell about one another. The most certain cell is always accepted. Cells that are not `free`
    (B, C) are never, and spend nothing.
    """
    if free is not None:
        entropy = entropy.masked_fill(~free, math.inf)
    ordered, order = entropy.sort(dim=-1)
    within = ordered.cumsum(dim=-1) - ordered <= bound
    accepted = torch.zeros_like(within).scatter_(-1, order, within)
    return accepted if free is None else accepted & free


def renoise(canvas: Tensor, drawn: Tensor, accepted: Tensor, noise: Tensor, free: Tensor | None = None) -> Tensor:
    """The next canvas: accepted cells take what was drawn, other free cells fresh noise, the rest stay. All (B, C)."""
    renewed = torch.where(accepted, drawn, noise)
    return renewed if free is None else torch.where(free, renewed, canvas)


def uniform_noise(shape: tuple[int, ...], vocabulary: int, generator: torch.Generator | None, device: Any) -> Tensor:
    """Uniform random tokens of the whole vocabulary: the noise that the model was trained to remove."""
    return torch.randint(0, vocabulary, shape, generator=generator, device=device)


def settled(
    best: Tensor, entropy: Tensor, history: Tensor | None, config: SamplerConfig, free: Tensor | None = None
) -> tuple[Tensor, Tensor]:
    """Whether each row can stop, and the history to pass next time.

    A row stops when its likeliest tokens (B, C) equal those of the last `stability_threshold` passes and its mean
    entropy is below `confidence_threshold`, both over free cells. `history` is (threshold, B, C), None at the start of
    a canvas. Returns (B,) bool and the new history.
    """
    if free is not None:
        best = best.masked_fill(~free, 0)
    if history is None:
        history = best.new_full((config.stability_threshold, *best.shape), -1)
    stable = (history == best).all(dim=-1).all(dim=0)
    if config.stability_threshold:
        history = torch.cat((history[1:], best.unsqueeze(0)))
    return stable & (mean_entropy(entropy, free) < config.confidence_threshold), history


def mean_entropy(entropy: Tensor, free: Tensor | None = None) -> Tensor:
    """Mean over the free cells of each row: (B, C) → (B,); a row without any is certain."""
    if free is None:
        return entropy.mean(dim=-1)
    return entropy.masked_fill(~free, 0.0).sum(dim=-1) / free.sum(dim=-1).clamp_min(1)


def pad_after_end(tokens: Tensor, config: SamplerConfig) -> tuple[Tensor, Tensor]:
    """Replace what follows the first end token of each row (B, C) by pads; also (B,) bool, whether a row has ended."""
    ends = torch.isin(tokens, torch.tensor(config.eos_token_ids, device=tokens.device))
    after = ends.cumsum(dim=-1) - ends.long() > 0
    return tokens.masked_fill(after, config.pad_token_id), ends.any(dim=-1)


@dataclass(frozen=True, slots=True)
class Generated:
    """The end of a generation."""

    ids: Tensor
    """(B, T + canvases · C): the prompt and what was written."""
    passes: Tensor
    """(B,) denoising passes that each row needed."""


@torch.inference_mode()
def generate(
    model: Denoiser,
    ids: Tensor,
    config: SamplerConfig,
    canvases: int,
    generator: torch.Generator | None = None,
    canvas_length: int | None = None,
    watch: Callable[[Tensor], None] | None = None,
    choose: Choose | None = None,
) -> Generated:
    """Continue ids (B, T) canvas by canvas, each denoised from noise and then read causally into the prefix.

    Rows stop on their own; the loop ends after `canvases` or when every row has written an end token. `watch` is
    called with each draft (B, C); `choose` is `draw` unless given.
    """
    rows, length = ids.shape[0], canvas_length or model.config.canvas_length
    vocabulary, steps = model.config.vocab_size, config.max_denoising_steps
    ended = torch.zeros(rows, dtype=torch.bool, device=ids.device)
    passes = torch.zeros(rows, dtype=torch.long, device=ids.device)
    prefix, unread = None, ids
    for _ in range(canvases):
        prefix = model.encode(unread, prefix)
        canvas = uniform_noise((rows, length), vocabulary, generator, ids.device)
        best, signal, history = canvas, None, None
        finished = torch.zeros_like(ended)
        for remaining in range(steps, 0, -1):
            passes += ~(finished | ended)
            hidden = model.denoise_hidden(canvas, prefix, signal)
            reading = read(model, hidden.flatten(0, 1), config.temperature(remaining), generator, choose=choose)
            entropy = reading.entropy.view(rows, length)
            accepted = accept(entropy, config.entropy_bound)
            noise = uniform_noise((rows, length), vocabulary, generator, ids.device)
            keep = finished[:, None]
            new_best = torch.where(keep, best, reading.best.view(rows, length))
            canvas = torch.where(keep, canvas, renoise(canvas, reading.drawn.view(rows, length), accepted, noise))
            new_signal = reading.signal.view(rows, length, -1)
            signal = new_signal if signal is None else torch.where(keep[..., None], signal, new_signal)
            best = new_best
            stopping, history = settled(best, entropy, history, config)
            finished = finished | stopping
            if watch is not None:
                watch(best)
            if finished.all():
                break
        written, ends = pad_after_end(best, config)
        unread = written.masked_fill(ended[:, None], config.pad_token_id)
        ids = torch.cat((ids, unread), dim=1)
        ended = ended | ends
        if ended.all():
            break
    return Generated(ids, passes)
