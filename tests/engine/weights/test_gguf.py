"""GGUF models: the same logits as from the numbers that the gguf package makes of the file, every tensor used once."""

from __future__ import annotations

import errno
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import gguf
import gguf_models as files
import numpy as np
import pytest
import torch
from gguf_models import MIXES, SIZES, Tensors

from palimpsest.engine.config import ModelConfig
from palimpsest.engine.model import Model, load_model
from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.assemble import assemble
from palimpsest.engine.weights.checkpoint import inspect
from palimpsest.engine.weights.file_range import FileRange
from palimpsest.engine.weights.gguf import open_gguf
from palimpsest.kernels.gguf_blocks import GgufBlocks
from palimpsest.kernels.linear import Linear
from palimpsest.kernels.packed import Stored, unpacked

RELEASED: dict[str, Any] = {
    "vocab_size": 262144,
    "hidden_size": 2816,
    "intermediate_size": 2112,
    "num_hidden_layers": 30,
    "layer_types": (["sliding_attention"] * 5 + ["full_attention"]) * 5,
    "num_attention_heads": 16,
    "num_key_value_heads": 8,
    "head_dim": 256,
    "global_head_dim": 512,
    "num_global_key_value_heads": 2,
    "num_experts": 128,
    "top_k_experts": 8,
    "moe_intermediate_size": 704,
    "sliding_window": 1024,
    "max_position_embeddings": 262144,
}
"""text_config of the released checkpoint."""


@pytest.fixture(scope="module")
def small() -> Any:
    return files.small_model()


@pytest.fixture
def tensors(small) -> Tensors:
    return files.tensors_of(small, MIXES["Q4_K_M"][1])


def written(tmp_path: Path, tensors: Tensors, **changes: Any) -> Path:
    return files.write_gguf(tmp_path / "model.gguf", tensors, {**files.metadata(SIZES), **changes})


def logits(model: Model) -> torch.Tensor:
    prefix = model.encode(torch.arange(20)[None])
    first = model.denoise(torch.arange(16)[None], prefix)
    return torch.cat((first, model.denoise(torch.arange(16)[None], prefix, model.self_condition(first))))


def apart(found: torch.Tensor, expected: torch.Tensor) -> float:
    """How far, as a share of their size."""
    return float((found - expected).norm() / expected.norm())


@pytest.mark.parametrize("mixture", MIXES)
def test_logits_are_those_of_the_packages_numbers(mixture: str, small, tmp_path: Path) -> None:
    stored = files.tensors_of(small, MIXES[mixture][1])
    path = files.write_gguf(tmp_path / "model.gguf", stored, files.metadata(SIZES, MIXES[mixture][0]))
    meant = files.write_meant(small, stored, tmp_path / "meant")
    found, expected = (load_model(each, dtype=torch.float64) for each in (path, meant))
    assert found.config == expected.config
    assert found.parameters == expected.parameters
    assert apart(logits(found), logits(expected)) < 1e-9
    # In single precision sums are taken in another order, strip by strip.
    assert apart(logits(load_model(path)), logits(load_model(meant))) < 1e-4


def test_blocks_are_views_of_the_file(tensors: Tensors, tmp_path: Path) -> None:
    """The embedding, the experts and what stands alone; matrices over one input are joined."""
    with torch.inference_mode(), open_gguf(written(tmp_path, tensors)) as source:
        (content,) = source.files.values()
        model = assemble(source, torch.device("cpu"), torch.float32)
    inside = range(content.data_ptr(), content.data_ptr() + len(content))
    layer = model.layers[0]
    assert isinstance(layer.output, Linear)
    assert isinstance(layer.down, Linear)
    kinds = []
    for matrix in (model.embedding, *layer.experts.stacks, layer.output.weight, layer.down.weight):
        assert isinstance(matrix, GgufBlocks)
        assert matrix.storage[0].data_ptr() in inside
        kinds.append(matrix.kind)
    assert kinds == ["Q6_K", "Q4_K", "Q5_0", "Q4_K", "Q5_0"]


def test_gate_and_up_apart(tensors: Tensors, tmp_path: Path) -> None:
    whole = logits(load_model(written(tmp_path, tensors)))
    apart = files.split_experts(tensors)
    assert len(apart) == len(tensors) + 3
    model = load_model(written(tmp_path, apart))
    assert isinstance(model._weights.layers[0].experts.stacks[0], GgufBlocks)
    assert torch.equal(logits(model), whole)


@pytest.mark.parametrize("up", ["Q8_0", "F32", "BF16"])
def test_gate_and_up_in_different_types(up: str, tensors: Tensors, tmp_path: Path) -> None:
    apart = files.split_experts(tensors, up)
    stack = load_model(written(tmp_path, apart))._weights.layers[1].experts.stacks[0]
    assert isinstance(stack, Stored)
    expected = [files.numbers(*apart[f"blk.1.ffn_{half}_exps.weight"]) for half in ("gate", "up")]
    joined = torch.from_numpy(np.concatenate(expected, axis=1))
    assert torch.equal(unpacked(stack, torch.float32), joined.bfloat16().float())


def test_plain_gate_and_up(small, tmp_path: Path) -> None:
    stored = files.tensors_of(small, MIXES["BF16"][1])
    whole = logits(load_model(written(tmp_path, stored)))
    assert torch.equal(logits(load_model(written(tmp_path, files.split_experts(stored)))), whole)


def test_encoder_scalars_are_read_apart(tensors: Tensors, tmp_path: Path) -> None:
    for number, layer in enumerate(load_model(written(tmp_path, tensors))._weights.layers):
        assert layer.encoder_scalar == tensors[f"blk.{number}.enc_layer_output_scale.weight"][1].item()
        assert layer.decoder_scalar == tensors[f"blk.{number}.layer_output_scale.weight"][1].item()
        assert layer.encoder_scalar != layer.decoder_scalar


def test_names_of_earlier_writers(tensors: Tensors, tmp_path: Path) -> None:
    before = logits(load_model(written(tmp_path, tensors)))
    older = {name.replace("enc_layer_output_scale", "enc_layer_out_scale"): each for name, each in tensors.items()}
    assert older != tensors
    assert torch.equal(logits(load_model(written(tmp_path, older))), before)


def test_what_is_told_of_a_file(tensors: Tensors, tmp_path: Path) -> None:
    path = written(tmp_path, tensors)
    found = inspect(path)
    assert (found.format, found.path, found.name) == ("GGUF Q4_K_M", path, "model")
    assert found.sizes.total == sum(each.nbytes for name, (_, each) in tensors.items() if name != "rope_freqs.weight")
    assert found.sizes.experts == tuple(
        sum(tensors[f"blk.{i}.ffn_{part}_exps.weight"][1].nbytes for part in ("gate_up", "down")) for i in range(3)
    )
    assert found.sizes.embedding == tensors["token_embd.weight"][1].nbytes


@pytest.mark.parametrize(
    ("file_type", "name"),
    [(7, "GGUF Q8_0"), (0, "GGUF F32"), (38, "GGUF MXFP4_MOE"), (1024, "GGUF Q4_K"), (999, "GGUF Q4_K")],
)
def test_format_of_a_file(file_type: int, name: str, tensors: Tensors, tmp_path: Path) -> None:
    assert inspect(written(tmp_path, tensors, **{"general.file_type": file_type})).format == name


def test_split_files(tensors: Tensors, tmp_path: Path) -> None:
    whole = logits(load_model(written(tmp_path, tensors)))
    path = tmp_path / "parts" / "model.gguf"
    path.parent.mkdir()
    files.write_gguf(path, tensors, files.metadata(SIZES), split_max_tensors=20)
    parts = files.splits(path)
    assert len(parts) == 4
    for chosen in (parts[0], parts[2], path.parent):
        assert torch.equal(logits(load_model(chosen)), whole)
    parts[1].rename(parts[1].with_suffix(".part"))
    with pytest.raises(InfillError, match=r"model-00002-of-00004\.gguf is missing") as error:
        load_model(parts[0])
    assert error.value.remedy
    parts[0].rename(path)
    with pytest.raises(InfillError, match="is one of 4 parts"):
        load_model(path)


def refused(path: Path, named: str) -> None:
    with pytest.raises(InfillError, match=named) as error:
        load_model(path)
    assert error.value.remedy


def test_missing_tensors_are_named(tensors: Tensors, tmp_path: Path) -> None:
    del tensors["blk.1.ffn_gate_inp.scale"]
    refused(written(tmp_path, tensors), r"lacks tensors: model\.decoder\.layers\.1\.router\.scale\.")


@pytest.mark.parametrize(
    "name", ["output.weight", "blk.0.attn_gate.weight", "blk.7.attn_q.weight", "blk.2.attn_v.weight"]
)
def test_unknown_tensors_are_named(name: str, tensors: Tensors, tmp_path: Path) -> None:
    tensors[name] = "F32", np.zeros((2, 4), np.float32)
    refused(written(tmp_path, tensors), "has unknown tensors: ")


def test_a_part_under_two_names(tensors: Tensors, tmp_path: Path) -> None:
    tensors["blk.0.enc_layer_out_scale.weight"] = tensors["blk.0.enc_layer_output_scale.weight"]
    refused(written(tmp_path, tensors), "under two names")


def test_wrong_shapes_are_named(tensors: Tensors, tmp_path: Path) -> None:
    kind, content = tensors["blk.1.attn_q.weight"]
    tensors["blk.1.attn_q.weight"] = kind, content[:-1]
    refused(written(tmp_path, tensors), r"attn\.q_proj in the shape \(255, 256\), .* say \(256, 256\)")


def test_types_that_cannot_be_read(tensors: Tensors, tmp_path: Path) -> None:
    tensors["blk.1.attn_q.weight"] = "I8", np.zeros((256, 256), np.int8)
    refused(written(tmp_path, tensors), r"holds blk\.1\.attn_q\.weight as I8")


def test_a_disk_that_fails(tensors: Tensors, tmp_path: Path) -> None:
    path = written(tmp_path, tensors)
    healthy = 0

    class Failing(io.FileIO):
        def readinto(self, buffer: Any) -> int:
            if self.tell() >= healthy:
                raise OSError(errno.EIO, "Input/output error")
            return super().readinto(buffer) or 0

    with open_gguf(path) as source:
        healthy = source.places["model.decoder.layers.2.experts.down_proj"].start
        (name,) = {each.file.name for each in source.ranges.values()}
        with Failing(name) as file:
            source.ranges = {part: replace(each, file=file) for part, each in source.ranges.items()}
            source.matrix("model.decoder.layers.0.self_attn.q_proj", (256, 256))
            with pytest.raises(InfillError, match=r"model\.gguf cannot be read \(Input/output error\)") as error:
                source.experts(2)
    assert error.value.remedy


def more_bits(number: int, count: int) -> bool:
    """Where llama.cpp's quantiser spends more in the mixes "M": the first and last eighth, and each third between."""
    return number < count // 8 or number >= 7 * count // 8 or (number - count // 8) % 3 == 2


def released_tensors() -> dict[str, tuple[str, tuple[int, ...]]]:
    """Type and shape of every tensor of the released Q4_K_M file."""
    text, sliding = RELEASED, [kind == "sliding_attention" for kind in RELEASED["layer_types"]]
    hidden, wide, size, experts = text["hidden_size"], text["intermediate_size"], text["moe_intermediate_size"], 128
    found: dict[str, tuple[str, tuple[int, ...]]] = {
        "token_embd.weight": ("Q6_K", (text["vocab_size"], hidden)),
        "output_norm.weight": ("F32", (hidden,)),
        "rope_freqs.weight": ("F32", (256,)),
        "self_cond_pre_norm.weight": ("F32", (hidden,)),
        "self_cond_gate.weight": ("Q4_K", (wide, hidden)),
        "self_cond_up.weight": ("Q4_K", (wide, hidden)),
        "self_cond_down.weight": ("Q5_0", (hidden, wide)),
    }
    for i, near in enumerate(sliding):
        dim, groups = (256, 8) if near else (512, 2)
        down = "Q8_0" if more_bits(i, 30) else "Q5_0"
        values = sum(sliding[:i])
        layer: dict[str, tuple[str, tuple[int, ...]]] = {
            "attn_q.weight": ("Q4_K", (16 * dim, hidden)),
            "attn_k.weight": ("Q4_K", (groups * dim, hidden)),
            "attn_output.weight": ("Q4_K", (hidden, 16 * dim)),
            "attn_q_norm.weight": ("F32", (dim,)),
            "attn_k_norm.weight": ("F32", (dim,)),
            "ffn_gate.weight": ("Q4_K", (wide, hidden)),
            "ffn_up.weight": ("Q4_K", (wide, hidden)),
            "ffn_down.weight": (down, (hidden, wide)),
            "ffn_gate_inp.weight": ("F32", (experts, hidden)),
            "ffn_gate_inp.scale": ("F32", (hidden,)),
            "ffn_gate_up_exps.weight": ("Q4_K", (experts, 2 * size, hidden)),
            "ffn_down_exps.weight": (down, (experts, hidden, size)),
            "ffn_down_exps.scale": ("F32", (experts,)),
            "layer_output_scale.weight": ("F32", (1,)),
            "enc_layer_output_scale.weight": ("F32", (1,)),
        }
        for norm in ("attn_norm", "post_attention_norm", "ffn_norm", "post_ffw_norm", "post_ffw_norm_1"):
            layer[f"{norm}.weight"] = ("F32", (hidden,))
        for norm in ("pre_ffw_norm_2", "post_ffw_norm_2"):
            layer[f"{norm}.weight"] = ("F32", (hidden,))
        if near:
            layer["attn_v.weight"] = ("Q6_K" if more_bits(values, 25) else "Q4_K", (8 * dim, hidden))
        found |= {f"blk.{i}.{name}": each for name, each in layer.items()}
    return found


def write_released(path: Path) -> None:
    """The released Q4_K_M file with its header and holes for its weights."""
    writer = gguf.GGUFWriter(path, files.ARCHITECTURE)
    for key, value in files.metadata(RELEASED, 15, 256).items():
        files.add(writer, key, value)
    sizes = []
    for name, (kind, shape) in released_tensors().items():
        number = gguf.GGMLQuantizationType[kind]
        stored = gguf.quant_shape_to_byte_shape(shape, number) if kind != "F32" else (*shape[:-1], 4 * shape[-1])
        dtype = np.dtype(np.float32 if kind == "F32" else np.uint8)
        writer.add_tensor_info(name, shape if kind == "F32" else stored, dtype, int(np.prod(stored)), number)
        sizes.append((name, int(np.prod(stored))))
    writer.write_header_to_file(path)
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()
    with path.open("r+b") as file:
        at = -(-file.seek(0, 2) // 32) * 32
        for name, size in sizes:
            if name == "rope_freqs.weight":
                file.seek(at)
                file.write(files.rope_factors(512).tobytes())
            at += -(-size // 32) * 32
        file.truncate(at)


def test_every_tensor_of_the_released_file_is_used_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole list of the Q4_K_M file, its sizes and types, assembled without its weights."""
    path, read = tmp_path / "diffusiongemma-26B-A4B-it-Q4_K_M.gguf", Counter[int]()
    write_released(path)
    monkeypatch.setattr(FileRange, "read_through", lambda self, what: read.update([self.start]))
    kinds = Counter(kind for kind, _ in released_tensors().values())
    assert kinds == {"F32": 423, "Q4_K": 194, "Q5_0": 33, "Q8_0": 28, "Q6_K": 14}
    with torch.inference_mode(), open_gguf(path) as source:
        assert len(source.header.tensors) == 692
        values = {**RELEASED, "model_type": "diffusion_gemma_text"}
        released = {"model_type": "diffusion_gemma", "canvas_length": 256, "text_config": values}
        assert source.config == ModelConfig.from_dict(released)
        steps: list[float] = []
        model = assemble(source, torch.device("meta"), torch.bfloat16, lambda share, _: steps.append(share))
        assert set(read) == {p.start for name, p in source.header.tensors.items() if name != "rope_freqs.weight"}
        assert len(steps) == source.parts()
    assert set(read.values()) == {1}
    assert model.parameters == sum(int(np.prod(shape)) for _, shape in released_tensors().values()) - 256
    # What the published file has more is its vocabulary.
    assert 10_000_000 < 16_806_810_336 - path.stat().st_size < 20_000_000
