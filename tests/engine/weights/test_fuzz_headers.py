"""Whatever the headers of a checkpoint hold, it is read or refused in a sentence: nothing else ever happens."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import random_checkpoints
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.model import load_model
from palimpsest.engine.request import InfillError
from palimpsest.engine.sampler import SamplerConfig
from palimpsest.engine.weights.checkpoint import inspect
from palimpsest.engine.weights.index import INDEX, SINGLE

EXAMPLES = int(os.environ.get("PALIMPSEST_FUZZ", "60"))
"""Of each property; set it higher for a long look."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = random_checkpoints.write(random_checkpoints.random_model(), tmp_path_factory.mktemp("good"))
    names = random_checkpoints.stored_tensors(folder)
    (folder / "spare.json").write_text(json.dumps({"weight_map": dict.fromkeys(names, SINGLE)}))
    return folder


@pytest.fixture(scope="module")
def work(good: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(good, tmp_path_factory.mktemp("work") / "model"))


def survives(use: Callable[[], object]) -> None:
    """It works, or it says what is wrong."""
    try:
        use()
    except InfillError as error:
        refusal = error
    else:
        return
    assert refusal.what
    assert refusal.remedy
    assert len(refusal.what) < 500
    assert refusal.what.isprintable()


def mutated(content: bytes, seed: int, most: int) -> bytes:
    """A few bytes of the first `most` changed, removed, doubled or cut off."""
    chance = random.Random(seed)
    data = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(min(most, len(data)) or 1)
        match chance.randrange(5):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                del data[place : place + chance.randint(1, 20)]
            case 2:
                data[place:place] = data[place : place + chance.randint(1, 20)]
            case 3:
                data[place:place] = chance.choice([b"9" * 20, b"-", b"null", b"[", b"}", b'"', b"\0", b"1e400"])
            case _ if chance.random() < 0.2:
                del data[place:]
    return bytes(data)


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_header_of_safetensors(good: Path, work: Path, seed: int):
    content = (good / SINGLE).read_bytes()
    header = 8 + int.from_bytes(content[:8], "little")
    (work / SINGLE).write_bytes(mutated(content, seed, header))
    survives(lambda: inspect(work))
    survives(lambda: load_model(work))


@settings(max_examples=EXAMPLES, deadline=None)
@given(seed=st.integers(0, 2**32), name=st.sampled_from(["config.json", INDEX]))
def test_the_bytes_of_json(good: Path, work: Path, seed: int, name: str):
    shutil.copyfile(good / SINGLE, work / SINGLE)
    shutil.copyfile(good / "config.json", work / "config.json")
    content = (good / (name if name == "config.json" else "spare.json")).read_bytes()
    (work / name).write_bytes(mutated(content, seed, len(content)))
    try:
        survives(lambda: inspect(work))
        survives(lambda: load_model(work))
    finally:
        (work / INDEX).unlink(missing_ok=True)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([10**30, -1, 0, "sliding_attention", "1", 2**31, 1e400]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where every value of nested tables and lists lies."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(path for key, each in inner for path in paths(each, (*at, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@settings(max_examples=4 * EXAMPLES, deadline=None)
@given(data=st.data())
def test_the_values_of_a_configuration(good: Path, data: st.DataObject):
    values: Any = json.loads((good / "config.json").read_text())
    for _ in range(data.draw(st.integers(1, 3))):
        if isinstance(values, dict):
            values = replaced(values, data.draw(st.sampled_from(paths(values))), data.draw(JUNK))
    if isinstance(values, dict):
        survives(lambda: ModelConfig.from_dict(values))


@settings(max_examples=2 * EXAMPLES, deadline=None)
@given(
    values=st.dictionaries(
        st.sampled_from(["max_denoising_steps", "t_min", "t_max", "sampler_config", "eos_token_id", "pad_token_id"]),
        JUNK,
    )
)
def test_the_values_of_a_generation_configuration(good: Path, values: dict[str, Any]):
    config = ModelConfig.load(good)
    survives(lambda: SamplerConfig.from_dict(values, config))
