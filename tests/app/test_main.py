"""The command: sub-commands, exit codes, and what is imported when."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from scripted import ScriptedEngine

import palimpsest
from palimpsest.app import logs, main, qt_libraries

if TYPE_CHECKING:
    from windows import OpenWindow

SOURCES = Path(palimpsest.__file__).parents[1]
TIMEOUT_S = 120


def python(code: str, tmp_path: Path) -> str:
    """Run `code` in a new interpreter; returns what it printed."""
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", PYTHONPATH=str(SOURCES))
    environment |= {"XDG_CONFIG_HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_window_is_painted_before_torch_is_imported(tmp_path: Path) -> None:
    code = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from palimpsest.app.main import build

class Watch(QObject):
    painted = False
    def eventFilter(self, watched, event):
        self.painted = self.painted or event.type() is QEvent.Type.Paint
        return False

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "torch":
            print("torch asked for, painted:", watch.painted)
            asked.append(name)
            raise ImportError("seen enough")

app, window = build([])
watch = Watch()
asked = []
looker = QTimer(interval=20)
looker.timeout.connect(lambda: asked and app.quit())
looker.start()
window.editor.viewport().installEventFilter(watch)
sys.meta_path.insert(0, Finder())
print("torch" in sys.modules)
window.show()
print("torch" in sys.modules)
app.exec()
window.close()
window.desk.bridge.close(10)
"""
    assert python(code, tmp_path).splitlines() == ["False", "False", "torch asked for, painted: True"]


def test_an_empty_page_is_painted_without_what_it_does_not_need(tmp_path: Path) -> None:
    code = """
import sys
from PySide6.QtCore import QEvent, QObject
from palimpsest.app import main
from palimpsest.app.settings_store import SettingsStore

HEAVY = {"charset_normalizer", "hunspell", "importlib.metadata", "numpy", "PIL", "pygments", "pynvml",
    "tokenizers", "torch", "unittest"}
OWN = {"about_dialog", "diff_dialog", "find_bar", "go_to_line", "keys_page", "licences", "model_manager", "palette",
    "recovery_dialog", "settings_dialog", "versions_dialog", "editor.lexing"}

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            wanted = HEAVY | {f"palimpsest.app.{name}" for name in OWN}
            print("painted", sorted(wanted & set(sys.modules)))
            watched.removeEventFilter(self)
            self.parent().quit()
        return False

store = SettingsStore.open()
store.set("welcomed", True)
store.flush()
build = main.build

def watched(argv):
    app, window = build(argv)
    print(repr(window.document.text()))
    window.editor.viewport().installEventFilter(Watch(app))
    return app, window

main.build = watched
print("ended", main.main([]))
"""
    assert python(code, tmp_path).splitlines() == ["''", "painted []", "ended 0"]


def test_sub_commands_and_help_import_no_qt_and_no_torch(tmp_path: Path) -> None:
    code = """
import sys
from palimpsest.app.main import main
try:
    main(["--help"])
except SystemExit as end:
    print("code", end.code)
print(sorted(name for name in sys.modules if name in ("torch", "PySide6", "transformers")))
"""
    out = python(code, tmp_path)
    assert "code 0" in out
    assert out.splitlines()[-1] == "[]"
    assert "palimpsest infill" in out


@pytest.mark.parametrize("argv", [["--theme", "pink"], ["--no-such-option"], ["model"], ["model", "eat"]])
def test_wrong_usage_is_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main.main(argv)
    assert end.value.code == 2
    assert "usage: palimpsest" in capsys.readouterr().err


def test_sub_command_gets_its_arguments_and_gives_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def run(args) -> int:
        seen.append(args.word)
        return 1

    module = SimpleNamespace(add_arguments=lambda parser: parser.add_argument("word"), run=run)
    monkeypatch.setitem(sys.modules, "palimpsest.app.doctor", module)
    assert main.main(["doctor", "hello"]) == 1
    assert seen == ["hello"]


@pytest.mark.skipif(sys.platform != "linux", reason="displays are asked about on Linux only")
def test_no_display_is_said_in_one_line(monkeypatch, capsys) -> None:
    monkeypatch.setattr(qt_libraries, "platform_in_use", lambda: None)
    assert main.main([]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "no display" in err


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are asked about on Linux only")
def test_a_missing_library_is_named_with_its_remedy(monkeypatch, capsys) -> None:
    monkeypatch.setattr(qt_libraries, "platform_in_use", lambda: "xcb")
    lack = qt_libraries.Missing("libGL.so.1", "libgl1")
    monkeypatch.setattr(qt_libraries, "loadable", lambda platform: False)
    monkeypatch.setattr(qt_libraries, "missing", lambda platform: [lack])
    assert main.main([]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "libGL.so.1" in err


def test_each_file_gets_its_tab(open_window: OpenWindow, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(name)
    window = open_window(None, str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert [page.document.text() for page in window.pages] == ["a.txt", "b.txt"]
    assert window.document.text() == "b.txt"


def test_the_first_window_may_close_before_the_second(qtbot, open_window: OpenWindow) -> None:
    window = open_window(ScriptedEngine(["x"]), text="one")
    window.commands["file.new_window"].trigger()
    _, second = window.desk.windows
    window.close()
    assert window.desk.windows == [second]
    second.commands["regenerate.start"].trigger()
    qtbot.waitUntil(lambda: second.run is not None and second.run.state == "proposed", timeout=20_000)
    second.commands["regenerate.accept"].trigger()
    assert second.document.text() == "x"


def test_what_nobody_caught_is_logged_and_told(monkeypatch, caplog) -> None:
    told: list[str] = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", None)
    logs.catch_exceptions(told.append)
    error = ValueError("secret details")
    sys.excepthook(ValueError, error, None)
    assert "ValueError" in told[0]
    assert "palimpsest.log" in told[0]
    assert "secret details" in caplog.text
