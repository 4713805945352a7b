"""Speed, measured: a denoising pass and a reading, beside transformers on the same weights and threads."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from palimpsest.engine.model import Model, load_model
from palimpsest.engine.sampler import SamplerConfig, accept, read, renoise, settled, uniform_noise


@dataclass(frozen=True, slots=True)
class Timing:
    """One operation, timed: seconds, once per round."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.seconds)

    @property
    def best(self) -> float:
        """Seconds: what the operation costs when nothing else runs on the machine."""
        return min(self.seconds)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same operation here and in transformers, timed in turns."""

    ours: Timing
    theirs: Timing

    @property
    def ratio(self) -> float:
        """How many times as fast as transformers, by the median of the rounds' own ratios.

        Both are timed next to each other in every round, so that what else runs on the machine weighs on both.
        """
        return statistics.median(t / o for o, t in zip(self.ours.seconds, self.theirs.seconds, strict=True))


def time_in_turns(
    operations: Sequence[tuple[str, Callable[[], object]]],
    rounds: int,
    device: str,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Timing]:
    """Time each operation once per round, after two rounds that are not counted.

    With `time.thread_time` as the clock and one torch thread, what else runs on the machine hardly matters.
    """
    wait = torch.cuda.synchronize if device.startswith("cuda") else lambda: None
    seconds: list[list[float]] = [[] for _ in operations]
    for number in range(rounds + 2):
        for taken, (_, operation) in zip(seconds, operations, strict=True):
            wait()
            start = clock()
            operation()
            wait()
            if number >= 2:
                taken.append(clock() - start)
    return [Timing(name, tuple(taken)) for (name, _), taken in zip(operations, seconds, strict=True)]


def passes(model: Model, prefix_length: int, canvas_length: int, batch: int = 1, rounds: int = 20) -> list[Timing]:
    """What the engine does: reading a prefix, a denoising pass, and that pass with all the sampler needs of it."""
    vocabulary = model.config.vocab_size
    ids, canvas = _tokens(prefix_length, canvas_length, batch, vocabulary, str(model.device))
    config = SamplerConfig()
    prefix = model.encode(ids)
    signal = model.embed_signal(canvas)

    def whole() -> None:
        hidden = model.denoise_hidden(canvas, prefix, signal)
        read(model, hidden.flatten(0, 1), config.temperature(1))

    operations = (
        (f"encode {prefix_length}", lambda: model.encode(ids)),
        (f"denoise {batch}x{canvas_length}, to the last norm", lambda: model.denoise_hidden(canvas, prefix, signal)),
        (f"denoise {batch}x{canvas_length}, logits read and drawn", whole),
    )
    return time_in_turns(operations, rounds, str(model.device))


def beside_transformers(
    folder: Path,
    prefix_length: int,
    canvas_length: int,
    batch: int = 1,
    rounds: int = 20,
    device: str = "cpu",
    dtype: torch.dtype = torch.float32,
    clock: Callable[[], float] = time.perf_counter,
) -> list[Comparison]:
    """Time a denoising pass here and in transformers (which must be installed) on one checkpoint.

    `whole pass` is from a canvas to the next one with its self-conditioning: forward, temperature, choice, acceptance,
    renoise and the test for a stop, as each of the two does it. `forward` is canvas and self-conditioning to logits;
    there the conditioning is made of the last pass's logits inside the forward, so here it is made of them within the
    measured time too.
    """
    from transformers import DiffusionGemmaForBlockDiffusion
    from transformers.utils import logging

    # Its report on the vision tower, which is not in the file and not used, would stand between the figures.
    logging.set_verbosity_error()
    logging.disable_progress_bar()

    model = load_model(folder, device, dtype)
    theirs: Any = DiffusionGemmaForBlockDiffusion.from_pretrained(folder, dtype=dtype)
    theirs.to(device).eval()
    ids, canvas = _tokens(prefix_length, canvas_length, batch, model.config.vocab_size, device)
    prefix = model.encode(ids)
    logits = model.denoise(canvas, prefix)
    with torch.inference_mode():
        cache = theirs(input_ids=ids, decoder_input_ids=canvas).past_key_values

    signal = model.self_condition(logits)
    config = SamplerConfig()
    sampler = _TheirSampler(theirs, config, canvas.shape[1])

    def whole() -> None:
        hidden = model.denoise_hidden(canvas, prefix, signal)
        reading = read(model, hidden.flatten(0, 1), config.temperature(1))
        entropy = reading.entropy.view_as(canvas)
        noise = uniform_noise(tuple(canvas.shape), model.config.vocab_size, None, device)
        renoise(canvas, reading.drawn.view_as(canvas), accept(entropy, config.entropy_bound), noise)
        settled(reading.best.view_as(canvas), entropy, None, config)

    def forward(conditioning: Tensor | None) -> Tensor:
        with torch.inference_mode():
            return theirs(past_key_values=cache, decoder_input_ids=canvas, self_conditioning_logits=conditioning).logits

    def their_encode() -> Tensor:
        with torch.inference_mode():
            return theirs.model.encoder(input_ids=ids).last_hidden_state

    size = f"{batch}x{canvas_length} after {prefix_length}"
    return [
        Comparison(*time_in_turns(((name, mine), (name, other)), rounds, device, clock))
        for name, mine, other in (
            (f"whole pass {size}", whole, lambda: sampler.step(canvas, cache, logits)),
            (
                f"forward {size}",
                lambda: model.denoise(canvas, prefix, model.self_condition(logits)),
                lambda: forward(logits),
            ),
            (f"first forward {size}", lambda: model.denoise(canvas, prefix), lambda: forward(None)),
            (f"encode {prefix_length}", lambda: model.encode(ids), their_encode),
        )
    ]


class _TheirSampler:
    """transformers' own denoising step, called as its `generate` calls it."""

    def __init__(self, model: Any, config: SamplerConfig, canvas_length: int) -> None:
        from transformers.models.diffusion_gemma import generation_diffusion_gemma as reference

        self._model = model
        self._sampler = reference.EntropyBoundSampler(
            reference.EntropyBoundSamplerConfig(config.entropy_bound),
            canvas_length,
            model.config.text_config.vocab_size,
            config.max_denoising_steps,
        )
        self._temper = reference.LinearTemperatureScheduleLogitsProcessor(
            config.t_min, config.t_max, config.max_denoising_steps
        )
        self._stop = reference.StableAndConfidentStoppingCriteria(
            config.stability_threshold, config.confidence_threshold
        )

    def step(self, canvas: Tensor, cache: Any, logits: Tensor) -> None:
        """One pass over canvas (B, C) with the last pass's logits (B, C, V)."""
        with torch.inference_mode():
            self._model._denoising_step(
                decoder_forward=self._model.forward,
                current_canvas=canvas,
                argmax_canvas=canvas,
                input_ids=canvas,
                decoder_position_ids=None,
                self_conditioning_logits=logits,
                mask_mapping={"full_attention": None, "sliding_attention": None},
                past_key_values=cache,
                finished_denoising=torch.zeros(canvas.shape[0], dtype=torch.bool, device=canvas.device),
                cur_step=1,
                sampler=self._sampler,
                logits_processor=self._temper,
                diffusion_stopping_criteria=self._stop,
            )


def table(comparisons: Iterable[Comparison]) -> str:
    """The comparisons as text: median and best of each, milliseconds."""
    lines = [
        f"{'':34}{'here':>16}{'transformers':>18}{'ratio':>8}",
        f"{'':34}{'median   best':>16}{'median   best':>18}",
    ]
    for pair in comparisons:
        ours, theirs = pair.ours, pair.theirs
        lines.append(
            f"{ours.name:34}{ours.median * 1e3:8.2f}{ours.best * 1e3:8.2f}"
            f"{theirs.median * 1e3:10.2f}{theirs.best * 1e3:8.2f}{pair.ratio:8.2f}"
        )
    return "\n".join(lines)


def listing(timings: Iterable[Timing]) -> str:
    """Timings as text: median and best, milliseconds."""
    lines = [f"{'':44}{'median':>10}{'best':>10}"]
    lines += [f"{timing.name:44}{timing.median * 1e3:10.2f}{timing.best * 1e3:10.2f}" for timing in timings]
    return "\n".join(lines)


def _tokens(prefix: int, canvas: int, batch: int, vocabulary: int, device: str) -> tuple[Tensor, Tensor]:
    generator = torch.Generator().manual_seed(0)
    ids = torch.randint(0, vocabulary, (batch, prefix), generator=generator)
    cells = torch.randint(0, vocabulary, (batch, canvas), generator=generator)
    return ids.to(device), cells.to(device)
