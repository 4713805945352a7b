"""DiffusionGemma as GGUF files: names, types and metadata as llama.cpp's converter and quantiser write them.

The numbers of a file are read back with the gguf package's own reader, which shares nothing with ours.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import torch
from gguf_blocks import random_blocks
from random_checkpoints import random_model, write
from safetensors.torch import save_file
from small_tokenizer import CONTROLS
from tokenizers import Tokenizer
from transformers import DiffusionGemmaForBlockDiffusion

ARCHITECTURE = "diffusion-gemma"

SIZES: dict[str, Any] = {
    "hidden_size": 256,
    "intermediate_size": 96,
    "layer_types": ["sliding_attention", "sliding_attention", "full_attention"],
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 64,
    "global_head_dim": 128,
    "num_global_key_value_heads": 1,
    "num_experts": 4,
    "top_k_experts": 2,
    "moe_intermediate_size": 32,
    "sliding_window": 12,
    "max_position_embeddings": 4096,
}
"""Blocks of 256 need rows of their multiple; rows of the down projections are none, as in the released model."""

WHOLE = {
    "model.decoder.embed_tokens.weight": "token_embd.weight",
    "model.decoder.norm.weight": "output_norm.weight",
    "model.decoder.self_conditioning.pre_norm.weight": "self_cond_pre_norm.weight",
    "model.decoder.self_conditioning.gate_proj.weight": "self_cond_gate.weight",
    "model.decoder.self_conditioning.up_proj.weight": "self_cond_up.weight",
    "model.decoder.self_conditioning.down_proj.weight": "self_cond_down.weight",
}
LAYER = {
    "input_layernorm.weight": "attn_norm.weight",
    "self_attn.q_proj.weight": "attn_q.weight",
    "self_attn.k_proj.weight": "attn_k.weight",
    "self_attn.v_proj.weight": "attn_v.weight",
    "self_attn.o_proj.weight": "attn_output.weight",
    "self_attn.q_norm.weight": "attn_q_norm.weight",
    "self_attn.k_norm.weight": "attn_k_norm.weight",
    "post_attention_layernorm.weight": "post_attention_norm.weight",
    "pre_feedforward_layernorm.weight": "ffn_norm.weight",
    "mlp.gate_proj.weight": "ffn_gate.weight",
    "mlp.up_proj.weight": "ffn_up.weight",
    "mlp.down_proj.weight": "ffn_down.weight",
    "post_feedforward_layernorm.weight": "post_ffw_norm.weight",
    "post_feedforward_layernorm_1.weight": "post_ffw_norm_1.weight",
    "pre_feedforward_layernorm_2.weight": "pre_ffw_norm_2.weight",
    "post_feedforward_layernorm_2.weight": "post_ffw_norm_2.weight",
    "router.proj.weight": "ffn_gate_inp.weight",
    "router.scale": "ffn_gate_inp.scale",
    "router.per_expert_scale": "ffn_down_exps.scale",
    "experts.gate_up_proj": "ffn_gate_up_exps.weight",
    "experts.down_proj": "ffn_down_exps.weight",
    "layer_scalar": "layer_output_scale.weight",
}
PLAIN = ("norm", "ffn_gate_inp", ".scale", "layer_output_scale", "rope_freqs")
"""Parts of names of what the converter always keeps in fp32."""

Kinds = Callable[[str], str]
Tensors = dict[str, tuple[str, np.ndarray]]
"""By name: ggml's name of the type, and the numbers (fp32) or the blocks (bytes)."""


def llama_name(name: str) -> str | None:
    """llama.cpp's name of a tensor of transformers', None for what its converter leaves out."""
    if "vision" in name or name == "lm_head.weight":
        return None
    for stack, scalar in (("model.encoder.language_model.layers.", True), ("model.decoder.layers.", False)):
        if name.startswith(stack):
            number, rest = name.removeprefix(stack).split(".", 1)
            if scalar:
                return f"blk.{number}.enc_layer_output_scale.weight" if rest == "layer_scalar" else None
            return f"blk.{number}.{LAYER[rest]}"
    return WHOLE.get(name)


def mix(most: str, more: str, narrow: str, embedding: str) -> Kinds:
    """How llama.cpp mixes types: `more` for values, `narrow` for rows that are no multiple of 256, like down."""

    def kind(name: str) -> str:
        if name == "token_embd.weight":
            return embedding
        if "down" in name:
            return narrow
        return more if "attn_v" in name else most

    return kind


MIXES: dict[str, tuple[int, Kinds]] = {
    "Q4_K_M": (15, mix("Q4_K", "Q6_K", "Q5_0", "Q6_K")),
    "Q5_K_M": (17, mix("Q5_K", "Q6_K", "Q5_1", "Q6_K")),
    "Q6_K": (18, mix("Q6_K", "Q6_K", "Q8_0", "Q6_K")),
    "Q8_0": (7, mix("Q8_0", "Q8_0", "Q8_0", "Q8_0")),
    "BF16": (32, mix("BF16", "BF16", "BF16", "BF16")),
    "F16": (1, mix("F16", "F16", "F16", "F16")),
    "Q4_0": (2, mix("Q4_0", "Q4_1", "Q4_1", "Q6_K")),
    "IQ4_XS": (30, mix("IQ4_XS", "Q5_K", "IQ4_NL", "Q6_K")),
}
"""Of each file type: its number, and the type of each matrix."""


def small_model(vocabulary: int = 320, canvas_length: int = 16, **text: Any) -> DiffusionGemmaForBlockDiffusion:
    return random_model(canvas_length, vocab_size=vocabulary, **{**SIZES, **text})


def stored(kind: str, weight: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """A matrix in a type: the package's quantisation of it, or where it has none random blocks of the same spread."""
    number = gguf.GGMLQuantizationType[kind]
    try:
        return gguf.quantize(weight, number)
    except NotImplementedError:
        seed = int(random.integers(1 << 31))
        spread = gguf.dequantize(random_blocks(kind, weight.shape, np.random.default_rng(seed)), number).std()
        return random_blocks(kind, weight.shape, np.random.default_rng(seed), float(weight.std() / spread))


def tensors_of(model: DiffusionGemmaForBlockDiffusion, kinds: Kinds) -> Tensors:
    """A model's tensors as a file of such types has them."""
    random, found = np.random.default_rng(0), Tensors()
    for name, tensor in model.state_dict().items():
        target = llama_name(name)
        if target is None:
            continue
        weight = tensor.float().numpy()
        plain = any(part in target for part in PLAIN)
        found[target] = ("F32", weight) if plain else (kinds(target), stored(kinds(target), weight, random))
    found["rope_freqs.weight"] = ("F32", rope_factors(SIZES["global_head_dim"]))
    return found


def rope_factors(head_dim: int) -> np.ndarray:
    """A quarter of the pairs turns."""
    return np.where(np.arange(head_dim // 2) < head_dim // 8, 1.0, 1e30).astype(np.float32)


def split_experts(tensors: Tensors, up: str = "") -> Tensors:
    """The same with gate and up matrices of the experts apart, those of up in another type if one is given."""
    found, random = Tensors(), np.random.default_rng(1)
    for name, (kind, content) in tensors.items():
        if "ffn_gate_up_exps" not in name:
            found[name] = kind, content
            continue
        size = content.shape[1] // 2
        above = numbers(kind, content[:, size:])
        found[name.replace("gate_up", "gate")] = kind, np.ascontiguousarray(content[:, :size])
        found[name.replace("gate_up", "up")] = (
            (up, stored(up, above, random)) if up else (kind, np.ascontiguousarray(content[:, size:]))
        )
    return found


def numbers(kind: str, content: np.ndarray) -> np.ndarray:
    """What the stored bytes mean, by the gguf package."""
    return gguf.dequantize(content, gguf.GGMLQuantizationType[kind])


def metadata(sizes: Mapping[str, Any], file_type: int = 15, canvas_length: int = 16) -> dict[str, Any]:
    """What the converter says of a model with these values of config.json; ints are uint32, floats are float32."""
    sliding = [kind == "sliding_attention" for kind in sizes["layer_types"]]
    groups = {True: sizes["num_key_value_heads"], False: sizes["num_global_key_value_heads"]}
    values = {
        "block_count": len(sliding),
        "context_length": sizes["max_position_embeddings"],
        "embedding_length": sizes["hidden_size"],
        "feed_forward_length": sizes["intermediate_size"],
        "expert_feed_forward_length": sizes["moe_intermediate_size"],
        "expert_count": sizes["num_experts"],
        "expert_used_count": sizes["top_k_experts"],
        "attention.head_count": sizes["num_attention_heads"],
        "attention.head_count_kv": [groups[each] for each in sliding],
        "attention.key_length": sizes["global_head_dim"],
        "attention.value_length": sizes["global_head_dim"],
        "attention.key_length_swa": sizes["head_dim"],
        "attention.value_length_swa": sizes["head_dim"],
        "attention.sliding_window": sizes["sliding_window"],
        "attention.sliding_window_pattern": sliding,
        "attention.layer_norm_rms_epsilon": 1e-6,
        "attention.causal": False,
        "rope.freq_base": 1e6,
        "rope.freq_base_swa": 1e4,
        "rope.dimension_count": sizes["global_head_dim"],
        "rope.dimension_count_swa": sizes["head_dim"],
        "final_logit_softcapping": 30.0,
    }
    return {
        "general.name": "Dg_Rc0P1_Patched",
        "general.size_label": "128x2.6B",
        "general.file_type": file_type,
        **{f"{ARCHITECTURE}.{key}": value for key, value in values.items()},
        "diffusion.canvas_length": canvas_length,
    }


def add(writer: gguf.GGUFWriter, key: str, value: Any) -> None:
    """Write a value in the type that the converter gives its kind."""
    kinds = {bool: writer.add_bool, int: writer.add_uint32, float: writer.add_float32, str: writer.add_string}
    if isinstance(value, list):
        writer.add_array(key, value)
    else:
        kinds[type(value)](key, value)


def add_tokenizer(writer: gguf.GGUFWriter, tokenizer: Tokenizer, folder: Path) -> None:
    """Write a tokenizer through the package's own converter, as llama.cpp does it for Gemma 4."""
    folder.mkdir()
    tokenizer.save(str(folder / "tokenizer.json"))
    named = ("pad", "eos", "bos", "unk", "mask")
    settings: dict[str, Any] = {"tokenizer_class": "GemmaTokenizer", **{f"{name}_token": f"<{name}>" for name in named}}
    settings["extra_special_tokens"] = [text for place, text in CONTROLS.items() if place > 4]
    (folder / "tokenizer_config.json").write_text(json.dumps(settings))
    (folder / "config.json").write_text('{"model_type": "gemma"}')
    vocabulary = gguf.LlamaHfVocab(folder)
    shown = {
        "<|channel>",
        "<channel|>",
        "<|tool_call>",
        "<tool_call|>",
        "<|tool_response>",
        "<tool_response|>",
        '<|"|>',
    }
    tokens, scores, kinds = [], [], []
    for text, score, kind in vocabulary.all_tokens():
        tokens.append(text)
        scores.append(score)
        kinds.append(gguf.TokenType.USER_DEFINED if text.decode() in shown else kind)
    writer.add_tokenizer_model("gemma4")
    writer.add_token_list(tokens)
    writer.add_token_scores(scores)
    writer.add_token_types(kinds)
    gguf.SpecialVocab(folder, load_merges=True).add_to_gguf(writer, quiet=True)
    writer.add_add_space_prefix(False)
    writer.add_add_bos_token(True)
    writer.add_eot_token_id(106)


def write_gguf(
    path: Path,
    tensors: Tensors,
    values: Mapping[str, Any],
    tokenizer: Tokenizer | None = None,
    architecture: str = ARCHITECTURE,
    **options: Any,
) -> Path:
    """Write a file, or several with `split_max_tensors`; returns the first."""
    writer = gguf.GGUFWriter(path, architecture, **options)
    for key, value in values.items():
        add(writer, key, value)
    if tokenizer is not None:
        add_tokenizer(writer, tokenizer, path.with_suffix(".tokenizer"))
    for name, (kind, content) in tensors.items():
        writer.add_tensor(name, content, raw_dtype=gguf.GGMLQuantizationType[kind])
    writer.write_header_to_file(path)
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def write_model(
    path: Path, model: DiffusionGemmaForBlockDiffusion, mixture: str = "Q4_K_M", tokenizer: Tokenizer | None = None
) -> Path:
    """A model as a file of a type."""
    number, kinds = MIXES[mixture]
    return write_gguf(path, tensors_of(model, kinds), metadata(SIZES, number), tokenizer)


def write_meant(model: DiffusionGemmaForBlockDiffusion, tensors: Tensors, folder: Path) -> Path:
    """The model that a file means, as a checkpoint in fp32: what the gguf package makes of its bytes."""
    write(model, folder)
    state: dict[str, torch.Tensor] = {}
    for name, tensor in model.state_dict().items():
        target = llama_name(name)
        if target is not None:
            state[name] = torch.from_numpy(numbers(*tensors[target]).copy()).view_as(tensor).contiguous()
    save_file(state, folder / "model.safetensors")
    return folder


def meant(path: Path) -> dict[str, np.ndarray]:
    """Every tensor of a file as numbers, rows before columns, by the package's reader."""
    reader = gguf.GGUFReader(path)
    return {
        tensor.name: gguf.dequantize(tensor.data, tensor.tensor_type).reshape(*reversed(tensor.shape.tolist()))
        for tensor in reader.tensors
    }


def splits(path: Path) -> Sequence[Path]:
    """The parts that a writer made of `path`."""
    return sorted(path.parent.glob(f"{path.stem}-*-of-*{path.suffix}"))
