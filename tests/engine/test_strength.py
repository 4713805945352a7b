"""A strength makes noise of nested sets of cells and lets the rest speak for their tokens."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from random_checkpoints import random_model, write

from palimpsest.engine import strength
from palimpsest.engine.canvas import Canvas
from palimpsest.engine.drafts import Drafts
from palimpsest.engine.model import load_model
from palimpsest.engine.readout import Readout
from palimpsest.engine.sampler import SamplerConfig
from palimpsest.engine.strength import favour, noised, noised_count, noised_share

strengths = st.floats(0.001, 1.0)


def chosen(share: float, kept: list[bool], seed: int) -> set[int]:
    mask = noised(share, torch.tensor(kept), torch.Generator().manual_seed(seed))
    return set(mask.nonzero().flatten().tolist())


@given(strengths, st.integers(1, 200))
def test_at_least_one_cell_is_noise_and_all_are_at_full_strength(share: float, cells: int) -> None:
    assert 1 <= noised_count(share, cells) <= cells
    assert abs(noised_count(share, cells) - noised_share(share, cells) * cells) <= 1
    assert noised_count(1.0, cells) == cells


@given(strengths, strengths, st.integers(0, 200))
def test_a_higher_strength_makes_no_less_noise(one: float, other: float, cells: int) -> None:
    low, high = sorted((one, other))
    assert noised_count(low, cells) <= noised_count(high, cells)


@given(strengths, strengths, st.lists(st.booleans(), min_size=1, max_size=40), st.integers(0, 99))
def test_for_one_seed_the_noise_of_a_lower_strength_is_part_of_that_of_a_higher(
    one: float, other: float, kept: list[bool], seed: int
) -> None:
    low, high = sorted((one, other))
    assert chosen(low, kept, seed) <= chosen(high, kept, seed) <= {i for i, free in enumerate(kept) if free}
    assert len(chosen(high, kept, seed)) == noised_count(high, sum(kept))


def test_without_cells_there_is_no_noise() -> None:
    assert noised_count(0.5, 0) == 0
    assert chosen(0.5, [False, False], 1) == set()


def test_the_share_of_noise_is_the_strength_in_short_spans_and_its_root_in_long_ones() -> None:
    assert noised_share(0.25, 1) == noised_share(0.25, 8) == 0.25
    assert noised_share(0.25, 64) == noised_share(0.25, 500) == pytest.approx(0.5)
    assert 0.25 < noised_share(0.25, 9) < noised_share(0.25, 40) < 0.5


@given(strengths, strengths, st.integers(1, 200))
def test_a_lower_strength_favours_the_old_text_more(one: float, other: float, cells: int) -> None:
    low, high = sorted((one, other))
    assert all(more >= less >= 0.0 for more, less in zip(favour(low, cells), favour(high, cells), strict=True))
    assert favour(1.0, cells) == (0.0, 0.0)


def test_the_favour_grows_with_the_logarithm() -> None:
    assert favour(1 / math.e, 8)[0] == pytest.approx(2.0)
    assert favour(0.25, 8)[0] == pytest.approx(2 * favour(0.5, 8)[0])


def test_noise_speaks_for_the_old_text_only_where_it_is_more_than_the_strength_asks_for() -> None:
    assert favour(0.1, 1)[1] == favour(0.1, 1)[0]
    assert 0.0 < favour(0.1, 5)[1] < favour(0.1, 2)[1]
    assert favour(0.5, 2)[1] == favour(0.1, 10)[1] == favour(0.1, 64)[1] == 0.0


def test_kept_cells_of_a_draft_hold_on_to_their_tokens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = load_model(write(random_model(16, sharpness=2.0), tmp_path))
    old = tuple(range(30, 54))
    kept: dict[float, int] = {}
    for nats in (0.0, 2.0, 1e6):
        monkeypatch.setattr(strength, "FAVOUR", nats)
        drafts = Drafts(
            model,
            model.encode(torch.tensor([[2, 10, 11, 12]])),
            [Canvas((None,) * 24, (20, 21, 22), old)] * 4,
            SamplerConfig(max_denoising_steps=12, eos_token_ids=(1,)),
            Readout(torch.zeros(model.config.vocab_size, dtype=torch.bool)),
            torch.Generator().manual_seed(1),
            limit=12,
            strength=0.25,
        )
        begun = drafts.noised.clone()
        while not drafts.finished:
            drafts.advance()
        same = torch.tensor([[a == b for a, b in zip(draft.ids, old, strict=True)] for draft in drafts.drafts])
        kept[nats] = int((same & ~begun[:, :24]).sum())
    assert kept[0.0] <= kept[2.0] <= kept[1e6] == 4 * (24 - noised_count(0.25, 24))
    assert kept[0.0] < kept[1e6]
