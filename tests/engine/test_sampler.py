"""The sampler's rules one by one; whole generations beside transformers are in test_parity."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.request import InfillError
from palimpsest.engine.sampler import (
    Masks,
    SamplerConfig,
    accept,
    draw,
    likeliest,
    log_probabilities,
    mean_entropy,
    pad_after_end,
    read,
    renoise,
    settled,
    uniform_noise,
)
from palimpsest.kernels import readout


class Identity:
    """A model whose hidden states are the logits and whose embedding is the identity."""

    class config:  # noqa: N801
        vocab_size = 30

    encode = denoise_hidden = None

    def read_out(self, hidden: torch.Tensor) -> torch.Tensor:
        return hidden.clone()

    def mean_embedding(self, probabilities: torch.Tensor) -> torch.Tensor:
        return probabilities.clone()


IDENTITY: Any = Identity()


def seeded(seed: int) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


# Configuration.


@pytest.fixture
def config() -> ModelConfig:
    sizes = {"vocab_size": 8, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1}
    sizes |= {"num_key_value_heads": 1, "head_dim": 8, "intermediate_size": 8, "num_experts": 1, "top_k_experts": 1}
    sizes |= {"moe_intermediate_size": 8, "sliding_window": 4, "eos_token_id": 5, "pad_token_id": 6}
    return ModelConfig.from_dict({"model_type": "diffusion_gemma", "text_config": sizes})


def test_released_generation_config(tmp_path: Path, config: ModelConfig) -> None:
    values = {
        "max_denoising_steps": 48,
        "max_new_tokens": 256,
        "sampler_config": {"_cls_name": "EntropyBoundSamplerConfig", "entropy_bound": 0.1},
        "t_min": 0.4,
        "t_max": 0.8,
        "stability_threshold": 1,
        "confidence_threshold": 0.005,
        "eos_token_id": [1, 106, 50],
        "pad_token_id": 0,
    }
    (tmp_path / "generation_config.json").write_text(json.dumps(values))
    assert SamplerConfig.load(tmp_path, config) == SamplerConfig()


def test_what_is_left_open_is_as_released(tmp_path: Path, config: ModelConfig) -> None:
    expected = SamplerConfig(eos_token_ids=(5,), pad_token_id=6)
    assert SamplerConfig.load(tmp_path, config) == expected
    assert SamplerConfig.from_dict({"t_min": None, "sampler_config": None, "eos_token_id": None}, config) == expected
    other = SamplerConfig.from_dict({"t_min": 0.1, "sampler_config": {"entropy_bound": 2}, "eos_token_id": 3}, config)
    assert (other.t_min, other.t_max, other.entropy_bound, other.eos_token_ids) == (0.1, 0.8, 2.0, (3,))


@pytest.mark.parametrize(
    "values",
    [
        {"sampler_config": {"_cls_name": "OtherSampler"}},
        {"sampler_config": 3},
        {"max_denoising_steps": "many"},
        {"max_denoising_steps": 0},
        {"t_min": 0.0},
        {"t_min": 0.9},
        {"stability_threshold": -1},
        {"eos_token_id": {}},
    ],
)
def test_wrong_values_are_named(values: dict[str, Any], config: ModelConfig) -> None:
    with pytest.raises(InfillError, match=r"generation_config\.json") as error:
        SamplerConfig.from_dict(values, config)
    assert error.value.remedy


def test_temperature() -> None:
    config = SamplerConfig()
    assert config.temperature(48) == pytest.approx(0.8, abs=1e-6)
    assert config.temperature(1) == pytest.approx(0.4 + 0.4 / 48, abs=1e-6)
    assert config.temperature(4, steps=8) == pytest.approx(0.6, abs=1e-6)


# Acceptance.


def accept_one_by_one(entropy: list[float], bound: float, free: list[bool]) -> list[bool]:
    """The rule as it is said: in order of entropy, as long as what came before is within the bound."""
    accepted = [False] * len(entropy)
    spent = torch.zeros(())
    for cell in sorted((c for c in range(len(entropy)) if free[c]), key=lambda c: entropy[c]):
        if spent > bound:
            break
        accepted[cell] = True
        spent = spent + entropy[cell]
    return accepted


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.floats(0, 5, width=32), st.booleans()), min_size=1, max_size=20),
    st.sampled_from([0.0, 0.1, 1.0, 4.0]),
)
def test_acceptance(cells: list[tuple[float, bool]], bound: float) -> None:
    # Whole multiples, so that sums are exact in any order.
    entropy = [round(value * 8) / 8 for value, _ in cells]
    free = [is_free for _, is_free in cells]
    mask = accept(torch.tensor([entropy, entropy[::-1]]), bound, torch.tensor([free, free[::-1]]))
    by_rule = accept_one_by_one(entropy, bound, free)
    # Cells of equal entropy may stand for one another.
    assert sorted(e for e, a in zip(entropy, mask[0].tolist(), strict=True) if a) == sorted(
        e for e, a in zip(entropy, by_rule, strict=True) if a
    )
    assert not (mask & ~torch.tensor([free, free[::-1]])).any()
    if all(free):
        assert torch.equal(accept(torch.tensor([entropy]), bound), mask[:1])


def test_the_most_certain_cell_is_always_accepted() -> None:
    assert accept(torch.tensor([[9.0, 7.0, 8.0]]), 0.1).tolist() == [[False, True, False]]


def test_pins_spend_nothing() -> None:
    entropy = torch.tensor([[0.0, 0.0, 0.3, 0.2, 5.0]])
    free = torch.tensor([[False, False, True, True, True]])
    assert accept(entropy, 0.2, free).tolist() == [[False, False, True, True, False]]
    assert not accept(entropy, 1e9, torch.zeros(1, 5, dtype=torch.bool)).any()


def test_renoise_keeps_pins_and_accepted() -> None:
    canvas, drawn, noise = (torch.full((1, 4), value) for value in (1, 2, 3))
    accepted = torch.tensor([[True, False, False, True]])
    assert renoise(canvas, drawn, accepted, noise).tolist() == [[2, 3, 3, 2]]
    free = torch.tensor([[True, True, False, False]])
    assert renoise(canvas, drawn, accepted, noise, free).tolist() == [[2, 3, 1, 1]]


def test_noise_covers_the_vocabulary_evenly() -> None:
    noise = uniform_noise((100, 200), 10, seeded(0), "cpu")
    counts = torch.bincount(noise.flatten(), minlength=10)
    assert counts.min() > 1800
    assert counts.max() < 2200
    assert torch.equal(noise, uniform_noise((100, 200), 10, seeded(0), "cpu"))


# Choice.


def test_draws_follow_the_probabilities() -> None:
    probabilities = torch.tensor([0.5, 0.0, 0.3, 0.2, 0.0])
    drawn = draw(probabilities.expand(20_000, -1), seeded(1))
    shares = torch.bincount(drawn, minlength=5) / 20_000
    torch.testing.assert_close(shares, probabilities, atol=0.015, rtol=0)
    assert shares[1] == shares[4] == 0
    assert torch.equal(drawn, draw(probabilities.expand(20_000, -1), seeded(1)))


def test_a_draw_never_takes_what_cannot_be() -> None:
    """Neither end of the range of random numbers leads to a token of probability zero."""
    probabilities = torch.tensor([[0.0, 0.25, 0.0, 0.75, 0.0, 0.0]])

    for level, expected in ((0.0, 1), (0.2499, 1), (0.25, 3), (1.0 - 2**-24, 3), (1.0, 3)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(torch, "rand", lambda shape, level=level, **_: torch.full(shape, level))
            assert draw(probabilities, None).tolist() == [expected]


def test_likeliest() -> None:
    assert likeliest(torch.tensor([[0.1, 0.6, 0.3], [0.4, 0.3, 0.3]]), None).tolist() == [1, 0]


# Reading.


def test_reading() -> None:
    hidden = torch.randn(12, 30, generator=seeded(3)) * 4
    reading = read(IDENTITY, hidden, 0.5, seeded(0))
    tempered = torch.distributions.Categorical(logits=hidden.double() / 0.5)
    assert torch.equal(reading.best, hidden.argmax(-1))
    torch.testing.assert_close(reading.probability.double(), tempered.probs.amax(-1), atol=1e-6, rtol=1e-5)
    torch.testing.assert_close(reading.entropy.double(), tempered.entropy(), atol=2e-6, rtol=1e-5)
    torch.testing.assert_close(reading.signal.double(), tempered.probs, atol=1e-6, rtol=1e-5)
    assert torch.equal(reading.drawn, read(IDENTITY, hidden, 0.5, seeded(0)).drawn)
    greedy = read(IDENTITY, hidden, 0.5, choose=likeliest)
    assert torch.equal(greedy.drawn, greedy.best)


def test_banned_tokens_have_no_share() -> None:
    hidden = torch.randn(12, 30, generator=seeded(3))
    for_all = torch.zeros(30, dtype=torch.bool)
    for_all[:25] = True
    per_row = torch.ones(12, 30, dtype=torch.bool)
    per_row[torch.arange(12), torch.arange(12)] = False
    reading = read(IDENTITY, hidden, 0.5, seeded(0), banned=for_all)
    assert reading.best.min() >= 25
    assert reading.drawn.min() >= 25
    assert reading.signal[:, :25].eq(0).all()
    left = torch.distributions.Categorical(logits=hidden[:, 25:] / 0.5)
    torch.testing.assert_close(reading.entropy, left.entropy(), atol=1e-5, rtol=1e-5)
    pinned = read(IDENTITY, hidden, 0.5, seeded(0), banned=per_row)
    assert pinned.best.tolist() == pinned.drawn.tolist() == list(range(12))
    assert pinned.entropy.eq(0).all()


def test_masks_are_the_rows_that_they_name(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = torch.randn(11, 30, generator=seeded(3))
    masks = torch.rand(3, 30, generator=seeded(5)) < 0.6
    rule = torch.randint(0, 3, (11,), generator=seeded(6))
    monkeypatch.setattr(readout, "CHUNK_ELEMENTS", 30 * 4)
    few = read(IDENTITY, hidden, 0.7, banned=Masks(masks, rule), choose=likeliest)
    many = read(IDENTITY, hidden, 0.7, banned=masks[rule], choose=likeliest)
    for name in ("best", "drawn", "probability", "entropy", "signal"):
        assert torch.equal(getattr(few, name), getattr(many, name))


def test_log_probabilities_of_given_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = torch.randn(11, 30, generator=seeded(3))
    tokens = torch.randint(0, 30, (11, 2), generator=seeded(7))
    wanted = hidden.log_softmax(-1).gather(-1, tokens)
    assert torch.equal(log_probabilities(IDENTITY, hidden, tokens), wanted)
    monkeypatch.setattr(readout, "CHUNK_ELEMENTS", 30 * 4)
    torch.testing.assert_close(log_probabilities(IDENTITY, hidden, tokens), wanted)


def test_reading_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = torch.randn(11, 30, generator=seeded(3))
    banned = torch.rand(11, 30, generator=seeded(4)) < 0.5
    whole = read(IDENTITY, hidden, 0.7, banned=banned, choose=likeliest)
    monkeypatch.setattr(readout, "CHUNK_ELEMENTS", 30 * 4)
    parts = read(IDENTITY, hidden, 0.7, banned=banned, choose=likeliest)
    for name in ("best", "drawn", "probability", "entropy", "signal"):
        torch.testing.assert_close(getattr(parts, name), getattr(whole, name))


def test_reading_nothing() -> None:
    reading = read(IDENTITY, torch.empty(0, 30), 0.5)
    assert len(reading.best) == len(reading.entropy) == len(reading.signal) == 0
    assert reading.best.dtype == torch.long


# Stop and end.


def test_a_row_settles_when_stable_and_certain() -> None:
    config = SamplerConfig(stability_threshold=2, confidence_threshold=0.1)
    best = torch.tensor([[1, 2], [1, 2], [1, 2]])
    certain = torch.tensor([[0.0, 0.1], [0.0, 0.1], [0.5, 0.5]])
    stopped, history = settled(best, certain, None, config)
    assert stopped.tolist() == [False] * 3
    stopped, history = settled(torch.tensor([[1, 2], [1, 3], [1, 2]]), certain, history, config)
    assert stopped.tolist() == [False] * 3
    stopped, history = settled(best, certain, history, config)
    assert stopped.tolist() == [True, False, False]
    assert history.shape == (2, 3, 2)


def test_only_free_cells_count_for_a_stop() -> None:
    config = SamplerConfig(stability_threshold=1, confidence_threshold=0.1)
    free = torch.tensor([[True, False]])
    entropy = torch.tensor([[0.05, 9.0]])
    _, history = settled(torch.tensor([[4, 7]]), entropy, None, config, free)
    stopped, _ = settled(torch.tensor([[4, 8]]), entropy, history, config, free)
    assert stopped.tolist() == [True]
    # Certain pins must not make an uncertain draft look settled.
    entropy = torch.tensor([[0.15, 0.0]])
    stopped, _ = settled(torch.tensor([[4, 8]]), entropy, history, config, free)
    assert stopped.tolist() == [False]


def test_no_stability_wanted() -> None:
    config = SamplerConfig(stability_threshold=0, confidence_threshold=0.1)
    stopped, _ = settled(torch.tensor([[1], [1]]), torch.tensor([[0.0], [1.0]]), None, config)
    assert stopped.tolist() == [True, False]


def test_mean_entropy() -> None:
    entropy = torch.tensor([[1.0, 2.0, 6.0]])
    assert mean_entropy(entropy).tolist() == [3.0]
    assert mean_entropy(entropy, torch.tensor([[True, True, False]])).tolist() == [1.5]
    assert mean_entropy(entropy, torch.zeros(1, 3, dtype=torch.bool)).tolist() == [0.0]
    assert not math.isnan(mean_entropy(torch.tensor([[math.inf]]), torch.tensor([[False]])).item())


def test_pads_follow_the_end() -> None:
    config = SamplerConfig(eos_token_ids=(1, 7), pad_token_id=0)
    tokens = torch.tensor([[4, 7, 5, 1], [1, 1, 1, 1], [2, 3, 4, 5], [2, 3, 4, 7]])
    padded, ended = pad_after_end(tokens, config)
    assert padded.tolist() == [[4, 7, 0, 0], [1, 0, 0, 0], [2, 3, 4, 5], [2, 3, 4, 7]]
    assert ended.tolist() == [True, True, False, True]
