"""What a monkey does around the text: tabs and files, the frame of the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from monkey_hands import Hands
from monkey_writing import COMPOSED, WORDS, Weights
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

if TYPE_CHECKING:
    import pytest

MOST_PAGES = 6

_Key = Qt.Key
_VIEWS = (
    "wrap", "line_numbers", "show_whitespace", "focus", "typewriter", "zoom_in", "zoom_out", "zoom_reset", "counts",
    "reduced_motion", "next_tab", "previous_tab", "next_part", "previous_part",
)  # fmt: skip
_SETTINGS = {
    "auto_indent": (True, False), "auto_close": (True, False), "match_brackets": (True, False), "tab_width": (2, 4, 8),
    "highlighting": (True, False), "spelling": (True, False), "trim_on_save": (True, False, False),
    "newline_on_save": (True, False, False), "alternatives": (1, 2, 3), "measure": (40, 72), "wrap_column": (30, 80),
    "current_line": (True, False), "wrap": ("auto", "none", "window", "column"), "indent_guides": (True, False),
    "focus": ("", "sentence", "paragraph"), "line_numbers": ("code", "always", "never"), "show_changes": (True, False),
    "slow_motion": (True, False, False, False),
}  # fmt: skip


class Files:
    """Tabs and files, also as other programs change them."""

    def __init__(self, hands: Hands, monkeypatch: pytest.MonkeyPatch) -> None:
        self._hands = hands
        self._answer: Path | None = None
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(self._answer)], ""))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(self._answer or ""), ""))
        self.weights: Weights = {
            self.new: 1, self.close: 2, self.move_tab: 1, self.open: 2, self.save: 4, self.save_as: 1,
            self.write_elsewhere: 3, self.encoding: 1, self.line_ends: 1, self.language: 1, self.answer_notice: 2,
        }  # fmt: skip

    def new(self) -> None:
        if len(self._hands.window.pages) < MOST_PAGES:
            self._hands.command("file.new")

    def close(self) -> None:
        if len(self._hands.window.pages) > 1 or self._hands.chance(0.2):
            with self._hands.truth.saves():
                self._answer = self._hands.some_file()
                self._hands.command("file.close")
                self._hands.answer_question()

    def move_tab(self) -> None:
        tabs = self._hands.window.tabs
        if tabs.count() > 1:
            tabs.moveTab(self._hands.random.randrange(tabs.count()), self._hands.random.randrange(tabs.count()))

    def open(self) -> None:
        if len(self._hands.window.pages) < MOST_PAGES:
            self._answer = self._hands.some_file()
            self._hands.command("file.reopen_closed" if self._hands.chance(0.3) else "file.open")

    def save(self) -> None:
        with self._hands.truth.saves():
            self._answer = self._hands.some_file()
            self._hands.command("file.save_all" if self._hands.chance(0.1) else "file.save")

    def save_as(self) -> None:
        with self._hands.truth.saves():
            self._answer = self._hands.one_of((self._hands.some_file(), None))
            self._hands.command("file.save_as")

    def write_elsewhere(self) -> None:
        """Another program writes to a file, or deletes it; perhaps the window has no time to notice."""
        known = [path for path in self._hands.truth.files if self._hands.chance(0.7)]
        if known:
            path = self._hands.one_of(known)
            self.change(path)
            if self._hands.chance(0.7):
                self._notice(path)

    def change(self, path: Path) -> None:
        """As another program would."""
        hands = self._hands
        end = hands.one_of(("\n", "\r\n"))
        lines = [hands.one_of((*WORDS, *COMPOSED)) for _ in range(hands.random.randint(0, 5))]
        data = end.join(lines).encode(hands.one_of(("utf-8", "utf-8", "utf-8-sig", "utf-16")))
        hands.truth.write(path, None if hands.chance(0.15) else data)

    def encoding(self) -> None:
        commands = ["document.save_in_encoding"]
        if self._hands.page.document.path is not None:
            commands.append("document.reopen_in_encoding")
        with self._hands.truth.saves():
            self._hands.pick(self._hands.one_of(commands))

    def line_ends(self) -> None:
        self._hands.pick("document.line_ends")

    def language(self) -> None:
        self._hands.pick(self._hands.one_of(("document.language", "document.indentation")))

    def answer_notice(self) -> None:
        notice = self._hands.page.notice
        shown = [button for button in (*notice.buttons, notice.close_button) if button.isVisible()]
        if shown:
            button = self._hands.one_of(shown)
            self._hands.note(f"  “{button.text()}” to “{notice.text}”")
            with self._hands.truth.saves():
                button.click()
            self._hands.close_dialogs()

    def _notice(self, path: Path) -> None:
        """Let the window see what has become of a file."""
        hands = self._hands
        hands.note("  notice")
        watch = hands.window.desk.watch
        watch.check_now()
        hands.let(lambda: watch.idle)
        for page in hands.window.pages:
            if page.document.path == path:
                hands.truth.told(page.document)
                hands.seen["followed a file"] += 1


class Frame:
    """What stands around the text: views, settings, size, time."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self.weights: Weights = {
            self.view: 4, self.change_setting: 2, self.resize: 1, self.palette: 1, self.pass_time: 4
        }  # fmt: skip

    def view(self) -> None:
        self._hands.command_by_key(f"view.{self._hands.one_of(_VIEWS)}")

    def change_setting(self) -> None:
        name = self._hands.one_of(tuple(_SETTINGS))
        value = self._hands.one_of(_SETTINGS[name])
        self._hands.note(f"  {value}")
        self._hands.window.desk.settings.set(name, value)

    def resize(self) -> None:
        self._hands.window.resize(self._hands.random.randint(480, 760), self._hands.random.randint(330, 520))

    def palette(self) -> None:
        box = self._hands.window.palette_box
        self._hands.command("view.palette")
        QTest.keyClicks(box.line, self._hands.one_of(("upper", "sort lines", "zoom", "wrap", "none such")))
        QTest.keyClick(box.line, self._hands.one_of((_Key.Key_Return, _Key.Key_Escape)))
        box.close_palette()

    def pass_time(self) -> None:
        """What happens by itself gets a moment."""
        self._hands.let(lambda: True, at_least=0.01)
        self._hands.truth.runs.check_turns(self._hands.window)

    def theme(self) -> None:
        self._hands.command("view.theme")

    def settings(self) -> None:
        self._hands.command("view.settings")
        QCoreApplication.processEvents()
        self._hands.close_dialogs()
