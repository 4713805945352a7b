"""Experts that stay in main memory: the layer that comes next is copied while the present one is computed.

A pass takes the layers in their order, and every pass the same ones. So there are two buffers for each kind of stack:
what is computed with lies in one, and what comes next is brought into the other. A copy waits until all that was
computed before has been done, for that may still read the buffer; a computation waits for its copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch

from palimpsest.engine.weights.pinning import pinned
from palimpsest.kernels.experts import Experts
from palimpsest.kernels.packed import Matrix, Packed

BUFFERS = 2
"""Of each kind of stack."""


Mark = Any
"""A point in what a device has been told to do; each lane has marks of its own."""


class Lane(Protocol):
    """Copies beside the computation."""

    def computed(self) -> Mark:
        """The end of what the device has been told to compute so far."""
        ...

    def bring(self, copies: Sequence[tuple[Matrix, Matrix]], after: Mark) -> Mark:
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

    def bring(self, copies: Sequence[tuple[Matrix, Matrix]], after: torch.cuda.Event) -> torch.cuda.Event:
        event = torch.cuda.Event()
        with torch.cuda.stream(self._stream):
            self._stream.wait_event(after)
            for into, source in copies:
                _copy(into, source)
            event.record(self._stream)
        return event

    def wait(self, mark: torch.cuda.Event) -> None:
        torch.cuda.current_stream(self._device).wait_event(mark)


class PlainLane:
    """Copies at once: for devices without streams."""

    def computed(self) -> None:
        return None

    def bring(self, copies: Sequence[tuple[Matrix, Matrix]], after: Mark) -> None:
        for into, source in copies:
            _copy(into, source)

    def wait(self, mark: Mark) -> None:
        return None


@dataclass(slots=True, eq=False)
class _Buffer:
    """Room on the device for one stack."""

    room: Matrix
    layer: int | None = None
    """Whose stack lies in it, or is on its way."""


class Streams:
    """The experts of some layers, in main memory. Not thread-safe; buffers are made when they are first needed."""

    def __init__(self, experts: Mapping[int, Experts], device: torch.device, lane: Lane | None = None) -> None:
        """`experts` by the layer's number."""
        self._experts = dict(sorted(experts.items()))
        self._device = device
        self._lane: Lane = lane or (CudaLane(device) if device.type == "cuda" else PlainLane())
        numbers = list(self._experts)
        self._following = dict(zip(numbers, numbers[1:] + numbers[:1], strict=True))
        self._buffers: tuple[list[_Buffer], list[_Buffer]] = ([], [])
        self._places: dict[int, tuple[_Buffer, _Buffer]] = {}
        self._arrivals: dict[int, Mark] = {}
        self._views: dict[tuple[_Buffer, _Buffer], Experts] = {}
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
        return sum(buffer.room.nbytes for ring in self._buffers for buffer in ring)

    def experts(self, layer: int) -> Experts:
        """The experts of a layer on the device, valid until another layer is asked for; the next one is sent for."""
        if not self._holds(layer):
            self._bring(layer)
        self._present = layer
        following = self._following[layer]
        if not self._holds(following):
            self._bring(following)
        self._lane.wait(self._arrivals[layer])
        places = self._places[layer]
        if places not in self._views:
            self._views[places] = Experts.of(*(buffer.room for buffer in places))
        return self._views[places]

    def _holds(self, layer: int) -> bool:
        return layer in self._places and all(buffer.layer == layer for buffer in self._places[layer])

    def _bring(self, layer: int) -> None:
        """Send for what of a layer's stacks is not there."""
        gate_up, down = (self._room(*each, layer) for each in zip(self._buffers, self._stacks(layer), strict=True))
        copies = [
            (buffer.room, stack)
            for buffer, stack in zip((gate_up, down), self._stacks(layer), strict=True)
            if buffer.layer != layer
        ]
        gate_up.layer = down.layer = layer
        self._arrivals[layer] = self._lane.bring(copies, self._lane.computed())
        self._places[layer] = gate_up, down

    def _stacks(self, layer: int) -> tuple[Matrix, Matrix]:
        return self._experts[layer].stacks

    def _room(self, ring: list[_Buffer], stack: Matrix, layer: int) -> _Buffer:
        """The buffer with a layer's stack, else a new one until there are enough of its kind, else one not in use."""
        alike = [buffer for buffer in ring if _alike(buffer.room, stack)]
        for buffer in alike:
            if buffer.layer == layer:
                return buffer
        if len(alike) < BUFFERS:
            ring.append(_Buffer(_empty(stack, self._device)))
            return ring[-1]
        return next(buffer for buffer in alike if buffer.layer != self._present)


def in_main_memory(experts: Experts, device: torch.device) -> Experts:
    """Experts as they are kept for a `device` that computes with them: page-locked for a GPU, else as they are."""
    if device.type != "cuda":
        return experts
    return Experts.of(*(pinned(stack) for stack in experts.stacks))


def _alike(room: Matrix, stack: Matrix) -> bool:
    if isinstance(room, Packed):
        return isinstance(stack, Packed) and room.shape == stack.shape and room.alike(stack)
    return isinstance(stack, torch.Tensor) and room.shape == stack.shape and room.dtype == stack.dtype


def _empty(stack: Matrix, device: torch.device) -> Matrix:
    if isinstance(stack, Packed):
        return stack.empty(*stack.shape[:-1], device=device)
    return torch.empty_like(stack, device=device)


def _copy(into: Matrix, source: Matrix) -> None:
    if isinstance(into, Packed):
        assert isinstance(source, Packed)
        into.copy_(source, non_blocking=True)
    else:
        assert isinstance(source, torch.Tensor)
        into.copy_(source, non_blocking=True)
