"""How hard the machine works: load, memory, power and heat of the GPU, or what this program takes of the processor."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from palimpsest.app.memory import process_bytes
from palimpsest.engine.nvml import Gpu

PERIOD_S = 1.0
"""Between two looks, at least: asking more often would be seen in what is measured."""
_STOP_WAIT_S = 2.0


@dataclass(frozen=True, slots=True)
class GpuSample:
    """One look at a GPU; None for what it does not tell."""

    load: int | None = None
    """Percent."""
    used: int | None = None
    """Bytes, by whatever program."""
    total: int | None = None
    """Bytes."""
    watts: float | None = None
    celsius: int | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at the machine."""

    gpu: GpuSample | None
    """None where there is no NVIDIA GPU or no driver that answers."""
    cpu: float
    """Percent of one processor core that this program took since the last look; above 100 with several."""
    memory: int | None
    """Resident memory of this program, bytes."""


class GpuReader:
    """Asks one NVIDIA GPU. `nvml` is the module `pynvml` or one that acts like it; nothing here raises."""

    def __init__(self, nvml: Any = None) -> None:
        self._gpu = Gpu(nvml)

    def read(self) -> GpuSample | None:
        """What it tells now; None where there is none. The driver is opened at the first call."""
        ask = self._gpu.ask
        load = ask(lambda nvml, handle: int(nvml.nvmlDeviceGetUtilizationRates(handle).gpu))
        memory = self._gpu.memory()
        watts = ask(lambda nvml, handle: nvml.nvmlDeviceGetPowerUsage(handle) / 1000)
        celsius = ask(lambda nvml, handle: int(nvml.nvmlDeviceGetTemperature(handle, nvml.NVML_TEMPERATURE_GPU)))
        if load is None and memory is None:
            self._gpu.give_up()
            return None
        used, total = memory or (None, None)
        return GpuSample(load, used, total, watts, celsius)

    def close(self) -> None:
        """Let the driver go."""
        self._gpu.close()


class Telemetry(QObject):
    """Looks at the machine once a second while somebody wants to know, from a thread of its own: drivers can hang.

    Nobody else has to wait for the thread. Call `close` before the program ends.
    """

    sampled = Signal(object)
    """`Sample`, told in the window's thread: a listener that has gone is not called late."""
    _looked = Signal(object)

    def __init__(self, gpu: GpuReader | None = None, period_s: float = PERIOD_S, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.last: Sample | None = None
        """The newest look; of older days where nobody wants to know."""
        self._gpu = gpu or GpuReader()
        self._period_s = period_s
        self._lock = threading.Lock()
        self._wanting: set[str] = set()
        self._wanted = threading.Event()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None
        self._looked.connect(self._on_looked, Qt.ConnectionType.QueuedConnection)

    def want(self, who: str, wanted: bool) -> None:
        """Somebody begins or ceases to want to know: a panel that is shown, a run that goes. Returns at once."""
        (self._wanting.add if wanted else self._wanting.discard)(who)
        if not self._wanting or self._closed.is_set():
            self._wanted.clear()
            return
        self._wanted.set()
        if self._thread is None:
            self._thread = threading.Thread(target=self._watch, name="telemetry", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """End; the thread is gone afterwards, unless a driver hangs."""
        with self._lock:
            self._closed.set()
        self._wanted.set()
        if self._thread is not None:
            self._thread.join(_STOP_WAIT_S)

    @Slot(object)
    def _on_looked(self, sample: Sample) -> None:
        if not self._closed.is_set():
            self.last = sample
            self.sampled.emit(sample)

    # Everything below runs in the thread.

    def _watch(self) -> None:
        processor = _Processor()
        while True:
            self._wanted.wait()
            if self._closed.is_set():
                break
            sample = Sample(self._gpu.read(), processor.percent(), process_bytes())
            # Under the lock, so that nothing is emitted once `close` has been called.
            with self._lock:
                if not self._closed.is_set():
                    self._looked.emit(sample)
            self._closed.wait(self._period_s)
        self._gpu.close()


class _Processor:
    """Processor time that this program took between two questions."""

    def __init__(self) -> None:
        self._time, self._taken = time.monotonic(), time.process_time()

    def percent(self) -> float:
        now, taken = time.monotonic(), time.process_time()
        passed, used = now - self._time, taken - self._taken
        self._time, self._taken = now, taken
        return 100 * used / passed if passed > 0 else 0.0
