"""The bar's words: every state says what Enter and Esc do, and no label promises what does not happen."""

from __future__ import annotations

from itertools import product
from typing import get_args

import pytest

from palimpsest.app.regenerate.bar_words import Target, enter_label, escape_label, placeholder
from palimpsest.app.regenerate.run import WORKING, RunState


@pytest.mark.parametrize(
    ("state", "edited", "queueing", "target", "label"),
    [
        (None, False, False, "selection", "Regenerate  ↵"),
        (None, False, False, "caret", "Write  ↵"),
        (None, False, False, "holes", "Fill  ↵"),
        (None, False, True, "selection", "Regenerate  ↵"),
        (RunState.SHARPENING, False, False, "selection", ""),
        (RunState.PREPARING, True, False, "caret", "Go on with this  ↵"),
        (RunState.SHARPENING, True, True, "selection", "Queue  ↵"),
        (RunState.PROPOSED, False, False, "selection", "Accept  ↵"),
        (RunState.PROPOSED, False, False, "caret", "Accept  ↵"),
        (RunState.PROPOSED, True, False, "selection", "Regenerate  ↵"),
        (RunState.PROPOSED, False, True, "selection", "Queue  ↵"),
        (RunState.FAILED, True, False, "selection", "Try again  ↵"),
    ],
)
def test_what_enter_does(state: RunState | None, edited: bool, queueing: bool, target: Target, label: str) -> None:
    assert enter_label(state, edited, queueing, target) == label


def test_enter_does_nothing_only_while_it_works_as_asked() -> None:
    everything = product([None, *RunState], [False, True], [False, True], get_args(Target))
    silent = {(state, edited, queueing) for state, edited, queueing, target in everything
              if not enter_label(state, edited, queueing, target)}  # fmt: skip
    assert silent == {(state, False, False) for state in WORKING}


@pytest.mark.parametrize(
    ("state", "stopping", "label"),
    [
        (None, False, "Close  Esc"),
        (RunState.PREPARING, False, "Stop  Esc"),
        (RunState.SHARPENING, True, "Discard  Esc"),
        (RunState.PROPOSED, False, "Discard  Esc"),
        (RunState.FAILED, False, "Close  Esc"),
    ],
)
def test_what_escape_does(state: RunState | None, stopping: bool, label: str) -> None:
    assert escape_label(state, stopping) == label


def test_the_empty_line_says_what_is_worked_on() -> None:
    texts = [placeholder(target, 3, deaf=False) for target in get_args(Target)]
    assert len(set(texts)) == len(texts)
    assert texts[2] == "Fill the 3 holes together, or say with what"
    assert "does not follow instructions" in placeholder("caret", 0, deaf=True)
