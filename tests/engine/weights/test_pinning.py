"""Locked memory: holds the same numbers, is locked once, and let go with the last tensor that lies in it."""

from __future__ import annotations

import gc

import pytest
import torch

from palimpsest.engine.weights.pinning import pinned
from palimpsest.kernels.packed import Packed, Stored


class Runtime:
    """Acts like CUDA's runtime, which may refuse to lock."""

    def __init__(self, code: int = 0) -> None:
        self.code = code
        self.locked: dict[int, int] = {}
        self.unlocked: list[int] = []

    def cudaHostRegister(self, address: int, nbytes: int, flags: int) -> int:
        assert not flags
        if not self.code:
            self.locked[address] = nbytes
        return self.code

    def cudaHostUnregister(self, address: int) -> int:
        del self.locked[address]
        self.unlocked.append(address)
        return 0


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.uint8, torch.float8_e4m3fn])
def test_the_copy_is_equal_and_of_exactly_its_size(dtype: torch.dtype) -> None:
    runtime = Runtime()
    tensor = torch.randn(3, 5, 7).to(dtype)
    copy = pinned(tensor, runtime)
    assert isinstance(copy, torch.Tensor)
    assert (copy.dtype, copy.shape) == (dtype, tensor.shape)
    assert copy.view(torch.uint8).equal(tensor.view(torch.uint8))
    assert runtime.locked == {copy.data_ptr(): tensor.nbytes}


def test_it_is_let_go_when_nothing_lies_in_it_any_more() -> None:
    runtime = Runtime()
    copy = pinned(torch.arange(12.0).view(3, 4), runtime)
    assert isinstance(copy, torch.Tensor)
    address, member = copy.data_ptr(), copy[1]
    del copy
    gc.collect()
    assert runtime.locked
    assert member.tolist() == [4, 5, 6, 7]
    del member
    gc.collect()
    assert (runtime.locked, runtime.unlocked) == ({}, [address])


def test_every_part_of_a_packed_matrix() -> None:
    runtime = Runtime()
    stack = Stored.of(torch.randn(2, 3, 4).half())
    copy = pinned(stack, runtime)
    assert isinstance(copy, Packed)
    assert copy.unpacked(torch.float32).equal(stack.unpacked(torch.float32))
    assert len(runtime.locked) == 1


def test_where_nothing_can_be_locked_there_is_plain_memory(caplog: pytest.LogCaptureFixture) -> None:
    runtime = Runtime(code=2)
    copy = pinned(torch.arange(4.0), runtime)
    assert isinstance(copy, torch.Tensor)
    assert copy.tolist() == [0, 1, 2, 3]
    assert "read more slowly" in caplog.text
    del copy
    gc.collect()
    assert runtime.unlocked == []


def test_nothing_is_locked_for_nothing() -> None:
    runtime = Runtime()
    pinned(torch.empty(0, 3), runtime)
    assert runtime.locked == {}
