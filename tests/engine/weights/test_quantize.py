"""Quantising a checkpoint: what is written is what both readers read; stopped anywhere, it ends with the same bytes."""

from __future__ import annotations

import hashlib
import json
import os
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
import random_checkpoints
import torch
from compressed_tensors.compressors import BaseCompressor
from compressed_tensors.compressors.nvfp4.helpers import unpack_fp4_from_uint8
from compressed_tensors.quantization import QuantizationConfig
from compressed_tensors.quantization.lifecycle.forward import dequantize
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from killing import Child
from safetensors.torch import load_file, save_file

from palimpsest.engine.model import load_model
from palimpsest.engine.request import InfillError
from palimpsest.engine.tokenizer import Tokenizer
from palimpsest.engine.weights import quantize as quantize_module
from palimpsest.engine.weights.formats import open_source
from palimpsest.engine.weights.index import INDEX
from palimpsest.engine.weights.quantize import quantize
from palimpsest.engine.weights.quantize_report import REPORT
from palimpsest.engine.weights.quantize_state import STATE
from palimpsest.engine.weights.targets import TARGETS

ALL = pytest.mark.parametrize("to", TARGETS)
SHARD = 25_000
"""Bytes of a file: a dozen of them."""
SIZES = {"hidden_size": 64, "intermediate_size": 96, "moe_intermediate_size": 32, "vocab_size": 160}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random checkpoint in bf16, with a vision tower and a few small files."""
    folder = tmp_path_factory.mktemp("source") / "a-model"
    random_checkpoints.write(random_checkpoints.random_model(**SIZES).bfloat16(), folder)
    (folder / "tokenizer.json").write_text('{"a": "tokenizer"}')
    (folder / "LICENSE").write_text("Do what you like.")
    (folder / "README.md").write_text("# The source's own page")
    (folder / "old.bin").write_bytes(b"weights")
    return folder


@pytest.fixture(scope="module")
def whole(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Quantised without a break, to each target."""
    folders = {to: tmp_path_factory.mktemp("whole") / to for to in TARGETS}
    for to, folder in folders.items():
        quantize(source, folder, to, SHARD)
    return folders


def stored(folder: Path) -> dict[str, torch.Tensor]:
    return {name: tensor for path in sorted(folder.glob("*.safetensors")) for name, tensor in load_file(path).items()}


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def unpacked_by_the_library(folder: Path) -> dict[str, torch.Tensor]:
    """Every tensor in fp32 under the source's name, as compressed-tensors reads what is packed."""
    config = QuantizationConfig.model_validate(json.loads((folder / "config.json").read_text())["quantization_config"])
    (scheme,) = config.config_groups.values()
    assert not isinstance(scheme, list)
    compressor = BaseCompressor.get_value_from_registry(config.format)
    tensors = stored(folder)
    for module in sorted(name.removesuffix(".weight_scale") for name in tensors if name.endswith(".weight_scale")):
        packed = {
            name: tensors.pop(f"{module}.{name}")
            for name in ("weight", *compressor.compression_param_names(scheme))
            if f"{module}.{name}" in tensors
        }
        scale = packed["weight_scale"].float()
        if "weight_global_scale" in packed:
            # Its own way to do this rounds to bf16 at the end.
            rows, half = packed["weight_packed"].shape
            codes = unpack_fp4_from_uint8(packed["weight_packed"], rows, 2 * half, torch.float32)
            outer = packed["weight_global_scale"]
            tensors[f"{module}.weight"] = dequantize(codes, scale, None, scheme.weights, torch.float32, outer)
        else:
            weight = compressor.decompress({**packed, "weight_scale": scale}, scheme)["weight"]
            assert weight is not None
            tensors[f"{module}.weight"] = weight
    experts = {name: tensors.pop(name) for name in list(tensors) if ".experts." in name}
    for layer in {name.split(".experts.")[0] for name in experts}:
        count = len([name for name in experts if name.startswith(f"{layer}.experts.") and "down" in name])
        gate, up, down = (
            [experts[f"{layer}.experts.{i}.{which}_proj.weight"] for i in range(count)]
            for which in ("gate", "up", "down")
        )
        gate_up = [torch.cat(pair) for pair in zip(gate, up, strict=True)]
        tensors[f"{layer}.experts.gate_up_proj"] = torch.stack(gate_up)
        tensors[f"{layer}.experts.down_proj"] = torch.stack(down)
    return {name: tensor.float().contiguous() for name, tensor in tensors.items()}


def logits(folder: Path, vocabulary: int = 160) -> torch.Tensor:
    model = load_model(folder)
    generator = torch.Generator().manual_seed(5)
    canvas, text = (torch.randint(0, vocabulary, (1, count), generator=generator) for count in (16, 20))
    prefix = model.encode(text)
    first = model.denoise(canvas, prefix)
    return torch.cat((first, model.denoise(canvas, prefix, model.self_condition(first))))


@ALL
def test_logits_are_those_of_the_weights_the_library_unpacks(whole: dict[str, Path], to: str, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.mkdir()
    config = json.loads((whole[to] / "config.json").read_text())
    del config["quantization_config"]
    (plain / "config.json").write_text(json.dumps(config))
    save_file(unpacked_by_the_library(whole[to]), plain / "model.safetensors")
    expected = logits(plain)
    torch.testing.assert_close(logits(whole[to]), expected, rtol=1e-5, atol=1e-5 * float(expected.abs().max()))


@ALL
def test_the_errors_that_are_told_are_those_of_the_files(source: Path, whole: dict[str, Path], to: str) -> None:
    before, after = stored(source), unpacked_by_the_library(whole[to])
    squares: dict[str, list[float]] = {}
    for name, weight in before.items():
        kind = ".".join(name.removesuffix(".weight").split(".")[-2:])
        old, new = weight.double(), after[name].double()
        strips = {"experts.gate_proj": slice(0, 32), "experts.up_proj": slice(32, 64)}
        for own, rows in strips.items() if kind == "experts.gate_up_proj" else {kind: slice(None)}.items():
            pair = squares.setdefault(own, [0.0, 0.0])
            at = (slice(None), rows) if kind == "experts.gate_up_proj" else (rows,)
            pair[0] += float(old[at].square().sum())
            pair[1] += float((old[at] - new[at]).square().sum())
    told = json.loads((whole[to] / REPORT).read_text())
    assert len(told["classes"]) == (10 if to == "fp8" else 7)
    for each in told["classes"]:
        energy, error = squares.pop(each["kind"])
        assert each["error"] == pytest.approx((error / energy) ** 0.5, rel=1e-4)
        assert each["error"] < each["max_abs_error"]
        assert {"int4": 0.08, "nvfp4": 0.075, "fp8": 0.015}[to] < each["error"] < {"fp8": 0.027}.get(to, 0.092)
    # All else is as it was.
    assert {error for _, error in squares.values()} == {0.0}


@ALL
def test_the_folder_is_a_checkpoint_of_its_own(source: Path, whole: dict[str, Path], to: str) -> None:
    folder = whole[to]
    names = {path.name for path in folder.iterdir()}
    shards = sorted(name for name in names if name.endswith(".safetensors"))
    assert len(shards) > 5
    assert names - set(shards) == {
        "config.json", "generation_config.json", "tokenizer.json", "LICENSE", "README.md", INDEX, REPORT
    }  # fmt: skip
    index = json.loads((folder / INDEX).read_text())
    assert set(index["weight_map"]) == set(stored(folder))
    assert index["metadata"]["total_size"] == sum(tensor.nbytes for tensor in stored(folder).values())
    page = (folder / "README.md").read_text()
    assert f"quantised to {to}" in page
    assert "a-model" in page
    with open_source(folder) as opened:
        assert to in opened.format.lower()
    kept = {name for name in stored(source) if "vision" in name or "embed_vision" in name}
    assert kept
    assert all(torch.equal(stored(folder)[name], stored(source)[name]) for name in kept)


def test_one_outer_scale_for_what_is_joined(whole: dict[str, Path]) -> None:
    tensors = stored(whole["nvfp4"])
    at = "model.decoder.layers.0."
    for group in (("experts.1.gate_proj", "experts.1.up_proj"), ("self_attn.q_proj", "self_attn.k_proj")):
        assert len({tensors[f"{at}{name}.weight_global_scale"].item() for name in group}) == 1


@ALL
def test_the_embedded_model_stays_itself(to: str, tmp_path: Path) -> None:
    """The likeliest token of nearly every cell is the same, and distributions hardly move."""
    original = Path(__file__).parents[3] / "resources" / "model"
    quantize(original, tmp_path / to, to)
    stories = json.loads((original.parent / "evaluation" / "stories.json").read_text())
    tokens = Tokenizer.load(original).encode(stories[0]).ids
    ids = torch.tensor(tokens)[None, :160]
    before, after = (
        model.denoise(ids[:, 64:], model.encode(ids[:, :64])).log_softmax(-1)
        for model in (load_model(original), load_model(tmp_path / to))
    )
    divergence = (before.exp() * (before - after)).sum(-1).mean()
    assert 0.0 < float(divergence) < {"fp8": 0.01}.get(to, 0.1)
    assert float((before.argmax(-1) == after.argmax(-1)).float().mean()) > 0.9


class StoppedError(Exception):
    """What a progress function raises to end a run."""


def stopped(source: Path, folder: Path, to: str, steps: int) -> bool:
    """Run for so many steps; False if it was at its end before."""
    left = steps

    def progress(done: int, total: int, before: bool) -> None:
        nonlocal left
        assert 0 < done <= total
        left -= not before
        if left < 0:
            raise StoppedError

    try:
        quantize(source, folder, to, SHARD, progress)
    except StoppedError:
        return True
    return False


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(to=st.sampled_from(sorted(TARGETS)), stops=st.lists(st.integers(0, 60), min_size=1, max_size=4))
def test_stopped_anywhere_it_goes_on(tmp_path_factory, source, whole, to: str, stops: list[int]) -> None:
    folder = tmp_path_factory.mktemp("stopped") / to
    for steps in stops:
        kept = {path.name: path.stat().st_ino for path in folder.glob("*.safetensors")} if folder.exists() else {}
        ended = not stopped(source, folder, to, steps)
        assert kept == {name: (folder / name).stat().st_ino for name in kept}
        assert not list(folder.glob("*.part"))
        assert (folder / "config.json").exists() == ended
        if ended:
            break
    else:
        quantize(source, folder, to, SHARD)
    assert digests(folder) == digests(whole[to])


def test_killed_it_goes_on(source: Path, whole: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    program = (
        "import sys; from pathlib import Path; from palimpsest.engine.weights.quantize import quantize\n"
        f"quantize(Path(sys.argv[1]), Path(sys.argv[2]), 'int4', {SHARD}, lambda *step: print(*step))"
    )
    kept: dict[str, int] = {}
    for share in (0.3, 0.6):
        with Child(["-c", program, str(source), str(folder)]) as child:
            child.read_until(lambda line, share=share: int(line.split()[0]) > share * int(line.split()[1]))
            child.kill()
        assert kept == {name: (folder / name).stat().st_ino for name in kept}
        kept = {path.name: path.stat().st_ino for path in folder.glob("*.safetensors")}
        assert kept
    # What a kill in the middle of a file leaves.
    (folder / "model-00009-of-00012.safetensors.part").write_bytes(b"half")
    quantize(source, folder, "int4", SHARD)
    assert digests(folder) == digests(whole["int4"])
    assert kept == {name: (folder / name).stat().st_ino for name in kept}


@pytest.mark.parametrize("damage", [lambda c: c[:-1], lambda c: b"\0" * 8 + c[8:], lambda c: b""])
def test_a_damaged_file_is_made_again(source: Path, whole: dict[str, Path], tmp_path: Path, damage) -> None:
    folder = tmp_path / "damaged"
    assert stopped(source, folder, "int4", 60)
    first, *_ = sorted(folder.glob("*.safetensors"))
    first.write_bytes(damage(first.read_bytes()))
    quantize(source, folder, "int4", SHARD)
    assert digests(folder) == digests(whole["int4"])


@pytest.fixture
def limited(whole: dict[str, Path]) -> Iterator[None]:
    """One of the files finds no room."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    largest = max(path.stat().st_size for path in whole["int4"].glob("*.safetensors"))
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest - 1, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("limited")
def test_a_full_disk_is_a_sentence_and_it_goes_on(source: Path, whole: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "full"
    for _ in range(2):
        with pytest.raises(InfillError, match=r"no room for .*safetensors.*same command again; what is finished is"):
            quantize(source, folder, "int4", SHARD)
        assert not list(folder.glob("*.part"))
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    quantize(source, folder, "int4", SHARD)
    assert digests(folder) == digests(whole["int4"])


def test_room_is_looked_at_first(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = quantize_module.shutil.disk_usage(tmp_path)._replace(free=10**6)
    monkeypatch.setattr(quantize_module.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(InfillError, match=r"has 0\.0 GB free, where 0\.1 GB are needed"):
        quantize(source, tmp_path / "full", "int4", SHARD)
    assert not list((tmp_path / "full").glob("*.safetensors"))


def test_places_that_cannot_be_meant(source: Path, whole: dict[str, Path], tmp_path: Path) -> None:
    used = tmp_path / "used"
    used.mkdir()
    (used / "letter.txt").write_text("Dear reader")
    link = tmp_path / "link"
    link.symlink_to(source)
    for old, new, what in (
        (source, source, "lies inside the source"),
        (source, source / "inside", "lies inside the source"),
        (source, link / "inside", "lies inside the source"),
        (source, source.parent, "holds the source"),
        (source, used, r"is not empty \(letter\.txt\)"),
        (source, used / "letter.txt", "is a file"),
        (source, whole["fp8"], "holds a checkpoint already"),
        (whole["int4"], tmp_path / "again", r"is quantised already \(int4"),
        (source / "config.json", tmp_path / "again", "is a file, not a folder of safetensors"),
        (tmp_path / "none", tmp_path / "again", "There is no .*none"),
    ):
        with pytest.raises(InfillError, match=what):
            quantize(old, new, "int4", SHARD)
    assert not (tmp_path / "again").exists()
    assert not (source / "inside").exists()
    assert [path.name for path in used.iterdir()] == ["letter.txt"]


def test_another_beginning_is_not_gone_on_with(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "begun"
    assert stopped(source, folder, "int4", 20)
    for to, size in (("nvfp4", SHARD), ("int4", 2 * SHARD)):
        with pytest.raises(InfillError, match="unfinished checkpoint that was begun with another source or other"):
            quantize(source, folder, to, size)
    state = (folder / STATE).read_bytes()
    for damaged in (b"", b"[]", state[:-30], state.replace(b"sums", b"sins")):
        (folder / STATE).write_bytes(damaged)
        with pytest.raises(InfillError, match="unfinished"):
            quantize(source, folder, "int4", SHARD)


def test_a_source_that_has_changed_is_not_gone_on_with(source: Path, tmp_path: Path) -> None:
    folder, copy = tmp_path / "begun", tmp_path / "copy"
    copy.mkdir()
    for name in ("config.json", "model.safetensors"):
        (copy / name).write_bytes((source / name).read_bytes())
    assert stopped(copy, folder, "int4", 20)
    os.utime(copy / "model.safetensors", (1, 1))
    with pytest.raises(InfillError, match="begun with another source"):
        quantize(copy, folder, "int4", SHARD)


def test_a_folder_that_cannot_be_made_is_a_sentence(source: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InfillError, match=r"cannot be written \(Not a directory\)"):
        quantize(source, tmp_path / "file" / "folder", "int4", SHARD)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_numbers_that_are_not_finite_are_named(source: Path, tmp_path: Path, number: float) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "config.json").write_text((source / "config.json").read_text())
    tensors = stored(source)
    tensors["model.decoder.layers.1.experts.down_proj"][2, 3, 4] = number
    save_file(tensors, broken / "model.safetensors")
    with pytest.raises(InfillError, match=r"layers\.1\.experts\.down_proj holds numbers that are not finite"):
        quantize(broken, tmp_path / "result", "nvfp4", SHARD)


def test_torch_has_its_threads_again(source: Path, tmp_path: Path) -> None:
    before = torch.get_num_threads()
    quantize(source, tmp_path / "result", "fp8")
    assert torch.get_num_threads() == before
