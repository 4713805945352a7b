"""One NVIDIA GPU, asked through its driver; whatever is missing or fails, there is no answer and never an exception."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any, TypeVar

Value = TypeVar("Value")


class Gpu:
    """Opens the driver with the first question. `nvml` is the module `pynvml` or one that acts like it.

    `index` is the driver's number of the GPU or its UUID: CUDA numbers them in an order of its own.
    """

    def __init__(self, nvml: Any = None, index: int | str = 0) -> None:
        self._nvml = nvml
        self._index = index
        self._handle: Any = None
        self._open = False
        self._absent = False

    def ask(self, question: Callable[[Any, Any], Value]) -> Value | None:
        """What `question` of the module and the GPU's handle gives; None where there is no such GPU or answer."""
        if self._connect():
            with contextlib.suppress(Exception):
                return question(self._nvml, self._handle)
        return None

    def memory(self) -> tuple[int, int] | None:
        """Bytes used, by whatever program, and in all."""
        found = self.ask(lambda nvml, handle: nvml.nvmlDeviceGetMemoryInfo(handle))
        return None if found is None else (int(found.used), int(found.total))

    def give_up(self) -> None:
        """The GPU has gone: asking again every second would not bring it back."""
        self._absent = True
        self.close()

    def close(self) -> None:
        """Let the driver go."""
        if self._open:
            self._open = False
            with contextlib.suppress(Exception):
                self._nvml.nvmlShutdown()

    def _connect(self) -> bool:
        if self._absent or self._open:
            return self._open
        try:
            if self._nvml is None:
                import pynvml

                self._nvml = pynvml
            self._nvml.nvmlInit()
            self._open = True
            by = self._nvml.nvmlDeviceGetHandleByUUID if isinstance(self._index, str) else None
            self._handle = (by or self._nvml.nvmlDeviceGetHandleByIndex)(self._index)
        except Exception:  # no package, no driver, or a driver of another version; whatever it is, there is no GPU
            self.give_up()
        return self._open
