"""What a machine has: asked of torch and the driver, either of which may be missing, old or silent."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights import machine
from palimpsest.engine.weights.machine import Card, probe

GIB = 1 << 30


class Nvml:
    """Acts like `pynvml` on a machine with two GPUs, which CUDA numbers the other way round."""

    UUIDS = ("GPU-slow", "GPU-fast")

    def __init__(self, silent: bool = False) -> None:
        self.silent = silent
        self.closed = 0

    def nvmlInit(self) -> None:
        if self.silent:
            raise RuntimeError("no driver")

    def nvmlShutdown(self) -> None:
        self.closed += 1

    def nvmlDeviceGetHandleByIndex(self, index: int) -> int:
        return range(2)[index]

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> int:
        return self.UUIDS.index(uuid)

    def nvmlDeviceGetName(self, handle: int) -> bytes:
        return (b"NVIDIA GeForce GTX 1080", b"NVIDIA GeForce RTX 4090")[handle]

    def nvmlDeviceGetMemoryInfo(self, handle: int) -> SimpleNamespace:
        return SimpleNamespace(used=GIB, total=(8 * GIB, 24 * GIB)[handle])

    def nvmlDeviceGetCudaComputeCapability(self, handle: int) -> tuple[int, int]:
        return ((6, 1), (8, 9))[handle]

    def nvmlDeviceGetMaxPcieLinkGeneration(self, handle: int) -> int:
        return 4

    def nvmlDeviceGetMaxPcieLinkWidth(self, handle: int) -> int:
        return 16


class Cuda:
    """Acts like `torch.cuda` on that machine."""

    GPUS = (
        SimpleNamespace(name="NVIDIA GeForce RTX 4090", major=8, minor=9, uuid="fast"),
        SimpleNamespace(name="NVIDIA GeForce GTX 1080", major=6, minor=1, uuid="slow"),
    )

    def is_available(self) -> bool:
        return True

    def device_count(self) -> int:
        return len(self.GPUS)

    def get_device_properties(self, number: int) -> SimpleNamespace:
        return self.GPUS[number]

    def mem_get_info(self, number: int) -> tuple[int, int]:
        return (20 * GIB, 24 * GIB)


class NoCuda(Cuda):
    def is_available(self) -> bool:
        return False


def card_of(device: str, nvml: Nvml, cuda: Cuda) -> Card:
    found = probe(device, nvml, cuda).card
    assert found is not None
    return found


@pytest.mark.parametrize("device", ["auto", "cuda", "cuda:0"])
def test_the_gpu_that_cuda_means_is_asked_for_and_the_driver_let_go(device: str) -> None:
    nvml = Nvml()
    card = card_of(device, nvml, Cuda())
    assert (card.name, card.shown_name, card.capability) == ("NVIDIA GeForce RTX 4090", "RTX 4090", (8, 9))
    assert (card.total, card.free, card.obstacle) == (24 * GIB, 23 * GIB, "")
    assert card.link == pytest.approx(25.2e9, rel=0.01)
    assert nvml.closed == 1


def test_a_gpu_without_bfloat16_is_an_obstacle() -> None:
    assert "too old" in card_of("cuda:1", Nvml(), Cuda()).obstacle


def test_without_the_driver_torch_tells_the_memory() -> None:
    card = card_of("auto", Nvml(silent=True), Cuda())
    assert (card.total, card.free, card.link) == (24 * GIB, 20 * GIB, None)


def test_a_gpu_that_torch_cannot_use_is_known_and_not_used() -> None:
    card = card_of("auto", Nvml(), NoCuda())
    assert (card.name, card.capability) == ("NVIDIA GeForce GTX 1080", (6, 1))
    assert "PyTorch" in card.obstacle


def test_no_gpu() -> None:
    assert probe("auto", Nvml(silent=True), NoCuda()).card is None
    assert probe("cuda:7", Nvml(), Cuda()).card is None
    assert probe("cpu", Nvml(), Cuda()).card is None


@pytest.mark.parametrize("device", ["", "gpu", "cuda:", "cuda:x", "cuda:-1", "mps"])
def test_another_device(device: str) -> None:
    with pytest.raises(InfillError, match=f"There is no device {device}"):
        probe(device)


def test_this_machine_has_memory() -> None:
    found = probe("cpu")
    assert found.memory is not None
    assert found.available is not None
    assert 0 < found.available <= found.memory


def test_memory_of_linux() -> None:
    text = "MemTotal:       24576000 kB\nMemFree: 1 kB\nMemAvailable:   20480000 kB\nHugePages_Total:       0\n"
    assert machine._of_linux(text) == (24_576_000 << 10, 20_480_000 << 10)


def test_a_container_has_no_more_than_it_is_allowed(tmp_path: Path) -> None:
    assert machine._within_group(64 * GIB, 50 * GIB, tmp_path) == (64 * GIB, 50 * GIB)
    (tmp_path / "memory.max").write_text("max\n")
    assert machine._within_group(64 * GIB, 50 * GIB, tmp_path) == (64 * GIB, 50 * GIB)
    (tmp_path / "memory.max").write_text(f"{16 * GIB}\n")
    (tmp_path / "memory.current").write_text(f"{10 * GIB}\n")
    (tmp_path / "memory.stat").write_text(f"anon {6 * GIB}\nfile {4 * GIB}\n")
    assert machine._within_group(64 * GIB, 50 * GIB, tmp_path) == (16 * GIB, 10 * GIB)


def test_a_system_that_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.sys, "platform", "linux")
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: "nothing")
    assert machine.main_memory() == (None, None)
