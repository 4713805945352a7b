"""Random DiffusionGemma checkpoints, written by transformers: the oracle of the parity tests and their subject."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from transformers import DiffusionGemmaConfig, DiffusionGemmaForBlockDiffusion

VISION = {
    "model_type": "gemma4_vision",
    "hidden_size": 16,
    "intermediate_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 1,
    "num_key_value_heads": 1,
    "head_dim": 16,
    "position_embedding_size": 8,
}

SMALL = {
    "vocab_size": 96,
    "hidden_size": 48,
    "intermediate_size": 40,
    "layer_types": ["sliding_attention", "sliding_attention", "full_attention"],
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "global_head_dim": 32,
    "num_global_key_value_heads": 1,
    "num_experts": 4,
    "top_k_experts": 2,
    "moe_intermediate_size": 24,
    "sliding_window": 12,
}


def random_model(
    canvas_length: int = 16, seed: int = 0, sharpness: float = 1.0, **text: Any
) -> DiffusionGemmaForBlockDiffusion:
    """transformers' model with random weights in which every parameter matters.

    Norms, router scales and layer scalars are drawn too (they start at one), the encoder's scalars apart from the
    decoder's. `sharpness` multiplies the embedding, and so the logits.
    """
    values = {**SMALL, **text}
    values["num_hidden_layers"] = len(values["layer_types"])
    torch.manual_seed(seed)
    config = DiffusionGemmaConfig(text_config=values, vision_config=VISION, canvas_length=canvas_length)
    model = DiffusionGemmaForBlockDiffusion(config).eval()
    with torch.no_grad():
        for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
            if "vision" in name or "inv_freq" in name or name.endswith("embed_scale"):
                continue
            if tensor.dim() == 1:
                tensor.uniform_(0.4, 1.2)
            else:
                tensor.normal_(0.0, tensor.shape[-1] ** -0.5)
        model.model.decoder.embed_tokens.weight.mul_(sharpness)
    return model


def write(model: DiffusionGemmaForBlockDiffusion, folder: Path, **options: Any) -> Path:
    """Save a checkpoint as transformers does."""
    model.save_pretrained(folder, **options)
    return folder


def to_old_style(folder: Path) -> None:
    """Rewrite config.json with `global_head_dim` and `num_global_key_value_heads` instead of `per_layer_config`."""
    path = folder / "config.json"
    values = json.loads(path.read_text())
    text = values["text_config"]
    (override,) = {json.dumps(own, sort_keys=True) for own in text.pop("per_layer_config").values()}
    own = json.loads(override)
    text["global_head_dim"] = own.get("head_dim", text["head_dim"])
    if "num_key_value_heads" in own:
        text["num_global_key_value_heads"] = own["num_key_value_heads"]
    path.write_text(json.dumps(values))


def stored_tensors(folder: Path) -> dict[str, torch.Tensor]:
    """Every tensor of a checkpoint of one file."""
    return load_file(folder / "model.safetensors")
