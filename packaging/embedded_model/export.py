"""Checkpoint → a DiffusionGemma folder that transformers and the engine load.

`python packaging/embedded_model/export.py CHECKPOINT OUT_DIR [--tokenizer DIR] [--dtype float32|bfloat16]`
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import load_file, save_file

import checkpoint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from network import Network, NetworkConfig

LARGEST = 40_000_000  # bytes of the weights that ship with the program


def text_config(config: NetworkConfig, dtype: str) -> dict[str, Any]:
    """The `text_config` of config.json."""
    return {
        "model_type": "diffusion_gemma_text",
        "dtype": dtype,
        "attention_bias": False,
        "attention_dropout": 0.0,
        "bos_token_id": 2,
        "eos_token_id": 1,
        "pad_token_id": 0,
        "vocab_size": config.vocab_size,
        "hidden_size": config.hidden_size,
        "num_hidden_layers": len(config.layer_types),
        "layer_types": list(config.layer_types),
        "num_attention_heads": config.num_attention_heads,
        "num_key_value_heads": config.num_key_value_heads,
        "head_dim": config.head_dim,
        "global_head_dim": config.global_head_dim,
        "num_global_key_value_heads": config.num_global_key_value_heads,
        "intermediate_size": config.intermediate_size,
        "num_experts": config.num_experts,
        "top_k_experts": config.top_k_experts,
        "moe_intermediate_size": config.moe_intermediate_size,
        "hidden_activation": "gelu_pytorch_tanh",
        "rms_norm_eps": config.eps,
        "final_logit_softcapping": config.softcap,
        "sliding_window": config.sliding_window,
        "max_position_embeddings": 512,
        "use_bidirectional_attention": "vision",
        "rope_parameters": {
            "full_attention": {
                "rope_type": "proportional",
                "partial_rotary_factor": config.partial_rotary_factor,
                "rope_theta": config.full_theta,
            },
            "sliding_attention": {"rope_type": "default", "rope_theta": config.sliding_theta},
        },
        "initializer_range": 0.02,
        "tie_word_embeddings": True,
    }


def model_config(config: NetworkConfig, dtype: str) -> dict[str, Any]:
    """config.json. The image part is as small as transformers accepts; it has no weights and is never called."""
    return {
        "architectures": ["DiffusionGemmaForBlockDiffusion"],
        "model_type": "diffusion_gemma",
        "canvas_length": config.canvas_length,
        "eos_token_id": [1],
        "boi_token_id": config.vocab_size,
        "eoi_token_id": config.vocab_size + 1,
        "image_token_id": config.vocab_size + 2,
        "dtype": dtype,
        "initializer_range": 0.02,
        "tie_word_embeddings": True,
        "text_config": text_config(config, dtype),
        "vision_config": {
            "model_type": "gemma4_vision",
            "hidden_size": 16,
            "intermediate_size": 16,
            "num_hidden_layers": 1,
            "num_attention_heads": 1,
            "num_key_value_heads": 1,
            "head_dim": 16,
            "position_embedding_size": 16,
            "patch_size": 4,
        },
    }


def generation_config() -> dict[str, Any]:
    """generation_config.json: the released sampler with fewer steps, and cooler.

    Measured with five drafts per window on training documents: as many tokens right in 0.7 times the passes that the
    released temperatures (0.4 to 0.8) take.
    """
    return {
        "max_denoising_steps": 24,
        "max_new_tokens": 128,
        "sampler_config": {"_cls_name": "EntropyBoundSamplerConfig", "entropy_bound": 0.1},
        "t_min": 0.2,
        "t_max": 0.5,
        "stability_threshold": 1,
        "confidence_threshold": 0.005,
        "eos_token_id": [1],
        "pad_token_id": 0,
    }


def released_names(network: Network) -> dict[str, str]:
    """The released name of every tensor; the tied head is not stored, encoder scalars are the encoder's only ones."""
    names: dict[str, str] = {}
    for name in network.state_dict():
        if name.endswith("encoder_layer_scalar"):
            path = name.replace("encoder_layer_scalar", "layer_scalar")
            names[name] = f"model.encoder.language_model.{path}"
        else:
            names[name] = f"model.decoder.{name}"
    return names


def released_tensors(network: Network, dtype: torch.dtype) -> dict[str, torch.Tensor]:
    """Tensors under the released names."""
    names = released_names(network)
    return {names[name]: value.detach().to(dtype).contiguous() for name, value in network.state_dict().items()}


def read_back(network: Network, folder: Path) -> None:
    """Load an exported folder's weights into a network, to go on from what ships.

    Raises:
        RuntimeError: the sizes differ.
    """
    weights = load_file(folder / "model.safetensors")
    own = {name: weights[released].float() for name, released in released_names(network).items()}
    network.load_state_dict(own)


def export(network: Network, folder: Path, dtype: str | None = None, tokenizer: Path | None = None) -> str:
    """Write the folder and return the dtype: fp32 where it stays under 40 MB, else bf16, if not given.

    Raises:
        ValueError: the weights are over 40 MB even so.
    """
    elements = sum(value.numel() for value in network.state_dict().values())
    chosen = dtype or ("float32" if 4 * elements <= LARGEST else "bfloat16")
    size = elements * (4 if chosen == "float32" else 2)
    if size > LARGEST:
        raise ValueError(f"{size / 1e6:.1f} MB of {chosen} weights; at most {LARGEST / 1e6:.0f} MB ship")
    folder.mkdir(parents=True, exist_ok=True)
    save_file(released_tensors(network, getattr(torch, chosen)), folder / "model.safetensors", {"format": "pt"})
    for name, values in (
        ("config.json", model_config(network.config, chosen)),
        ("generation_config.json", generation_config()),
    ):
        (folder / name).write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    if tokenizer is not None:
        for name in ("tokenizer.json", "tokenizer_config.json"):
            shutil.copyfile(tokenizer / name, folder / name)
    return chosen


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 done, 2 wrong usage."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("folder", type=Path, help="resources/model for a release")
    parser.add_argument("--tokenizer", type=Path, help="folder with tokenizer.json and tokenizer_config.json to copy")
    parser.add_argument("--dtype", choices=("float32", "bfloat16"))
    options = parser.parse_args(arguments)
    network = checkpoint.load_network(options.checkpoint)
    chosen = export(network, options.folder, options.dtype, options.tokenizer)
    size = (options.folder / "model.safetensors").stat().st_size
    print(f"{options.folder}: {size / 1e6:.1f} MB, {chosen}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
