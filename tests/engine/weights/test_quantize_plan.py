"""The plan of a quantised checkpoint, made for the released model's names and shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import cast

import pytest
import torch

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.index import TensorReader
from palimpsest.engine.weights.quantize_plan import Shard, plan
from palimpsest.engine.weights.targets import TARGETS

SHARD = 500_000_000


class Headers:
    """The part of a reader that a plan asks."""

    def __init__(self, shapes: dict[str, tuple[int, ...]], dtype: torch.dtype = torch.bfloat16) -> None:
        self.shapes = shapes
        self._dtype = dtype

    def shape(self, name: str) -> tuple[int, ...]:
        return self.shapes[name]

    def dtype(self, name: str) -> torch.dtype:
        return self._dtype


def released() -> dict[str, tuple[int, ...]]:
    """The 691 tensors of the 26B model but its vision tower, from the table of its safetensors headers."""
    return dict(_released())


def _released() -> Iterator[tuple[str, tuple[int, ...]]]:
    hidden, wide = 2816, 2112
    top = "model.decoder."
    yield f"{top}embed_tokens.weight", (262144, hidden)
    yield f"{top}norm.weight", (hidden,)
    yield f"{top}self_conditioning.pre_norm.weight", (hidden,)
    for at in (f"{top}self_conditioning", *(f"{top}layers.{i}.mlp" for i in range(30))):
        yield from ((f"{at}.{which}_proj.weight", (wide, hidden)) for which in ("gate", "up"))
        yield f"{at}.down_proj.weight", (hidden, wide)
    for i in range(30):
        at, full = f"{top}layers.{i}.", i % 6 == 5
        yield f"model.encoder.language_model.layers.{i}.layer_scalar", (1,)
        yield f"{at}layer_scalar", (1,)
        for norm in ("input_layernorm", "post_attention_layernorm", "post_feedforward_layernorm"):
            yield f"{at}{norm}.weight", (hidden,)
        for norm in ("pre_feedforward_layernorm", "pre_feedforward_layernorm_2"):
            yield f"{at}{norm}.weight", (hidden,)
        for number in (1, 2):
            yield f"{at}post_feedforward_layernorm_{number}.weight", (hidden,)
        queries, keys, head = (8192, 1024, 512) if full else (4096, 2048, 256)
        yield f"{at}self_attn.q_proj.weight", (queries, hidden)
        yield f"{at}self_attn.k_proj.weight", (keys, hidden)
        if not full:
            yield f"{at}self_attn.v_proj.weight", (keys, hidden)
        yield f"{at}self_attn.o_proj.weight", (hidden, queries)
        yield from ((f"{at}self_attn.{which}_norm.weight", (head,)) for which in "qk")
        yield f"{at}router.proj.weight", (128, hidden)
        yield f"{at}router.scale", (hidden,)
        yield f"{at}router.per_expert_scale", (128,)
        yield f"{at}experts.gate_up_proj", (128, 1408, hidden)
        yield f"{at}experts.down_proj", (128, hidden, 704)


def planned(to: str, shapes: dict[str, tuple[int, ...]]) -> tuple[Shard, ...]:
    return plan(shapes, cast(TensorReader, Headers(shapes)), TARGETS[to], SHARD)


@pytest.mark.parametrize("to", TARGETS)
def test_every_tensor_is_used_once(to: str) -> None:
    shapes = released()
    shards = planned(to, shapes)
    jobs = [job for shard in shards for job in shard.jobs]
    used: Counter[tuple[str, int | None]] = Counter()
    for job in jobs:
        used.update((source, job.member) for source in job.sources)
    assert set(used.values()) == {1}
    for name, shape in shapes.items():
        members = [member for source, member in used if source == name]
        assert members == (list(range(shape[0])) if ".experts." in name else [None])
    elements = sum(torch.Size(shape).numel() for shape in shapes.values())
    assert sum(shard.source_bytes for shard in shards) == 2 * elements
    written = [entry.name for shard in shards for entry in shard.layout.entries]
    assert len(written) == len(set(written))


def test_the_int4_checkpoint_has_the_published_number_of_tensors() -> None:
    """35,777 with the 356 of vision: what the widest spread int4 checkpoint has, quantised alike."""
    shards = planned("int4", released())
    names = {entry.name for shard in shards for entry in shard.layout.entries}
    assert len(names) == 35_777 - 356
    assert {
        "model.decoder.layers.29.experts.127.down_proj.weight_packed",
        "model.decoder.layers.0.experts.0.gate_proj.weight_scale",
        "model.decoder.layers.0.self_attn.v_proj.weight_shape",
        "model.decoder.layers.5.mlp.gate_proj.weight",
        "model.decoder.embed_tokens.weight",
    } <= names
    assert sum(shard.layout.nbytes for shard in shards) < 16.2e9


def test_files_are_no_larger_than_asked_for_but_for_one_tensor() -> None:
    shards = planned("int4", released())
    large = [shard for shard in shards if shard.layout.nbytes - len(shard.layout.head) > SHARD]
    assert [[job.sources for job in shard.jobs] for shard in large] == [[("model.decoder.embed_tokens.weight",)]]
    assert [shard.name for shard in shards][-1] == f"model-{len(shards):05}-of-{len(shards):05}.safetensors"


@pytest.mark.parametrize("to", TARGETS)
def test_what_is_joined_later_is_rounded_together(to: str) -> None:
    jobs = [job for shard in planned(to, released()) for job in shard.jobs]
    together = {tuple(part.name.removeprefix("model.decoder.layers.7.") for part in job.parts) for job in jobs}
    assert ("self_attn.k_proj", "self_attn.q_proj", "self_attn.v_proj") in together
    assert ("self_attn.o_proj",) in together
    assert ("experts.9.gate_proj", "experts.9.up_proj") in together
    assert (("mlp.gate_proj", "mlp.up_proj") in together) == (to == "fp8")


def test_columns_that_do_not_divide_are_named() -> None:
    shapes = {"model.decoder.layers.0.self_attn.o_proj.weight": (64, 72)}
    with pytest.raises(InfillError, match=r"self_attn\.o_proj\.weight has 72 columns.*groups of 32.*int4.*fp8"):
        planned("int4", shapes)
    assert planned("fp8", shapes)


def test_a_quantised_matrix_is_not_quantised_again() -> None:
    shapes = {"model.decoder.layers.0.self_attn.o_proj.weight": (64, 64)}
    headers = cast(TensorReader, Headers(shapes, torch.float8_e4m3fn))
    with pytest.raises(InfillError, match=r"o_proj\.weight is quantised already"):
        plan(shapes, headers, TARGETS["int4"], SHARD)
