"""Whatever is done, no undo or redo state ever holds a draft, and undoing all of it gives the original back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from scripted import NOISE, ScriptedEngine
from windows import PATIENCE_MS, select

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.regenerate.run import Run
    from palimpsest.app.window import Window

TEXT = "One wet morning\na dog 🐕 ran by.\n\nNobody saw it.\n"
PASSES = 3

places = st.integers(0, len(TEXT) + 1)
afterwards = st.sampled_from(["stop", "accept", "next", "retry"])
steps = st.one_of(
    st.tuples(st.just("select"), places, places),
    st.tuples(st.just("type"), places, st.sampled_from(["x", "two words", "\n"])),
    st.tuples(st.just("paste"), places, places, st.sampled_from(["🦉", "a\nb"])),
    st.tuples(st.just("delete"), places, places),
    st.tuples(st.sampled_from(["undo", "redo", "take a pass", "run to the end"])),
    # So that many sequences come as far as a proposal; the single steps above do so only by luck.
    st.tuples(
        st.just("run"), places, places, st.integers(0, PASSES), st.sampled_from(["stop", "accept", "next", "retry"])
    ),
    st.tuples(st.just("command"), st.sampled_from(["start", "stop", "accept", "discard", "retry", "next", "previous"])),
)


class Player:
    """Does to a window what a sequence says; the engine takes a pass only when the sequence says so."""

    def __init__(self, qtbot: QtBot, window: Window, engine: ScriptedEngine) -> None:
        self.qtbot, self.window, self.engine = qtbot, window, engine

    @property
    def text(self) -> str:
        return self.window.document.text()

    def play(self, step: Sequence) -> None:
        match step:
            case ("select", start, end):
                self.select(start, end)
            case ("type", place, typed):
                self.select(place, place)
                if typed == "\n":
                    self.qtbot.keyClick(self.window.editor, Qt.Key.Key_Return)
                else:
                    self.qtbot.keyClicks(self.window.editor, typed)
            case ("paste", start, end, pasted):
                self.select(start, end)
                self.window.editor.insertPlainText(pasted)
            case ("delete", start, end):
                self.select(start, end)
                self.qtbot.keyClick(self.window.editor, Qt.Key.Key_Delete)
            case ("command", name):
                self.window.commands[f"regenerate.{name}"].trigger()
            case ("run", start, end, count, after):
                self.play(("command", "discard"))
                self.select(start, end)
                self.play(("command", "start"))
                self.passes(count)
                self.play(("command", after))
            case ("undo",):
                self.window.editor.undo()
            case ("redo",):
                self.window.editor.redo()
            case ("take a pass",):
                self.passes(1)
            case ("run to the end",):
                self.passes(PASSES)

    def select(self, start: int, end: int) -> None:
        last = self.window.document.buffer.characterCount() - 1
        select(self.window, min(start, last), min(end, last))

    def passes(self, count: int) -> None:
        run = self.window.run
        if run is None or not run.working:
            return
        # The engine must be at this run, or the one before it would use up what is meant for this one.
        self.wait(lambda: bool(self.engine.requests) and self.engine.requests[-1].seed == run.wish.seed)
        for _ in range(count):
            self.take_pass(run)
        if run.latest is not None and run.latest.number == PASSES:
            self.wait(lambda: not run.working)

    def take_pass(self, run: Run) -> None:
        before = run.latest
        if run.working and not run.stopping:
            self.engine.step()
        self.wait(lambda: not run.working or run.latest is not before)

    def wait(self, done: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(done, timeout=PATIENCE_MS)

    def check_history(self) -> None:
        """Walk all the way back and forth again."""
        buffer, top = self.window.document.buffer, self.text
        while buffer.isUndoAvailable():
            self.window.editor.undo()
            assert NOISE not in self.text
        assert self.text == TEXT
        assert not self.window.document.modified
        while buffer.isRedoAvailable():
            self.window.editor.redo()
            assert NOISE not in self.text
        assert self.text == top


def test_no_state_of_the_document_ever_holds_a_draft(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = ScriptedEngine(["a quiet lamp", "an old\nmap"], passes=PASSES, gated=True)
    window = open_window(engine, text=TEXT)
    player = Player(qtbot, window, engine)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(steps, max_size=14))
    def check(sequence: list[Sequence]) -> None:
        window.regeneration.discard()
        window.document.set_text(TEXT)
        for step in sequence:
            player.play(step)
            assert NOISE not in player.text
        while window.document.buffer.isRedoAvailable():
            window.editor.redo()
            assert NOISE not in player.text
        window.regeneration.discard()
        player.check_history()

    check()
