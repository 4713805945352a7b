"""The exported folder, loaded by transformers, gives what the training network gives."""

from __future__ import annotations

import json
from typing import Any

import pytest
import torch

import checkpoint
import export
from network import FULL, SLIDING, Network, NetworkConfig
from noise import attention_bias
from optimizer import Optimizer, Rates

SMALL = NetworkConfig(
    vocab_size=96,
    hidden_size=32,
    layer_types=(SLIDING, FULL, SLIDING, FULL),
    num_attention_heads=4,
    num_key_value_heads=2,
    head_dim=8,
    global_head_dim=16,
    num_global_key_value_heads=1,
    intermediate_size=24,
    num_experts=4,
    top_k_experts=2,
    moe_intermediate_size=12,
    sliding_window=12,
    canvas_length=16,
)


def shaken(config: NetworkConfig = SMALL) -> Network:
    """A network none of whose weights is at its initial value."""
    torch.manual_seed(3)
    network = Network(config)
    with torch.no_grad():
        for value in network.parameters():
            value.mul_(1 + 0.2 * torch.randn_like(value)).add_(0.02 * torch.randn_like(value))
    return network


@pytest.mark.parametrize("prefix", [5, 40], ids=["inside the window", "beyond the window"])
@pytest.mark.parametrize("conditioned", [False, True])
def test_transformers_gives_the_same_logits(tmp_path, prefix, conditioned):
    from transformers import DiffusionGemmaForBlockDiffusion

    network = shaken()
    assert export.export(network, tmp_path) == "float32"
    loaded: Any = DiffusionGemmaForBlockDiffusion.from_pretrained(tmp_path, output_loading_info=True)
    reference, report = loaded
    assert not report["unexpected_keys"]
    assert not [name for name in report["missing_keys"] if "vision" not in name]
    reference.eval()

    ids = torch.randint(4, 96, (2, prefix + 16))
    feedback = 3 * torch.randn(2, 16, 96) if conditioned else None
    with torch.no_grad():
        expected = reference(
            input_ids=ids[:, :prefix], decoder_input_ids=ids[:, prefix:], self_conditioning_logits=feedback
        ).logits
        bias = attention_bias(
            torch.zeros(2, dtype=torch.long), torch.full((2,), prefix + 16), prefix, prefix + 16, SMALL.sliding_window
        )
        signal = None if feedback is None else network.expected_embedding(feedback.softmax(-1))
        hidden, _ = network(ids, prefix, bias, signal)
        causal = reference.lm_head(reference.model.encoder(input_ids=ids[:, :prefix]).last_hidden_state)
    torch.testing.assert_close(network.logits(hidden[:, prefix:]), expected, atol=1e-4, rtol=0)
    torch.testing.assert_close(network.logits(hidden[:, :prefix]), 30 * torch.tanh(causal / 30), atol=1e-4, rtol=0)


def test_command_exports_a_checkpoint(tmp_path):
    network = shaken()
    file = tmp_path / "checkpoint.safetensors"
    checkpoint.save(file, network, Optimizer(network.named_parameters(), Rates()), {})
    tokens = tmp_path / "tokens"
    tokens.mkdir()
    for name in ("tokenizer.json", "tokenizer_config.json"):
        (tokens / name).write_text("{}")
    assert export.main([str(file), str(tmp_path / "out"), "--tokenizer", str(tokens), "--dtype", "bfloat16"]) == 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert written == {
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    }
    assert json.loads((tmp_path / "out" / "config.json").read_text())["text_config"]["dtype"] == "bfloat16"


def test_a_model_over_the_limit_is_refused(tmp_path):
    wide = NetworkConfig(vocab_size=45_000, hidden_size=256)
    with pytest.raises(ValueError, match="at most 40 MB"):
        export.export(Network(wide), tmp_path, "float32")
    assert not (tmp_path / "model.safetensors").exists()
