"""The runs of one document: added, changed, starred, removed, taken in from an earlier program."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from regenerate_entries import entry

from palimpsest.app.regenerate.history import History
from palimpsest.app.regenerate.history_entry import MOST, Outcome

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def history(qapp: object) -> History:
    return History()


def test_the_newest_comes_first(history: History, qtbot: QtBot):
    one, two = entry(1), entry(2)
    with qtbot.waitSignals([history.changed, history.changed]):
        history.add(one)
        history.add(two)
    assert history.entries == (two, one)
    assert [group.entries for group in history.groups()] == [(two, one)]
    assert history.find(one.id) is one
    assert history.find("nobody") is None


def test_what_became_of_a_run_takes_its_place(history: History, qtbot: QtBot):
    one, two = entry(1), entry(2)
    history.add(one)
    history.add(two)
    accepted = replace(one, outcome=Outcome.PARTLY, accepted="tiny")
    with qtbot.waitSignal(history.changed):
        history.add(accepted)
    assert history.entries == (two, accepted)
    with qtbot.assertNotEmitted(history.changed):
        history.add(accepted)


def test_entries_are_starred_and_removed(history: History, qtbot: QtBot):
    one, two = entry(1), entry(2)
    history.add(one)
    history.add(two)
    history.star(one)
    assert [each.starred for each in history.entries] == [False, True]
    with qtbot.assertNotEmitted(history.changed):
        history.star(one)
    # By its id: the one at hand need not be the latest.
    history.star(one, False)
    assert not history.entries[1].starred
    history.star(entry(3))
    history.remove(replace(one, starred=True))
    assert history.entries == (two,)
    history.clear()
    assert history.entries == ()
    with qtbot.assertNotEmitted(history.changed):
        history.clear()
        history.remove(one)


def test_no_more_are_remembered_than_there_may_be(history: History):
    kept = entry(0, starred=True)
    history.add(kept)
    for number in range(1, MOST + 20):
        history.add(entry(number))
    assert len(history.entries) == MOST
    assert history.entries[-1] == kept
    assert history.entries[0].wish.seed == MOST + 19


def test_what_an_earlier_program_remembered_is_sorted_in(history: History):
    now = entry(10)
    history.add(now)
    old, older = entry(2), replace(entry(1), time=now.time - timedelta(days=2))
    history.restore([older, replace(now, starred=True), old])
    assert history.entries == (now, old, older)
