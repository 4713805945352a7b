"""The head in both directions."""

from __future__ import annotations

import pytest
import torch

from palimpsest.kernels import readout
from palimpsest.kernels.readout import Head, rows_at_once, soft_capped_logits, soft_embedding


@pytest.mark.parametrize("cap", [5.0, 30.0])
def test_soft_cap_is_the_tanh(cap: float) -> None:
    embedding, hidden = torch.randn(50, 16), torch.randn(3, 7, 16) * torch.logspace(-3, 1.5, 7)[:, None]
    raw = hidden.double() @ embedding.double().t()
    logits = soft_capped_logits(hidden, Head.of(embedding), cap)
    assert logits.dtype == torch.float32
    assert logits.abs().max() <= cap
    torch.testing.assert_close(logits.double(), cap * torch.tanh(raw / cap), atol=2e-5, rtol=0)


def test_soft_embedding_is_the_mean() -> None:
    embedding = torch.randn(50, 16)
    probabilities = torch.randn(9, 50).softmax(-1)
    mean = soft_embedding(probabilities, Head.of(embedding), 4.0, torch.float32)
    torch.testing.assert_close(mean, 4 * probabilities @ embedding, atol=1e-5, rtol=1e-5)


def test_a_large_embedding_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readout, "LARGEST_COPIED", 799)
    embedding = torch.randn(50, 16)
    head = Head.of(embedding)
    assert head.back is not None
    for way in (head.forth, head.back):
        assert isinstance(way.weight, torch.Tensor)
        assert way.weight.data_ptr() == embedding.data_ptr()
    x, p = torch.randn(3, 16), torch.randn(3, 50).softmax(-1)
    torch.testing.assert_close(
        soft_capped_logits(x, head, 30.0), 30 * torch.tanh(x @ embedding.t() / 30), atol=2e-5, rtol=0
    )
    torch.testing.assert_close(soft_embedding(p, head, 1.0, torch.float32), p @ embedding, atol=1e-5, rtol=0)


def test_rows_at_once() -> None:
    assert rows_at_once(262_144) == 64
    assert rows_at_once(1 << 30) == 1
