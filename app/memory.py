"""How much memory this program and the GPU use, looked up beside the window and never in its way."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, QObject, Signal

from palimpsest.engine.nvml import Gpu

PERIOD_S = 2.0
_STOP_WAIT_S = 2.0


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes; None for what this machine does not tell."""

    process: int | None = None
    """Resident memory of this program."""
    gpu_used: int | None = None
    """Memory in use on the GPU, by whatever program."""
    gpu_total: int | None = None


def size_text(count: int) -> str:
    """A number of bytes as people read it: "640 MB", "1.2 GB"."""
    locale = QLocale()
    if count >= 1000 << 20:
        return f"{locale.toString(count / (1 << 30), 'f', 1)} GB"
    return f"{locale.toString(round(count / (1 << 20)))} MB"


def process_bytes() -> int | None:
    """Resident memory of this program; None if the system does not tell."""
    with contextlib.suppress(OSError, AttributeError, ValueError, IndexError):
        if sys.platform == "linux":
            pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
            return int(pages) * os.sysconf("SC_PAGE_SIZE")
        if sys.platform == "darwin":
            return _of_macos()
        if sys.platform == "win32":
            return _of_windows()
    return None


class GpuMemory:
    """Memory of one NVIDIA GPU. `nvml` is the module `pynvml` or one that acts like it."""

    def __init__(self, nvml: Any = None) -> None:
        self._gpu = Gpu(nvml)

    def read(self) -> tuple[int, int] | None:
        """Used and total; None where there is no such GPU. The driver is opened at the first call."""
        memory = self._gpu.memory()
        if memory is None:
            self._gpu.give_up()
        return memory

    def close(self) -> None:
        """Let the driver go."""
        self._gpu.close()


class MemoryWatch(QObject):
    """Tells the usage every two seconds, from a thread of its own; drivers can be slow to answer."""

    changed = Signal(object)
    """`Usage`; only if it differs from the one before by what people would see."""

    def __init__(self, gpu: GpuMemory | None = None, period_s: float = PERIOD_S, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gpu = gpu or GpuMemory()
        self._period_s = period_s
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look; a watch can be started once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="memory-watch", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End; the thread is gone afterwards, unless a driver hangs."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join(_STOP_WAIT_S)

    def _watch(self) -> None:
        last: list[str | None] | None = None
        while not self._ended.is_set():
            gpu = self._gpu.read()
            usage = Usage(process_bytes(), *(gpu or (None, None)))
            shown = [None if count is None else size_text(count) for count in (usage.process, usage.gpu_used)]
            if shown != last and not self._ended.is_set():
                last = shown
                self.changed.emit(usage)
            self._ended.wait(self._period_s)
        self._gpu.close()


def _of_macos() -> int | None:
    """`proc_pidinfo(PROC_PIDTASKINFO)`: the second of 64-bit fields is the resident size."""
    import ctypes

    fields = (ctypes.c_uint64 * 12)()
    library = ctypes.CDLL("/usr/lib/libproc.dylib")
    read = library.proc_pidinfo(os.getpid(), 4, ctypes.c_uint64(0), ctypes.byref(fields), ctypes.sizeof(fields))
    return int(fields[1]) if read >= 16 else None


def _of_windows() -> int | None:
    """`PROCESS_MEMORY_COUNTERS.WorkingSetSize`: after two 32-bit fields and the peak."""
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("size", ctypes.c_uint32),
            ("faults", ctypes.c_uint32),
            ("peak", ctypes.c_size_t),
            ("working_set", ctypes.c_size_t),
            ("others", ctypes.c_size_t * 6),
        )

    kernel = ctypes.WinDLL("kernel32")  # pyright: ignore[reportAttributeAccessIssue]  # only there on Windows
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    counters = Counters()
    counters.size = ctypes.sizeof(counters)
    process = ctypes.c_void_p(kernel.GetCurrentProcess())
    if not kernel.K32GetProcessMemoryInfo(process, ctypes.byref(counters), counters.size):
        return None
    return int(counters.working_set)
