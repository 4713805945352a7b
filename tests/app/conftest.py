"""A real window on a scripted engine, and a session of its own to keep."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QFileDialog
from scripted import ScriptedEngine

from palimpsest.app import settings as settings_file
from palimpsest.app.documents import session_keeper
from palimpsest.app.documents.session_keeper import SessionKeeper
from palimpsest.app.main import build
from palimpsest.app.settings import Settings
from palimpsest.app.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.desk import Desk
    from palimpsest.engine.request import Engine

PATIENCE_S = 20


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the settings of the person who runs it."""
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[OpenWindow]:
    """Build and show a window: `open_window(engine, *argv, text=…)`; afterwards its engine thread must end."""
    desks: list[Desk] = []

    def start(engine: Engine | None = None, *argv: str, text: str | None = None) -> Window:
        _, window = build(["--theme", "light", *argv], engine or ScriptedEngine())
        desks.append(window.desk)
        if text is not None:
            window.document.set_text(text)
        with qtbot.waitActive(window):
            window.show()
        return window

    yield start
    for window in [each for each in QApplication.topLevelWidgets() if isinstance(each, Window)]:
        window.leave()
        window.deleteLater()
    for desk in desks:
        assert desk.bridge.close(PATIENCE_S), "the engine thread did not end"
        desk.deleteLater()


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path | None], None]:
    """Let the file dialogs answer with a path; with None nothing was chosen."""

    def set_answer(path: Path | None) -> None:
        name = str(path) if path is not None else ""
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (name, ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, **__: ([name] if name else [], ""))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (name, ""))
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: name)

    return set_answer


@pytest.fixture
def no_session() -> None:
    """What is open is asked about, and does not come back."""
    settings_file.save(Settings(restore_session=False))


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A small file with Windows line ends."""
    path = tmp_path / "story.txt"
    path.write_bytes("One fish.\r\nTwo fish — and 🐟.\r\n".encode())
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Where sessions are kept."""
    return tmp_path / "sessions"


@pytest.fixture
def make_keeper(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], SessionKeeper]]:
    """Claim a session there; each is let go of afterwards."""
    monkeypatch.setattr(session_keeper, "PATIENCE_S", float(PATIENCE_S))
    made: list[SessionKeeper] = []

    def make() -> SessionKeeper:
        made.append(SessionKeeper(root, QCoreApplication.instance()))
        return made[-1]

    yield make
    for keeper in made:
        keeper.close()
