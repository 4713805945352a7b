"""What is said of a cell."""

from __future__ import annotations

from reels import make_pass

from palimpsest.app.regenerate.cell_words import describe, summary, token
from palimpsest.engine.request import CellState


def test_a_cell_is_said_with_its_state_and_certainty(qapp) -> None:
    shown = make_pass(2)
    assert describe(shown, 0, False) == "“ w0” · accepted · 95 % certain · 0.05 nats"
    assert describe(shown, 3, True) == "“ n2” · noise again · changed · 20 % certain · 1.61 nats"


def test_what_is_held_has_no_certainty(qapp) -> None:
    shown = make_pass(1, cells=2, states=(CellState.PINNED, CellState.SETTLED), anchor=("\n", ""))
    assert describe(shown, 0, False) == "“ w0” · pinned"
    assert describe(shown, 1, False) == "“ n1” · written before"
    assert describe(shown, 2, False) == "“↵” · text behind"
    assert describe(shown, 3, False) == "part of a character · text behind"


def test_no_certainty_at_all_can_be_said(qapp) -> None:
    assert "0 % certain" in describe(make_pass(1, cells=1, certainty=(0.0,)), 0, False)


def test_signs_for_what_cannot_be_seen(qapp) -> None:
    assert token("a\r\n\tb") == "“a↵⇥b”"


def test_counts_what_there_is(qapp) -> None:
    assert summary(make_pass(2)) == "2 accepted · 4 noise again"
