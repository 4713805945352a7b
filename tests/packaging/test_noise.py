"""Rows are documents, noise stays where it may be, and the masks say who sees whom."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from network import FULL, SLIDING
from noise import BOS, EOS, FIRST_ORDINARY, PAD, Documents, Shape, attention_bias, cut_rows, draw_spans, make_batch
from noise import longest_span as longest

VOCABULARY = 5000


def numbered(lengths):
    """Documents in which the token at place i of document d is 10 + 400 d + i."""
    tokens = [np.append(10 + 400 * d + np.arange(n - 1), EOS) for d, n in enumerate(lengths)]
    offsets = np.concatenate(([0], np.cumsum(lengths)))
    return Documents(np.concatenate(tokens).astype(np.uint16), offsets.astype(np.int64))


@pytest.fixture
def rows():
    documents = numbered([40, 60, 90, 120, 200, 300])
    shape = Shape(48, 64)
    return shape, cut_rows(np.random.default_rng(0), {"stories": documents}, {"stories": 1.0}, shape, 300)


def test_rows_are_cut_from_one_document(rows):
    shape, cut = rows
    for truth, start, end, fill in zip(cut.truth, cut.start, cut.end, cut.fill, strict=True):
        assert truth[start] == BOS
        assert (truth[:start] == PAD).all()
        assert (truth[end:] == PAD).all()
        text = truth[start + 1 : shape.prefix + fill]
        assert (np.diff(text) == 1).all()
        assert text.min() >= 10
        if end < len(truth):
            assert truth[end - 1] == EOS
        if (text[0] - 10) % 400:
            assert start == 0  # a document's beginning is only lost where the prefix is full


def test_noise_stays_in_free_text(rows):
    shape, cut = rows
    batch = make_batch(np.random.default_rng(1), cut, shape, VOCABULARY, 1.0)
    assert (batch.noised <= batch.free).all()
    after = torch.arange(shape.canvas) >= torch.from_numpy(cut.fill)[:, None]
    assert not (batch.free & after).any(), "eos and pads are pinned"
    canvas = slice(shape.prefix, None)
    assert torch.equal(batch.ids[:, : shape.prefix], batch.truth[:, : shape.prefix])
    assert torch.equal(batch.ids[:, canvas][~batch.noised], batch.truth[:, canvas][~batch.noised])
    fresh = batch.ids[:, canvas][batch.noised]
    assert fresh.min() >= FIRST_ORDINARY
    assert fresh.max() < VOCABULARY
    assert (fresh != batch.truth[:, canvas][batch.noised]).float().mean() > 0.99
    assert (batch.weights[batch.noised] == 1).all()
    assert 0.2 < float(batch.noised.float().mean()) < 0.6
    assert not batch.causal[torch.arange(shape.prefix) < torch.from_numpy(cut.start)[:, None]].any()


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32), cells=st.integers(1, 128), progress=st.floats(0, 1))
def test_spans_are_disjoint_and_inside(seed, cells, progress):
    spans = draw_spans(np.random.default_rng(seed), cells, progress)
    cursor = 0
    for start, end, level in spans:
        assert cursor <= start < end <= cells
        assert 0 < level <= 1
        cursor = end


def test_curriculum_lengthens_spans():
    assert [longest(p) for p in (0, 0.05, 0.45, 1)] == [10, 10, 72, 72]
    rng = np.random.default_rng(0)

    def typical(progress):
        spans = [s for _ in range(400) for s in draw_spans(rng, 128, progress) if s[1] - s[0] < 128]
        return np.mean([end - start for start, end, _ in spans]), np.mean([level == 1 for *_, level in spans])

    early, late = typical(0.0), typical(1.0)
    assert late[0] > 2 * early[0]
    assert late[1] > early[1]


def test_masks():
    prefix, width, window = 6, 10, 4
    bias = attention_bias(torch.tensor([1]), torch.tensor([9]), prefix, width, window)
    seen = {kind: mask[0, 0] == 0 for kind, mask in bias.items()}
    assert seen[FULL][3].tolist() == [False, True, True, True] + 6 * [False]
    assert seen[SLIDING][5].tolist() == [False, False, True, True, True, True] + 4 * [False]
    assert seen[FULL][6].tolist() == [False, *(8 * [True]), False]
    for query in (6, 8):  # the last window - 1 prefix columns, whichever the query
        assert seen[SLIDING][query].tolist() == [False] * 3 + [True] * 6 + [False]
