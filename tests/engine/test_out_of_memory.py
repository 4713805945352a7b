"""Every name that running out of memory goes by, and nothing else."""

from __future__ import annotations

import pytest
import torch

from palimpsest.engine.out_of_memory import ran_out


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 256.00 MiB."),
        type("OutOfMemoryError", (RuntimeError,), {})(),
        RuntimeError("[enforce fail at alloc_cpu.cpp:127] err == 0. DefaultCPUAllocator: can't allocate memory"),
        RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 9 bytes."),
        RuntimeError("CUDA error: out of memory"),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
    ],
)
def test_memory_ran_out(error: Exception) -> None:
    assert ran_out(error)


@pytest.mark.parametrize("error", [ValueError("out of memory"), RuntimeError("shapes differ"), OSError(12, "memory")])
def test_something_else(error: Exception) -> None:
    assert not ran_out(error)


def test_what_torch_really_raises_on_this_machine() -> None:
    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 60, dtype=torch.uint8)
    assert ran_out(caught.value)
