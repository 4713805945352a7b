"""The engine thread: order, cancelling, superseding, changing the model, ending."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

import pytest
from scripted import ScriptedEngine

from palimpsest.engine.request import Event, Failed, Finished, InfillError, InfillRequest, Pass
from palimpsest.engine.service import NO_RUN, EngineService, Loading, Opener, Ready, Report

PATIENCE_S = 20
REQUEST = InfillRequest("one two three", 4, 7)


class Reports:
    """A listener that a test reads from."""

    def __init__(self) -> None:
        self._queue: queue.Queue[tuple[int, Report]] = queue.Queue()

    def __call__(self, run: int, report: Report) -> None:
        self._queue.put((run, report))

    def next(self, kind: type) -> tuple[int, Report]:
        """The next report of a kind; others are passed over."""
        while True:
            run, report = self._queue.get(timeout=PATIENCE_S)
            if isinstance(report, kind):
                return run, report

    def end(self) -> tuple[int, Report]:
        return self.next((Finished, Failed))  # pyright: ignore[reportArgumentType]


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def serve(reports: Reports) -> Iterator[object]:
    services: list[EngineService] = []

    def start(opener: Opener) -> EngineService:
        services.append(EngineService(opener, reports, log_hint="/logs/here"))
        return services[-1]

    yield start
    for service in services:
        assert service.shutdown(PATIENCE_S)


def failing(error: Exception) -> Opener:
    def opener(_: object) -> ScriptedEngine:
        raise error

    return opener


def test_opens_in_its_own_thread_and_only_when_needed(serve, reports) -> None:
    opened_in: list[threading.Thread] = []

    def opener(progress) -> ScriptedEngine:
        opened_in.append(threading.current_thread())
        progress(0.5, "halfway")
        return ScriptedEngine()

    service = serve(opener)
    assert not opened_in
    run = service.submit(REQUEST)
    assert reports.next(Loading) == (run, Loading(0.0, "opening the model"))
    assert reports.next(Loading) == (run, Loading(0.5, "halfway"))
    assert reports.next(Ready)[1].info.name == "scripted"
    assert reports.end()[0] == run
    assert opened_in != [threading.main_thread()]
    service.submit(REQUEST)
    reports.end()
    assert len(opened_in) == 1


def test_reports_passes_then_one_end(serve, reports) -> None:
    engine = ScriptedEngine(passes=3)
    run = serve(lambda _: engine).submit(REQUEST)
    numbers = [reports.next(Pass)[1].number for _ in range(3)]
    assert numbers == [1, 2, 3]
    end, finished = reports.end()
    assert (end, [one.text for one in finished.alternatives]) == (run, ["a quiet lamp"])


def test_runs_one_after_the_other(serve, reports) -> None:
    service = serve(lambda _: ScriptedEngine())
    runs = [service.submit(REQUEST) for _ in range(3)]
    assert [reports.end()[0] for _ in runs] == runs


def test_cancel_ends_the_run_with_its_draft(serve, reports) -> None:
    engine = ScriptedEngine(gated=True, passes=5)
    service = serve(lambda _: engine)
    run = service.submit(REQUEST)
    engine.step()
    reports.next(Pass)
    service.cancel(run)
    _, finished = reports.end()
    assert finished.stopped
    assert finished.alternatives[0].text == "draft 2"
    service.cancel(run)
    service.cancel(12345)


def test_superseded_run_ends_before_the_next_begins(serve, reports) -> None:
    engine = ScriptedEngine(gated=True, passes=2)
    service = serve(lambda _: engine)
    first = service.submit(REQUEST)
    engine.step()
    reports.next(Pass)
    second = service.submit(REQUEST, supersedes=first)
    ended, finished = reports.end()
    assert (ended, finished.stopped) == (first, True)
    engine.step(2)
    ended, finished = reports.end()
    assert (ended, finished.stopped) == (second, False)


def test_cancelled_before_its_turn_never_reaches_the_engine(serve, reports) -> None:
    engine = ScriptedEngine(gated=True, passes=1)
    service = serve(lambda _: engine)
    first, second = service.submit(REQUEST), service.submit(REQUEST)
    service.cancel(second)
    engine.step()
    assert reports.end()[0] == first
    run, finished = reports.end()
    assert (run, finished.alternatives, finished.stopped) == (second, (), True)
    assert len(engine.requests) == 1


@pytest.mark.parametrize(
    ("error", "what", "remedy"),
    [
        (InfillError("No such model.", "Choose another."), "No such model.", "Choose another."),
        (MemoryError(), "not enough memory", "shorter span"),
        (type("OutOfMemoryError", (RuntimeError,), {})(), "not enough memory", "smaller model"),
        (FileNotFoundError(2, "No such file", "model.safetensors"), "(model.safetensors)", "Check"),
        (ZeroDivisionError(), "ZeroDivisionError", "/logs/here"),
    ],
)
def test_an_error_becomes_what_happened_and_what_to_do(serve, reports, error, what, remedy) -> None:
    run = serve(failing(error)).submit(REQUEST)
    ended, failed = reports.end()
    assert ended == run
    assert isinstance(failed, Failed)
    assert what in failed.what
    assert remedy in failed.remedy


class BreaksOnce(ScriptedEngine):
    """Raises in the middle of its first run, and leaves its second without an end."""

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        events = super().infill(request, cancelled)
        yield next(events)
        if len(self.requests) == 1:
            raise ValueError("broken")
        if len(self.requests) > 2:
            yield from events


def test_the_thread_outlives_an_error_in_the_engine(serve, reports) -> None:
    service = serve(lambda _: BreaksOnce())
    service.submit(REQUEST)
    assert "ValueError" in reports.end()[1].what
    service.submit(REQUEST)
    assert "without a result" in reports.end()[1].what
    service.submit(REQUEST)
    assert isinstance(reports.end()[1], Finished)


def test_a_failed_opening_is_tried_again_by_the_next_run(serve, reports) -> None:
    attempts = [InfillError("Not yet."), None]

    def opener(_: object) -> ScriptedEngine:
        if (error := attempts.pop(0)) is not None:
            raise error
        return ScriptedEngine()

    service = serve(opener)
    service.warm_up()
    assert reports.end() == (NO_RUN, Failed("Not yet."))
    service.submit(REQUEST)
    assert isinstance(reports.end()[1], Finished)


def test_reopen_changes_the_model_and_cancels_what_ran(serve, reports) -> None:
    old = ScriptedEngine(gated=True)
    service = serve(lambda _: old)
    run = service.submit(REQUEST)
    reports.next(Ready)
    new = ScriptedEngine(["new"])
    change = service.reopen(lambda _: new)
    assert reports.end()[0] == run
    assert reports.next(Ready)[0] == change
    service.submit(REQUEST)
    assert reports.end()[1].alternatives[0].text == "new"


def test_a_model_that_cannot_be_opened_leaves_the_old_one_in_use(serve, reports) -> None:
    service = serve(lambda _: ScriptedEngine(["old"]))
    service.warm_up()
    reports.next(Ready)
    change = service.reopen(failing(InfillError("Not a model.", "Choose a folder with config.json.")))
    assert reports.end() == (change, Failed("Not a model.", "Choose a folder with config.json."))
    assert reports.next(Ready)[0] == NO_RUN
    service.submit(REQUEST)
    assert reports.end()[1].alternatives[0].text == "old"


def test_a_change_abandons_the_model_that_is_still_being_opened(serve, reports) -> None:
    begun, chosen = threading.Event(), threading.Event()

    def slow(progress) -> ScriptedEngine:
        begun.set()
        assert chosen.wait(PATIENCE_S)
        progress(0.5, "reading")
        raise AssertionError("an abandoned model went on being opened")

    service = serve(slow)
    service.warm_up()
    assert begun.wait(PATIENCE_S)
    change = service.reopen(lambda _: ScriptedEngine())
    chosen.set()
    assert reports.next(Ready)[0] == change


class Slow:
    """An opener that goes on when the test says so, and then looks at its progress."""

    def __init__(self) -> None:
        self.begun, self.free = threading.Event(), threading.Event()

    def __call__(self, progress) -> ScriptedEngine:
        self.begun.set()
        assert self.free.wait(PATIENCE_S)
        progress(0.5, "reading")
        return ScriptedEngine(["slow"])


def test_a_change_that_is_stopped_leaves_the_old_model_in_use(serve, reports) -> None:
    service = serve(lambda _: ScriptedEngine(["old"]))
    slow = Slow()
    change = service.reopen(slow)
    assert slow.begun.wait(PATIENCE_S)
    service.stop_opening(change + 1)
    service.stop_opening(change)
    slow.free.set()
    number, failure = reports.end()
    assert (number, failure.what) == (change, "Opening the model was stopped.")
    assert reports.next(Ready)[0] == NO_RUN
    service.stop_opening(change)
    service.submit(REQUEST)
    assert reports.end()[1].alternatives[0].text == "old"


def test_a_change_that_is_stopped_before_its_turn_opens_nothing(serve, reports) -> None:
    first, never = Slow(), Slow()
    service = serve(first)
    service.warm_up()
    assert first.begun.wait(PATIENCE_S)
    run = service.submit(REQUEST)
    change = service.reopen(never)
    service.stop_opening(change)
    first.free.set()
    assert reports.end()[0] == run
    number, failure = reports.end()
    assert (number, failure.what) == (change, "Opening the model was stopped.")
    assert reports.next(Ready)[0] == NO_RUN
    assert not never.begun.is_set()


def test_the_old_model_is_not_opened_between_two_changes(serve, reports) -> None:
    opened: list[str] = []

    def old(_: object) -> ScriptedEngine:
        opened.append("old")
        return ScriptedEngine(["old"])

    service = serve(old)
    slow = Slow()
    first = service.reopen(slow)
    assert slow.begun.wait(PATIENCE_S)
    second = service.reopen(failing(InfillError("Not a model.", "Choose another.")))
    slow.free.set()
    assert reports.end() == (first, Failed("Another model was chosen meanwhile.", "Try again."))
    assert reports.end() == (second, Failed("Not a model.", "Choose another."))
    assert reports.next(Ready)[0] == NO_RUN
    assert opened == ["old"]


def test_shutdown_does_not_wait_for_an_engine_that_hangs(reports) -> None:
    begun, free = threading.Event(), threading.Event()

    class Hangs(ScriptedEngine):
        def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
            begun.set()
            assert free.wait(PATIENCE_S)
            yield from super().infill(request, cancelled)

    service = EngineService(lambda _: Hangs(), reports)
    service.submit(REQUEST)
    assert begun.wait(PATIENCE_S)
    assert not service.shutdown(0.0)
    free.set()
    assert service.shutdown(PATIENCE_S)
    with pytest.raises(RuntimeError, match="shut down"):
        service.submit(REQUEST)


def test_shutdown_before_any_run(reports) -> None:
    assert EngineService(failing(AssertionError()), reports).shutdown()
