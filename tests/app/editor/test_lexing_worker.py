"""The lexing thread: there while there is something to do, fair to the view, and quiet once it is closed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from palimpsest.app.documents.languages import Language, by_name
from palimpsest.app.editor import lexing_worker
from palimpsest.app.editor.lexed_lines import Spans
from palimpsest.app.editor.lexing_worker import Edit, Found, LexingWorker, Reset, Settled

PATIENCE_S = 20.0


class Listener:
    """Takes what a worker finds, as the page does."""

    def __init__(self) -> None:
        self.arrived = threading.Event()
        self.worker = LexingWorker(self.arrived.set)
        self.found: list[Found] = []
        self.settled = -1

    def until_settled(self, version: int) -> None:
        stop = time.monotonic() + PATIENCE_S
        while self.settled < version:
            assert self.arrived.wait(max(0.0, stop - time.monotonic()))
            self.arrived.clear()
            for report in self.worker.take():
                if isinstance(report, Settled):
                    self.settled = report.version
                else:
                    self.found.append(report)

    def lines(self, count: int) -> list[Spans]:
        """What is known of so many lines; fails if one has never been told of."""
        known: dict[int, Spans] = {}
        for report in self.found:
            known.update(enumerate(report.spans, report.first))
        return [known[line] for line in range(count)]


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener()
    yield made
    assert made.worker.close(PATIENCE_S)


def language(name: str) -> Language:
    found = by_name(name)
    assert found is not None
    return found


def running() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "highlighting"]


def test_a_text_is_lexed_and_the_thread_ends(listener: Listener):
    listener.worker.put(Reset(language("Python"), "if x:\n    y = 'z'"))
    listener.until_settled(1)
    assert [len(spans) for spans in listener.lines(2)] == [1, 1]
    assert listener.worker.close(PATIENCE_S)
    assert not running()


def test_edits_are_answered_in_their_order(listener: Listener):
    listener.worker.put(Reset(language("Python"), "a\nb\nc"))
    listener.worker.put(Edit(1, 1, ("if b:", "  'c'")))
    listener.worker.put(Edit(0, 1, ("# d",)))
    listener.until_settled(3)
    assert [len(spans) for spans in listener.lines(4)] == [1, 1, 1, 0]
    assert listener.found[-1].version == 3


def test_a_comment_that_is_closed_far_below_is_seen_after_a_pause(listener: Listener, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lexing_worker, "DOUBT_S", 0.01)
    text = ["/* one", *["word"] * 100, "end"]
    listener.worker.put(Reset(language("JavaScript"), "\n".join(text)))
    listener.until_settled(1)
    before = listener.lines(102)[50]
    listener.worker.put(Edit(101, 1, ("*/",)))
    listener.until_settled(2)
    assert listener.lines(102)[50] != before


def test_the_view_is_shown_before_its_turn(listener: Listener):
    listener.worker.look(3_000, 3_050)
    listener.worker.put(Reset(language("Python"), "\n".join(["x = 'y'"] * 4_000)))
    listener.until_settled(1)
    assert listener.found[0].first == 3_000
    assert len(set(listener.lines(4_000))) == 1


def test_a_long_text_that_cannot_be_taken_up_is_lexed_around_the_view(
    listener: Listener, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(lexing_worker, "WHOLE_LIMIT", 1_000)
    listener.worker.look(1_000, 1_020)
    listener.worker.put(Reset(language("JSON"), "\n".join(["[", *['"word",'] * 2_000, "]"])))
    listener.until_settled(1)
    seen = {line for report in listener.found for line in range(report.first, report.first + len(report.spans))}
    assert seen == set(range(800, 1_220))


def test_a_very_long_line_is_left_plain(listener: Listener):
    listener.worker.put(Reset(language("Python"), "if x:\n" + "'" * 30_000 + "\nif y:"))
    listener.until_settled(1)
    assert [len(spans) for spans in listener.lines(3)] == [1, 0, 1]


def test_a_lexer_that_fails_leaves_the_text_as_it_is(listener: Listener, monkeypatch: pytest.MonkeyPatch):
    def fail(_: Language) -> None:
        raise ValueError("no lexer")

    monkeypatch.setattr(lexing_worker, "lexer_of", fail)
    listener.worker.put(Reset(language("Python"), "x"))
    listener.until_settled(1)
    listener.worker.put(Edit(0, 1, ("y",)))
    listener.until_settled(2)
    assert listener.found == []


def test_nothing_is_told_after_the_end():
    listener = Listener()
    listener.worker.put(Reset(language("Python"), "\n".join(["x = 'y'"] * 20_000)))
    listener.worker.close()
    listener.arrived.clear()
    assert listener.worker.close(PATIENCE_S)
    assert not listener.arrived.is_set()
    listener.worker.put(Edit(0, 1, ("y",)))
    assert not running()
