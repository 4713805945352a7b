"""A GPU asked through its driver: one question may fail, a GPU that is given up is not asked again."""

from __future__ import annotations

from types import SimpleNamespace

from palimpsest.engine.nvml import Gpu


class Nvml:
    """Acts like `pynvml` on a machine with one GPU."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def nvmlInit(self) -> None:
        self.calls.append("init")

    def nvmlShutdown(self) -> None:
        self.calls.append("shutdown")

    def nvmlDeviceGetHandleByIndex(self, index: int) -> str:
        return f"gpu {index}"

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> str:
        return {"GPU-b": "gpu 1"}[uuid]

    def nvmlDeviceGetMemoryInfo(self, handle: str) -> SimpleNamespace:
        assert handle == "gpu 1"
        return SimpleNamespace(used=3, total=8)


def test_one_question_may_fail_and_the_others_are_answered() -> None:
    nvml = Nvml()
    gpu = Gpu(nvml, 1)
    assert gpu.ask(lambda module, handle: module.nvmlDeviceGetPowerUsage(handle)) is None
    assert gpu.memory() == (3, 8)
    assert nvml.calls == ["init"]


def test_a_gpu_that_is_given_up_is_let_go_and_not_asked_again() -> None:
    nvml = Nvml()
    gpu = Gpu(nvml, 1)
    assert gpu.memory() is not None
    gpu.give_up()
    gpu.close()
    assert gpu.memory() is None
    assert nvml.calls == ["init", "shutdown"]


def test_a_gpu_is_found_by_its_uuid() -> None:
    assert Gpu(Nvml(), "GPU-b").memory() == (3, 8)
    assert Gpu(Nvml(), "GPU-c").memory() is None
