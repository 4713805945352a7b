"""Memory: what the system tells, a GPU that may not be there, and a thread that ends."""

from __future__ import annotations

import mmap
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from palimpsest.app.memory import GpuMemory, MemoryWatch, Usage, process_bytes, size_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000


class Nvml:
    """Acts like `pynvml` on a machine with one GPU, or, after `fails`, without."""

    class NVMLError(Exception):
        pass

    def __init__(self, fails: str = "") -> None:
        self.fails = fails
        self.used = 6 << 30
        self.calls: list[str] = []

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if name == self.fails:
            raise self.NVMLError(name)

    def nvmlInit(self) -> None:
        self._call("init")

    def nvmlShutdown(self) -> None:
        self._call("shutdown")

    def nvmlDeviceGetHandleByIndex(self, index: int) -> str:
        self._call("handle")
        return f"gpu {index}"

    def nvmlDeviceGetMemoryInfo(self, handle: str) -> SimpleNamespace:
        assert handle == "gpu 0"
        self._call("memory")
        return SimpleNamespace(used=self.used, total=24 << 30, free=0)


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 MB"), (640 << 20, "640 MB"), (1 << 30, "1.0 GB"), (1200 << 20, "1.2 GB"), (24 << 30, "24.0 GB")],
)
def test_sizes_as_people_read_them(count: int, text: str) -> None:
    assert size_text(count) == text


def test_this_program_has_a_size_and_it_grows() -> None:
    before = process_bytes()
    assert before is not None
    assert before > 10 << 20
    # Fresh pages of the system's: what Python allocates may be memory that it had before.
    with mmap.mmap(-1, 64 << 20) as held:
        held.write(b"\1" * len(held))
        after = process_bytes()
        assert after is not None
        assert after > before + (32 << 20)


def test_the_gpu_is_opened_once_and_closed_once() -> None:
    nvml = Nvml()
    gpu = GpuMemory(nvml)
    assert nvml.calls == []
    assert [gpu.read(), gpu.read()] == [(6 << 30, 24 << 30)] * 2
    gpu.close()
    gpu.close()
    assert nvml.calls == ["init", "handle", "memory", "memory", "shutdown"]


@pytest.mark.parametrize("fails", ["init", "handle", "memory"])
def test_without_a_gpu_nothing_is_asked_again(fails: str) -> None:
    nvml = Nvml(fails)
    gpu = GpuMemory(nvml)
    assert gpu.read() is None
    asked = list(nvml.calls)
    assert gpu.read() is None
    assert nvml.calls == asked
    assert ("shutdown" in asked) == (fails != "init")


def test_the_real_driver_answers_or_is_absent() -> None:
    gpu = GpuMemory()
    found = gpu.read()
    assert found is None or 0 <= found[0] <= found[1]
    gpu.close()


def test_a_watch_tells_at_once_and_then_what_changes(qtbot: QtBot) -> None:
    nvml = Nvml()
    watch = MemoryWatch(GpuMemory(nvml), period_s=0.01)
    told: list[Usage] = []
    threads: list[threading.Thread] = []
    watch.changed.connect(told.append)
    watch.changed.connect(lambda _: threads.append(threading.current_thread()))
    watch.start()
    qtbot.waitUntil(lambda: bool(told), timeout=PATIENCE_MS)
    assert told[0].process is not None
    assert (told[0].gpu_used, told[0].gpu_total) == (6 << 30, 24 << 30)
    nvml.used = 7 << 30
    qtbot.waitUntil(lambda: told[-1].gpu_used == 7 << 30, timeout=PATIENCE_MS)
    watch.stop()
    assert nvml.calls[-1] == "shutdown"
    assert set(threads) == {threading.main_thread()}
    assert not any(thread.name == "memory-watch" for thread in threading.enumerate())
    watch.deleteLater()


def test_a_watch_that_never_began_stops(qtbot: QtBot) -> None:
    watch = MemoryWatch(GpuMemory(Nvml()))
    watch.stop()
    watch.deleteLater()
