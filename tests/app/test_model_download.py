"""The command that downloads a model, against a hub on this machine."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import models_here
import pytest
from loopback_hub import REPO, REVISION, LoopbackHub, loopback_hub

from palimpsest.app import model_download, settings
from palimpsest.app.models import fit
from palimpsest.app.models.catalogue import CATALOGUE
from palimpsest.app.models.download import Progress
from palimpsest.app.models.hub import Hub
from palimpsest.app.settings import Settings
from palimpsest.engine.weights.machine import Machine

FILES = {"config.json": b"{}", "model.safetensors": bytes(1_000_000), "a-Q4_K_M.gguf": b"GGUF"}


def command(*argv: str) -> int:
    """Run `palimpsest model download` with these arguments."""
    parser = argparse.ArgumentParser()
    model_download.add_arguments(parser)
    return model_download.run(parser.parse_args(argv))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models_here.empty_home(tmp_path / "home", monkeypatch)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    """The hub that the command asks."""
    import huggingface_hub

    models_here.no_account(monkeypatch)
    with loopback_hub(FILES) as hub:
        monkeypatch.setattr(Hub, "address", hub.url)
        yield hub
        huggingface_hub.close_session()


def test_a_repository(hub: LoopbackHub, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command(REPO, "--to", str(tmp_path / "here")) == 0
    told = capsys.readouterr()
    assert told.out == f"{tmp_path / 'here'}\n"
    assert (tmp_path / "here" / "model.safetensors").read_bytes() == FILES["model.safetensors"]
    lines = told.err.splitlines()
    assert lines[0] == f"{REPO}: 1 MB to {tmp_path / 'here'}"
    assert lines[-1].startswith("100%  1 of 1 MB")
    assert len(lines) <= 12


def test_one_file_and_one_json_object(hub: LoopbackHub, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    settings.save(Settings(download_folder=str(tmp_path / "models")))
    assert command(REPO, "--file", "*Q4_K_M*", "--json") == 0
    path = tmp_path / "models" / REPO / "a-Q4_K_M.gguf"
    assert json.loads(capsys.readouterr().out) == {
        "path": str(path),
        "repo": REPO,
        "revision": REVISION,
        "bytes": len(FILES["a-Q4_K_M.gguf"]),
    }
    assert path.read_bytes() == FILES["a-Q4_K_M.gguf"]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("nothing", "“nothing” is not in the catalogue. Choose one of int4, nvfp4,"),
        ("someone/else", "There is no someone/else at 127.0.0.1:"),
    ],
)
def test_what_is_not_there(hub: LoopbackHub, capsys: pytest.CaptureFixture[str], what: str, told: str) -> None:
    assert command(what) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"palimpsest: {told}")
    assert error.count("\n") == 1


def test_the_right_one_is_taken_if_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert model_download._chosen(None, None) is CATALOGUE[0]
    assert model_download._chosen("GGUF-Q8-0", None).files == ("*Q8_0*.gguf",)
    assert model_download._chosen("fp8", "*.json").files == ("*.json",)


def test_a_machine_that_cannot_use_one_says_so(
    hub: LoopbackHub, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fit, "this_machine", lambda: Machine(None, None))
    assert command() == 1
    assert "the embedded model" in capsys.readouterr().err
    assert hub.asked == []


def test_a_terminal_has_one_line_that_is_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    line = model_download._Line(True)
    line.tell(Progress(0, 10**9, True, 0.0, None))
    line.tell(Progress(10**9, 10**9, False, 5e6, 0.0))
    line.end()
    line.end()
    told = capsys.readouterr().err
    assert told.startswith("\r  0%  0.0 of 1.0 GB  checking what is here\r100%  1.0 of 1.0 GB  5.0 MB/s")
    assert told.endswith("\n")
    assert told.count("\n") == 1


def test_ctrl_c_stops_it_in_good_order_and_the_same_command_goes_on(hub: LoopbackHub, tmp_path: Path) -> None:
    """The whole command, in a process of its own, as it is set to another hub by HF_ENDPOINT."""
    begun, free = threading.Event(), threading.Event()
    begun.set()
    hub.stops = [(10**9, begun), (400_000, free)]
    code = (
        "import argparse, sys; from palimpsest.app import model_download; parser = argparse.ArgumentParser();"
        "model_download.add_arguments(parser); sys.exit(model_download.run(parser.parse_args()))"
    )
    child_command = [sys.executable, "-c", code, REPO, "--to", str(tmp_path / "m")]
    environment = {**os.environ, "HF_ENDPOINT": hub.url, "HF_HOME": str(tmp_path / "hf")}
    with subprocess.Popen(
        child_command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stderr is not None
        line = child.stderr.readline()
        while line and not line.startswith("  0%"):
            line = child.stderr.readline()
        child.send_signal(signal.SIGINT)
        free.set()
        out, error = child.communicate(timeout=60)
    assert (child.returncode, out) == (1, "")
    assert error.splitlines()[-1] == "palimpsest: Stopped. What is here is kept; the same command goes on."
    done = subprocess.run(child_command, capture_output=True, text=True, env=environment, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path / 'm'}\n")
    assert (tmp_path / "m" / "model.safetensors").read_bytes() == FILES["model.safetensors"]
