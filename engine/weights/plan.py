"""Where each part of a model lies: on the GPU, its experts partly in main memory, or all there; or what would fit.

Arithmetic on what headers and the machine tell; nothing is allocated. Sizes are told in GB of 2^30 bytes, as cards are
sold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.model import ENCODE_CHUNK
from palimpsest.engine.weights import footprint, released
from palimpsest.engine.weights.assemble import keeps_stored
from palimpsest.engine.weights.checkpoint import Checkpoint
from palimpsest.engine.weights.footprint import Weights
from palimpsest.engine.weights.machine import Card, Machine
from palimpsest.engine.weights.speeds import Estimate, estimate, slowdown
from palimpsest.engine.weights.streaming import BUFFERS

CONTEXT = 8192
"""Tokens before a canvas that a model is planned for unless told otherwise."""

GPU = "GPU"
MAIN = "main memory"

GPU_ITEM, CPU_ITEM = 2, 4
"""Bytes of a number that is computed with: bfloat16, fp32."""

CUDA = 500_000_000
"""What CUDA and its libraries take for themselves."""

GAPS = 250_000_000
"""Recorded graphs, and room between tensors that the allocator cannot give away."""

PROGRAM = 2 << 30
"""Main memory of the program itself: PyTorch, the window, the tokenizer."""

LEAST_CONTEXT = 1024
"""Tokens to which a context is shortened at most where memory runs out."""

KEPT = 0.9
"""Share of what was planned that is planned for again once it has turned out to be too much."""

GIB = 1 << 30
PAGE = 256
"""Contexts are told in steps of so many tokens."""


@dataclass(frozen=True, slots=True)
class Row:
    """One part."""

    part: str
    where: str
    """`GPU` or `MAIN`."""
    nbytes: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the parts of a model lie, and what follows from it."""

    device: str
    """"cuda" or "cpu"."""
    rows: tuple[Row, ...]
    streamed: tuple[int, ...]
    """Layers whose experts stay in main memory and are copied to the GPU in every pass."""
    context: int
    """Tokens before a canvas that it is planned for."""
    longest: int
    """The most of them that there is room for as it is planned; 0 if none."""
    fits: bool
    sentence: str
    """What people should know, in one sentence; where it does not fit, why."""
    remedy: str = ""
    """What would fit; empty if this does."""
    spare: int = 0
    """Bytes that stay free on the device."""
    estimate: Estimate | None = None
    """None where nothing is known of the card, or it is not used."""

    @property
    def gpu_bytes(self) -> int:
        return sum(row.nbytes for row in self.rows if row.where == GPU)

    @property
    def main_bytes(self) -> int:
        """In main memory, besides the program itself."""
        return sum(row.nbytes for row in self.rows if row.where == MAIN)


def plan(checkpoint: Checkpoint, machine: Machine, context: int = CONTEXT) -> Plan:
    """Choose where a checkpoint's parts lie on a machine; `fits` tells whether it can run there at all.

    The GPU if it can be used: wholly, or with the experts of as few layers as need be streamed from main memory. Else
    main memory. A context beyond what the model was made for is shortened.
    """
    context = max(1, min(context, _most_tokens(checkpoint.config)))
    card = machine.card
    on_card = _OnCard(checkpoint, card) if card is not None and not card.obstacle else None
    if on_card is not None:
        for streamed in _choices(len(checkpoint.config.layers)):
            if on_card.spare(streamed, context) >= 0:
                if _has_room(machine, on_card.main_bytes(streamed)):
                    return on_card.plan(streamed, context)
                break
    found = _in_main_memory(checkpoint, machine, context)
    return found if found.fits else _refused(checkpoint, machine, found, on_card)


def size(nbytes: int) -> str:
    """Bytes for people: "3.1 GB", less than one of them "640 MB"."""
    return f"{nbytes / GIB:.1f} GB" if nbytes >= GIB else f"{nbytes / (1 << 20):.0f} MB"


@dataclass(frozen=True, slots=True)
class _OnCard:
    """A checkpoint on a GPU."""

    checkpoint: Checkpoint
    card: Card

    @property
    def config(self) -> ModelConfig:
        return self.checkpoint.config

    @property
    def weights(self) -> Weights:
        return footprint.weights(self.config, self.checkpoint.sizes, GPU_ITEM)

    def rows(self, streamed: Sequence[int], context: int) -> tuple[Row, ...]:
        weights, layers = self.weights, len(self.config.layers)
        away = self.main_bytes(streamed)
        there = len(streamed)
        return (
            *([Row(_experts(layers - there), GPU, sum(weights.experts) - away)] if there < layers else []),
            *(
                [Row(_experts(there), MAIN, away), Row("experts on their way", GPU, self.buffers(streamed))]
                * bool(there)
            ),
            *_common(self.config, weights, context, GPU, GPU_ITEM),
            Row("CUDA, graphs and gaps", GPU, CUDA + GAPS),
        )

    def main_bytes(self, streamed: Sequence[int]) -> int:
        experts = self.weights.experts
        return sum(experts[layer] for layer in streamed)

    def buffers(self, streamed: Sequence[int]) -> int:
        experts = self.weights.experts
        return BUFFERS * max((experts[layer] for layer in streamed), default=0)

    def spare(self, streamed: Sequence[int], context: int) -> int:
        """Bytes of the GPU that stay free, below 0 where it is too small."""
        rows = self.rows(streamed, context)
        return self.card.free - sum(row.nbytes for row in rows if row.where == GPU)

    def plan(self, streamed: tuple[int, ...], context: int) -> Plan:
        spare, away = self.spare(streamed, context), self.main_bytes(streamed)
        sentence = f"Fits wholly on your {self.card.shown_name} with {size(spare)} to spare."
        if streamed:
            slower = slowdown(self.config, self.weights, away, self.card)
            pace = "slower than from the GPU's own" if slower is None else f"about {slower:.1f}× slower"
            sentence = (
                f"Experts of {len(streamed)} of {len(self.config.layers)} layers stay in main memory and are read over "
                f"PCIe for every pass: {pace}."
            )
        return Plan(
            device="cuda",
            rows=self.rows(streamed, context),
            streamed=streamed,
            context=context,
            longest=_longest(self.config, lambda tokens: self.spare(streamed, tokens) >= 0),
            fits=True,
            sentence=sentence,
            spare=spare,
            estimate=estimate(self.config, self.weights, away, self.card),
        )


def _in_main_memory(checkpoint: Checkpoint, machine: Machine, context: int) -> Plan:
    """All in main memory, computed by the processor."""
    config = checkpoint.config
    weights = footprint.weights(config, checkpoint.sizes, CPU_ITEM, convert=not keeps_stored(config, CPU_ITEM))

    def rows(tokens: int) -> tuple[Row, ...]:
        experts = Row(_experts(len(config.layers)), MAIN, sum(weights.experts))
        return (experts, *_common(config, weights, tokens, MAIN, CPU_ITEM))

    def spare(tokens: int) -> int | None:
        if machine.available is None:
            return None
        return machine.available - PROGRAM - sum(row.nbytes for row in rows(tokens))

    left = spare(context)
    room = "" if left is None else f" with {size(max(0, left))} to spare"
    return Plan(
        device="cpu",
        rows=rows(context),
        streamed=(),
        context=context,
        longest=_longest(config, lambda tokens: (spare(tokens) or 0) >= 0),
        fits=left is None or left >= 0,
        sentence=f"Fits in main memory{room} and runs on the processor{_why_no_gpu(machine.card)}.",
        spare=left or 0,
    )


def _refused(checkpoint: Checkpoint, machine: Machine, found: Plan, on_card: _OnCard | None) -> Plan:
    """What is lacking, and what would fit."""
    config, context = checkpoint.config, found.context
    available = size(machine.available or 0)
    sentence = (
        f"{checkpoint.name} needs {size(found.main_bytes + PROGRAM)} of main memory, of which {available} are free."
    )
    if machine.card is not None and machine.card.obstacle:
        sentence += f" The {machine.card.shown_name} cannot be used. {machine.card.obstacle}"
    longest = found.longest
    if on_card is not None:
        layers = len(config.layers)
        choices = list(_choices(layers))
        # As few layers as the GPU needs to be rid of; else all of them.
        streamed = next((each for each in choices if on_card.spare(each, context) >= 0), choices[-1])
        needed, kept = on_card.card.free - on_card.spare(streamed, context), on_card.main_bytes(streamed) + PROGRAM
        sentence = (
            f"{checkpoint.name} needs at least {size(needed)} of GPU memory, of which {size(on_card.card.free)} are "
            f"free, and {size(kept)} of main memory, of which {available} are free."
        )
        if needed <= on_card.card.free:
            sentence = (
                f"Experts of {len(streamed)} of {layers} layers of {checkpoint.name} would have to stay in main "
                f"memory, which takes {size(kept)} of it; {available} are free."
            )
        if _has_room(machine, on_card.main_bytes(choices[-1])):
            longest = max(longest, _longest(config, lambda tokens: on_card.spare(choices[-1], tokens) >= 0))
    return replace(
        found,
        longest=longest,
        fits=False,
        sentence=sentence,
        remedy=_remedy(checkpoint, machine, context, longest),
        spare=0,
    )


def _remedy(checkpoint: Checkpoint, machine: Machine, context: int, longest: int) -> str:
    """What would fit in its place."""
    if longest >= PAGE:
        return f"With a context of {longest:,} tokens it would fit."
    if checkpoint.config.matrix_elements == released.config().matrix_elements:
        for name in released.FORMATS:
            other = released.checkpoint(name)
            if other.sizes.total < checkpoint.sizes.total and plan(other, machine, context).fits:
                return f"The same model as {name} ({size(other.sizes.total)}) would fit."
    return "Use the embedded model, or a machine with more memory."


def _common(config: ModelConfig, weights: Weights, context: int, where: str, item: int) -> tuple[Row, ...]:
    """What lies on the device in any case."""
    return (
        Row("attention", where, weights.attention),
        Row("dense blocks", where, weights.mlp),
        Row("embedding", where, weights.embedding),
        Row("norms, routers, self-conditioning", where, weights.rest),
        Row(f"prefix of {context:,} tokens", where, footprint.prefix(config, context, ENCODE_CHUNK, item)),
        Row(f"a pass over {footprint.DRAFTS} drafts", where, footprint.working(config, context, ENCODE_CHUNK, item)),
    )


def _experts(layers: int) -> str:
    return "experts of 1 layer" if layers == 1 else f"experts of {layers} layers"


def less(checkpoint: Checkpoint, machine: Machine, present: Plan) -> Plan | None:
    """A plan that takes less than the present one, which has turned out to be too much; None if there is none.

    The experts of more layers go to main memory, the present ones among them, and less of the context is read.
    """
    context = min(present.context, max(LEAST_CONTEXT, present.context // 2))
    layers = len(checkpoint.config.layers)
    if present.device == "cpu" or machine.card is None:
        found = _in_main_memory(checkpoint, machine, context)
        return replace(found, fits=True) if context < present.context else None
    on_card = _OnCard(checkpoint, replace(machine.card, free=int(present.gpu_bytes * KEPT)))
    more = [each for each in _choices(layers) if len(each) >= len(present.streamed)]
    more = [each for each in more if _has_room(machine, on_card.main_bytes(each))] or [present.streamed]
    streamed = next((each for each in more if on_card.spare(each, context) >= 0), more[-1])
    return on_card.plan(streamed, context) if (streamed, context) != (present.streamed, present.context) else None


def _choices(layers: int) -> Iterator[tuple[int, ...]]:
    """Which layers to stream: none, then ever more, each choice with those before in it.

    Spread, so that copies hide behind the layers between: in the order of their numbers' bits read backwards. With as
    few as there are buffers for, nothing would be saved.
    """
    yield ()
    width = layers.bit_length()
    order = sorted(range(layers), key=lambda layer: f"{layer:0{width}b}"[::-1])
    for count in range(BUFFERS + 1, layers + 1):
        yield tuple(sorted(order[:count]))


def _longest(config: ModelConfig, fits: Callable[[int], bool]) -> int:
    """The most tokens that fit: all that the model was made for, or whole pages; 0 if none do."""
    most = _most_tokens(config)
    if fits(most):
        return most
    low, high = 0, most // PAGE
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle * PAGE) else (low, middle - 1)
    return low * PAGE


def _most_tokens(config: ModelConfig) -> int:
    """What the model was made for, beside a canvas."""
    return config.max_positions - config.canvas_length


def _has_room(machine: Machine, nbytes: int) -> bool:
    """Whether so much can be kept in main memory beside the program; nothing is needed for nothing."""
    return not nbytes or machine.available is None or nbytes + PROGRAM <= machine.available


def _why_no_gpu(card: Card | None) -> str:
    if card is None:
        return ""
    return f": your {card.shown_name} {'cannot be used' if card.obstacle else 'is too small for it'}"
