"""The settings of keys: finding, recording, clashes, taking back, import and export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from palimpsest.app.key_bindings import KeyBindings
from palimpsest.app.key_settings import KeySettings
from palimpsest.app.theme import dark, light

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000
COMMANDS = {
    "file.open": ("Open…", "File", ("Ctrl+O",)),
    "file.save": ("&Save", "File", ("Ctrl+S",)),
    "edit.upper": ("Upper Case", "Edit", ("Ctrl+K, Ctrl+U",)),
    "edit.sort": ("Sort Lines", "Edit", ()),
}
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def bindings() -> KeyBindings:
    return KeyBindings({name: keys for name, (_, _, keys) in COMMANDS.items()})


@pytest.fixture
def page(qtbot: QtBot, bindings: KeyBindings) -> KeySettings:
    actions = {name: QAction(title) for name, (title, _, _) in COMMANDS.items()}
    page = KeySettings(bindings, actions, light, {name: group for name, (_, group, _) in COMMANDS.items()})
    qtbot.addWidget(page)
    page.resize(600, 480)
    with qtbot.waitActive(page):
        page.show()
    return page


def listed(page: KeySettings) -> dict[str, tuple[str, str]]:
    """Title → keys and the word after them."""
    items = [page.list.topLevelItem(row) for row in range(page.list.topLevelItemCount())]
    return {item.text(0): (item.text(1), item.text(2)) for item in items if item is not None}


def choose(page: KeySettings, title: str) -> None:
    page.list.setCurrentItem(page.list.findItems(title, Qt.MatchFlag.MatchExactly)[0])


def record(qtbot: QtBot, page: KeySettings, *keys: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    """Press keys into the recorder, and wait until it takes them for the whole."""
    page.editor.add.click()
    editor = page.editor.recorder
    qtbot.waitUntil(editor.hasFocus, timeout=PATIENCE_MS)
    for key, modifier in keys:
        qtbot.keyClick(editor, key, modifier)
    qtbot.waitUntil(editor.isHidden, timeout=PATIENCE_MS)


def test_every_command_is_listed_with_its_keys(page: KeySettings) -> None:
    assert listed(page) == {
        "File: Open…": ("Ctrl+O", ""),
        "File: Save": ("Ctrl+S", ""),
        "Edit: Upper Case": ("Ctrl+K, Ctrl+U", ""),
        "Edit: Sort Lines": ("", ""),
    }


def test_finding_by_name_and_by_key(qtbot: QtBot, page: KeySettings) -> None:
    for text, titles in (("edit case", ["Edit: Upper Case"]), ("ctrl+s", ["File: Save"]), ("xyzzy", [])):
        page.search(text)
        assert list(listed(page)) == titles
        assert page.count(text) == len(titles)
    page.press.click()
    qtbot.waitUntil(page.recorder.hasFocus, timeout=PATIENCE_MS)
    qtbot.keyClick(page.recorder, Qt.Key.Key_K, CONTROL)
    qtbot.waitUntil(lambda: list(listed(page)) == ["Edit: Upper Case"], timeout=PATIENCE_MS)
    page.press.click()
    assert page.line.isVisible()
    page.search("")
    assert len(listed(page)) == len(COMMANDS)


def test_the_editor_follows_the_list(page: KeySettings) -> None:
    choose(page, "File: Save")
    assert page.editor.title.text() == "File: Save"
    page.search("upper")
    assert page.editor.title.text() == "Edit: Upper Case"
    page.search("xyzzy")
    assert page.editor.title.text() == ""
    assert page.editor.add.isHidden()


def test_a_new_key_is_recorded(qtbot: QtBot, page: KeySettings, bindings: KeyBindings) -> None:
    choose(page, "Edit: Sort Lines")
    with qtbot.waitSignal(page.changed, timeout=PATIENCE_MS):
        record(qtbot, page, (Qt.Key.Key_F9, Qt.KeyboardModifier.NoModifier))
    assert bindings.user == {"edit.sort": ["F9"]}
    assert listed(page)["Edit: Sort Lines"] == ("F9", "changed")
    assert [button.text() for button in page.editor.keys] == ["F9"]
    assert "no key" in page.editor.table.text()
    page.editor.reset.click()
    assert bindings.user == {}
    assert page.editor.keys == []


def test_two_keys_make_one_sequence(qtbot: QtBot, page: KeySettings, bindings: KeyBindings) -> None:
    choose(page, "Edit: Sort Lines")
    record(qtbot, page, (Qt.Key.Key_K, CONTROL), (Qt.Key.Key_L, CONTROL))
    assert bindings.keys_of("edit.sort") == ("Ctrl+K, Ctrl+L",)


@pytest.mark.parametrize(
    ("answer", "save", "sort"),
    [("take_over", (), ("Ctrl+S",)), ("keep_off", (), ()), ("leave", ("Ctrl+S",), ())],
)
def test_a_key_that_is_taken_is_asked_about(
    qtbot: QtBot, page: KeySettings, bindings: KeyBindings, answer: str, save: tuple[str, ...], sort: tuple[str, ...]
) -> None:
    choose(page, "Edit: Sort Lines")
    record(qtbot, page, (Qt.Key.Key_S, CONTROL))
    assert page.editor.question.text() == "Ctrl+S belongs to File: Save."
    assert bindings.user == {}
    qtbot.mouseClick(getattr(page.editor, answer), Qt.MouseButton.LeftButton)
    assert (bindings.keys_of("file.save"), bindings.keys_of("edit.sort")) == (save, sort)
    assert page.editor.question.isHidden()


def test_the_beginning_of_another_key_is_said(qtbot: QtBot, page: KeySettings) -> None:
    choose(page, "Edit: Sort Lines")
    record(qtbot, page, (Qt.Key.Key_K, CONTROL))
    assert "Ctrl+K, Ctrl+U" in page.editor.question.text()
    assert "Edit: Upper Case" in page.editor.question.text()


def test_letters_are_kept_for_writing(qtbot: QtBot, page: KeySettings, bindings: KeyBindings) -> None:
    choose(page, "Edit: Sort Lines")
    record(qtbot, page, (Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier))
    assert "writing" in page.editor.question.text()
    assert page.editor.take_over.isHidden()
    assert bindings.user == {}


def test_the_same_key_again_changes_nothing(qtbot: QtBot, page: KeySettings, bindings: KeyBindings) -> None:
    choose(page, "File: Save")
    record(qtbot, page, (Qt.Key.Key_S, CONTROL))
    assert "already" in page.editor.question.text()
    assert bindings.user == {}


def test_recording_can_be_left(page: KeySettings, bindings: KeyBindings) -> None:
    choose(page, "File: Save")
    page.editor.add.click()
    page.editor.cancel.click()
    assert page.editor.recorder.isHidden()
    assert not page.editor.add.isHidden()
    page.editor.add.click()
    page.line.setFocus()
    assert page.editor.recorder.isHidden()
    assert bindings.user == {}


def test_keys_are_taken_away_and_all_is_reset_and_taken_back(page: KeySettings, bindings: KeyBindings) -> None:
    choose(page, "File: Save")
    page.editor.keys[0].click()
    assert bindings.user == {"file.save": []}
    assert "Ctrl+S" in page.editor.table.text()
    page.reset_all.click()
    assert bindings.user == {}
    assert page.undo.isVisible()
    page.undo.click()
    assert bindings.user == {"file.save": []}
    assert page.undo.isHidden()


def test_enter_on_a_row_records(qtbot: QtBot, page: KeySettings) -> None:
    choose(page, "File: Save")
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page.editor.recorder.isVisible()


def test_export_and_import(
    page: KeySettings, bindings: KeyBindings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "keys.json"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target), ""))
    bindings.add_key("file.save", "F2")
    page.give_out.click()
    assert json.loads(target.read_text()) == {"keys": {"file.save": ["Ctrl+S", "F2"]}}
    assert "keys.json" in page.message.text()
    bindings.reset()
    page.take_in.click()
    assert bindings.user == {"file.save": ["Ctrl+S", "F2"]}
    page.undo.click()
    assert bindings.user == {}
    target.write_text('{"keys": {"file.gone": ["F4"]}}')
    page.take_in.click()
    assert "file.gone" in page.message.text()
    for content in (b"no", b"\xff\xfe\xff"):
        target.write_bytes(content)
        page.take_in.click()
        assert "as they were" in page.message.text()
    target.unlink()
    page.take_in.click()
    assert "as they were" in page.message.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path), ""))
    page.give_out.click()
    assert "could not be written" in page.message.text()


def test_everything_has_a_name(page: KeySettings) -> None:
    page.set_theme(dark)
    choose(page, "File: Save")
    for widget in (page.line, page.recorder, page.list, page.editor.recorder, *page.editor.keys):
        assert widget.accessibleName()
    for button in (page.press, page.reset_all, page.take_in, page.give_out, page.editor.add):
        assert button.text()
