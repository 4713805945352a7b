"""The bridge: every pass is recorded, the newest drawn, ends are never lost, and slow motion is slow."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from scripted import ScriptedEngine

from palimpsest.app.bridge import EngineBridge
from palimpsest.engine.request import Event, Failed, Finished, InfillRequest, Notice, Pass

REQUEST = InfillRequest("one two three", 4, 7)
PATIENCE_S = 20


class Counted(ScriptedEngine):
    """Tells when a run has come to its end."""

    def __init__(self, passes: int) -> None:
        super().__init__(passes=passes)
        self.done = threading.Event()

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        try:
            yield from super().infill(request, cancelled)
        finally:
            self.done.set()


@pytest.fixture
def engine() -> Counted:
    return Counted(passes=2000)


@pytest.fixture
def bridge(engine: Counted, qapp: object):
    bridge = EngineBridge(lambda _: engine)
    yield bridge
    assert bridge.close(PATIENCE_S)


def test_passes_arrive_in_the_window_thread_in_order_and_before_the_end(qtbot, bridge: EngineBridge) -> None:
    seen: list[Pass | Finished] = []
    threads: set[threading.Thread] = set()

    def note(_: int, report: Pass | Finished) -> None:
        seen.append(report)
        threads.add(threading.current_thread())

    bridge.passed.connect(note)
    bridge.finished.connect(note)
    with qtbot.waitSignal(bridge.finished, timeout=PATIENCE_S * 1000) as end:
        run = bridge.submit(REQUEST)
    assert end.args[0] == run
    assert threads == {threading.main_thread()}
    numbers = [report.number for report in seen if isinstance(report, Pass)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == 2000
    assert isinstance(seen[-1], Finished)


def test_a_flood_of_passes_is_drawn_once(qtbot, bridge: EngineBridge, engine: Counted) -> None:
    drawn: list[int] = []
    bridge.passed.connect(lambda _, latest: drawn.append(latest.number))
    with qtbot.waitSignal(bridge.finished, timeout=PATIENCE_S * 1000):
        bridge.submit(REQUEST)
        assert engine.done.wait(PATIENCE_S)
    assert drawn == [2000]


def test_every_pass_is_recorded_before_the_newest_is_drawn(qtbot, bridge: EngineBridge) -> None:
    seen: list[tuple[int, ...] | int] = []
    bridge.recorded.connect(lambda _, passes: seen.append(tuple(entry.number for entry in passes)))
    bridge.passed.connect(lambda _, latest: seen.append(latest.number))
    with qtbot.waitSignal(bridge.finished, timeout=PATIENCE_S * 1000):
        bridge.submit(REQUEST)
    recorded = [numbers for numbers in seen if isinstance(numbers, tuple)]
    assert [number for numbers in recorded for number in numbers] == list(range(1, 2001))
    assert seen == [entry for numbers in recorded for entry in (numbers, numbers[-1])]


class Clock:
    """A clock that only a test moves, one millisecond for each look at it; no test has to wait for it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def slow(qapp: object):
    """A bridge in slow motion whose clock runs as fast as it is looked at, and its engine of ten passes."""
    engine = Counted(passes=10)
    bridge = EngineBridge(lambda _: engine, clock=Clock())
    bridge.pace_ms = 40
    yield bridge, engine
    assert bridge.close(PATIENCE_S)


def watched(bridge: EngineBridge) -> list[int | str]:
    """What the bridge draws from now on: numbers of passes, and "end"."""
    seen: list[int | str] = []
    bridge.passed.connect(lambda _, latest: seen.append(latest.number))
    bridge.finished.connect(lambda *_: seen.append("end"))
    return seen


def test_slow_motion_draws_every_pass_and_then_the_end(qtbot, slow: tuple[EngineBridge, Counted]) -> None:
    bridge, _ = slow
    seen = watched(bridge)
    with qtbot.waitSignal(bridge.finished, timeout=PATIENCE_S * 1000):
        bridge.submit(REQUEST)
    assert seen == [*range(1, 11), "end"]


@pytest.mark.parametrize("leave", ["cancel", "supersede", "pace"])
def test_slow_motion_ends_at_once_when_asked(qtbot, slow: tuple[EngineBridge, Counted], leave: str) -> None:
    bridge, engine = slow
    bridge.pace_ms = 10**9
    seen = watched(bridge)
    with qtbot.waitSignal(bridge.passed, timeout=PATIENCE_S * 1000):
        run = bridge.submit(REQUEST)
    assert engine.done.wait(PATIENCE_S)
    assert seen == [1]
    with qtbot.waitSignal(bridge.finished, timeout=PATIENCE_S * 1000) as end:
        if leave == "cancel":
            bridge.cancel(run)
        elif leave == "supersede":
            bridge.submit(REQUEST, supersedes=run)
        else:
            bridge.pace_ms = 0
        assert seen == [1]  # nothing is drawn from within the call
    assert end.args[0] == run
    assert seen[:3] == [1, 10, "end"]


def test_a_listener_with_an_event_loop_of_its_own_hears_everything_in_order(qtbot, bridge: EngineBridge) -> None:
    seen = watched(bridge)
    bridge.passed.connect(lambda *_: QCoreApplication.processEvents())
    with qtbot.waitSignal(bridge.finished, timeout=PATIENCE_S * 1000):
        bridge.submit(REQUEST)
    numbers = [entry for entry in seen if isinstance(entry, int)]
    assert numbers == sorted(numbers)
    assert seen[-1] == "end"


def test_ready_tells_the_model(qtbot, bridge: EngineBridge) -> None:
    assert bridge.info is None
    with qtbot.waitSignal(bridge.ready, timeout=PATIENCE_S * 1000) as ready:
        bridge.warm_up()
    assert ready.args == [0, bridge.info]
    assert bridge.info is not None
    assert bridge.info.name == "scripted"


def test_failures_arrive(qtbot, bridge: EngineBridge, engine: Counted) -> None:
    engine.failure = Failed("No room.", "Select less.")
    with qtbot.waitSignal(bridge.failed, timeout=PATIENCE_S * 1000) as failed:
        run = bridge.submit(REQUEST)
    assert failed.args == [run, engine.failure]


class Noticing(ScriptedEngine):
    """Has something to say of itself, and of a run."""

    note = "Experts of 9 layers stay in main memory."

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        first, *others = super().infill(request, cancelled)
        yield first
        yield Notice("The GPU ran out of memory, and goes on with less.")
        yield from others


def test_what_the_user_should_know_is_told_between_the_passes(qtbot) -> None:
    bridge = EngineBridge(lambda _: Noticing(passes=3))
    seen: list[object] = []
    bridge.told.connect(seen.append)
    bridge.recorded.connect(lambda _, passes: seen.extend(each.number for each in passes))
    with qtbot.waitSignal(bridge.finished, timeout=PATIENCE_S * 1000):
        bridge.submit(REQUEST)
    assert seen == [Noticing.note, 1, "The GPU ran out of memory, and goes on with less.", 2, 3]
    assert bridge.close(PATIENCE_S)


def test_nothing_arrives_after_close(qtbot) -> None:
    engine = ScriptedEngine(gated=True, passes=3)
    bridge = EngineBridge(lambda _: engine)
    seen: list[object] = []
    bridge.finished.connect(lambda *args: seen.append(args))
    with qtbot.waitSignal(bridge.passed, timeout=PATIENCE_S * 1000):
        bridge.submit(REQUEST)
        engine.step()
    assert bridge.close(PATIENCE_S)
    qtbot.wait(1)
    assert seen == []
