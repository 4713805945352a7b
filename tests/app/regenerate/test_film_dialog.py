"""The export dialog: a picture of what is chosen, a film that is written, stopped or refused, and no process left."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from recorded_films import record
from scripted import ScriptedEngine

from palimpsest.app import theme
from palimpsest.app.regenerate import film_process
from palimpsest.app.regenerate.film import Film
from palimpsest.app.regenerate.film_dialog import FilmDialog
from palimpsest.engine.request import InfillRequest

PATIENCE_MS = 60_000
# In place of the command: the picture is a small PNG, the film is written at once, or not before it is stopped.
ACTOR = """
import io, os, sys
from PIL import Image
film = sys.stdin.buffer.readline()
words = sys.argv[1:]
if "--picture" in words:
    Image.new("RGB", (60, 40), "#0c6f66").save(packed := io.BytesIO(), format="PNG")
    sys.stdout.buffer.write(packed.getvalue())
    sys.exit()
path = words[1]
print("0.5", flush=True)
if "slow" in path:
    sys.stdin.buffer.read()
    sys.exit(1)
if "bad" in path:
    sys.exit("palimpsest film: There is no room on the disk.")
open(path, "wb").write(b"x" * 5000)
print("1.0", flush=True)
"""


@pytest.fixture
def film() -> Film:
    return record(InfillRequest("one two three", 4, 7, name="notes/story.md"), ScriptedEngine(passes=3))


@pytest.fixture
def acted(monkeypatch, tmp_path):
    script = tmp_path / "actor.py"
    script.write_text(ACTOR, encoding="utf-8")
    monkeypatch.setattr(film_process, "command", lambda: [sys.executable, str(script)])


@pytest.fixture
def dialog(qtbot, film, acted):
    dialog = FilmDialog(film, theme.light)
    dialog.show()
    yield dialog
    with qtbot.waitSignal(dialog.destroyed, timeout=PATIENCE_MS):
        dialog.close()


def pictured(qtbot, dialog: FilmDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.picture.pixmap().isNull(), timeout=PATIENCE_MS)


def test_it_shows_how_the_film_will_look(qtbot, dialog):
    assert "Drawing" in dialog.picture.text()
    pictured(qtbot, dialog)
    image = dialog.picture.pixmap().toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2).name() == "#0c6f66"


def test_another_choice_is_another_picture(qtbot, dialog):
    pictured(qtbot, dialog)
    dialog.form.crop.setChecked(True)
    qtbot.waitUntil(lambda: "Drawing" in dialog.picture.text(), timeout=PATIENCE_MS)
    pictured(qtbot, dialog)


@pytest.mark.parametrize(("place", "said"), [(3, "scrubber over 3 passes"), (4, "for programs to read")])
def test_what_is_no_picture_is_described(qtbot, dialog, place, said):
    dialog.form.format.setCurrentIndex(place)
    qtbot.waitUntil(lambda: said in dialog.picture.text(), timeout=PATIENCE_MS)


def test_a_film_is_written_and_can_be_shown(qtbot, dialog, tmp_path, monkeypatch):
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(tmp_path / "mine"), ""))
    assert not dialog.show_folder.isVisible()
    dialog.export.click()
    assert dialog.busy
    assert not dialog.form.isEnabled()
    assert dialog.stop.isVisible()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=PATIENCE_MS)
    assert (tmp_path / "mine.gif").read_bytes() == b"x" * 5000
    assert dialog.message.text() == "mine.gif is written, 5 KB."
    dialog.show_folder.click()
    assert opened == [QUrl.fromLocalFile(str(tmp_path))]
    dialog.form.crop.setChecked(True)
    assert dialog.message.text() == ""
    assert not dialog.show_folder.isVisible()


def test_the_name_is_that_of_the_document(dialog, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (asked.append(args[2]), ("", ""))[1])
    dialog.export.click()
    assert Path(asked[0]).name == "story.gif"
    assert not dialog.busy


def test_it_can_be_stopped(qtbot, dialog, tmp_path):
    dialog.write(tmp_path / "slow.gif")
    qtbot.waitUntil(lambda: dialog.bar.value() == 50, timeout=PATIENCE_MS)
    dialog.stop.click()
    qtbot.waitUntil(lambda: not dialog.busy, timeout=PATIENCE_MS)
    assert "nothing was written" in dialog.message.text()
    assert dialog.export.isVisible()


def test_what_went_wrong_is_told(qtbot, dialog, tmp_path):
    dialog.write(tmp_path / "bad.gif")
    qtbot.waitUntil(lambda: not dialog.busy, timeout=PATIENCE_MS)
    assert dialog.message.text() == "There is no room on the disk."
    assert dialog.message.objectName() == "fault"


def test_closing_leaves_no_process(qtbot, film, acted, tmp_path):
    dialog = FilmDialog(film, theme.dark)
    dialog.show()
    dialog.write(tmp_path / "slow.gif")
    processes = dialog.findChildren(film_process.FilmProcess)
    assert len(processes) == 2
    gone: list[int] = []
    for process in processes:
        process.destroyed.connect(lambda: gone.append(1))
    dialog.reject()
    qtbot.waitUntil(lambda: len(gone) == 2, timeout=PATIENCE_MS)


def test_a_real_film(qtbot, film, tmp_path):
    dialog = FilmDialog(film, theme.dark)
    dialog.show()
    target = tmp_path / "film.webp"
    dialog.form.format.setCurrentIndex(1)
    dialog.write(target)
    qtbot.waitUntil(lambda: not dialog.busy, timeout=PATIENCE_MS)
    assert "film.webp is written" in dialog.message.text()
    with Image.open(target) as written:
        assert (written.format, written.size) == ("WEBP", (1200, 675))
    with qtbot.waitSignal(dialog.destroyed, timeout=PATIENCE_MS):
        dialog.close()
