"""Telemetry: what a GPU tells, one that tells little or nothing, and a thread that rests and ends."""

from __future__ import annotations

import builtins
import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from palimpsest.app.telemetry import GpuReader, GpuSample, Sample, Telemetry

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000


class Nvml:
    """Acts like `pynvml` on a machine with one GPU, where the calls in `fails` fail."""

    NVML_TEMPERATURE_GPU = 0

    class NVMLError(Exception):
        pass

    def __init__(self, *fails: str) -> None:
        self.fails = set(fails)
        self.calls: list[str] = []

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if name in self.fails:
            raise self.NVMLError(name)

    def nvmlInit(self) -> None:
        self._call("init")

    def nvmlShutdown(self) -> None:
        self._call("shutdown")

    def nvmlDeviceGetHandleByIndex(self, index: int) -> str:
        self._call("handle")
        return f"gpu {index}"

    def nvmlDeviceGetUtilizationRates(self, handle: str) -> SimpleNamespace:
        assert handle == "gpu 0"
        self._call("load")
        return SimpleNamespace(gpu=87, memory=40)

    def nvmlDeviceGetMemoryInfo(self, _: str) -> SimpleNamespace:
        self._call("memory")
        return SimpleNamespace(used=15 << 30, total=24 << 30, free=0)

    def nvmlDeviceGetPowerUsage(self, _: str) -> int:
        self._call("power")
        return 310_400

    def nvmlDeviceGetTemperature(self, _: str, sensor: int) -> int:
        assert sensor == self.NVML_TEMPERATURE_GPU
        self._call("heat")
        return 64


def test_a_gpu_tells_all():
    nvml = Nvml()
    reader = GpuReader(nvml)
    assert nvml.calls == []
    assert reader.read() == reader.read() == GpuSample(87, 15 << 30, 24 << 30, 310.4, 64)
    assert nvml.calls.count("init") == 1
    reader.close()
    reader.close()
    assert nvml.calls.count("shutdown") == 1


@pytest.mark.parametrize(
    ("fails", "sample"),
    [
        (["power", "heat"], GpuSample(87, 15 << 30, 24 << 30)),
        (["load"], GpuSample(None, 15 << 30, 24 << 30, 310.4, 64)),
        (["memory", "power"], GpuSample(87, None, None, None, 64)),
    ],
)
def test_what_a_gpu_does_not_tell_is_left_out(fails: list[str], sample: GpuSample):
    assert GpuReader(Nvml(*fails)).read() == sample


@pytest.mark.parametrize("fails", [["init"], ["handle"], ["load", "memory"], ["handle", "shutdown"]])
def test_no_gpu_is_asked_for_once(fails: list[str]):
    nvml = Nvml(*fails)
    reader = GpuReader(nvml)
    assert reader.read() is None
    asked = list(nvml.calls)
    assert reader.read() is None
    reader.close()
    assert nvml.calls == asked
    assert nvml.calls.count("shutdown") == ("init" not in fails)


def test_without_the_package_there_is_no_gpu(monkeypatch: pytest.MonkeyPatch):
    real = builtins.__import__

    def without(name: str, *args: object, **more: object) -> object:
        if name == "pynvml":
            raise ImportError(name)
        return real(name, *args, **more)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(builtins, "__import__", without)
    assert GpuReader().read() is None


@pytest.fixture
def watch(qapp: object):
    made: list[Telemetry] = []

    def make(nvml: Nvml, period_s: float = 0.001) -> Telemetry:
        made.append(Telemetry(GpuReader(nvml), period_s))
        return made[-1]

    yield make
    for telemetry in made:
        telemetry.close()


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "telemetry"]


def test_it_looks_while_somebody_wants_to_know(qtbot: QtBot, watch):
    telemetry = watch(Nvml())
    assert threads() == []
    with qtbot.waitSignal(telemetry.sampled, timeout=PATIENCE_MS) as told:
        telemetry.want("panel", True)
    assert told.args is not None
    sample = told.args[0]
    assert isinstance(sample, Sample)
    assert sample.gpu == GpuSample(87, 15 << 30, 24 << 30, 310.4, 64)
    assert sample.cpu >= 0
    assert sample.memory is not None
    assert telemetry.last == sample


def test_it_rests_when_the_last_one_has_gone_and_begins_again(qtbot: QtBot, watch):
    nvml = Nvml()
    telemetry = watch(nvml)
    with qtbot.waitSignal(telemetry.sampled, timeout=PATIENCE_MS):
        telemetry.want("panel", True)
        telemetry.want("run", True)
    telemetry.want("panel", False)
    with qtbot.waitSignal(telemetry.sampled, timeout=PATIENCE_MS):
        pass
    telemetry.want("run", False)
    assert not telemetry._wanted.is_set()
    with qtbot.waitSignal(telemetry.sampled, timeout=PATIENCE_MS):
        telemetry.want("run", True)
    assert len(threads()) == 1


def test_it_ends_with_the_driver_let_go(qtbot: QtBot, watch):
    nvml = Nvml()
    telemetry = watch(nvml, 3600)
    with qtbot.waitSignal(telemetry.sampled, timeout=PATIENCE_MS):
        telemetry.want("panel", True)
    telemetry.close()
    assert threads() == []
    assert nvml.calls[-1] == "shutdown"
    telemetry.want("panel", True)
    assert threads() == []


def test_it_ends_without_having_looked(watch):
    watch(Nvml()).close()
    assert threads() == []
