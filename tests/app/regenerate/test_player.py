"""Playing: every pass in order, at the speed that is wanted, to the end or around."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from palimpsest.app.regenerate.player import HOLD_MS, Player

if TYPE_CHECKING:
    from collections.abc import Iterator


class Watched:
    """A player whose timer a test lets go off."""

    def __init__(self, count: int) -> None:
        self.player = Player()
        self.player.set_count(count)
        self.seen: list[int] = []
        self.ends = 0
        self.playing: list[bool] = []
        self.player.moved.connect(self.seen.append)
        self.player.ended.connect(self._on_end)
        self.player.playing_changed.connect(self.playing.append)

    def _on_end(self) -> None:
        self.ends += 1

    def due(self, times: int = 1) -> None:
        for _ in range(times):
            assert self.player.timer.isActive()
            self.player.timer.stop()
            self.player.timer.timeout.emit()


@pytest.fixture
def watched(qapp) -> Iterator[Watched]:
    made = Watched(4)
    yield made
    made.player.pause()


def test_shows_every_pass_once_and_ends(watched: Watched) -> None:
    watched.player.play()
    watched.due(4)
    assert (watched.seen, watched.ends, watched.playing) == ([1, 2, 3], 1, [True, False])
    assert not watched.player.timer.isActive()


def test_begins_anew_from_the_last(watched: Watched) -> None:
    watched.player.place = 3
    watched.player.play()
    assert watched.seen == [0]


def test_goes_round_with_a_rest_at_the_end(watched: Watched) -> None:
    watched.player.loop = True
    watched.player.place = 2
    watched.player.play()
    watched.due()
    assert watched.player.timer.interval() == HOLD_MS
    watched.due()
    assert (watched.seen, watched.ends, watched.player.playing) == ([3, 0], 0, True)


def test_is_as_fast_as_wanted_at_once(watched: Watched) -> None:
    watched.player.set_rate(4)
    watched.player.play()
    assert watched.player.timer.interval() == 250
    watched.player.set_rate(20)
    assert watched.player.timer.interval() == 50


def test_may_be_stopped_by_who_is_told(watched: Watched) -> None:
    watched.player.moved.connect(watched.player.pause)
    watched.player.play()
    watched.due()
    assert not watched.player.timer.isActive()
    assert watched.player.place == 1


def test_takes_passes_that_come_meanwhile(watched: Watched) -> None:
    watched.player.place = 2
    watched.player.play()
    watched.due()
    watched.player.set_count(6)
    watched.due(2)
    assert (watched.seen, watched.ends) == ([3, 4, 5], 0)


def test_there_is_nothing_to_play(watched: Watched) -> None:
    watched.player.set_count(0)
    watched.player.toggle()
    assert not watched.player.playing
