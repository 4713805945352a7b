"""`palimpsest model quantize`: what it prints, where, and how it ends."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from palimpsest.app import model_quantize
from palimpsest.app.file_lock import FileLock

MODEL = Path(__file__).parents[2] / "resources" / "model"
PROGRAM = """\
import argparse, sys
from palimpsest.app import model_quantize
from palimpsest.engine.weights import quantize

original = quantize.writing

def told(path, layout):
    print(path.name, flush=True)
    if path.name.startswith("model-00003"):
        sys.stdin.read()
    return original(path, layout)

quantize.writing = told
parser = argparse.ArgumentParser()
model_quantize.add_arguments(parser)
sys.exit(model_quantize.run(parser.parse_args()))
"""
"""The command, which says the name of each file as it begins to write it, and with the third waits to be stopped."""


def run(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    model_quantize.add_arguments(parser)
    return model_quantize.run(parser.parse_args([str(word) for word in words]))


def test_json_is_all_that_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "small"
    assert run(MODEL, folder, "--to", "fp8", "--json") == 0
    printed = capsys.readouterr()
    values = json.loads(printed.out)
    assert printed.err == ""
    assert values["to"] == "fp8"
    assert values["folder"] == str(folder)
    assert values["seconds"] > 0
    assert {each["kind"] for each in values["classes"]} >= {"experts.gate_proj", "self_attn.q_proj", "mlp.up_proj"}
    written = json.loads((folder / "quantization_report.json").read_text())
    assert written == {name: value for name, value in values.items() if name not in ("folder", "seconds")}


def test_people_get_a_table_and_what_to_type(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(MODEL, tmp_path / "small", "--to", "int4", "--shard-size", "2MB") == 0
    printed = capsys.readouterr().out
    assert "experts.down_proj" in printed
    assert "18 MB became 11 MB" in printed
    assert f"palimpsest --model {tmp_path / 'small'}" in printed
    assert len(list((tmp_path / "small").glob("*.safetensors"))) > 2


def test_a_fault_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "none", tmp_path / "small", "--to", "int4") == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("palimpsest model quantize: ")
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize("size", ["", "MB", "-5MB", "1kB", "10", "2000000", "0.5MB", "nanMB", "infGB", "many"])
def test_sizes_that_are_none(tmp_path: Path, size: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(MODEL, tmp_path / "small", "--to", "int4", f"--shard-size={size}")
    assert ended.value.code == 2
    assert "--shard-size" in capsys.readouterr().err


def test_sizes_as_people_write_them() -> None:
    assert model_quantize.shard_bytes("500MB") == 500_000_000
    assert model_quantize.shard_bytes("1.5gb") == 1_500_000_000


def test_a_second_run_into_the_same_folder_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Held(FileLock):
        def take(self) -> bool:
            other = FileLock(self.path)
            assert other.take()
            try:
                return super().take()
            finally:
                other.let_go()

    monkeypatch.setattr(model_quantize, "FileLock", Held)
    assert run(MODEL, tmp_path / "small", "--to", "int4") == 1
    assert "Another `palimpsest model quantize` writes to" in capsys.readouterr().err
    assert not (tmp_path / "small").exists()


def test_progress_has_gigabytes_and_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    class Clock(model_quantize.Pace):
        def __init__(self) -> None:
            self.now = 0.0
            super().__init__(self.tick)

        def tick(self) -> float:
            self.now += 20.0
            return self.now

    monkeypatch.setattr(model_quantize, "Pace", Clock)
    args = argparse.Namespace(source=MODEL, folder=tmp_path / "small", to="fp8", shard_size=10**9)
    model_quantize._quantized(args, shown.append)
    assert shown[-1].startswith("Quantising 18 of 18 MB")
    assert any("minutes left" in line and "B/s" in line for line in shown)


def test_ctrl_c_keeps_what_is_finished(tmp_path: Path) -> None:
    """Stopped at once, with a sentence that tells how to go on; and going on works."""
    folder = tmp_path / "small"
    command = [sys.executable, "-c", PROGRAM, str(MODEL), str(folder), "--to", "nvfp4", "--shard-size", "1MB"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=env) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("model-00003"):
                process.send_signal(signal.SIGINT)
                break
        out, err = process.communicate(timeout=60)
    assert process.returncode == 1, (out, err)
    assert err.startswith("palimpsest model quantize: Stopped; what is finished in")
    assert "type the same command again" in err
    assert err.count("\n") == 1
    assert len(list(folder.glob("*.safetensors"))) >= 2
    assert not list(folder.glob("*.part"))
    assert run(MODEL, folder, "--to", "nvfp4", "--shard-size", "1MB") == 0
