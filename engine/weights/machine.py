"""What this machine has to hold a model: its GPU as driver and torch tell, and its main memory."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from palimpsest.engine.nvml import Gpu
from palimpsest.engine.request import InfillError

LEAST_CAPABILITY = (8, 0)
"""The first GPUs that compute in bfloat16 (Ampere); on older ones torch emulates it, an order of magnitude slower."""

_LANES = {1: 0.25e9, 2: 0.5e9, 3: 0.985e9, 4: 1.969e9, 5: 3.938e9, 6: 7.563e9}
"""PCIe generation → bytes per second and lane, one way."""

_REACHED = 0.8
"""Share of the link's rate that copies out of pinned memory reach."""


@dataclass(frozen=True, slots=True)
class Card:
    """A GPU."""

    name: str
    """As its driver calls it: "NVIDIA GeForce RTX 4090"."""
    total: int
    """Bytes."""
    free: int
    """Bytes that no program has taken."""
    capability: tuple[int, int] | None = None
    link: float | None = None
    """Bytes per second from main memory, as far as copies reach; None if nothing tells."""
    obstacle: str = ""
    """Why it cannot be used, as a sentence with a remedy; empty if it can."""

    @property
    def shown_name(self) -> str:
        """As people call it: "RTX 4090"."""
        return self.name.removeprefix("NVIDIA ").removeprefix("GeForce ")


@dataclass(frozen=True, slots=True)
class Machine:
    """Main memory and the one GPU that a model would use."""

    memory: int | None
    """Bytes of main memory; None if the system does not tell."""
    available: int | None
    """Bytes of it that programs can still have without swapping."""
    card: Card | None = None


def probe(device: str = "auto", nvml: Any = None, cuda: Any = None) -> Machine:
    """Look at this machine; `device` is "auto", "cpu" or "cuda[:n]", and raises `InfillError` if it is none of these.

    `nvml` is the module `pynvml`, `cuda` is `torch.cuda`, or what acts like them.
    """
    if not re.fullmatch(r"auto|cpu|cuda(:\d{1,3})?", device):
        raise InfillError(f"There is no device {device}.", "Choose auto, cpu or cuda[:n].")
    memory, available = main_memory()
    machine = Machine(memory, available)
    if device == "cpu":
        return machine
    if cuda is None:
        import torch

        cuda = torch.cuda
    number = int(device.partition(":")[2] or 0)
    return replace(machine, card=_card(number, nvml, cuda))


def _card(number: int, nvml: Any, cuda: Any) -> Card | None:
    """The GPU as CUDA numbers it, or, where torch can use none, the driver's first."""
    found: Any = None
    with contextlib.suppress(Exception):  # whatever goes wrong in a driver: there is no GPU that could be used
        if cuda.is_available() and number < cuda.device_count():
            found = cuda.get_device_properties(number)
    gpu = Gpu(nvml, f"GPU-{found.uuid}" if found is not None and getattr(found, "uuid", None) else number)
    memory = gpu.memory()
    link = _link(gpu)
    try:
        if found is None:
            name = gpu.ask(lambda module, handle: module.nvmlDeviceGetName(handle))
            if name is None or memory is None:
                return None
            obstacle = "PyTorch cannot use it; `palimpsest doctor` tells why."
            return _told(_text(name), memory, gpu, link, obstacle)
        if memory is None:
            free, total = cuda.mem_get_info(number)
            memory = total - free, total
        capability = (int(found.major), int(found.minor))
        used, total = memory
        obstacle = "" if capability >= LEAST_CAPABILITY else "It is too old: it does not compute in bfloat16."
        return Card(str(found.name), total, total - used, capability, link, obstacle)
    finally:
        gpu.close()


def _told(name: str, memory: tuple[int, int], gpu: Gpu, link: float | None, obstacle: str) -> Card:
    """A GPU of which only the driver knows."""
    capability = gpu.ask(lambda module, handle: module.nvmlDeviceGetCudaComputeCapability(handle))
    used, total = memory
    return Card(name, total, total - used, None if capability is None else tuple(capability), link, obstacle)


def _link(gpu: Gpu) -> float | None:
    """What the GPU's link to main memory reaches, bytes per second."""
    generation = gpu.ask(lambda nvml, handle: int(nvml.nvmlDeviceGetMaxPcieLinkGeneration(handle)))
    width = gpu.ask(lambda nvml, handle: int(nvml.nvmlDeviceGetMaxPcieLinkWidth(handle)))
    if generation not in _LANES or not width:
        return None
    return _LANES[generation] * width * _REACHED


def main_memory() -> tuple[int | None, int | None]:
    """Bytes of main memory, and those that can still be had; None for what the system does not tell."""
    with contextlib.suppress(OSError, ValueError, KeyError, AttributeError):
        if sys.platform == "linux":
            return _within_group(*_of_linux(Path("/proc/meminfo").read_text(encoding="ascii")))
        if sys.platform == "win32":
            return _of_windows()
        # What is available cannot be asked simply on macOS; it gives up caches for programs, so nearly all is.
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        return total, total * 3 // 4
    return None, None


def _of_linux(meminfo: str) -> tuple[int, int]:
    lines = dict(line.split(":", 1) for line in meminfo.splitlines() if ":" in line)
    total, available = (int(lines[key].split()[0]) << 10 for key in ("MemTotal", "MemAvailable"))
    return total, available


def _within_group(total: int, available: int, group: Path = Path("/sys/fs/cgroup")) -> tuple[int, int]:
    """No more than the control group allows that the program runs in: a container."""
    with contextlib.suppress(OSError, ValueError):
        most = int((group / "memory.max").read_text())
        used = int((group / "memory.current").read_text())
        # Files that were read count as used, and are given up when memory is wanted.
        cached = dict(line.split() for line in (group / "memory.stat").read_text().splitlines()).get("file", "0")
        return min(total, most), max(0, min(available, most - used + int(cached)))
    return total, available


def _of_windows() -> tuple[int, int]:
    """`MEMORYSTATUSEX`: after its own size and the load in percent come total and available bytes."""

    class Status(ctypes.Structure):
        _fields_ = (("size", ctypes.c_uint32), ("load", ctypes.c_uint32), ("bytes", ctypes.c_uint64 * 7))

    status = Status()
    status.size = ctypes.sizeof(status)
    kernel = ctypes.WinDLL("kernel32")  # pyright: ignore[reportAttributeAccessIssue]  # only there on Windows
    if not kernel.GlobalMemoryStatusEx(ctypes.byref(status)):
        raise OSError("the system does not tell")
    return int(status.bytes[0]), int(status.bytes[1])


def _text(value: str | bytes) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else value
