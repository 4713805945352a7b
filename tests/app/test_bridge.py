"""The bridge: newest pass wins, ends are never lost, and drawing is bounded."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from scripted import ScriptedEngine, make_pass

from palimpsest.app.bridge import EngineBridge, Mailbox
from palimpsest.engine.request import Event, Failed, Finished, InfillRequest, Pass
from palimpsest.engine.service import Loading

REQUEST = InfillRequest("one two three", 4, 7)
END = Finished((), 0.0, "m", 1)
PATIENCE_S = 20


def test_mailbox_keeps_the_newest_pass_of_each_run_and_every_end() -> None:
    box = Mailbox()
    first, second = make_pass(1, 3, ["a"], 0.1), make_pass(2, 3, ["b"], 0.2)
    assert box.put(1, first)
    assert not box.put(1, second)
    assert not box.put(2, first)
    assert not box.put(1, END)
    assert not box.put(2, Failed("no"))
    assert not box.put(3, Loading(0.1, "x"))
    assert not box.put(3, Loading(0.9, "y"))
    expected = [(1, second), (2, first), (1, END), (2, Failed("no")), (3, Loading(0.9, "y"))]
    assert box.take() == expected
    assert box.take() == []
    assert box.put(1, END)


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
