"""Whether a model fits this machine, and how fast it should be: the memory plan, as lists and advice need it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from palimpsest.app.documents.translate import mark, translate
from palimpsest.app.models.catalogue import CATALOGUE, Published
from palimpsest.app.models.words import number
from palimpsest.engine.request import InfillError

if TYPE_CHECKING:
    from palimpsest.engine.weights.checkpoint import Checkpoint
    from palimpsest.engine.weights.machine import Machine
    from palimpsest.engine.weights.plan import Plan


class How(Enum):
    """How a model fits."""

    WHOLE = mark("fits")
    PART = mark("fits in part")
    SLOW = mark("slow here")
    NOT = mark("too large")
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """What the plan says of one model."""

    how: How
    sentence: str
    """What it means for the user; with what would fit where this does not."""
    speed: str = ""
    """An estimate, in words; empty where nothing is known."""
    streamed: int = 0
    """Bytes that are read over PCIe in every pass."""

    @property
    def told(self) -> str:
        """All that there is to say."""
        return f"{self.sentence} {self.speed}".strip()


@dataclass(frozen=True, slots=True)
class Advice:
    """What could be downloaded for this machine."""

    fits: tuple[tuple[Published, Fit], ...]
    """Of everything that is published, in the order of the catalogue."""
    best: Published | None
    """The one to take; None if none would be of use."""
    sentence: str
    """Why."""


UNKNOWN = Fit(How.UNKNOWN, "")

QUICK = 1 << 30
"""Bytes in main memory up to which the processor is quick enough: the embedded model takes a tenth of it."""

BLACKWELL = (10, 0)
"""The first GPUs that multiply NVFP4."""
_TRUEST = ("fp8", "nvfp4", "int4", "gguf-q4-k-m")
_TRUEST_ELSEWHERE = ("fp8", "int4", "nvfp4", "gguf-q4-k-m")
"""Of the catalogue, from what is nearest to the original down; bfloat16 is twice FP8 and hardly better."""


def this_machine() -> Machine:
    """What this machine has for a model; blocks for a moment. What the open model holds counts as free."""
    from palimpsest.engine.weights.machine import probe

    machine = probe()
    if machine.card is not None:
        with contextlib.suppress(Exception):  # whatever a driver says: then its own figure stands
            import torch

            if torch.cuda.is_initialized():
                free = min(machine.card.total, machine.card.free + torch.cuda.memory_reserved())
                return replace(machine, card=replace(machine.card, free=free))
    return machine


def of(checkpoint: Checkpoint | None, machine: Machine) -> Fit:
    """How a checkpoint fits; unknown for None."""
    if checkpoint is None:
        return UNKNOWN
    from palimpsest.engine.weights.plan import plan

    try:
        return of_plan(plan(checkpoint, machine))
    except InfillError as error:
        return Fit(How.NOT, str(error))


def of_plan(made: Plan) -> Fit:
    """A plan in a list's words."""
    sentence = f"{made.sentence} {made.remedy}".strip()
    if not made.fits:
        return Fit(How.NOT, sentence)
    slow = made.device == "cpu" and made.main_bytes > QUICK
    how = How.SLOW if slow else How.PART if made.streamed else How.WHOLE
    return Fit(how, sentence, _speed(made), made.main_bytes if made.streamed else 0)


def advice(machine: Machine) -> Advice:
    """How everything that is published would fit a machine, and which of it to take."""
    return advised(tuple((each, of(released(each), machine)) for each in CATALOGUE), _has_nvfp4(machine))


def advised(fits: tuple[tuple[Published, Fit], ...], nvfp4: bool) -> Advice:
    """Choose: the truest of what fits wholly, else what streams least; nothing where it would run in main memory.

    `nvfp4` tells that the GPU computes in this format; others unpack it, and then int4 is smaller.
    """
    by_name = {published.name: (published, fit) for published, fit in fits}
    wanted = [by_name[name] for name in (_TRUEST if nvfp4 else _TRUEST_ELSEWHERE)]
    whole = [(published, fit) for published, fit in wanted if fit.how is How.WHOLE]
    part = [(published, fit) for published, fit in wanted if fit.how is How.PART]
    if whole or part:
        best, fit = whole[0] if whole else min(part, key=lambda each: each[1].streamed)
        start = translate("Fit", "The right one for this computer.")
        return Advice(fits, best, f"{start} {fit.told}")
    if any(fit.how is How.SLOW for _, fit in fits):
        sentence = translate(
            "Fit",
            "No GPU here can hold DiffusionGemma. It would run in main memory, far too slowly to write with; "
            "the embedded model is the better choice here.",
        )
    else:
        sentence = translate("Fit", "This computer cannot hold DiffusionGemma; the embedded model works here.")
    return Advice(fits, None, sentence)


def released(published: Published) -> Checkpoint:
    """What the headers of a published checkpoint say, or nearly, as long as it is not here."""
    from palimpsest.engine.weights.released import checkpoint

    like = checkpoint(published.like)
    if published.size is None or published.format == like.format or not published.format.startswith("GGUF"):
        return like
    # A mixture of llama.cpp's between two that are reckoned: all its parts grow alike.
    share, sizes = published.size / like.sizes.total, like.sizes
    parts = {name: int(getattr(sizes, name) * share) for name in ("attention", "mlp", "embedding", "rest")}
    return replace(like, sizes=replace(sizes, experts=tuple(int(each * share) for each in sizes.experts), **parts))


def _has_nvfp4(machine: Machine) -> bool:
    card = machine.card
    return card is not None and card.capability is not None and card.capability >= BLACKWELL


def _speed(made: Plan) -> str:
    if made.estimate is None:
        return ""
    least, most = made.estimate.tokens
    return translate("Fit", "Estimated: {least} to {most} tokens per second.").format(
        least=number(least), most=number(most)
    )
