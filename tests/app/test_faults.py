"""What nobody caught: logged, counted, told; telling it never makes things worse."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from palimpsest.app.faults import Counter, Fault, Hooks, sentence


@pytest.fixture(autouse=True)
def _keep_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)


def raised(error: BaseException) -> BaseException:
    try:
        raise error
    except BaseException as caught:
        return caught


def happen(error: BaseException) -> None:
    sys.excepthook(type(error), error, error.__traceback__)


def errors(caplog: pytest.LogCaptureFixture) -> Iterator[str]:
    return (record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR)


def test_what_repeats_is_mentioned_ever_more_rarely() -> None:
    counter = Counter()
    assert [counter.count("a") for _ in range(9)] == [1, 2, 0, 4, 0, 0, 0, 8, 0]
    assert counter.count("b") == 1


def test_the_counter_does_not_grow_without_end() -> None:
    counter = Counter()
    for number in range(5000):
        counter.count(str(number))
    assert len(counter._counts) <= 1000


def test_a_fault_is_text_and_knows_its_place() -> None:
    fault, same = (Fault.of(raised(ValueError(text))) for text in ("one", "two"))
    assert fault.kind == "ValueError"
    assert "ValueError: one" in fault.trace
    assert fault.key == same.key
    assert fault.files == (__file__,)
    assert fault.key != Fault.of(raised(KeyError("one"))).key


class SpitefulError(Exception):
    """Cannot even say what it is."""

    def __str__(self) -> str:
        raise RuntimeError


def test_an_error_that_cannot_be_printed_is_a_fault_all_the_same(caplog) -> None:
    shown: list[Fault] = []
    Hooks(pytest.fail, shown.append).install()
    happen(raised(SpitefulError()))
    assert shown[0].kind == "SpitefulError"
    assert "SpitefulError" in shown[0].trace
    assert "SpitefulError" in next(errors(caplog))


def test_a_repeated_fault_is_shown_each_time_and_logged_now_and_then(caplog) -> None:
    shown: list[Fault] = []
    Hooks(pytest.fail, shown.append).install()
    for _ in range(100):
        happen(raised(ValueError("again")))
    assert len(shown) == 100
    assert len(list(errors(caplog))) == 7
    assert "64 times by now" in list(errors(caplog))[-1]


def test_without_a_dialog_a_sentence_is_told() -> None:
    told: list[str] = []
    Hooks(told.append).install()
    error = raised(ValueError("x"))
    happen(error)
    assert told == [sentence(Fault.of(error))]


@pytest.mark.parametrize("kind", [MemoryError, RecursionError, ValueError])
def test_telling_that_fails_is_survived_and_does_not_recurse(kind, caplog) -> None:
    calls: list[Fault] = []

    def show(fault: Fault) -> None:
        calls.append(fault)
        happen(raised(KeyError("inner")))
        raise kind

    Hooks(pytest.fail, show).install()
    happen(raised(ValueError("outer")))
    happen(raised(ValueError("outer")))
    assert [fault.kind for fault in calls] == ["ValueError", "ValueError"]
    assert "not caught while another was told" in list(errors(caplog))


def test_endless_recursion_is_told() -> None:
    def deeper() -> None:
        deeper()

    shown: list[Fault] = []
    Hooks(pytest.fail, shown.append).install()
    try:
        deeper()
    except RecursionError as error:
        happen(error)
    assert shown[0].kind == "RecursionError"
    assert len(shown[0].trace) < 5000


def test_other_threads_are_heard_and_may_end_themselves(caplog) -> None:
    shown: list[Fault] = []
    Hooks(pytest.fail, shown.append).install()

    def fail(error: BaseException) -> None:
        raise error

    for error in (ValueError("there"), SystemExit(0)):
        thread = threading.Thread(target=fail, args=(error,), name="worker")
        thread.start()
        thread.join()
    assert [(fault.kind, fault.thread) for fault in shown] == [("ValueError", "worker")]
    assert "in worker" in next(errors(caplog))


def test_a_sentence_is_told_in_the_main_thread_only(caplog) -> None:
    Hooks(pytest.fail).install()
    args = SimpleNamespace(exc_value=raised(ValueError("there")), thread=None)
    threading.excepthook(args)  # type: ignore[arg-type]
    assert "ValueError: there" in next(errors(caplog))


def test_an_interrupt_leaves_the_program() -> None:
    left: list[str] = []
    Hooks(pytest.fail, leave=lambda: left.append("left")).install()
    happen(raised(KeyboardInterrupt()))
    assert left == ["left"]


def test_an_interrupt_without_a_way_out_is_python_s(capsys) -> None:
    Hooks(pytest.fail).install()
    happen(raised(KeyboardInterrupt()))
    assert "KeyboardInterrupt" in capsys.readouterr().err


def test_hooks_are_given_back() -> None:
    before = (sys.excepthook, threading.excepthook)
    restore = Hooks(pytest.fail).install()
    assert sys.excepthook is not before[0]
    restore()
    assert (sys.excepthook, threading.excepthook) == before
