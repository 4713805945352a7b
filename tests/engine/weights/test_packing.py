"""What quantised checkpoints have in common, and configurations that hold anything at all."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.formats import PACKINGS
from palimpsest.engine.weights.index import TensorReader
from palimpsest.engine.weights.packing import group_of, in_order, nibbles, spread

KEYS = (
    *("quant_method", "bits", "group_size", "sym", "data_type", "packing_format", "checkpoint_format", "version"),
    *("zero_point", "extra_config", "rotation_config", "quant_algo", "config_groups", "format", "weights", "ignore"),
    *("num_bits", "type", "strategy", "symmetric", "block_structure", "transform_config", "sparsity_config", "a"),
)
WORDS = ("int", "float", "group", "dense", "gptq", "gptq_v2", "gemm", "auto_round", "NVFP4", "pack-quantized", "")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=12,
)


@pytest.mark.parametrize("method", sorted(PACKINGS))
@settings(max_examples=40, deadline=None)
@given(values=st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=8))
def test_any_configuration_is_read_or_refused(method: str, values: dict[str, Any]) -> None:
    with suppress(InfillError):
        packing = PACKINGS[method]({**values, "quant_method": method}, TensorReader({}))
        assert packing.title
        assert packing.pieces("model.decoder.layers.0.self_attn.q_proj") is None


def test_nibbles() -> None:
    words = torch.tensor([[0x76543210, -0x01234568]], dtype=torch.int32)
    assert nibbles(words).tolist() == [[*range(8), 8, 9, 10, 11, 12, 13, 14, 15]]
    assert nibbles(words.t()).tolist() == [[*range(8)], [*range(8, 16)]]


@given(columns=st.integers(1, 300), group=st.integers(1, 200))
@settings(max_examples=100, deadline=None)
def test_groups_are_spread_over_their_columns(columns: int, group: int) -> None:
    count = -(-columns // group)
    values = torch.arange(2 * count).view(2, count)
    narrow = spread(values, columns, group)
    assert columns % narrow.shape[1] == 0
    expected = values[:, torch.arange(columns) // group]
    assert torch.equal(narrow.repeat_interleave(columns // narrow.shape[1], 1), expected)


def test_width_of_a_group() -> None:
    assert group_of("x", 22, 704, (128, 32)) == 32
    assert group_of("x", 6, 704, (32, 128)) == 128
    assert group_of("x", 1, 704, (32, None)) == 704
    with pytest.raises(InfillError, match="x has 5 scales for 704 columns"):
        group_of("x", 5, 704, (32, 128, None))
    with pytest.raises(InfillError, match="x has 5 scales"):
        group_of("x", 5, 704, ())


def test_order() -> None:
    in_order("x", torch.tensor([0, 0, 1, 1, 2]), 2)
    with pytest.raises(InfillError, match="x mixes"):
        in_order("x", torch.tensor([0, 1, 0, 1, 2]), 2)
