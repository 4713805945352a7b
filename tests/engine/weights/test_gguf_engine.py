"""A GGUF file from end to end: opened by its path or its folder, asked by the engine and from the command line."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import gguf_models as files
import pytest
import random_checkpoints
from gguf_models import MIXES, SIZES
from small_tokenizer import make_chat_tokenizer

from palimpsest.app.main import main
from palimpsest.engine import open_engine
from palimpsest.engine.infill import InfillEngine
from palimpsest.engine.request import Event, Finished, InfillError, InfillRequest, Pass
from palimpsest.engine.sampler import SamplerConfig

TEXT = "The old lamp stood on the table. Anna took the lamp to the harbor."


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of Q4_K_M with a tokenizer that has turns, and the same as a folder of safetensors beside it."""
    tokenizer = make_chat_tokenizer()
    model = files.small_model(tokenizer.get_vocab_size(), 32, sharpness=3.0)
    stored = files.tensors_of(model, MIXES["Q4_K_M"][1])
    folder = tmp_path_factory.mktemp("gguf")
    meant = files.write_meant(model, stored, folder / "meant")
    tokenizer.save(str(meant / "tokenizer.json"))
    (folder / "file").mkdir()
    path = folder / "file" / "diffusiongemma-small-Q4_K_M.gguf"
    return files.write_gguf(path, stored, files.metadata(SIZES, 15, 32), tokenizer)


@pytest.fixture(scope="module")
def engine(path: Path) -> InfillEngine:
    return open_engine(path, "cpu")


def events(engine: InfillEngine, **values: Any) -> list[Event]:
    values = {"text": TEXT, "start": 8, "end": 12, "instruction": "Another thing.", "seed": 3, "passes": 4, **values}
    return list(engine.infill(InfillRequest(**values), threading.Event()))


def test_what_is_told_of_it(engine: InfillEngine) -> None:
    info = engine.info
    assert (info.name, info.device, info.canvas_length) == ("diffusiongemma-small-Q4_K_M", "cpu", 32)
    assert info.follows_instructions
    assert not info.embedded
    assert engine.config == SamplerConfig()


def test_a_request_is_answered(engine: InfillEngine) -> None:
    found = events(engine)
    assert isinstance(found[0], Pass)
    assert isinstance(found[-1], Finished)
    assert found[-1].alternatives
    again = events(engine)
    assert isinstance(again[-1], Finished)
    assert again[-1].alternatives[0].text == found[-1].alternatives[0].text


def test_the_first_pass_is_that_of_the_numbers_it_means(engine: InfillEngine, path: Path) -> None:
    """Of the same weights in fp32 with the tokenizer.json: the same prompt, the same draft."""
    meant = open_engine(path.parent.parent / "meant", "cpu")
    assert meant.model.config == engine.model.config
    first, other = events(engine, passes=1)[0], events(meant, passes=1)[0]
    assert isinstance(first, Pass)
    assert isinstance(other, Pass)
    assert (first.ids, first.pieces) == (other.ids, other.pieces)


def test_a_folder_that_holds_it_and_nothing_else(engine: InfillEngine, path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lm-studio"
    folder.mkdir()
    (folder / path.name).symlink_to(path)
    (folder / "README.md").write_text("A model.")
    found = open_engine(folder, "cpu")
    assert found.info.name == "lm-studio"
    assert found.model.config == engine.model.config


def test_from_the_command_line(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = tmp_path / "story.txt"
    document.write_text(TEXT)
    arguments = ["infill", str(document), "--match", "lamp stood", "--model", str(path), "--passes", "2", "--json"]
    assert main([*arguments, "--device", "cpu", "--seed", "1"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["model"] == "diffusiongemma-small-Q4_K_M"
    assert answer["alternatives"]


def test_damage_on_the_command_line(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document, broken = tmp_path / "story.txt", tmp_path / "broken.gguf"
    document.write_text(TEXT)
    broken.write_bytes(path.read_bytes()[:-4000])
    assert main(["infill", str(document), "--match", "lamp stood", "--model", str(broken), "--device", "cpu"]) == 1
    assert "broken.gguf is incomplete: it has " in capsys.readouterr().err


def test_weights_that_are_not_finite(path: Path, tmp_path: Path) -> None:
    """A norm is named when it is read."""
    model = random_checkpoints.random_model(vocab_size=320, **SIZES)
    stored = files.tensors_of(model, MIXES["Q8_0"][1])
    stored["blk.1.attn_norm.weight"][1][3] = float("nan")
    broken = files.write_gguf(tmp_path / "nan.gguf", stored, files.metadata(SIZES, 7))
    with pytest.raises(InfillError, match=r"layers\.1\.input_layernorm") as error:
        open_engine(broken, "cpu")
    assert error.value.remedy
