"""Drafts side by side: none vanishes without a word; afterwards the texts with their scores."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from reels import drafts, make_pass

from palimpsest.app.regenerate.candidates_view import CandidatesView
from palimpsest.app.theme import dark, light
from palimpsest.engine.request import Alternative

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def view(qtbot: QtBot) -> CandidatesView:
    made = CandidatesView(light)
    qtbot.addWidget(made)
    made.resize(300, 200)
    return made


def test_a_draft_that_was_dropped_stays_and_is_struck_out(view: CandidatesView) -> None:
    view.show_drafts(make_pass(3, candidates=4, drafts=drafts(0.5, 1.0, 2.0, 3.0)))
    before = [row.name for row in view.rows]
    view.show_drafts(make_pass(4, candidates=2, drafts=drafts(0.4, 0.9, 2.0, 3.0, dropped=2)))
    assert [row.name for row in view.rows] == before == ["10 cells", "11 cells", "12 cells", "13 cells"]
    assert [row.struck for row in view.rows] == [False, False, True, True]
    assert [row.word for row in view.rows] == ["running, shown", "running", "dropped", "dropped"]
    assert [row.marked for row in view.rows] == [True, False, False, False]
    assert "dropped" in view.accessibleDescription()


def test_a_lower_entropy_is_a_shorter_bar(view: CandidatesView) -> None:
    view.show_drafts(make_pass(1, candidates=3, drafts=drafts(0.02, 0.2, 2.0)))
    shares = [row.share for row in view.rows]
    assert shares == sorted(shares)
    assert len(set(shares)) == 3


def test_without_particulars_it_says_how_many(view: CandidatesView) -> None:
    view.show_drafts(make_pass(1, candidates=5))
    assert (view.accessibleName(), list(view.rows)) == ("5 drafts side by side", [])
    assert not view.isHidden()


def test_one_draft_is_not_worth_a_list(view: CandidatesView) -> None:
    view.show_drafts(make_pass(1, candidates=1, drafts=drafts(0.5)))
    assert view.isHidden()
    assert view.sizeHint().height() == 0


def test_scores_of_the_texts_best_first(view: CandidatesView) -> None:
    view.show_results(
        (Alternative("a", -0.5, 9, merged=2), Alternative("b", -1.5, 12), Alternative("c", -math.inf, 3)), "b"
    )
    assert [row.value for row in view.rows] == ["−0.50", "−1.50", "–"]
    assert [row.word for row in view.rows] == ["9 passes, 2 alike", "12 passes, shown", "3 passes"]
    assert [row.marked for row in view.rows] == [False, True, False]
    assert view.rows[0].share == 1.0 > view.rows[1].share


def test_what_is_struck_out_looks_so_in_both_themes(view: CandidatesView) -> None:
    seen = set()
    for theme in (light, dark):
        view.set_theme(theme)
        for dropped in (0, 1):
            view.show_drafts(make_pass(4, candidates=2, drafts=drafts(0.5, 0.9, dropped=dropped)))
            seen.add(bytes(view.grab().toImage().constBits()))
    assert len(seen) == 4
    view.clear()
    assert view.isHidden()
