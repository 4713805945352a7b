"""Whatever is done, no undo or redo state ever holds a draft, and undoing all of it gives the original back."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from monkey_engine import WildEngine
from monkey_run_truth import RunTruth, span_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from windows import PATIENCE_MS, select

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.regenerate.run import Run
    from palimpsest.app.window import Window

TEXT = "One wet morning\na dog 🐕 ran by.\n\nNobody saw it. Nobody at all.\n"
LEAD = ("start", "stop", "accept", "discard", "retry", "next", "previous")
SAY = (
    "next_word",
    "next_change",
    "pin",
    "choose_word",
    "reject_word",
    "reject_sentence",
    "reject_line",
    "vary",
    "retry",
)
PARTS = ("accept_change", "accept_sentence", "accept_line", "put_back")


class Player:
    """Does to a window what a sequence says; the engine takes a pass only when the sequence says so."""

    def __init__(self, qtbot: QtBot, window: Window, engine: WildEngine, truth: RunTruth) -> None:
        self.qtbot, self.window, self.engine, self.truth = qtbot, window, engine, truth

    @property
    def text(self) -> str:
        return self.window.document.text()

    def play(self, step: Sequence) -> None:
        match step:
            case ("select", start, end):
                self.select(start, end)
            case ("type", place, typed):
                self.select(place, place)
                self.type(typed)
            case ("paste", start, end, pasted):
                self.select(start, end)
                self.window.editor.insertPlainText(pasted)
            case ("delete", start, end):
                self.select(start, end)
                self.qtbot.keyClick(self.window.editor, Qt.Key.Key_Delete)
            case ("mark", start, end, name):
                self.select(start, end)
                self.command(name)
            case ("command", name):
                self.command(name)
            case ("run", start, end, count, after):
                self.begin(start, end)
                self.passes(count)
                self.command(after)
            case ("steer", start, end, names, after):
                self.begin(start, end)
                for name in names:
                    self.to_the_end()
                    self.command(name)
                self.command(after)
            case (do,):
                do(self)

    def undo(self) -> None:
        self.window.editor.undo()

    def redo(self) -> None:
        self.window.editor.redo()

    def type(self, typed: str) -> None:
        if typed == "\n":
            self.qtbot.keyClick(self.window.editor, Qt.Key.Key_Return)
        else:
            self.qtbot.keyClicks(self.window.editor, typed)

    def command(self, name: str) -> None:
        """What puts something into the document may put there what is proposed, and nothing else may."""
        page = self.window.page
        proposal = page.run.proposal if page.run is not None else None
        if proposal is None or name not in ("accept", *PARTS):
            with self.truth.leaves_texts(self.window):
                self.trigger(name)
        else:
            with self.truth.answers(page, span_of(page), proposal.text, in_part=name != "accept"):
                self.trigger(name)

    def trigger(self, name: str) -> None:
        self.window.commands[f"regenerate.{name}"].trigger()
        offered = self.window.page.say.menu.actions() if name == "choose_word" else []
        if offered and offered[0].isEnabled() and self.window.page.say.proposal is not None:
            offered[0].trigger()

    def begin(self, start: int, end: int) -> None:
        self.command("discard")
        self.select(start, end)
        self.command("start")

    def select(self, start: int, end: int) -> None:
        buffer = self.window.document.buffer
        last = buffer.characterCount() - 1
        start, end = min(start, last), min(end, last)
        # Nobody stands between the two halves of a character.
        select(self.window, *(place - ("\udc00" <= buffer.characterAt(place) <= "\udfff") for place in (start, end)))

    def to_the_end(self) -> None:
        while self.window.run is not None and self.window.run.working:
            self.passes(1)

    def take_one(self) -> None:
        self.passes(1)

    def passes(self, count: int) -> None:
        run = self.window.run
        if run is None or not run.working:
            return
        # The engine must be at this run, or the one before it would use up what is meant for this one.
        self.wait(lambda: self.at_it(run))
        for _ in range(count):
            self.take_pass(run)

    def at_it(self, run: Run) -> bool:
        requests = self.engine.requests
        return bool(requests) and run.film is not None and requests[-1] is run.film.request

    def take_pass(self, run: Run) -> None:
        before = run.latest
        if run.working and not run.stopping:
            self.engine.step()
        self.wait(lambda: not run.working or run.latest is not before)
        latest = run.latest
        if latest is not None and (latest.number, latest.canvas) == (latest.limit, latest.canvases):
            self.wait(lambda: not run.working)

    def wait(self, done: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(done, timeout=PATIENCE_MS)

    def check_history(self) -> None:
        """Walk all the way back and forth again."""
        buffer, top = self.window.document.buffer, self.text
        while buffer.isUndoAvailable():
            self.window.editor.undo()
            assert not self.truth.words.strangers(self.text)
        assert self.text == TEXT
        assert not self.window.document.modified
        while buffer.isRedoAvailable():
            self.window.editor.redo()
            assert not self.truth.words.strangers(self.text)
        assert self.text == top


places = st.integers(0, len(TEXT) + 1)
says = st.lists(st.sampled_from([*SAY, *PARTS, *PARTS]), max_size=5)
steps = st.one_of(
    st.tuples(st.just("select"), places, places),
    st.tuples(st.just("type"), places, st.sampled_from(["x", "two words", "\n"])),
    st.tuples(st.just("paste"), places, places, st.sampled_from(["🦉", "a\nb"])),
    st.tuples(st.just("delete"), places, places),
    st.tuples(st.sampled_from([Player.undo, Player.redo, Player.take_one, Player.to_the_end])),
    st.tuples(st.just("mark"), places, places, st.sampled_from(["pin", "hole"])),
    # So that many sequences come as far as a proposal; the single steps above do so only by luck.
    st.tuples(st.just("run"), places, places, st.integers(0, 4), st.sampled_from(["stop", "accept", "next", "retry"])),
    st.tuples(st.just("steer"), places, places, says, st.sampled_from(["stop", "accept", "discard", "next"])),
    st.tuples(st.just("command"), st.sampled_from([*LEAD, *SAY, *PARTS])),
)


def test_no_state_of_the_document_ever_holds_a_draft(
    qtbot: QtBot, open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random()
    monkeypatch.setattr(random, "SystemRandom", lambda: dice)
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    truth = RunTruth(lambda _: True)
    engine = WildEngine(truth.words)
    window = open_window(engine, text=TEXT)
    player = Player(qtbot, window, engine, truth)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(steps, max_size=14))
    def check(sequence: list[Sequence]) -> None:
        # The same sequence is the same game.
        dice.seed(1)
        truth.words.forget()
        window.page.history.clear()
        window.regeneration.waiting.clear()
        window.regeneration.discard()
        window.document.set_text(TEXT)
        window.editor.span_marks.clear_pins()
        window.editor.span_marks.clear_holes()
        for step in sequence:
            player.play(step)
            truth.check_page(window.page)
        while window.document.buffer.isRedoAvailable():
            window.editor.redo()
            assert not truth.words.strangers(player.text)
        window.regeneration.waiting.clear()
        window.regeneration.discard()
        player.check_history()

    check()
