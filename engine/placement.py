"""Where an engine's model lies: planned for this machine, and planned anew with less once memory has run out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from palimpsest.engine.model import Model, load_model
from palimpsest.engine.out_of_memory import ran_out
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.checkpoint import Checkpoint, inspect
from palimpsest.engine.weights.machine import Machine, probe
from palimpsest.engine.weights.plan import CONTEXT, Plan, less, plan

CONTEXTS = (CONTEXT, 4096, 2048, 1024)
"""Tokens before a canvas that are tried in turn where there is little memory."""

CPU_CONTEXT = 4096
"""The most of them where the processor computes, which reads a long prompt for minutes."""

SMALL = 1 << 30
"""Bytes of weights below which nobody needs to be told where a model lies."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Placement:
    """A checkpoint on a machine."""

    checkpoint: Checkpoint
    machine: Machine
    plan: Plan
    device: str
    """As torch calls it: "cpu", "cuda:0"."""

    @property
    def dtype(self) -> torch.dtype:
        """What is computed with."""
        return torch.float32 if self.device == "cpu" else torch.bfloat16

    @property
    def note(self) -> str:
        """What the user should know of it; empty if all is well."""
        lies_well = self.plan.device == "cuda" and not self.plan.streamed
        return "" if lies_well or self.checkpoint.sizes.total < SMALL else self.plan.sentence

    def with_less(self) -> Placement | None:
        """With less on the device, for what was planned was too much; None if there is nothing more to be saved."""
        smaller = less(self.checkpoint, self.machine, self.plan)
        return None if smaller is None else replace(self, plan=smaller)

    @property
    def changed(self) -> str:
        """What it means for the user that this took the place of another, in a sentence."""
        where = "The GPU" if self.plan.device == "cuda" else "This machine"
        parts = [f"at most {self.plan.context:,} tokens of context are read"]
        if self.plan.streamed:
            parts.insert(0, f"the experts of {len(self.plan.streamed)} layers stay in main memory")
        return f"{where} ran out of memory, and goes on with less: {' and '.join(parts)}."


def place(path: Path, device: str, machine: Machine | None = None, contexts: Sequence[int] = CONTEXTS) -> Placement:
    """Plan a checkpoint for `device`: "auto", "cpu" or "cuda[:n]". Raises `InfillError` if it does not fit there."""
    if machine is None:
        if torch.cuda.is_initialized():
            # What an earlier model has left behind is ours to use.
            gc.collect()
            torch.cuda.empty_cache()
        machine = probe(device)
    if device.startswith("cuda") and (machine.card is None or machine.card.obstacle):
        why = f" {machine.card.obstacle}" if machine.card is not None else ""
        remedy = "Run `palimpsest doctor`, or choose the device cpu."
        raise InfillError(f"No CUDA device can be used here.{why}", remedy)
    checkpoint = inspect(path)
    plans = (plan(checkpoint, machine, context) for context in contexts)
    found = next((each for each in plans if each.fits), None)
    if found is None:
        refused = plan(checkpoint, machine, contexts[0])
        raise InfillError(refused.sentence, refused.remedy)
    if device.startswith("cuda") and found.device != "cuda":
        raise InfillError(f"{checkpoint.name} does not fit on this GPU.", "Choose the device auto or cpu.")
    if found.device == "cpu" and found.context > CPU_CONTEXT:
        found = plan(checkpoint, machine, CPU_CONTEXT)
    number = device if ":" in device else "cuda:0"
    return Placement(checkpoint, machine, found, number if found.device == "cuda" else "cpu")


def load(placement: Placement, progress: Progress | None = None) -> tuple[Placement, Model]:
    """Load the checkpoint as it is planned; once more with less, if that was too much.

    Raises `InfillError` if that was too much as well.
    """
    # The processor would have to hold the same weights again.
    smaller = placement.with_less() if placement.device != "cpu" else None
    for attempt in (placement, smaller):
        if attempt is None:
            break
        try:
            model = load_model(attempt.checkpoint.path, attempt.device, attempt.dtype, progress, attempt.plan.streamed)
            return attempt, model
        except Exception as error:
            if not ran_out(error):
                raise
        # Here the error is gone, and with it what its frames held.
        give_back()
        if progress is not None and smaller is not None:
            progress(0.0, "reading the weights again, with less on the GPU")
    raise InfillError(
        f"There is not enough memory for {placement.checkpoint.name}.",
        "Close other programs, or use a smaller checkpoint.",
    )


def give_back() -> None:
    """Return what nobody holds any more to the device; call it where the error is no longer held either."""
    gc.collect()
    if torch.cuda.is_initialized():
        torch.cuda.empty_cache()
