"""Streamed experts: always the layer's own however late copies and computations are, and the same logits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import random_checkpoints
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.engine.model import Model, load_model
from palimpsest.engine.weights.streaming import Streams
from palimpsest.kernels.experts import Experts
from palimpsest.kernels.packed import Matrix, Packed, Stored, unpacked

CPU = torch.device("cpu")
LAYERS = ["sliding_attention", "sliding_attention", "full_attention"] * 2


def stack(layer: int, shape: tuple[int, ...], kind: str) -> Matrix:
    """A stack full of the layer's number."""
    whole = torch.full(shape, float(layer))
    return {"plain": whole, "half": whole.half(), "packed": Stored.of(whole.bfloat16())}[kind]


def experts(layer: int, kind: str, other: str) -> Experts:
    return Experts.of(stack(layer, (2, 4, 3), kind), stack(layer, (2, 3, 2), other))


def values(found: Experts) -> set[float]:
    return {float(value) for each in found.stacks for value in unpacked(each, torch.float32).unique()}


@dataclass
class Device:
    """A GPU that computes and copies whenever it likes, within what it was told to wait for: a `Lane`."""

    def __post_init__(self) -> None:
        self.compute: list[tuple[str, Any]] = []
        self.copies: list[tuple[Sequence[tuple[torch.Tensor, torch.Tensor]], int]] = []
        self.computed_so_far = self.copied = 0

    def computed(self) -> int:
        return len(self.compute)

    def bring(self, copies: Sequence[tuple[torch.Tensor, torch.Tensor]], after: Any) -> int:
        self.copies.append((copies, after))
        return len(self.copies)

    def wait(self, mark: Any) -> None:
        self.compute.append(("wait", mark))

    def use(self, found: Experts, layer: int) -> None:
        self.compute.append(("use", (found, layer)))

    def run(self, choices: Sequence[bool]) -> None:
        """Do all there is to do; where both streams could go on, `choices` says whether to copy."""
        order = iter(choices)
        while self.computed_so_far < len(self.compute) or self.copied < len(self.copies):
            can_copy = self.copied < len(self.copies) and self.copies[self.copied][1] <= self.computed_so_far
            can_compute = self.computed_so_far < len(self.compute)
            if can_compute and self.compute[self.computed_so_far][0] == "wait":
                can_compute = self.compute[self.computed_so_far][1] <= self.copied
            assert can_copy or can_compute, "both wait for each other"
            if can_copy and (not can_compute or next(order, False)):
                for into, source in self.copies[self.copied][0]:
                    into.copy_(source)
                self.copied += 1
            else:
                what, told = self.compute[self.computed_so_far]
                if what == "use":
                    assert values(told[0]) == {float(told[1])}
                self.computed_so_far += 1


KINDS = st.sampled_from(["plain", "half", "packed"])


@settings(max_examples=150, deadline=None)
@given(
    kinds=st.lists(st.tuples(KINDS, KINDS), min_size=1, max_size=6),
    order=st.one_of(st.none(), st.lists(st.integers(0, 5), min_size=1, max_size=12)),
    choices=st.lists(st.booleans(), max_size=80),
)
def test_whatever_is_late_each_computation_has_its_own_layer(kinds, order, choices) -> None:
    device = Device()
    numbers = [2 * place + 1 for place in range(len(kinds))]
    streams = Streams({n: experts(n, *kind) for n, kind in zip(numbers, kinds, strict=True)}, CPU, device)
    passes = numbers * 3 if order is None else [numbers[place % len(numbers)] for place in order]
    for number in passes:
        found = streams.experts(number)
        device.use(found, number)
    device.run(choices)
    assert len(streams._buffers) <= 2


def test_a_layer_is_on_its_way_before_it_is_asked_for() -> None:
    device = Device()
    streams = Streams({n: experts(n, "plain", "plain") for n in (3, 5, 8)}, CPU, device)
    for number, sent in ((3, 2), (5, 3), (8, 4), (3, 5)):
        streams.experts(number)
        assert len(device.copies) == sent
    assert streams.layers == (3, 5, 8)


def test_two_layers_stay_where_they_are() -> None:
    device = Device()
    streams = Streams({n: experts(n, "packed", "half") for n in (1, 2)}, CPU, device)
    for number in (1, 2) * 4:
        device.use(streams.experts(number), number)
    assert len(device.copies) == 2
    device.run([])


def test_buffers_are_all_that_the_device_holds() -> None:
    whole = {n: experts(n, "packed", "packed") for n in range(5)}
    streams = Streams(whole, CPU)
    assert (streams.buffer_bytes, streams.nbytes) == (0, 5 * whole[0].nbytes)
    rooms = set()
    for number in (*range(5), *range(5)):
        found = streams.experts(number)
        assert values(found) == {float(number)}
        assert all(isinstance(each, Packed) for each in found.stacks)
        rooms.add(tuple(part.data_ptr() for each in found.stacks if isinstance(each, Packed) for part in each.storage))
    assert len(rooms) == 2
    # Each tensor begins at a multiple of 256 bytes: one for the gate and up projections, one for down.
    assert streams.buffer_bytes == 2 * 2 * 256


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    model = random_checkpoints.random_model(layer_types=LAYERS)
    return random_checkpoints.write(model, tmp_path_factory.mktemp("model"))


def logits(model: Model) -> list[torch.Tensor]:
    """A prefix of two parts, two passes, and a causal reading."""
    generator = torch.Generator().manual_seed(1)
    ids, canvas = (torch.randint(0, 96, (1, n), generator=generator) for n in (21, 16))
    prefix = model.encode(ids[:, 9:], model.encode(ids[:, :9]))
    first = model.denoise(canvas, prefix)
    second = model.denoise(canvas, prefix, model.self_condition(first))
    return [first, second, model.read_out(model.causal_hidden(canvas, prefix))]


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_logits_are_the_same_with_any_number_of_layers_streamed(folder: Path, dtype: torch.dtype) -> None:
    resident = logits(load_model(folder, dtype=dtype))
    for streamed in ((0,), (5,), (1, 4), (0, 2, 4), range(6)):
        model = load_model(folder, dtype=dtype, streamed=streamed)
        assert model.streamed == tuple(streamed)
        for found, wanted in zip(logits(model), resident, strict=True):
            assert found.equal(wanted)


def test_mixed_kinds_are_streamed_as_well(folder: Path) -> None:
    """As a GGUF has them: some layers' stacks packed in one way, some in another."""
    from dataclasses import replace

    model = load_model(folder)
    weights = model._weights
    layers = tuple(
        replace(layer, experts=Experts.of(Stored.of(gate_up.half()), Stored.of(down.bfloat16()) if n % 3 else down))
        for n, layer in enumerate(weights.layers)
        for gate_up, down in [layer.experts.stacks]
        if isinstance(gate_up, torch.Tensor) and isinstance(down, torch.Tensor)
    )
    model._weights = replace(weights, layers=layers)
    wanted = logits(model)
    model.stream(range(6))
    streams = model._weights.streams
    assert streams is not None
    for found, each in zip(logits(model), wanted, strict=True):
        assert found.equal(each)
    largest = max(layer.experts.nbytes for layer in layers)
    assert 2 * largest <= streams.buffer_bytes < 2 * largest + 4 * 256


def test_more_layers_are_moved_out_of_a_model_that_runs(folder: Path) -> None:
    model = load_model(folder, streamed=(2,))
    wanted = logits(model)
    model.stream((4, 5))
    assert model.streamed == (2, 4, 5)
    for found, each in zip(logits(model), wanted, strict=True):
        assert found.equal(each)
    model.stream(())
    assert model.streamed == (2, 4, 5)
