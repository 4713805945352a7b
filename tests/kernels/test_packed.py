"""Products with packed matrices against plain ones, whatever the size of the tiles."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional

from palimpsest.kernels import packed
from palimpsest.kernels.experts import Experts, mix
from palimpsest.kernels.linear import Beside, Linear
from palimpsest.kernels.packed import Stored, back_product, joined, members, product, unpacked
from palimpsest.kernels.readout import Head, soft_capped_logits, soft_embedding


@pytest.fixture(params=[1, 37, 1 << 22], autouse=True)
def tiles(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "TILE_ELEMENTS", request.param)


@pytest.mark.parametrize("shape", [(0,), (5,), (2, 33), (3, 1, 7)])
def test_product(shape: tuple[int, ...]) -> None:
    weight, x = torch.randn(23, 17).bfloat16(), torch.randn(*shape, 17)
    kept = Stored.of(weight)
    assert kept.shape == (23, 17)
    assert kept.nbytes == 23 * 17 * 2
    expected = functional.linear(x, weight.float())
    torch.testing.assert_close(product(x, kept), expected, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(Linear.of(kept)(x), expected, atol=1e-5, rtol=1e-5)


def test_back_product() -> None:
    weight, x = torch.randn(23, 17).bfloat16(), torch.randn(4, 23)
    torch.testing.assert_close(back_product(x, Stored.of(weight)), x @ weight.float(), atol=1e-5, rtol=1e-5)


def test_strips_and_rows_are_views_and_copies() -> None:
    weight = torch.randn(9, 4).bfloat16()
    kept = Stored.of(weight)
    assert torch.equal(kept.rows(2, 5).unpacked(torch.float32), weight[2:5].float())
    assert kept.rows(2, 5).storage[0].data_ptr() == weight[2].data_ptr()
    chosen = torch.tensor([8, 0, 8])
    assert torch.equal(kept.taken(chosen).unpacked(torch.float32), weight[chosen].float())


def test_joined() -> None:
    a, b = torch.randn(3, 4).bfloat16(), torch.randn(5, 4).bfloat16()
    whole = joined([Stored.of(a), Stored.of(b)])
    assert whole is not None
    assert torch.equal(unpacked(whole, torch.float32), torch.cat((a, b)).float())
    plain = joined([a, b])
    assert isinstance(plain, torch.Tensor)
    assert torch.equal(plain, torch.cat((a, b)))


def test_what_is_of_two_kinds_stays_beside() -> None:
    a, b = Stored.of(torch.randn(3, 4).bfloat16()), Stored.of(torch.randn(5, 4).half())
    for pair in ([a, b], [a, torch.randn(5, 4)], [torch.randn(5, 4), a], [torch.randn(2, 4), torch.randn(2, 4).half()]):
        assert joined(pair) is None
    x = torch.randn(2, 6, 4)
    both = torch.cat((unpacked(a, torch.float32), unpacked(b, torch.float32)))
    torch.testing.assert_close(Beside((Linear.of(a), Linear.of(b)))(x), x @ both.t(), atol=1e-5, rtol=1e-5)


def test_experts() -> None:
    gate_up, down, x = torch.randn(6, 4, 8).bfloat16(), torch.randn(6, 8, 2).bfloat16(), torch.randn(9, 8)
    weights, chosen = torch.rand(9, 2), torch.randint(0, 6, (9, 2))
    stacks = Stored.of(gate_up), Stored.of(down)
    assert [tuple(member.shape) for member in members(stacks[0])] == [(4, 8)] * 6
    kept, plain = Experts.of(*stacks), Experts.of(gate_up.float(), down.float())
    assert kept.nbytes == plain.nbytes // 2
    torch.testing.assert_close(mix(x, kept, weights, chosen), mix(x, plain, weights, chosen), atol=1e-5, rtol=1e-5)


def test_head() -> None:
    embedding, hidden = torch.randn(50, 16).bfloat16(), torch.randn(3, 16)
    kept, plain = Head.of(Stored.of(embedding)), Head.of(embedding.float())
    torch.testing.assert_close(soft_capped_logits(hidden, kept, 30.0), soft_capped_logits(hidden, plain, 30.0))
    shares = torch.randn(9, 50).softmax(-1)
    torch.testing.assert_close(
        soft_embedding(shares, kept, 4.0, torch.float32),
        soft_embedding(shares, plain, 4.0, torch.float32),
        atol=1e-5,
        rtol=1e-5,
    )
