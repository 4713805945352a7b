"""`palimpsest model`: its actions are found when asked for, info tells the plan, check reads to the last number."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import random_checkpoints
import torch
from safetensors.torch import save_file
from small_tokenizer import make_library_tokenizer

from palimpsest.app import main, model_command
from palimpsest.engine.weights import machine
from palimpsest.engine.weights.machine import Card, Machine

GIB = 1 << 30


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tokenizer = make_library_tokenizer()
    made = random_checkpoints.random_model(vocab_size=tokenizer.get_vocab_size())
    random_checkpoints.write(made, tmp_path / "small")
    tokenizer.save(str(tmp_path / "small" / "tokenizer.json"))
    return tmp_path / "small"


@pytest.fixture
def with_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card("NVIDIA GeForce RTX 4090", 24 * GIB, 22 * GIB, (8, 9), 25e9)
    monkeypatch.setattr(machine, "probe", lambda device: Machine(64 * GIB, 50 * GIB, card))


@pytest.mark.parametrize("action", model_command.ACTIONS)
def test_every_action_has_its_arguments(action: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(["model", action, "--help"])
    assert ended.value.code == 0
    assert "--json" in capsys.readouterr().out


def test_what_is_not_asked_for_is_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = SimpleNamespace(add_arguments=lambda parser: parser.add_argument("what"), run=lambda args: len(args.what))
    monkeypatch.setitem(sys.modules, "palimpsest.app.wanted", wanted)
    monkeypatch.setitem(model_command.ACTIONS, "wanted", ("palimpsest.app.wanted", "something"))
    monkeypatch.setitem(model_command.ACTIONS, "missing", ("palimpsest.app.there_is_none", "something else"))
    assert main.main(["model", "wanted", "four"]) == 4
    with pytest.raises(SystemExit) as ended:
        main.main(["model", "unheard-of"])
    assert ended.value.code == 2


def test_info_of_a_folder(folder: Path, with_gpu: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["model", "info", str(folder)]) == 0
    text = capsys.readouterr().out
    assert "small" in text
    assert "float32" in text
    assert "RTX 4090, 22.0 GB of 24.0 GB free; main memory, 50.0 GB of 64.0 GB free" in text
    assert "Fits wholly on your RTX 4090 with " in text
    rows = [line.split("  ") for line in text.splitlines() if line.rstrip().endswith(("MB", "GB"))]
    assert any(row[0].startswith("experts of 3 layers") for row in rows)
    assert any(row[0].startswith("in all") for row in rows)


def test_info_as_json(folder: Path, with_gpu: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["model", "info", str(folder), "--json", "--context", "100"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["model"], told["format"], told["canvas_length"]) == ("small", "float32", 16)
    assert told["machine"]["card"]["name"] == "NVIDIA GeForce RTX 4090"
    assert (told["plan"]["device"], told["plan"]["context"], told["plan"]["fits"]) == ("cuda", 100, True)
    rows = told["plan"]["rows"]
    assert sum(row["nbytes"] for row in rows) == told["plan"]["gpu_bytes"] + told["plan"]["main_bytes"]


def test_info_for_another_card(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["model", "info", str(folder), "--gpu", "12"]) == 0
    assert "Fits wholly on your GPU of 12 GB with " in capsys.readouterr().out


def test_info_of_the_embedded_model_on_this_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["model", "info", "--device", "cpu"]) == 0
    text = capsys.readouterr().out
    assert "Palimpsest small" in text
    assert "runs on the processor." in text


@pytest.mark.parametrize("action", ["info", "check"])
def test_a_file_that_is_no_checkpoint(action: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("not a model")
    assert main.main(["model", action, str(tmp_path / "notes.txt")]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("palimpsest: ")
    assert told.err.count("\n") == 1
    assert "notes.txt" in told.err


def test_a_device_that_there_is_none_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["model", "info", "--device", "tpu"]) == 1
    assert capsys.readouterr().err == "palimpsest: There is no device tpu. Choose auto, cpu or cuda[:n].\n"


@pytest.mark.parametrize("wrong", [["--context", "0"], ["--gpu", "big"], ["--gpu", "-1"]])
def test_wrong_usage(wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(["model", "info", *wrong])
    assert ended.value.code == 2


def test_check_of_a_whole_checkpoint(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["model", "check", str(folder)]) == 0
    assert "small is whole: " in capsys.readouterr().out
    assert main.main(["model", "check", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["nbytes"] == sum(
        tensor.nbytes for key, tensor in random_checkpoints.stored_tensors(folder).items() if "vision" not in key
    )


def test_check_finds_the_one_number_that_is_not_finite(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stored = random_checkpoints.stored_tensors(folder)
    stored["model.decoder.layers.1.experts.down_proj"][2, -1, -1] = torch.nan
    save_file(stored, folder / "model.safetensors", metadata={"format": "pt"})
    assert main.main(["model", "check", str(folder)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "layer 1's expert 2 (down projection) holds numbers that are not finite" in told.err


def test_check_wants_the_tokenizer_of_the_model(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "tokenizer.json").unlink()
    assert main.main(["model", "check", str(folder)]) == 1
    assert "tokenizer.json" in capsys.readouterr().err
