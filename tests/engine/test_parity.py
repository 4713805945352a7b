"""The model against transformers on random checkpoints: logits, and whole generations draw by draw."""

from __future__ import annotations

from typing import Any

import pytest
import random_checkpoints
import torch
from transformers.models.diffusion_gemma.generation_diffusion_gemma import (
    DiffusionGemmaGenerationConfig,
    EntropyBoundSamplerConfig,
)

from palimpsest.engine.model import Model, load_model
from palimpsest.engine.prefix import Prefix
from palimpsest.engine.sampler import SamplerConfig, generate, read

S, F = "sliding_attention", "full_attention"

TOLERANCE = 1e-4


class Case:
    """One configuration and how it is run."""

    def __init__(
        self,
        *,
        prefix: int = 20,
        cut: int = 7,
        canvas: int = 16,
        batch: int = 1,
        old_style: bool = False,
        **text: Any,
    ) -> None:
        self.prefix, self.cut, self.canvas, self.batch = prefix, cut, canvas, batch
        self.old_style, self.text = old_style, text


CASES = {
    "plain": Case(),
    "one head size": Case(global_head_dim=16, num_global_key_value_heads=2, canvas=32),
    "old style": Case(old_style=True, prefix=30),
    "old style, kv heads of its own left out": Case(old_style=True, num_global_key_value_heads=None),
    "three heads over one": Case(num_attention_heads=3, num_key_value_heads=1, head_dim=8, global_head_dim=24),
    "six heads over three and two": Case(
        num_attention_heads=6, num_key_value_heads=3, num_global_key_value_heads=2, hidden_size=60, canvas=24
    ),
    "prefix far beyond the window": Case(prefix=75, cut=40, sliding_window=8, canvas=20),
    "window of two": Case(prefix=9, cut=4, sliding_window=2),
    "prefix of the window": Case(prefix=12, cut=11, sliding_window=12),
    "prefix of one": Case(prefix=1, cut=0),
    "batch": Case(batch=3, prefix=33, cut=16, canvas=40),
    "long canvas": Case(canvas=96, vocab_size=200),
    "many experts": Case(num_experts=12, top_k_experts=5, moe_intermediate_size=16, prefix=50),
    "one expert": Case(num_experts=1, top_k_experts=1),
    "six layers": Case(layer_types=[S, F, S, S, S, F], hidden_size=32, prefix=40),
    "full layers only": Case(layer_types=[F, F]),
    "rotary embedding": Case(
        rope_parameters={
            F: {"rope_type": "proportional", "partial_rotary_factor": 0.5, "rope_theta": 5e3, "factor": 2.0},
            S: {"rope_type": "default", "rope_theta": 300.0},
        }
    ),
    "soft cap and eps": Case(final_logit_softcapping=5.0, rms_norm_eps=1e-3),
}


@pytest.fixture(params=CASES, ids=lambda name: name.replace(" ", "-"))
def pair(request: pytest.FixtureRequest, tmp_path: Any) -> tuple[Case, Any, Model]:
    case = CASES[request.param]
    theirs = random_checkpoints.random_model(case.canvas, **case.text)
    random_checkpoints.write(theirs, tmp_path)
    if case.old_style:
        random_checkpoints.to_old_style(tmp_path)
        theirs = type(theirs).from_pretrained(tmp_path).eval()
    return case, theirs, load_model(tmp_path)


def test_logits(pair: tuple[Case, Any, Model]) -> None:
    case, theirs, ours = pair
    generator = torch.Generator().manual_seed(1)
    vocabulary = case.text.get("vocab_size", 96)
    ids = torch.randint(vocabulary, (case.batch, case.prefix), generator=generator)
    canvas = torch.randint(vocabulary, (case.batch, case.canvas), generator=generator)
    with torch.no_grad():
        first = theirs(input_ids=ids, decoder_input_ids=canvas)
        tempered = first.logits / 0.6
        later = theirs(
            past_key_values=first.past_key_values, decoder_input_ids=canvas, self_conditioning_logits=tempered
        )
    assert (first.logits - later.logits).abs().max() > 0.1, "self-conditioning must matter, or nothing is tested"

    prefix = ours.encode(ids[:, : case.cut])
    prefix = ours.encode(ids[:, case.cut :], prefix)
    torch.testing.assert_close(ours.denoise(canvas, prefix), first.logits, atol=TOLERANCE, rtol=0)
    signal = ours.self_condition(tempered)
    torch.testing.assert_close(ours.denoise(canvas, prefix, signal), later.logits, atol=TOLERANCE, rtol=0)
    whole = ours.causal_hidden(ids, ours.empty_prefix(case.batch))
    torch.testing.assert_close(whole, first.encoder_last_hidden_state, atol=TOLERANCE, rtol=0)


def test_bfloat16_follows_the_reference(tmp_path: Any) -> None:
    """In bfloat16 both round in the same places: as near to one another as either is to fp32."""
    exact = random_checkpoints.random_model()
    random_checkpoints.write(exact, tmp_path)
    theirs = type(exact).from_pretrained(tmp_path, dtype=torch.bfloat16).eval()
    ours = load_model(tmp_path, dtype=torch.bfloat16)
    generator = torch.Generator().manual_seed(2)
    ids, canvas = (torch.randint(96, (2, n), generator=generator) for n in (20, 16))
    with torch.no_grad():
        reference = exact(input_ids=ids, decoder_input_ids=canvas).logits
        rounded = theirs(input_ids=ids, decoder_input_ids=canvas).logits
    mine = ours.denoise(canvas, ours.encode(ids))
    error = (rounded - reference).abs().mean()
    assert 0 < error < 0.2
    assert (mine - reference).abs().mean() < 1.5 * error
    torch.testing.assert_close(ours.embed_signal(ids), theirs.model.decoder.embed_tokens(ids), atol=0, rtol=0)


# Whole generations. The draws are transformers': one generator seeded alike, used in the same order.


def multinomial(probabilities: torch.Tensor, generator: torch.Generator | None) -> torch.Tensor:
    return torch.multinomial(probabilities, 1, generator=generator).squeeze(-1)


class Replay:
    """A model that answers with recorded logits and keeps the canvases it was shown."""

    def __init__(self, config: Any, logits: list[torch.Tensor]) -> None:
        self.config = config
        self.logits = iter(logits)
        self.canvases: list[torch.Tensor] = []
        self.signals: list[torch.Tensor | None] = []
        self.encoded: list[torch.Tensor] = []

    def encode(self, ids: torch.Tensor, prefix: Any = None) -> Any:
        self.encoded.append(ids)
        return prefix

    def denoise_hidden(self, canvas: torch.Tensor, prefix: Prefix, signal: torch.Tensor | None = None) -> torch.Tensor:
        self.canvases.append(canvas)
        self.signals.append(signal)
        return next(self.logits)

    def read_out(self, hidden: torch.Tensor) -> torch.Tensor:
        return hidden.clone()

    def mean_embedding(self, probabilities: torch.Tensor) -> torch.Tensor:
        return probabilities


class Recorder:
    """Wraps transformers' forward: keeps what each denoising pass was given and gave."""

    def __init__(self, model: Any) -> None:
        self.model, self.forward = model, model.forward
        self.canvases: list[torch.Tensor] = []
        self.conditioning: list[torch.Tensor | None] = []
        self.logits: list[torch.Tensor] = []
        model.forward = self.record

    def record(self, **inputs: Any) -> Any:
        output = self.forward(**inputs)
        self.canvases.append(inputs["decoder_input_ids"].clone())
        self.conditioning.append(inputs["self_conditioning_logits"])
        self.logits.append(output.logits.clone())
        return output


GENERATIONS = [
    # seed, stability, bound, confidence, batch
    (0, 1, 0.5, 0.4, 1),
    (1, 1, 0.1, 1e-9, 2),
    (2, 0, 0.5, 0.4, 3),
    (3, 2, 1.5, 0.6, 3),
    (4, 1, 0.5, 0.4, 3),
]


@pytest.fixture(scope="module")
def sharp(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Model]:
    """A model whose logits are decided enough that drafts settle."""
    theirs = random_checkpoints.random_model(sharpness=3.0)
    return theirs, load_model(random_checkpoints.write(theirs, tmp_path_factory.mktemp("sharp")))


# transformers compiles a helper with torch.jit at the first generation.
@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")
@pytest.mark.parametrize(("seed", "stability", "bound", "confidence", "batch"), GENERATIONS)
def test_generation(
    sharp: tuple[Any, Model], seed: int, stability: int, bound: float, confidence: float, batch: int
) -> None:
    theirs, ours = sharp
    ids = torch.randint(96, (batch, 20), generator=torch.Generator().manual_seed(seed))
    options = DiffusionGemmaGenerationConfig(
        max_new_tokens=64,
        max_denoising_steps=10,
        t_min=0.05,
        t_max=0.3,
        sampler_config=EntropyBoundSamplerConfig(entropy_bound=bound),
        stability_threshold=stability,
        confidence_threshold=confidence,
        eos_token_id=[1, 7],
        pad_token_id=0,
    )
    config = SamplerConfig(10, 0.05, 0.3, bound, stability, confidence, (1, 7), 0)
    recorder = Recorder(theirs)
    torch.manual_seed(seed)
    try:
        expected = theirs.generate(ids, generation_config=options)
    finally:
        theirs.forward = recorder.forward

    replay = Replay(ours.config, recorder.logits)
    result = generate(replay, ids, config, 4, torch.Generator().manual_seed(seed), choose=multinomial)
    assert torch.equal(result.ids, expected.sequences)
    assert len(replay.canvases) == len(recorder.canvases)
    for canvas, theirs_canvas in zip(replay.canvases, recorder.canvases, strict=True):
        assert torch.equal(canvas, theirs_canvas), "acceptance and renoise"
    for signal, conditioning in zip(replay.signals, recorder.conditioning, strict=True):
        assert (signal is None) == (conditioning is None)
        if signal is not None and conditioning is not None:
            torch.testing.assert_close(signal, conditioning.softmax(-1), atol=1e-6, rtol=0)
    written = (expected.sequences[:, 20:] != 0).sum(-1)
    torch.testing.assert_close(written / result.passes, expected.tokens_per_forward)
    assert torch.equal(torch.cat(replay.encoded, dim=1), expected.sequences[:, : -ours.config.canvas_length])

    # The same with our own logits all the way.
    whole = generate(ours, ids, config, 4, torch.Generator().manual_seed(seed), choose=multinomial)
    assert torch.equal(whole.ids, expected.sequences)


def test_generations_cover_the_cases(sharp: tuple[Any, Model]) -> None:
    """What the runs above rest on: some stop early, some run to the cap, some end in a canvas before the last."""
    _, ours = sharp
    passes, lengths = set(), set()
    for seed, stability, bound, confidence, batch in GENERATIONS:
        ids = torch.randint(96, (batch, 20), generator=torch.Generator().manual_seed(seed))
        config = SamplerConfig(10, 0.05, 0.3, bound, stability, confidence, (1, 7), 0)
        result = generate(ours, ids, config, 4, torch.Generator().manual_seed(seed), choose=multinomial)
        passes |= set(result.passes.tolist())
        lengths |= set((result.ids[:, 20:] != 0).sum(-1).tolist())
    assert max(passes) == 40
    assert any(0 < count < 10 for count in passes)
    assert any(length % 16 for length in lengths)


def test_reading_matches_the_reference_entropy() -> None:
    logits = torch.randn(40, 300, generator=torch.Generator().manual_seed(5)) * torch.logspace(-1, 1.8, 40)[:, None]
    reading = read(Replay(_Sized(300), []), logits, 0.5, choose=multinomial)
    exact = torch.distributions.Categorical(logits=logits.double() / 0.5).entropy()
    reference = torch.distributions.Categorical(logits=logits / 0.5).entropy()
    error = (reading.entropy - exact).abs()
    assert error.max() < 2e-6
    assert error.max() <= (reference - exact).abs().max()


class _Sized:
    def __init__(self, vocab_size: int) -> None:
        self.vocab_size = vocab_size
