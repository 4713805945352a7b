"""Whether an error means that memory has run out; told without torch, which calls it by several names."""

from __future__ import annotations

_WORDS = ("can't allocate memory", "not enough memory", "out of memory", "ALLOC_FAILED")
"""Of RuntimeErrors: torch's CPU allocator, on Linux and on Windows; CUDA's runtime; cuBLAS."""


def ran_out(error: BaseException) -> bool:
    """True for MemoryError, torch.OutOfMemoryError, and what torch and CUDA raise as a plain RuntimeError."""
    if isinstance(error, MemoryError) or any(kind.__name__ == "OutOfMemoryError" for kind in type(error).__mro__):
        return True
    return isinstance(error, RuntimeError) and any(words in str(error) for words in _WORDS)
