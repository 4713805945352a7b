"""The word of a running draft that keys act on stays at its cell, whatever the draft becomes."""

from __future__ import annotations

from typing import cast

import pytest
from scripted import make_pass

from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.regenerate.running_word import RunningWord
from palimpsest.engine.request import Pass


class Rings:
    """Notes what is ringed in place of a view."""

    def __init__(self) -> None:
        self.marked: list[tuple[int, int]] = []
        self.seen: list[tuple[int, int]] = []

    def mark_range(self, start: int, end: int) -> None:
        self.marked.append((start, end))

    def ensure_visible(self, start: int, end: int) -> None:
        self.seen.append((start, end))


@pytest.fixture
def rings() -> Rings:
    return Rings()


@pytest.fixture
def running(rings: Rings) -> RunningWord:
    return RunningWord(cast("CanvasView", rings))


def of(*pieces: str) -> Pass:
    return make_pass(1, 4, pieces, 0.5)


def read(draft: Pass, running: RunningWord) -> str | None:
    word = running.of(draft)
    return None if word is None else draft.text[word.start : word.end]


def test_steps_go_round_in_both_directions(running: RunningWord) -> None:
    draft = of("one", " two", " th", "ree")
    seen = []
    for by in (1, 1, 1, 1, -1, -1):
        running.step(draft, by)
        seen.append(read(draft, running))
    assert seen == ["one", "two", "three", "one", "three", "two"]


def test_the_first_step_back_is_to_the_last_word(running: RunningWord) -> None:
    draft = of("one", " two")
    running.step(draft, -1)
    assert read(draft, running) == "two"


def test_it_stays_at_its_cell(running: RunningWord, rings: Rings) -> None:
    running.step(of("one", " two", " six"), 1)
    running.step(of("one", " two", " six"), 1)
    later = of("seventeen", " wolf", " six")
    running.show(later)
    assert read(later, running) == "wolf"
    assert rings.marked[-1] == (10, 14)
    # Only a step scrolls: passes must not hold the page where it is.
    assert rings.seen == [(0, 3), (4, 7)]


def test_where_its_cell_is_blank_by_now_there_is_none_and_steps_go_on_from_there(running: RunningWord) -> None:
    running.step(of("one", " two", " six"), 1)
    running.step(of("one", " two", " six"), 1)
    blank = of("one", "  ", " six")
    assert read(blank, running) is None
    running.step(blank, 1)
    assert read(blank, running) == "six"
    running.step(blank, -1)
    assert read(blank, running) == "one"


def test_without_words_there_is_nothing_to_choose(running: RunningWord, rings: Rings) -> None:
    assert running.step(of(" ", "\n"), 1) is None
    running.show(of("one"))
    running.step(of("one"), 1)
    running.forget()
    assert read(of("one"), running) is None
    assert rings.marked == [(0, 3)]
