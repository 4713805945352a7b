"""What a monkey does with the panels beside the page: denoising, history, drafts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from monkey_hands import Hands
from monkey_runs import Runs
from monkey_writing import Weights
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from palimpsest.app.regenerate.denoising_panel import DenoisingPanel
from palimpsest.app.regenerate.history_panel import HistoryPanel
from palimpsest.app.regenerate.side_by_side import SideBySide

if TYPE_CHECKING:
    from palimpsest.app.regenerate.history_entry import HistoryEntry

_Key = Qt.Key
_TOGGLES = ("view.denoising", "view.history", "regenerate.compare")
_SCRUBS = (_Key.Key_Left, _Key.Key_Left, _Key.Key_Right, _Key.Key_Home, _Key.Key_End, _Key.Key_Escape, _Key.Key_Space)

_Panel = TypeVar("_Panel", bound=QWidget)


class Panels:
    """What they offer; one that is closed may be opened for it."""

    def __init__(self, hands: Hands, runs: Runs) -> None:
        self._hands = hands
        self._runs = runs
        self.weights: Weights = {self.toggle: 2, self.scrub: 4, self.look_back: 4, self.compare: 3}
        self.at_rest: Weights = {self.toggle: 2, self.look_back: 24}

    def toggle(self) -> None:
        """Open or close one."""
        self._hands.command(self._hands.one_of(_TOGGLES))

    def scrub(self) -> None:
        """Go over the passes, on the page, too; or point at a cell."""
        hands, panel = self._hands, self._open(DenoisingPanel, "view.denoising")
        if panel is None:
            return
        with hands.truth.runs.leaves_texts(hands.window):
            if hands.chance(0.2):
                panel.word_wanted.emit(hands.random.randint(0, 12))
                return
            for _ in range(hands.random.randint(1, 4)):
                QTest.keyClick(panel, hands.one_of(_SCRUBS))
        if panel.away:
            hands.seen["scrubbed"] += 1

    def compare(self) -> None:
        """Show another draft, or accept the one that is shown."""
        panel = self._open(SideBySide, "regenerate.compare")
        if panel is None:
            return
        key = self._hands.one_of((_Key.Key_Left, _Key.Key_Right, _Key.Key_Right, _Key.Key_2, _Key.Key_Return))
        self._hands.note(f"  {key.name}")
        self._runs.answer(lambda: QTest.keyClick(panel.columns, key))

    def look_back(self) -> None:
        """At an earlier run: on the page, or back into the text, or once more."""
        hands, panel = self._hands, self._open(HistoryPanel, "view.history")
        if panel is None:
            return
        with hands.truth.runs.leaves_texts(hands.window):
            self._choose(panel)
        entry = panel.entry
        what = hands.one_of(
            ("look", "look", "look", "apply", "apply", "apply", "again", "reuse", "forget", "star", "leave")
        )
        if entry is None:
            return
        if what == "apply":
            self._apply(panel, entry)
            return
        with hands.truth.runs.leaves_texts(hands.window):
            match what:
                case "look":
                    QTest.keyClick(panel.list, _Key.Key_Space)
                case "again" if len(hands.working()) <= 1:
                    panel.detail.again.click()
                case "reuse":
                    panel.detail.reuse.click()
                case "forget":
                    QTest.keyClick(panel.list, _Key.Key_Delete)
                case "star":
                    panel.menu_of(entry).actions()[4].trigger()
                case "leave":
                    QTest.keyClick(panel.list, _Key.Key_Escape)

    def _choose(self, panel: HistoryPanel) -> None:
        """A run, and one of its texts; what is chosen is shown on the page."""
        hands, page = self._hands, self._hands.page
        entries = page.history.entries
        if entries and hands.chance(0.7):
            # Of late ones the places are still to be found.
            entry = entries[hands.random.randrange(min(len(entries), hands.random.choice((2, 100))))]
            panel.list.setCurrentIndex(panel.rows.index_of(entry.id))
        if hands.chance(0.3):
            texts = panel.detail.texts
            texts.setCurrentIndex(texts.model().index(hands.random.randint(0, 3), 0))
        if page.past.previewed is not None:
            hands.seen["looked back"] += 1

    def _apply(self, panel: HistoryPanel, entry: HistoryEntry) -> None:
        """Enter: into the text, or made again where only the seed is left."""
        hands, page = self._hands, self._hands.page
        place, text = page.past.place(entry), entry.text_at(panel.detail.place)
        if place is None or text is None or page.regeneration.standing is not None or not entry.offers:
            if len(hands.working()) <= 1:
                with hands.truth.runs.leaves_texts(hands.window):
                    QTest.keyClick(panel.list, _Key.Key_Return)
            return
        start, end = (page.document.to_code_point(each) for each in place)
        with hands.truth.runs.answers(page, (start, end), text):
            hands.one_step(lambda: QTest.keyClick(panel.list, _Key.Key_Return))
        hands.seen["applied"] += 1

    def _open(self, kind: type[_Panel], command: str) -> _Panel | None:
        if not self._hands.window.commands[command].isChecked() and self._hands.chance(0.2):
            self._hands.command(command)
        found = self._hands.window.findChild(kind)
        return found if found is not None and found.isVisible() else None
