"""Ranking: the causal score, what a reader would object to, and alternatives that differ."""

from __future__ import annotations

import pytest

from palimpsest.engine import ranking
from palimpsest.engine.ranking import Scored


def test_score_weighs_fill_and_suffix_equally():
    assert ranking.causal_score([-1.0, -3.0], [-4.0]) == -3.0
    assert ranking.causal_score([-2.0], []) == -2.0
    assert ranking.causal_score([], []) == 0.0


def taken(new, old="x = 1", before="", after="\n", lengths=(3, 3), **more):
    facts = {"wants_change": True, "parsed_before": None, "name": ""} | more
    return ranking.penalties(new, old, before, after, lengths, **facts)


def test_penalties_add_up():
    assert taken("y = 2") == 0.0
    assert taken("x = 1") == ranking.SAME_PENALTY
    assert taken("x = 1", wants_change=False) == 0.0
    assert taken("y = 2", lengths=(6, 3)) == pytest.approx(ranking.LENGTH_PENALTY * 0.6931, abs=1e-4)
    assert taken("y = (", parsed_before=True, name="a.py") == ranking.PARSE_PENALTY
    assert taken("the end of it", after=" end of it\n") == ranking.REPEAT_PENALTY
    assert taken("y = 2\n", after="\n\nz = 3\n") == ranking.REPEAT_PENALTY
    assert taken("y = 2\n", old="x = 1\n", after="\n\nz = 3\n") == 0.0


def test_repeats_are_whole_words_at_the_seam():
    assert ranking.repeats_surroundings("red and blue", "", " and blue\nmore")
    assert ranking.repeats_surroundings("the red coat was", "He wore the red coat was", "")
    assert not ranking.repeats_surroundings("red", "", " red\n")
    assert not ranking.repeats_surroundings("", "", "")


def test_parsing_is_told_only_for_python():
    assert ranking.parses("x = 1\n", "a.py") is True
    assert ranking.parses("x = \n", "a.py") is False
    assert ranking.parses("x\x00", "a.py") is False
    assert ranking.parses("x = \n", "a.md") is None
    assert ranking.parses("#" * (ranking.LARGEST_PARSED + 1), "a.py") is None


def test_alternatives_differ_before_they_repeat():
    drafts = [
        Scored("a red coat on a chair", -1.0, -1.0, 4),
        Scored("a red coat on a chair\n", -1.1, -1.1, 4),
        Scored("a red coat on a stool", -1.2, -1.2, 4),
        Scored("nothing but dust", -2.0, -2.0, 4),
    ]
    texts = [draft.text for draft in ranking.pick(drafts, 4, prose=True)]
    assert texts == ["a red coat on a chair", "nothing but dust", "a red coat on a stool"]
    assert ranking.pick(drafts, 2, prose=False)[1].text == "a red coat on a stool"


def test_what_is_left_out_is_counted_where_it_is_like():
    drafts = [
        Scored("a red coat on a chair", -1.0, -1.0, 4, draft=0),
        Scored(" a red coat on a chair\n", -1.1, -1.1, 4, draft=1),
        Scored("a red coat on a stool", -1.2, -1.2, 4, draft=2),
        Scored("nothing but dust", -2.0, -2.0, 4, draft=3),
    ]
    picked = ranking.pick(drafts, 2, prose=True)
    assert [(draft.draft, draft.merged) for draft in picked] == [(0, 2), (3, 0)]
    assert [draft.merged for draft in ranking.pick(drafts, 3, prose=True)] == [1, 0, 0]
    assert [draft.merged for draft in ranking.pick(drafts, 2, prose=False)] == [1, 0]


def test_distance_runs_from_nothing_to_all():
    assert ranking.distance("a b", "a b") == 0.0
    assert ranking.distance("a b", "c d") == 1.0
