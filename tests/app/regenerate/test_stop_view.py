"""What is said of the stop rule while a run goes and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reels import make_pass

from palimpsest.app.regenerate.stop_view import StopView
from palimpsest.app.theme import light
from palimpsest.engine.request import Failed, Finished
from palimpsest.engine.stop_rule import FEW_CELLS, LONG_PLATEAU, PLATEAU_PASSES

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

DONE = Finished((), 1.0, "tiny", 1)


@pytest.fixture
def view(qtbot: QtBot) -> StopView:
    made = StopView(light)
    qtbot.addWidget(made)
    return made


def test_it_says_the_rule_of_the_engine(view: StopView) -> None:
    assert view.rule.text() == "Stops when nothing changes and the entropy is below 0.01"
    assert "0.05" in view.rule.toolTip()
    for number in (PLATEAU_PASSES, LONG_PLATEAU, FEW_CELLS):
        assert f" {number} " in view.rule.toolTip()


def test_a_pass_stands_somewhere(view: StopView) -> None:
    first = make_pass(1, limit=1000, entropy=1.0)
    view.show_pass(first, make_pass(3, limit=1000, entropy=0.1, changed=2, still=1), False, None)
    assert view.state.text() == "2 changed · entropy 0.10 · no new token for 1 of 4 passes"
    assert view.bar.share == pytest.approx(0.5)
    view.show_pass(first, make_pass(4, limit=1000, entropy=0.1, changed=0), False, None)
    assert view.state.text() == "nothing changed · entropy 0.10"
    assert view.bar.accessibleDescription() == view.state.text()


@pytest.mark.parametrize(
    ("last", "outcome", "said", "whole"),
    [
        (make_pass(5, entropy=0.004, changed=0), DONE, "Ended: nothing changed, entropy 0.004", True),
        (
            make_pass(5, entropy=0.03, changed=1, still=4),
            DONE,
            "Ended: no new token for 4 passes, entropy 0.030",
            True,
        ),
        (make_pass(8, entropy=0.5), DONE, "Ended: all 8 passes were taken, entropy 0.50", True),
        (make_pass(5, entropy=0.5), DONE, "Ended: every draft has ended", True),
        (
            make_pass(5, limit=50, entropy=0.5),
            Finished((), 1.0, "tiny", 1, stopped=True),
            "You stopped it at entropy 0.50",
            False,
        ),
        (make_pass(5, limit=50, entropy=0.5), Failed("It broke.", "Mend it."), "It broke. Mend it.", False),
    ],
)
def test_what_ended_it(view: StopView, last, outcome, said: str, whole: bool) -> None:
    view.show_pass(make_pass(1, entropy=1.0), last, True, outcome)
    assert view.state.text() == said
    assert (view.bar.share == 1.0) is whole
    assert bool(view.state.property("fault")) is isinstance(outcome, Failed)


def test_an_earlier_pass_of_a_run_that_failed_is_no_fault(view: StopView) -> None:
    view.show_pass(make_pass(1, entropy=1.0), make_pass(3), True, Failed("It broke."))
    view.show_pass(make_pass(1, entropy=1.0), make_pass(2), False, Failed("It broke."))
    assert not view.state.property("fault")


def test_there_is_room_for_two_lines_from_the_start(view: StopView) -> None:
    assert view.height_for(2000, 2) > view.height_for(2000, 1)
