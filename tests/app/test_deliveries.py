"""Deliveries: every pass is told once and in order, not too often, and in slow motion one by one."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st
from scripted import make_pass

from palimpsest.app.deliveries import FRAME_MS, Deliveries, Mailbox
from palimpsest.engine.request import Failed, Finished, Pass
from palimpsest.engine.service import Loading, Report

END = Finished((), 0.0, "m", 1)


def step(number: int) -> Pass:
    return make_pass(number, 9, ["a"], 0.5)


def test_mailbox_keeps_everything_but_old_progress():
    box = Mailbox()
    assert box.put(1, Loading(0.1, "x"))
    assert not box.put(1, Loading(0.9, "y"))
    reports: list[tuple[int, Report]] = [
        (1, step(1)),
        (1, step(2)),
        (1, END),
        (2, Loading(0.2, "z")),
        (2, Failed("no")),
    ]
    for run, report in reports:
        assert not box.put(run, report)
    assert box.take() == [(1, Loading(0.9, "y")), *reports]
    assert box.take() == []
    assert box.put(1, END)


def test_passes_of_a_run_travel_together():
    deliveries = Deliveries()
    deliveries.add([(1, step(1)), (1, step(2)), (1, END), (2, step(1))])
    assert deliveries.wait(0) == 0
    assert deliveries.take(0) == [(1, (step(1), step(2))), (1, END), (2, (step(1),))]
    assert deliveries.wait(0) is None


def test_no_more_often_than_the_eye_follows():
    deliveries = Deliveries()
    deliveries.add([(1, step(1))])
    deliveries.take(100)
    deliveries.add([(1, step(2))])
    assert deliveries.wait(110) == FRAME_MS - 10
    assert deliveries.take(110) == []
    assert deliveries.take(100 + FRAME_MS) == [(1, (step(2),))]


def test_slow_motion_lets_every_pass_stand_and_the_end_wait():
    deliveries = Deliveries()
    deliveries.pace_ms = 200
    deliveries.add([(1, Loading(0, "x")), (1, step(1)), (1, step(2)), (1, END), (2, step(1))])
    assert deliveries.take(0) == [(1, Loading(0, "x")), (1, (step(1),))]
    assert deliveries.wait(50) == 150
    assert deliveries.take(200) == [(1, (step(2),))]
    assert deliveries.take(399) == []
    assert deliveries.take(400) == [(1, END), (2, (step(1),))]


def test_a_pace_faster_than_the_eye_is_held_to_it():
    deliveries = Deliveries()
    deliveries.pace_ms = 1
    deliveries.add([(1, step(1)), (1, step(2))])
    deliveries.take(0)
    assert deliveries.wait(0) == FRAME_MS


def test_who_hurries_waits_for_nothing_and_takes_nobody_along():
    deliveries = Deliveries()
    deliveries.pace_ms = 1000
    deliveries.add([(1, step(1)), (1, step(2)), (1, step(3))])
    deliveries.take(0)
    deliveries.hurry(1)
    assert deliveries.take(FRAME_MS) == [(1, (step(2), step(3)))]
    deliveries.add([(1, step(4)), (1, END), (2, step(1)), (2, step(2))])
    assert deliveries.take(2 * FRAME_MS) == [(1, (step(4),)), (1, END)]
    assert deliveries.take(5 * FRAME_MS) == [(2, (step(1),))]
    assert deliveries.wait(5 * FRAME_MS) == 1000


def test_the_end_of_the_slow_motion_frees_what_waits():
    deliveries = Deliveries()
    deliveries.pace_ms = 1000
    deliveries.add([(1, step(1)), (1, step(2)), (1, step(3)), (1, END)])
    deliveries.take(0)
    deliveries.pace_ms = 0
    assert deliveries.wait(FRAME_MS) == 0
    assert deliveries.take(FRAME_MS) == [(1, (step(2), step(3))), (1, END)]


actions = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(1, 4)),
        st.tuples(st.just("end"), st.none()),
        st.tuples(st.just("take"), st.integers(0, 300)),
        st.tuples(st.just("pace"), st.sampled_from([0, 1, 90, 250])),
        st.tuples(st.just("hurry"), st.integers(1, 3)),
    ),
    max_size=40,
)


@given(actions)
def test_every_report_once_and_in_order(actions):
    deliveries = Deliveries()
    sent: list[tuple[int, Report]] = []
    told: list[tuple[int, Report]] = []
    times: list[float] = []
    now, run, number = 0.0, 1, 0

    def take() -> None:
        parcels = deliveries.take(now)
        if parcels:
            times.append(now)
        for owner, what in parcels:
            told.extend((owner, report) for report in (what if isinstance(what, tuple) else (what,)))

    for action, amount in actions:
        new: list[tuple[int, Report]] = []
        if action == "add":
            for _ in range(amount):
                number += 1
                new.append((run, step(number)))
        elif action == "end":
            new.append((run, END))
            run += 1
        elif action == "pace":
            deliveries.pace_ms = amount
        elif action == "hurry":
            deliveries.hurry(amount)
        else:
            now += amount
            take()
        deliveries.add(new)
        sent.extend(new)
    while (rest := deliveries.wait(now)) is not None:
        now += rest
        take()
    assert told == sent
    assert all(later - earlier >= FRAME_MS for earlier, later in itertools.pairwise(times))


@given(st.integers(2, 8), st.integers(FRAME_MS, 500))
def test_in_slow_motion_no_two_passes_come_together(count, pace):
    deliveries = Deliveries()
    deliveries.pace_ms = pace
    deliveries.add([*((1, step(number)) for number in range(1, count + 1)), (1, END)])
    now, shown = 0.0, []
    while (rest := deliveries.wait(now)) is not None:
        now += rest
        shown.extend((now, what) for _, what in deliveries.take(now))
    assert [what for _, what in shown] == [*((step(number),) for number in range(1, count + 1)), END]
    assert [at for at, _ in shown] == [pace * place for place in range(count + 1)]
