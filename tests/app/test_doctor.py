"""`palimpsest doctor`: every lack has a remedy, and the exit code says whether the program can run."""

from __future__ import annotations

import argparse
import json
from types import SimpleNamespace

import pytest

from palimpsest import resources
from palimpsest.app import doctor
from palimpsest.app.doctor import Finding
from palimpsest.app.qt_libraries import Missing


class FakeNvmlError(Exception):
    """Stands for pynvml.NVMLError."""


class FakeNvml:
    """Acts like pynvml on a machine with `count` GPUs; `broken` is the call that fails."""

    NVMLError = FakeNvmlError

    def __init__(self, count: int = 1, broken: str = "") -> None:
        self.count = count
        self.broken = broken
        self.shut = 0

    def _try(self, call: str) -> None:
        if call == self.broken:
            raise FakeNvmlError(f"{call} failed")

    def nvmlInit(self) -> None:
        self._try("nvmlInit")

    def nvmlShutdown(self) -> None:
        self.shut += 1

    def nvmlDeviceGetCount(self) -> int:
        return self.count

    def nvmlDeviceGetHandleByIndex(self, index: int) -> int:
        return index

    def nvmlDeviceGetName(self, handle: int) -> bytes:
        self._try("nvmlDeviceGetName")
        return b"NVIDIA H200"

    def nvmlDeviceGetMemoryInfo(self, handle: int) -> SimpleNamespace:
        return SimpleNamespace(free=100 * doctor.GIB, total=141 * doctor.GIB)

    def nvmlSystemGetDriverVersion(self) -> str:
        return "580.65"


def arguments(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    doctor.add_arguments(parser)
    return parser.parse_args(given)


def script(monkeypatch, *findings: Finding) -> None:
    monkeypatch.setattr(doctor, "examine", lambda: iter(findings))


GOOD = Finding("Python", "ok", "3.11.7")
ABSENT = Finding("GPU", "note", "no NVIDIA driver", "get one")
BAD = Finding("Model", "lack", "gone", "install again")


@pytest.mark.parametrize(("findings", "code"), [((GOOD,), 0), ((GOOD, ABSENT), 0), ((GOOD, ABSENT, BAD), 1)])
def test_exit_code_says_whether_the_program_can_run(monkeypatch, capsys, findings, code):
    script(monkeypatch, *findings)
    assert doctor.run(arguments()) == code
    assert ("can run here." in capsys.readouterr().out) is (code == 0)


def test_json_is_one_object_and_nothing_else(monkeypatch, capsys):
    script(monkeypatch, GOOD, BAD)
    assert doctor.run(arguments("--json")) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["ready"] is False
    assert report["checks"][1] == {"name": "Model", "state": "lack", "detail": "gone", "remedy": "install again"}


def test_text_is_aligned_and_plain():
    lines = doctor.render([GOOD, ABSENT]).splitlines()
    python = next(line for line in lines if "3.11.7" in line)
    card = next(line for line in lines if "no NVIDIA driver" in line)
    assert python.index("3.11.7") == card.index("no NVIDIA driver")
    assert any(line.strip() == "→ get one" for line in lines)
    assert "\x1b" not in doctor.render([GOOD, ABSENT])
    assert "\x1b[31m" in doctor.render([BAD], colour=True)


def test_this_machine_is_examined_whole():
    """Where these tests run the program can draw and calculate; a lack always says what to do."""
    findings = list(doctor.examine())
    by_name = {finding.name: finding for finding in findings}
    assert len(by_name) == len(findings)
    for name in ("Python", "Qt", "Qt without display", "Fonts", "PyTorch", "GPU", "Triton", "Settings", "Log"):
        assert by_name[name].state in {"ok", "note"}, by_name[name]
    assert all(finding.remedy for finding in findings if finding.state == "lack")


def test_an_old_python_is_a_lack():
    assert doctor.python((3, 10, 13)).state == "lack"


def test_only_the_platform_in_use_needs_its_libraries():
    def missing(platform: str) -> list[Missing]:
        return [Missing("libxcb-icccm.so.4", "libxcb-icccm4")] if platform == "xcb" else []

    states = {found.name: found.state for found in doctor.qt_systems(missing, "offscreen")}
    assert states == {"Qt without display": "ok", "Qt on X11": "note", "Qt on Wayland": "ok"}
    on_x11 = {found.name: found for found in doctor.qt_systems(missing, "xcb")}["Qt on X11"]
    assert on_x11.state == "lack"
    assert "libxcb-icccm" in on_x11.remedy


def test_a_gpu_is_told_with_memory_and_driver():
    nvml = FakeNvml(count=2)
    found = doctor.gpu(nvml)
    assert found == Finding("GPU", "ok", "NVIDIA H200, 100.0 of 141.0 GiB free, driver 580.65; 1 more")
    assert nvml.shut == 1


@pytest.mark.parametrize("broken", ["nvmlInit", "nvmlDeviceGetName"])
def test_a_gpu_that_does_not_answer_is_no_crash(broken):
    found = doctor.gpu(FakeNvml(broken=broken))
    assert found.state == "note"
    assert found.remedy


def test_no_gpu_behind_a_driver():
    assert doctor.gpu(FakeNvml(count=0)).state == "note"


def test_triton_is_wanted_only_with_a_gpu(monkeypatch):
    monkeypatch.setattr(doctor, "_version", lambda distribution: None)
    assert doctor.triton(gpu_usable=False).remedy == ""
    assert "triton" in doctor.triton(gpu_usable=True).remedy


def test_a_model_with_missing_files_names_them(tmp_path):
    (tmp_path / "config.json").write_text("{}")
    found = doctor.model(tmp_path)
    assert found.state == "lack"
    assert "model.safetensors" in found.detail
    assert "config.json" not in found.detail.replace("generation_config.json", "")


def test_a_damaged_model_is_told_in_one_line(tmp_path):
    for name in ("config.json", "generation_config.json", "model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_text("{ nonsense\n")
    found = doctor.model(tmp_path)
    assert found.state == "lack"
    assert "\n" not in found.detail
    assert found.remedy


def test_folders_that_can_and_cannot_be_written(tmp_path, monkeypatch):
    assert doctor.folder("Settings", tmp_path / "not" / "there" / "yet").state == "ok"
    blocked = tmp_path / "file"
    blocked.touch()
    found = doctor.folder("Log", blocked / "log")
    assert found.state == "note"
    assert str(blocked) in found.remedy


def test_missing_fonts_are_a_lack(monkeypatch):
    monkeypatch.setattr(resources, "font_files", lambda: ())
    assert doctor.fonts().state == "lack"
