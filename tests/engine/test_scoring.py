"""The causal score is what the model itself says of the text, read from the start."""

from __future__ import annotations

import pytest
import torch
from random_checkpoints import random_model, write
from small_tokenizer import make_library_tokenizer

from palimpsest.engine import ranking
from palimpsest.engine.canvas import Span
from palimpsest.engine.model import load_model
from palimpsest.engine.scoring import causal_scores

LEFT = "The old lamp stood"
RIGHT = " table. Anna took the lamp"


@pytest.fixture(scope="module")
def model(tmp_path_factory):
    vocabulary = make_library_tokenizer().get_vocab_size()
    return load_model(write(random_model(16, vocab_size=vocabulary), tmp_path_factory.mktemp("model")))


def told_from_the_start(model, ids):
    """Log-probability of every token but the first, in one reading of the whole."""
    hidden = model.causal_hidden(torch.tensor([ids]), model.empty_prefix())
    logits = model.read_out(hidden[0, :-1]).log_softmax(-1)
    return logits.gather(-1, torch.tensor(ids[1:]).unsqueeze(-1)).squeeze(-1).tolist()


@pytest.mark.parametrize("lead", [0, 1, 3])
@pytest.mark.parametrize("ends", [False, True])
def test_scores_equal_a_reading_of_the_whole(model, tokenizer, ends, lead):
    """Whatever part of the left text stands in the canvas, and not in the prefix."""
    left = [tokenizer.bos, *tokenizer.encode(LEFT).ids]
    right = tokenizer.encode(RIGHT).ids[: 3 if ends else None]
    span = Span(left=(), old=(), pinned=(), right=right, ends_document=ends)
    read = len(left) - lead
    prefix = model.encode(torch.tensor([left[:read]]))
    fills = [" on the", " on a low", ""]
    scores = causal_scores(model, tokenizer, prefix, span, fills, left[read:])
    for fill, score in zip(fills, scores, strict=True):
        ids = list(tokenizer.encode(fill).ids)
        after = list(right[: ranking.SUFFIX_DEPTH]) + ([tokenizer.eos] if ends else [])
        told = told_from_the_start(model, [*left, *ids, *after])[len(left) - 1 :]
        wanted = ranking.causal_score(told[: len(ids)], told[len(ids) :])
        assert score == pytest.approx(wanted, abs=1e-4)


def test_the_prefix_is_left_as_it_was(model, tokenizer):
    prefix = model.encode(torch.tensor([[2, 5, 6]]))
    span = Span(left=(), old=(), pinned=(), right=tokenizer.encode(RIGHT).ids)
    once = causal_scores(model, tokenizer, prefix, span, [" on the"])
    assert prefix.length == 3
    assert causal_scores(model, tokenizer, prefix, span, [" on the"]) == once
