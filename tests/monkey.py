"""Does at random whatever can be done to a window, and has `Truth` look after each action whether all is well."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from monkey_actions import Files, Frame
from monkey_engine import WildEngine
from monkey_hands import PATIENCE_S, Hands
from monkey_panels import Panels
from monkey_runs import Runs
from monkey_steering import Steering
from monkey_truth import Left, Truth
from monkey_writing import Weights, Writing
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    import pytest

    from palimpsest.app.page import Page
    from palimpsest.app.window import Window

LONGEST = 450
"""UTF-16 units: longer texts are cut, so that many actions fit into a short time."""

SLOW_MS = 50
"""Slow motion may be on; a pass then takes no longer than this."""

RARELY = 0.0065
"""Share of the actions that take long."""
ATTENTION = 0.7
"""Share of the actions that have to do with runs while one stands on the page, besides those by chance."""


class Monkey:
    """One player with one sequence of numbers. `act` does one thing and looks at everything."""

    def __init__(
        self,
        seed: int,
        home: Path,
        start: Callable[[WildEngine], Window],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """`start` builds the program in `home`, where everything is that it may write to; its window is not shown."""
        folder = home / "files"
        folder.mkdir(parents=True)
        self._truth = Truth(home, folder, monkeypatch)
        self.hands = hands = Hands(seed, self._truth, monkeypatch)
        self._start = start
        writing = Writing(hands)
        self._files, self._runs, frame = Files(hands, monkeypatch), Runs(hands, writing), Frame(hands)
        steering, panels = Steering(hands, self._runs), Panels(hands, self._runs)
        about_text = writing.weights | self._files.weights | frame.weights
        about_runs = self._runs.weights | steering.weights | panels.weights
        self._at_rest: Weights = about_text | self._runs.beginnings | panels.at_rest
        self._common: Weights = about_text | about_runs
        self._attentive: Weights = about_runs
        self._rare: Weights = {frame.theme: 1, frame.settings: 1, self.come_back: 6}
        self._open()

    def act(self) -> None:
        """One action, and a look at everything."""
        hands = self.hands
        run = hands.page.run
        if hands.chance(RARELY):
            table = self._rare
        elif run is None or run.ended:
            table = self._at_rest
        else:
            table = self._attentive if hands.chance(ATTENTION) else self._common
        hands.menu = None
        (action,) = hands.random.choices(list(table), list(table.values()))
        hands.note(action.__name__)
        action()
        if not hands.window.desk.windows:
            hands.note("  the window went with its last tab")
            self._put_away()
            self._open()
            self._truth.check_back(hands.window, [])
        if hands.chance(0.4):
            QCoreApplication.processEvents()
        self._truth.check(hands.window)
        if hands.last > LONGEST:
            hands.note("cut the text")
            hands.select(LONGEST // 4, hands.last)
            QTest.keyClick(hands.editor, Qt.Key.Key_Delete)
            self._truth.check(hands.window)

    def end(self) -> None:
        """Walk through all histories, see that everything comes back once more, and close for good."""
        window = self.hands.window
        for page in window.pages:
            window.show_page(page)
            self._truth.walk(page)
            self._truth.check(window)
        self.come_back()
        window = self.hands.window
        window.leave()
        assert not window.desk.windows
        self._put_away()
        self._truth.check_home()

    def come_back(self) -> None:
        """Close the window, or crash, and start again in the same home."""
        hands, window = self.hands, self.hands.window
        crash = hands.chance(0.4)
        hands.note("  crash" if crash else "  close")
        if hands.chance(0.3):
            self._runs.to_the_end()
        if crash:
            window.desk.session.flush()
            expected = self._truth.left_by(window)
            keeper = window.desk.session.keeper
            assert keeper is not None
            # All is on the disk and the session not closed: what a killed program leaves, seconds after the last key.
            assert keeper.flush(PATIENCE_S)
            keeper.close(clean=False)
            window.leave()
        else:
            expected = self._truth.left_by(window)
            hands.one_of((window.close, lambda: hands.command("file.quit")))()
        assert not window.isVisible()
        self._put_away()
        self._open()
        # Before any event: what comes a moment later is not what is there at once.
        self._truth.check_back(hands.window, expected)
        session = hands.window.desk.session
        assert len(session.recovered) == (len(expected) if crash else 0)
        session.show_recovered(None)
        hands.close_dialogs()
        self._see_runs_back(expected)
        hands.seen["crashed" if crash else "closed"] += 1

    def _open(self) -> None:
        hands = self.hands
        hands.engine = WildEngine(self._truth.runs.words)
        hands.window = self._start(hands.engine)
        hands.window.desk.settings.set("slow_motion_ms", SLOW_MS)
        self._truth.begin(hands.window)
        hands.window.show()

    def _see_runs_back(self, expected: list[Left]) -> None:
        hands = self.hands
        desk = hands.window.desk
        hands.let(lambda: desk.awake)
        pending = [(page, left) for page, left in zip(hands.window.pages, expected, strict=False) if left.pending]
        for page, left in pending:
            run, wanted = page.run, left.pending
            assert wanted is not None
            assert run is not None, "a run that stood on the page did not come back"
            assert (run.wish.seed, run.wish.instruction) == (wanted.seed, wanted.instruction)
            assert page.canvas.span() == (wanted.start, wanted.end)
            hands.seen["a run came back"] += 1
        if pending and hands.chance(0.5):
            self._runs.to_the_end()
            for page, left in pending:
                self._see_texts_back(page, left)

    def _see_texts_back(self, page: Page, left: Left) -> None:
        """A run that was made again from its seed."""
        run, wanted = page.run, left.pending
        assert run is not None
        assert wanted is not None
        texts = tuple(item.text for item in run.alternatives.items)
        if left.drafts is not None:
            assert texts == left.drafts, "the same seed gave other drafts"
            assert run.alternatives.place == wanted.shown
            self.hands.seen["drafts came back"] += 1
        assert run.can_accept or run.failure is not None

    def _put_away(self) -> None:
        window = self.hands.window
        desk = window.desk
        assert desk.bridge.close(PATIENCE_S), "the engine thread did not end"
        window.deleteLater()
        desk.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
