"""The presets in the palette: chosen, kept, renamed, deleted, taken in and given away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from palimpsest.app.palette import Palette
from palimpsest.app.regenerate.name_dialog import NameDialog
from palimpsest.app.regenerate.preset_file import Preset, text_of
from palimpsest.app.regenerate.preset_menu import PresetMenu
from palimpsest.app.regenerate.presets import SHIPPED, Presets
from palimpsest.app.regenerate.prompt_bar import PromptBar
from palimpsest.app.regenerate.wish import Wish
from palimpsest.app.theme import light

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

OWN = Preset("Mine", "as I like it", 0.4, "longer", None, 5)


@dataclass
class Scene:
    qtbot: QtBot
    window: QMainWindow
    bar: PromptBar
    palette: Palette
    presets: Presets
    menu: PresetMenu
    code: list[bool]
    said: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def labels(self) -> list[str]:
        return [item.label for item in self.palette._shown]

    def take(self, label: str) -> None:
        assert self.palette.isVisible()
        self.palette.list.setCurrentIndex(self.palette.list.model().index(self.labels.index(label), 0))
        self.qtbot.keyClick(self.palette.line, Qt.Key.Key_Return)

    def dialog(self) -> NameDialog:
        (dialog,) = [each for each in self.window.findChildren(NameDialog) if each.isVisible()]
        return dialog


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    window = QMainWindow()
    qtbot.addWidget(window)
    middle = QWidget()
    column = QVBoxLayout(middle)
    bar = PromptBar(light)
    column.addWidget(bar)
    window.setCentralWidget(middle)
    palette, presets, code = Palette({}, window), Presets(tmp_path / "presets.json", window), [False]
    menu = PresetMenu(presets, palette, lambda: bar, lambda: code[0], window)
    made = Scene(qtbot, window, bar, palette, presets, menu, code)
    menu.said.connect(made.said.append)
    menu.failed.connect(made.failed.append)
    window.resize(800, 600)
    with qtbot.waitActive(window):
        window.show()
    bar.open(False, ())
    yield made
    window.close()


def test_choosing_fills_the_bar_and_gives_it_the_keyboard(scene: Scene) -> None:
    scene.presets.add(OWN)
    scene.bar.set_wish(Wish(seed=7))
    scene.menu.choose()
    assert scene.labels[0] == "Mine"
    scene.take("Mine")
    assert scene.bar.wish == Wish("as I like it", 0.4, 5, 7, "longer")
    assert scene.window.focusWidget() is scene.bar.instruction


def test_a_shipped_one_leaves_the_number_of_drafts(scene: Scene) -> None:
    scene.bar.set_wish(Wish(alternatives=7))
    scene.menu.choose()
    scene.take("Shorter")
    assert scene.bar.wish == Wish("Say the same in fewer words.", 0.7, 7, None, "shorter")


def test_a_bar_that_is_put_away_is_asked_for_first(scene: Scene) -> None:
    scene.bar.hide()
    scene.menu.bar_wanted.connect(lambda: (scene.bar.open(False, ()), scene.bar.set_wish(Wish())))
    scene.menu.choose()
    scene.take("Fix grammar")
    assert scene.bar.isVisible()
    assert scene.bar.wish.strength == 0.25


def test_what_fits_the_page_comes_first_and_own_names_hide_shipped_ones(scene: Scene) -> None:
    scene.menu.choose()
    assert scene.labels[0] == "Shorter"
    scene.palette.close_palette()
    scene.code[0] = True
    scene.presets.add(Preset("Shorter", "mine"))
    scene.menu.choose()
    assert scene.labels[:2] == ["Shorter", "Add type hints"]
    assert len([label for label in scene.labels if label == "Shorter"]) == 1
    assert {each.preset.name for each in SHIPPED} <= set(scene.labels)


def test_keeping_asks_for_a_name(scene: Scene) -> None:
    scene.bar.set_wish(Wish("warmer", 0.3, 2, None, "same", 9))
    scene.menu.choose()
    scene.take("Keep These Settings…")
    dialog = scene.dialog()
    assert dialog.line.text() == "warmer"
    dialog.line.setText("Warm")
    dialog.ok.click()
    assert scene.presets.own == (Preset("Warm", "warmer", 0.3, "same", 9, 2),)
    assert scene.said == ["The preset “Warm” is kept."]


def test_renaming(scene: Scene) -> None:
    scene.presets.take_in([OWN, Preset("Other")])
    scene.menu.choose()
    scene.take("Rename…")
    assert scene.labels == ["Mine", "Other"]
    scene.take("Mine")
    scene.dialog().line.setText("Ours")
    scene.dialog().ok.click()
    assert scene.presets.names() == {"Ours", "Other"}


@pytest.mark.parametrize(("answer", "left"), [("Keep it", {"Mine"}), ("Delete “Mine”", set())])
def test_deleting_asks_once_more(scene: Scene, answer: str, left: set[str]) -> None:
    scene.presets.add(OWN)
    scene.menu.choose()
    scene.take("Delete…")
    scene.take("Mine")
    assert scene.presets.own == (OWN,)
    scene.take(answer)
    assert scene.presets.names() == left
    assert bool(scene.said) == (not left)


def test_nothing_of_one_s_own_is_nothing_to_rename_delete_or_give_away(scene: Scene) -> None:
    scene.menu.choose()
    off = {item.label for item in scene.palette._shown if not item.enabled}
    assert off == {"Rename…", "Delete…", "Export…"}


def test_import_and_export(scene: Scene, tmp_path: Path, answer: Callable[[Path | None], None]) -> None:
    given = tmp_path / "given.json"
    given.write_text(text_of([OWN]), encoding="utf-8")
    answer(given)
    scene.menu.import_file()
    assert scene.presets.own == (OWN,)
    given.write_text("[]", encoding="utf-8")
    scene.menu.import_file()
    assert scene.presets.own == (OWN,)
    answer(tmp_path / "out.json")
    scene.menu.export_file()
    assert (tmp_path / "out.json").read_text(encoding="utf-8") == text_of([OWN])
    answer(tmp_path)
    scene.menu.export_file()
    answer(None)
    scene.menu.import_file()
    scene.menu.export_file()
    assert scene.said == ["One preset was taken in.", "The presets are in out.json."]
    assert [text.split(".")[0].split(":")[0] for text in scene.failed] == [
        "The presets are as they were",
        "The presets could not be written",
    ]


def test_a_preset_of_ones_own_runs_by_its_number(scene: Scene) -> None:
    runs: list[Wish] = []
    scene.menu.run_wanted.connect(lambda: runs.append(scene.bar.wish))
    scene.menu.run(1)
    assert runs == []
    assert len(scene.said) == 1
    scene.presets.add(OWN)
    scene.menu.run(1)
    assert runs == [Wish("as I like it", 0.4, 5, None, "longer")]
