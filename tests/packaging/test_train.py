"""The command trains, saves, resumes and learns."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import torch

import checkpoint
import export
import train
from fresh import Supply
from noise import EOS, Documents, Shape
from optimizer import Optimizer, Rates, is_matrix, orthogonalise

TINY = {
    "network": {
        "vocab_size": 64,
        "hidden_size": 32,
        "layer_types": ["sliding_attention", "full_attention"],
        "num_attention_heads": 2,
        "num_key_value_heads": 1,
        "head_dim": 16,
        "global_head_dim": 16,
        "num_global_key_value_heads": 1,
        "intermediate_size": 32,
        "moe_intermediate_size": 16,
        "sliding_window": 24,
        "canvas_length": 32,
    },
    "shapes": [{"prefix": 16, "canvas": 32}, {"prefix": 32, "canvas": 24}],
    "mix": {"stories": 1.0},
    "rates": {"matrix": 0.02, "embedding": 0.01, "other": 0.005},
    "positions": 960,
    "threads": 1,
    "compile": False,
    "table_rows": 4,
}


@pytest.fixture(autouse=True)
def polite(monkeypatch):
    """Keep the test process at its own priority and thread count."""
    monkeypatch.setattr(train.os, "nice", lambda step: 0)
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)


def counting(documents=300):
    """Documents that count upwards from a random number: the neighbours of a gap say what is in it."""
    rng = np.random.default_rng(0)
    parts, offsets = [], [0]
    for _ in range(documents):
        length = int(rng.integers(40, 70))
        parts.append(np.append((rng.integers(50) + np.arange(length)) % 50 + 10, EOS))
        offsets.append(offsets[-1] + length + 1)
    return Documents(np.concatenate(parts).astype(np.uint16), np.array(offsets, np.int64))


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    documents = counting()
    for split in ("train", "held"):
        np.save(folder / f"stories.{split}.tokens.npy", documents.tokens)
        np.save(folder / f"stories.{split}.offsets.npy", documents.offsets)
    return folder


@pytest.fixture
def preset(tmp_path):
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps(TINY))
    return str(path)


def test_presets_load():
    for path in train.PRESETS.glob("*.json"):
        preset = train.Preset.load(path.stem)
        assert preset.network.layer_types[-1] == "full_attention"
        assert sum(preset.mix.values()) == pytest.approx(1.0)


def test_speed():
    found = [train.speed(p, 0.01, 0.4) for p in (0.0, 0.005, 0.01, 0.6, 0.8, 1.0)]
    assert found == pytest.approx([0.0, 0.5, 1.0, 1.0, 0.5, 0.0])


def test_both_losses_fall(tmp_path, preset):
    trainer = train.Trainer(train.Preset.load(preset), {"stories": counting()}, tmp_path)
    trainer.seconds = 600.0  # past the warm-up
    figures = [trainer.step() for _ in range(120)]
    first, last = figures[:10], figures[-10:]
    for name in ("denoise", "causal"):
        before = np.mean([getattr(f, name) for f in first])
        after = np.mean([getattr(f, name) for f in last])
        assert before > 0.8 * math.log(64)
        assert after < 0.6 * before, name


def test_command_then_resume(tmp_path, corpus, preset):
    out = tmp_path / "out"
    arguments = ["--preset", preset, "--corpus", str(corpus), "--out", str(out)]
    assert train.main([*arguments, "--minutes", "0.02"]) == 0
    lines = [json.loads(line) for line in (out / "metrics.jsonl").read_text().splitlines()]
    assert set(lines[-1]["held_out"]["stories"]) >= {"exact8", "ce64", "causal"}
    steps = lines[-1]["step"]
    with pytest.raises(SystemExit, match="2"):
        train.main(arguments)
    assert train.main([*arguments, "--minutes", "0.04", "--resume"]) == 0
    assert json.loads((out / "metrics.jsonl").read_text().splitlines()[-1])["step"] > steps
    assert not list(out.glob("*.partial"))


def test_a_resumed_run_goes_on_as_if_nothing_happened(tmp_path, preset):
    settings = train.Preset.load(preset)
    one = train.Trainer(settings, {"stories": counting()}, tmp_path)
    for _ in range(3):
        one.step()
    one.save()
    other = train.Trainer(settings, {"stories": counting()}, tmp_path, seed=5)
    other.resume()
    assert (other.steps, other.seconds, other.positions) == (one.steps, one.seconds, one.positions)
    for trainer in (one, other):
        trainer.seconds = 600.0
    assert one.step().denoise == pytest.approx(other.step().denoise, abs=1e-3)
    for a, b in zip(one.network.parameters(), other.network.parameters(), strict=True):
        torch.testing.assert_close(a, b, atol=1e-3, rtol=1e-2)
    reread = checkpoint.load_network(other.checkpoint)
    assert reread.config == settings.network


def test_an_exported_model_is_a_start(tmp_path, corpus, preset):
    teacher = train.Trainer(train.Preset.load(preset), {}, tmp_path, seed=5)
    export.export(teacher.network, tmp_path / "model")
    options = ["--preset", preset, "--corpus", str(corpus), "--out", str(tmp_path / "out"), "--minutes", "0.001"]
    assert train.main([*options, "--start", str(tmp_path / "model")]) == 0
    learnt = checkpoint.load_network(tmp_path / "out" / "checkpoint.safetensors").state_dict()
    taught = teacher.network.state_dict()
    assert all(torch.allclose(learnt[name], taught[name], atol=0.1) for name in taught)


def test_a_stop_saves(tmp_path, preset):
    trainer = train.Trainer(train.Preset.load(preset), {"stories": counting()}, tmp_path)
    with (tmp_path / "log").open("w") as log:
        train.run(trainer, log, [15], {})
    assert trainer.steps == 0
    assert trainer.checkpoint.exists()


def test_warm_up_changes_nothing(tmp_path, preset):
    trainer = train.Trainer(train.Preset.load(preset), {"stories": counting()}, tmp_path)
    before = {name: value.clone() for name, value in trainer.network.state_dict().items()}
    drawn = trainer.rng.bit_generator.state
    trainer.warm_up()
    assert trainer.rng.bit_generator.state == drawn
    assert all(torch.equal(value, before[name]) for name, value in trainer.network.state_dict().items())


def write_script(path, body):
    path.write_text("import sys, pathlib\nimport numpy as np\n" + body)
    return path


def test_fresh_documents_come_in_turn(tmp_path):
    body = """
folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True)
np.save(folder / "stories.train.tokens.npy", np.full(6, int(sys.argv[3]), np.uint16))
np.save(folder / "stories.train.offsets.npy", np.array([0, 6]))
"""
    supply = Supply(tmp_path / "fresh", ["stories"], 1, write_script(tmp_path / "writer.py", body))
    for expected in (1, 2):
        assert supply.process is not None
        supply.process.wait()
        corpus = supply.latest()
        assert corpus is not None
        assert corpus["stories"].tokens.tolist() == [expected] * 6
    assert not (tmp_path / "fresh" / "1").exists()
    supply.close()


def test_a_failing_generator_is_told(tmp_path):
    supply = Supply(tmp_path / "fresh", ["stories"], 1, write_script(tmp_path / "writer.py", "sys.exit(3)"))
    assert supply.process is not None
    supply.process.wait()
    with pytest.raises(RuntimeError, match="ended with 3"):
        supply.latest()


def test_shapes_of_batches(tmp_path, preset):
    trainer = train.Trainer(train.Preset.load(preset), {"stories": counting()}, tmp_path)
    assert trainer.draw(Shape(16, 32)).ids.shape == (20, 48)


@pytest.mark.parametrize("shape", [(3, 32, 32), (2, 16, 48), (2, 48, 16)])
def test_orthogonalise(shape):
    torch.manual_seed(0)
    values = torch.linalg.svdvals(orthogonalise(torch.randn(shape)))
    assert values.min() > 0.5
    assert values.max() < 1.4


def test_optimizer_splits_and_restores(tmp_path, preset):
    network = train.Trainer(train.Preset.load(preset), {"stories": counting()}, tmp_path).network
    named = dict(network.named_parameters())
    matrices = {name for name, value in named.items() if is_matrix(name, value)}
    assert "layers.0.experts.gate_up_proj" in matrices
    assert "self_conditioning.down_proj.weight" in matrices
    assert not {"embed_tokens.weight", "layers.0.router.proj.weight", "norm.weight"} & matrices
    one = Optimizer(network.named_parameters(), Rates())
    for value in network.parameters():
        value.grad = torch.randn_like(value)
    one.step(1.0)
    assert all(value.grad is None for value in network.parameters())
    other = Optimizer(network.named_parameters(), Rates())
    other.load(one.state())
    assert other.steps == 1
    assert all(torch.equal(value, other.momentum[name]) for name, value in one.momentum.items())
