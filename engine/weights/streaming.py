"""Experts that stay in main memory: the layer that comes next is copied while the present one is computed.

A pass takes the layers in their order, and every pass the same ones. So there are two buffers as large as the largest
layer: what is computed with lies in one, and what comes next is brought into the other. A copy waits until all that was
computed before has been done, for that may still read the buffer; a computation waits for its copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import torch
from torch import Tensor

from palimpsest.engine.weights.pinning import pinned
from palimpsest.kernels.experts import Experts
from palimpsest.kernels.packed import Matrix, Packed

BUFFERS = 2

ALIGNMENT = 256
"""Bytes at a multiple of which each tensor begins, as torch's own allocator has it."""


Mark = Any
"""A point in what a device has been told to do; each lane has marks of its own."""


class Lane(Protocol):
    """Copies beside the computation."""

    def computed(self) -> Mark:
        """The end of what the device has been told to compute so far."""
        ...

    def bring(self, copies: Sequence[tuple[Tensor, Tensor]], after: Mark) -> Mark:
        """Copy (into, from) once `after` is reached; the mark is reached when all has arrived. Returns at once."""
        ...

    def wait(self, mark: Mark) -> None:
        """Let nothing that is told from now on be computed before the mark is reached."""
        ...


class CudaLane:
    """A CUDA stream of its own."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._stream = torch.cuda.Stream(device)

    def computed(self) -> torch.cuda.Event:
        event = torch.cuda.Event()
        event.record(torch.cuda.current_stream(self._device))
        return event

    def bring(self, copies: Sequence[tuple[Tensor, Tensor]], after: torch.cuda.Event) -> torch.cuda.Event:
        event = torch.cuda.Event()
        with torch.cuda.stream(self._stream):
            self._stream.wait_event(after)
            for into, source in copies:
                into.copy_(source, non_blocking=True)
            event.record(self._stream)
        return event

    def wait(self, mark: torch.cuda.Event) -> None:
        torch.cuda.current_stream(self._device).wait_event(mark)


class PlainLane:
    """Copies at once: for devices without streams."""

    def computed(self) -> None:
        return None

    def bring(self, copies: Sequence[tuple[Tensor, Tensor]], after: Mark) -> None:
        for into, source in copies:
            into.copy_(source)

    def wait(self, mark: Mark) -> None:
        return None


@dataclass(slots=True)
class _Buffer:
    """Room on the device for the experts of one layer, of whatever kinds."""

    room: Tensor
    """(bytes,) uint8."""
    layer: int | None = None
    """Whose experts lie in it, or are on their way."""
    arrival: Mark = None
    views: list[Experts] = field(default_factory=list)
    """The room as experts of each kind that has been in it."""

    def view(self, experts: Experts) -> Experts:
        """The room as experts of the same kind."""
        for known in self.views:
            if all(_alike(*each) for each in zip(known.stacks, experts.stacks, strict=True)):
                return known
        start = 0
        stacks: list[Matrix] = []
        for stack in experts.stacks:
            parts: list[Tensor] = []
            for part in _parts(stack):
                parts.append(self.room[start : start + part.nbytes].view(part.dtype).view(part.shape))
                start += _aligned(part.nbytes)
            stacks.append(replace(stack, storage=tuple(parts)) if isinstance(stack, Packed) else parts[0])
        self.views.append(Experts.of(*stacks))
        return self.views[-1]


class Streams:
    """The experts of some layers, in main memory. Not thread-safe; buffers are made when they are first needed."""

    def __init__(self, experts: Mapping[int, Experts], device: torch.device, lane: Lane | None = None) -> None:
        """`experts` by the layer's number."""
        self._experts = dict(sorted(experts.items()))
        self._device = device
        self._lane: Lane = lane or (CudaLane(device) if device.type == "cuda" else PlainLane())
        numbers = list(self._experts)
        self._following = dict(zip(numbers, numbers[1:] + numbers[:1], strict=True))
        self._room = max(sum(_aligned(p.nbytes) for s in e.stacks for p in _parts(s)) for e in experts.values())
        self._buffers: list[_Buffer] = []
        self._present: int | None = None

    @property
    def layers(self) -> tuple[int, ...]:
        """The layers whose experts are here, in order."""
        return tuple(self._experts)

    @property
    def nbytes(self) -> int:
        """What lies in main memory."""
        return sum(experts.nbytes for experts in self._experts.values())

    @property
    def buffer_bytes(self) -> int:
        """What the buffers take on the device."""
        return sum(buffer.room.nbytes for buffer in self._buffers)

    def experts(self, layer: int) -> Experts:
        """The experts of a layer on the device, valid until another layer is asked for; the next one is sent for."""
        buffer = self._brought(layer)
        self._present = layer
        self._brought(self._following[layer])
        self._lane.wait(buffer.arrival)
        return buffer.view(self._experts[layer])

    def _brought(self, layer: int) -> _Buffer:
        """The buffer with a layer's experts, which are sent for if they are not there."""
        for buffer in self._buffers:
            if buffer.layer == layer:
                return buffer
        if len(self._buffers) < BUFFERS:
            self._buffers.append(_Buffer(torch.empty(self._room, dtype=torch.uint8, device=self._device)))
            buffer = self._buffers[-1]
        else:
            buffer = next(each for each in self._buffers if each.layer != self._present)
        kept = self._experts[layer]
        copies = [
            each
            for into, source in zip(buffer.view(kept).stacks, kept.stacks, strict=True)
            for each in zip(_parts(into), _parts(source), strict=True)
        ]
        buffer.layer, buffer.arrival = layer, self._lane.bring(copies, self._lane.computed())
        return buffer


def in_main_memory(experts: Experts, device: torch.device) -> Experts:
    """Experts as they are kept for a `device` that computes with them: page-locked for a GPU, else as they are."""
    if device.type != "cuda":
        return experts
    return Experts.of(*(pinned(stack) for stack in experts.stacks))


def _parts(stack: Matrix) -> tuple[Tensor, ...]:
    return stack.storage if isinstance(stack, Packed) else (stack,)


def _aligned(nbytes: int) -> int:
    return -(-nbytes // ALIGNMENT) * ALIGNMENT


def _alike(room: Matrix, stack: Matrix) -> bool:
    if isinstance(room, Packed):
        return isinstance(stack, Packed) and room.shape == stack.shape and room.alike(stack)
    return isinstance(stack, Tensor) and room.shape == stack.shape and room.dtype == stack.dtype
