"""The store of settings: checked changes, one signal each, and a file in which nothing of the user's is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from palimpsest.app import settings as file
from palimpsest.app.settings import Settings
from palimpsest.app.settings_store import SettingsStore

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


@pytest.fixture
def store(qtbot: QtBot, path: Path) -> Iterator[SettingsStore]:
    file.save(Settings(measure=80), path)
    store = SettingsStore.open(path)
    yield store
    store.flush()
    store.deleteLater()


def test_a_change_is_told_once_and_saved_a_moment_later(qtbot: QtBot, store: SettingsStore, path: Path) -> None:
    told: list[str] = []
    store.changed.connect(told.append)
    store.set("measure", 66)
    store.set("measure", 66)
    assert told == ["measure"]
    assert file.read(path).measure == 80
    qtbot.waitUntil(lambda: file.read(path).measure == 66, timeout=PATIENCE_MS)
    assert (store.value("measure"), store.values.measure) == (66, 66)


def test_what_cannot_be_changes_nothing(store: SettingsStore) -> None:
    told: list[str] = []
    store.changed.connect(told.append)
    for name, value in (("measure", 3), ("measure", "80"), ("wrap", "sideways"), ("colour", 1)):
        with pytest.raises(ValueError, match=name):
            store.set(name, value)
    with pytest.raises(KeyError):
        store.value("colour")
    assert told == []
    assert store.values == Settings(measure=80)


def test_reset(store: SettingsStore) -> None:
    assert not store.is_default("measure")
    store.reset("measure")
    assert store.is_default("measure")
    assert store.values == Settings()


def test_flush_writes_now(store: SettingsStore, path: Path) -> None:
    store.set("theme", "dark")
    store.flush()
    assert file.read(path) == Settings(measure=80, theme="dark")


def test_an_edit_of_the_file_is_taken_over(qtbot: QtBot, store: SettingsStore, path: Path) -> None:
    with qtbot.waitSignal(store.changed, timeout=PATIENCE_MS) as told:
        file.save(Settings(measure=80, tab_width=8), path)
    assert told.args == ["tab_width"]
    with qtbot.waitSignal(store.changed, timeout=PATIENCE_MS) as told:
        path.write_text('{"measure": 90, "tab_width": 8}')
    assert told.args == ["measure"]
    assert store.values == Settings(measure=90, tab_width=8)


def test_what_is_not_written_yet_outlives_a_reload(store: SettingsStore, path: Path) -> None:
    store.set("measure", 50)
    file.save(Settings(measure=100, tab_width=2), path)
    store.reload()
    assert store.values == Settings(measure=50, tab_width=2)
    store.flush()
    assert file.read(path) == store.values


def test_a_file_damaged_while_it_is_in_use_changes_nothing_and_is_kept(store: SettingsStore, path: Path) -> None:
    told: list[str] = []
    store.faulted.connect(told.append)
    path.write_text('{"measure": ')
    store.reload()
    assert store.values == Settings(measure=80)
    assert path.read_text() == '{"measure": '
    assert len(told) == 1
    assert str(path) in told[0]
    store.set("measure", 50)
    store.flush()
    assert file.read(path).measure == 50
    assert path.with_name("settings.json.broken").read_text() == '{"measure": '
    path.write_text("{}")
    store.reload()
    assert store.fault == ""


def test_a_file_damaged_before_is_kept_and_said(qtbot: QtBot, path: Path) -> None:
    path.write_text("measure: 66")
    store = SettingsStore.open(path)
    assert store.values == Settings()
    assert str(path.with_name("settings.json.broken")) in store.fault
    store.deleteLater()


def test_without_a_path_nothing_is_written(qtbot: QtBot) -> None:
    store = SettingsStore(Settings())
    store.set("theme", "dark")
    store.flush()
    store.reload()
    assert store.values.theme == "dark"
    assert not file.settings_path().exists()
    store.deleteLater()


def test_histories_are_newest_first_once_and_bounded(store: SettingsStore) -> None:
    for number in range(30):
        store.remember_file(Path(f"/tmp/{number}"))
        store.remember_command(f"edit.{number}")
    store.remember_file(Path("/tmp/20"))
    store.remember_instruction(" ")
    store.remember_instruction("shorter")
    assert store.values.recent_files[:3] == ["/tmp/20", "/tmp/29", "/tmp/28"]
    assert len(store.values.recent_files) == file.FILES_KEPT
    assert store.values.recent_files.count("/tmp/20") == 1
    assert len(store.values.recent_commands) == file.COMMANDS_KEPT
    assert store.values.instructions == ["shorter"]
    store.forget_files(["/tmp/20", "/tmp/28"])
    assert store.values.recent_files[:2] == ["/tmp/29", "/tmp/27"]
