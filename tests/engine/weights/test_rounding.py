"""Rounding to few bits: no group worse than max-abs rounding, sums that are true, codes that are the nearest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
from compressed_tensors.quantization import QuantizationArgs
from compressed_tensors.quantization.lifecycle.forward import fake_quantize
from compressed_tensors.quantization.utils import calculate_qparams, generate_gparam
from compressed_tensors.quantization.utils.fp4_utils import cast_to_fp4
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from palimpsest.engine.weights import rounding
from palimpsest.engine.weights.rounding import Rounded, to_fp8, to_int4, to_nvfp4
from palimpsest.engine.weights.targets import TARGETS
from palimpsest.kernels.int4 import Int4
from palimpsest.kernels.nvfp4 import Nvfp4

Rounding = Callable[[Tensor], Rounded]
ALL = pytest.mark.parametrize("rounding_of", [to_int4, to_nvfp4, to_fp8])


def actual(rounded: Rounded) -> Tensor:
    return rounded.packed.unpacked(torch.float32).double()


def drawn(seed: int, rows: int, groups: int, kind: str, exponent: int, dtype: torch.dtype) -> Tensor:
    generator = torch.Generator().manual_seed(seed)
    numbers = torch.randn(rows, 32 * groups, generator=generator)
    if kind == "outliers":
        numbers *= torch.exp(2.0 * torch.randn(numbers.shape, generator=generator))
    elif kind == "few values":
        numbers.sign_().mul_(torch.randint(0, 3, numbers.shape, generator=generator))
    elif kind == "one-sided":
        numbers.abs_()
    elif kind == "zero groups":
        numbers[:, :32] = 0.0
    # Rows of very different sizes, too.
    sizes = 2.0 ** torch.randint(-6, 7, (rows, 1), generator=generator)
    return (numbers * sizes * 2.0**exponent).clamp(-6e4, 6e4).to(dtype)


matrices = st.builds(
    drawn,
    st.integers(0, 2**32 - 1),
    st.integers(1, 5),
    st.integers(1, 4),
    st.sampled_from(["gauss", "outliers", "few values", "one-sided", "zero groups"]),
    st.sampled_from([-100, -20, -6, 0, 8]),
    st.sampled_from([torch.bfloat16, torch.float16, torch.float32]),
)


def max_abs(matrix: Tensor, args: QuantizationArgs) -> Tensor:
    """What compressed-tensors makes of a matrix with scales from the largest number of each group, in bf16."""
    wide = matrix.float()
    groups = wide.unflatten(-1, (-1, args.group_size)) if args.group_size else wide.unsqueeze(1)
    outer = generate_gparam(wide.min(), wide.max()) if args.group_size == 16 else None
    scale, zero = calculate_qparams(groups.amin(-1), groups.amax(-1), args, global_scale=outer)
    if outer is None:
        scale = scale.bfloat16().float()
    return fake_quantize(wide, scale, zero.float(), args, global_scale=outer).double()


LIBRARY: dict[Rounding, QuantizationArgs] = {
    target.rounded: QuantizationArgs.model_validate(target.scheme["weights"]) for target in TARGETS.values()
}


@ALL
@settings(max_examples=60, deadline=None)
@given(matrix=matrices)
def test_no_group_is_worse_than_max_abs_rounding(rounding_of: Rounding, matrix: Tensor) -> None:
    """Neither than our own, nor than that of compressed-tensors itself."""
    rounded = rounding_of(matrix)
    exact = matrix.double()
    ours = (actual(rounded) - exact).square()
    assert bool((rounded.error <= rounded.max_abs_error).all())
    if matrix.abs().max() < 1e-30:
        return  # where the library's own scales have no bits left
    args = LIBRARY[rounding_of]
    theirs = (max_abs(matrix, args) - exact).square()
    size = args.group_size or matrix.shape[1]
    here, there = (each.unflatten(-1, (-1, size)).sum(-1) for each in (ours, theirs))
    energy = exact.square().unflatten(-1, (-1, size)).sum(-1)
    # Products are rounded to fp32, by each in its own order.
    assert bool((here <= there * (1 + 1e-5) + 1e-8 * energy).all())


@ALL
@settings(max_examples=60, deadline=None)
@given(matrix=matrices)
def test_sums_are_those_of_what_is_stored(rounding_of: Rounding, matrix: Tensor) -> None:
    rounded = rounding_of(matrix)
    exact = matrix.double()
    torch.testing.assert_close(rounded.energy, exact.square().sum(-1), rtol=1e-5, atol=0.0)
    error = (actual(rounded) - exact).square().sum(-1)
    # Numbers that fit exactly leave only what fp32 has rounded.
    torch.testing.assert_close(rounded.error, error, rtol=1e-4, atol=1e-8 * float(rounded.energy.max()))


@pytest.mark.parametrize(("rounding_of", "error", "gain"), [(to_int4, 0.0870, 0.085), (to_nvfp4, 0.0820, 0.13)])
def test_gaussian_weights_in_four_bits(rounding_of: Rounding, error: float, gain: float) -> None:
    """Max-abs rounding has an error of 9.5 %."""
    rounded = rounding_of(torch.randn(256, 1024, generator=torch.Generator().manual_seed(0)) * 0.02)
    ours = float((rounded.error.sum() / rounded.energy.sum()).sqrt())
    assert ours < error
    assert ours / float((rounded.max_abs_error.sum() / rounded.energy.sum()).sqrt()) < 1 - gain


def test_gaussian_weights_in_eight_bits() -> None:
    rounded = to_fp8(torch.randn(256, 1024, generator=torch.Generator().manual_seed(0)) * 0.02)
    ours, plain = ((each.sum() / rounded.energy.sum()).sqrt() for each in (rounded.error, rounded.max_abs_error))
    assert float(ours) < 0.0262
    assert float(ours / plain) < 0.98


@ALL
def test_tiles_do_not_show(rounding_of: Rounding, monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = torch.randn(50, 96, generator=torch.Generator().manual_seed(3))
    whole = rounding_of(matrix)
    monkeypatch.setattr(rounding, "TILE_ELEMENTS", 700)
    pieces = rounding_of(matrix)
    for ours, theirs in zip(whole.packed.storage, pieces.packed.storage, strict=True):
        assert torch.equal(ours.view(torch.uint8), theirs.view(torch.uint8))
    assert torch.equal(whole.error, pieces.error)


@ALL
def test_zeros_stay_zeros(rounding_of: Rounding) -> None:
    rounded = rounding_of(torch.zeros(3, 64))
    assert not actual(rounded).any()
    assert not rounded.error.any()
    assert not rounded.energy.any()


def test_integer_codes_are_the_nearest() -> None:
    matrix = torch.randn(20, 64, generator=torch.Generator().manual_seed(1))
    packed = to_int4(matrix).packed
    codes, scales = packed.storage
    numbers = torch.stack((codes & 15, codes >> 4), -1).flatten(-2).int() - 8
    nearest = (matrix / scales.float().repeat_interleave(32, -1)).round().clamp(-8, 7)
    assert torch.equal(numbers.float(), nearest)
    assert isinstance(packed, Int4)
    assert scales.dtype == torch.bfloat16


def test_one_outer_scale_for_a_matrix() -> None:
    matrix = torch.randn(20, 64, generator=torch.Generator().manual_seed(1))
    packed = to_nvfp4(matrix).packed
    assert isinstance(packed, Nvfp4)
    outer = packed.storage[2]
    assert outer.shape == (20, 1)
    assert len(outer.unique()) == 1
    # The reciprocal is what a file holds: it brings the same number back.
    assert torch.equal(outer.reciprocal().reciprocal(), outer)


def test_floating_point_rounding_is_that_of_the_formats() -> None:
    """Every float of eight mantissa bits in and around their range, ties among them, against torch and the library."""
    bits = torch.arange(0x3A00, 0x4440, dtype=torch.int16).view(torch.bfloat16).float()
    numbers = torch.cat((bits, -bits, bits + bits * 1e-4))
    scratch = torch.empty_like(numbers)
    inside = numbers.abs() <= 448.0
    ours = rounding._to_e4m3(numbers, scratch)
    assert torch.equal(ours[inside], numbers.to(torch.float8_e4m3fn).float()[inside])
    assert torch.equal(ours[~inside], numbers[~inside].sign() * 448.0)
    assert torch.equal(rounding._to_e2m1(numbers, scratch), cast_to_fp4(numbers.clone()))
