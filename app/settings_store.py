"""The settings while the program runs: checked changes, a signal for each, saved a moment later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QFileSystemWatcher, QObject, QTimer, Signal, Slot

from palimpsest.app import settings as file
from palimpsest.app.settings import Settings

SAVE_AFTER_MS = 600
"""Changes that come close together are written once."""
LOOK_AFTER_MS = 200
"""Editors write in steps; the file is read once they are done."""


class SettingsStore(QObject):
    """Holds one `Settings`. `values` is for reading, with types; `set` is for changing."""

    changed = Signal(str)
    """Name of the setting."""
    faulted = Signal(str)
    """A sentence: the settings file is damaged, and what became of it."""

    def __init__(self, values: Settings, path: Path | None = None, parent: QObject | None = None) -> None:
        """`path` is where changes are written; None keeps them in memory only."""
        super().__init__(parent)
        self.values = values
        self.path = path
        self.fault = ""
        """The sentence of `faulted`, for what happened before anybody could listen; empty if the file was right."""
        self._unsaved: set[str] = set()
        self._damaged = False
        self._written = ""
        self._save_soon = QTimer(self, singleShot=True, interval=SAVE_AFTER_MS)
        self._save_soon.timeout.connect(self.flush)
        self._look_soon = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._look_soon.timeout.connect(self._look)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._on_touched)
        self._watcher.directoryChanged.connect(self._on_touched)
        self._watch()
        if (app := QCoreApplication.instance()) is not None:
            app.aboutToQuit.connect(self.flush)

    @classmethod
    def open(cls, path: Path | None = None, parent: QObject | None = None) -> SettingsStore:
        """The user's settings. A damaged file is kept aside, the defaults take its place, and `fault` says so."""
        path = path or file.settings_path()
        fault = ""
        try:
            values = file.read(path)
        except file.SettingsFileError as error:
            values = Settings()
            fault = _sentence(path, str(error), file.keep_aside(path))
        store = cls(values, path, parent)
        store.fault = fault
        return store

    def value(self, name: str) -> Any:
        """A setting by its name. Raises `KeyError` for an unknown one."""
        file.default(name)
        return getattr(self.values, name)

    def set(self, name: str, value: Any) -> None:
        """Change a setting. Raises `ValueError` for what it cannot be, and changes nothing then."""
        value = file.checked(name, value)
        if value != getattr(self.values, name):
            setattr(self.values, name, value)
            self._unsaved.add(name)
            self._save_soon.start()
            self.changed.emit(name)

    def reset(self, name: str) -> None:
        """Back to the default."""
        self.set(name, file.default(name))

    def is_default(self, name: str) -> bool:
        """True if the setting is as it ships."""
        return self.value(name) == file.default(name)

    def remember_instruction(self, instruction: str) -> None:
        """Put an instruction at the head of the history, once."""
        if instruction.strip():
            self._remember("instructions", instruction, file.INSTRUCTIONS_KEPT)

    def remember_file(self, path: Path) -> None:
        """Put a file at the head of the recent ones, once."""
        self._remember("recent_files", str(path), file.FILES_KEPT)

    def remember_model_folder(self, path: Path) -> None:
        """Put a folder or a file at the head of those in which models are looked for, once."""
        self._remember("model_folders", str(path), file.FOLDERS_KEPT)

    def forget_files(self, paths: Sequence[str]) -> None:
        """Take files out of the recent ones."""
        self.set("recent_files", [old for old in self.values.recent_files if old not in set(paths)])

    def remember_command(self, command: str) -> None:
        """Put a command's id at the head of the recent ones, once."""
        self._remember("recent_commands", command, file.COMMANDS_KEPT)

    @Slot()
    def flush(self) -> None:
        """Write what is not written yet, now. A damaged file is kept aside first."""
        self._save_soon.stop()
        if self.path is None or not self._unsaved:
            return
        if self._damaged and self.path.exists() and file.keep_aside(self.path) is None:
            return
        self._damaged = False
        if file.save(self.values, self.path):
            self._unsaved.clear()
            self._written = file.text_of(self.values)
            self._watch()

    def write(self) -> None:
        """Make sure that the file is there and up to date, for somebody who wants to read it."""
        if self.path is not None and not self.path.exists():
            self._unsaved.add("theme")
        self.flush()

    def reload(self) -> None:
        """Read the file again. What was changed here and is not written yet stays; a damaged file changes nothing."""
        if self.path is None:
            return
        try:
            read = file.read(self.path)
        except file.SettingsFileError as error:
            self._damaged = True
            self.fault = _sentence(self.path, str(error), None)
            self.faulted.emit(self.fault)
            return
        self._damaged, self.fault = False, ""
        before = replace(self.values)
        for item in fields(Settings):
            if item.name not in self._unsaved:
                setattr(self.values, item.name, getattr(read, item.name))
        for item in fields(Settings):
            if getattr(before, item.name) != getattr(self.values, item.name):
                self.changed.emit(item.name)

    def _remember(self, name: str, item: str, most: int) -> None:
        self.set(name, file.put_first(getattr(self.values, name), item, most))

    def _watch(self) -> None:
        """Watch the file, and its folder for the time when it is replaced."""
        if self.path is None:
            return
        watched = {*self._watcher.files(), *self._watcher.directories()}
        for path in (self.path, self.path.parent):
            if str(path) not in watched and path.exists():
                self._watcher.addPath(str(path))

    @Slot(str)
    def _on_touched(self, _: str) -> None:
        self._look_soon.start()

    @Slot()
    def _look(self) -> None:
        self._watch()
        if self.path is None or not self.path.exists():
            return
        try:
            text = self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            text = None
        if text is None or text != self._written:
            self._written = text or ""
            self.reload()


def _sentence(path: Path, reason: str, aside: Path | None) -> str:
    if aside is None:
        template = QCoreApplication.translate(
            "SettingsStore",
            "The settings file is not used, because {reason}. Mend {path}; it is kept aside when a setting changes.",
        )
        return template.format(reason=reason, path=path)
    template = QCoreApplication.translate(
        "SettingsStore",
        "The settings file was not used, because {reason}. The settings are as they ship; the old file is {path}.",
    )
    return template.format(reason=reason, path=aside)
