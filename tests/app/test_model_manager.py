"""The dialog of models: the list and its states, a change with its progress and its stop, folders, the download."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import audit
import gguf_models
import models_here
import pytest
from loopback_hub import REPO, LoopbackHub, loopback_hub
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot
from scripted import ScriptedEngine
from windows import PATIENCE_MS

from palimpsest import resources
from palimpsest.app import settings as settings_file
from palimpsest.app.model_manager import ModelManager
from palimpsest.app.models import download_box, fit
from palimpsest.app.models.catalogue import CATALOGUE
from palimpsest.app.models.hub import Hub
from palimpsest.app.models.places import downloads
from palimpsest.engine.request import InfillError, ModelInfo

if TYPE_CHECKING:
    from windows import OpenWindow

    from palimpsest.app.window import Window

NONE_FOUND = "No DiffusionGemma has been found on this computer yet."


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models_here.empty_home(tmp_path / "home", monkeypatch)


@pytest.fixture
def manage(qtbot: QtBot, open_window: OpenWindow) -> Callable[..., ModelManager]:
    """Open a window and its dialog of models, and wait until it has looked."""

    def start(window: Window | None = None) -> ModelManager:
        window = window or open_window(text="one")
        bridge = window.desk.bridge
        qtbot.waitUntil(lambda: bridge.info is not None, timeout=PATIENCE_MS)
        window.commands["model.manage"].trigger()
        manager = window.models.manager
        assert manager is not None
        looked(qtbot, manager)
        return manager

    return start


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackHub]:
    """A hub that has the first of the catalogue, small."""
    import huggingface_hub

    models_here.no_account(monkeypatch)
    files = {name: (resources.path("model") / name).read_bytes() for name in ("config.json", "model.safetensors")}
    small = (replace(CATALOGUE[0], repo=REPO), *CATALOGUE[1:])
    for module in (download_box, fit):
        monkeypatch.setattr(module, "CATALOGUE", small)
    with loopback_hub(files) as hub:
        monkeypatch.setattr(Hub, "address", hub.url)
        yield hub
        huggingface_hub.close_session()


def looked(qtbot: QtBot, manager: ModelManager) -> None:
    qtbot.waitUntil(lambda: not manager._shelf.looking, timeout=PATIENCE_MS)


def listed(manager: ModelManager) -> dict[str, str]:
    """What is listed, and how it stands."""
    found = (manager.list.item(place) for place in range(manager.list.count()))
    return {(row := item.data(Qt.ItemDataRole.UserRole)).name: row.state for item in found}


class Opener:
    """Opens what it is told to; a folder "slow" waits, a folder "broken" fails."""

    def __init__(self) -> None:
        self.begun, self.free = threading.Event(), threading.Event()

    def __call__(self, model: str, progress: Callable[[float, str], None]) -> ScriptedEngine:
        if model.endswith("broken"):
            raise InfillError("That folder holds no model.", "Choose one with a config.json.")
        progress(0.5, "reading weights")
        if model.endswith("slow"):
            self.begun.set()
            assert self.free.wait(PATIENCE_MS / 1000)
            progress(0.75, "reading weights")
        engine = ScriptedEngine(follows_instructions=True)
        if model != "embedded":
            engine.info = ModelInfo("DiffusionGemma", "cuda:0", 26_000_000_000, 256, True)
        return engine


@pytest.fixture
def opener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opener]:
    opener = Opener()
    yield opener
    opener.free.set()


def test_nothing_but_the_embedded_model(manage) -> None:
    manager = manage()
    assert listed(manager) == {"The embedded model": "in use"}
    assert manager.hint.isVisible()
    assert manager.hint.text().startswith(NONE_FOUND)
    assert manager.in_use.text() == "scripted"
    assert not manager.use.isEnabled()
    assert manager.progress.isHidden()
    assert manager.stop.isHidden()
    assert manager.fault.isHidden()
    assert manager.download.go.isVisible()
    assert manager.download.published.name == "int4"
    assert manager.download.advice.text().startswith("The right one for this computer. Fits wholly on your RTX 4090")


def test_what_is_found_and_how_it_stands(manage) -> None:
    models_here.lay(downloads() / "owner" / "whole")
    (models_here.lay(downloads() / "owner" / "cut") / "model.safetensors").unlink()
    half = models_here.lay(downloads() / "owner" / "half")
    (half / "model.safetensors").unlink()
    (half / ".partial").mkdir()
    manager = manage()
    assert listed(manager) == {
        "The embedded model": "in use",
        "cut": "cannot be used",
        "half": "incomplete",
        "whole": "fits",
    }
    assert manager.hint.isHidden()
    manager.list.select(str(downloads() / "owner" / "whole"))
    assert manager.sentence.text().startswith("Fits wholly on your RTX 4090")
    assert manager.use.isEnabled()
    manager.list.select(str(downloads() / "owner" / "cut"))
    assert "weights" in manager.sentence.text()
    assert not manager.use.isEnabled()
    manager.list.select(str(half))
    assert manager.sentence.text() == "Its download is not finished. Go on with it below."


def test_a_model_is_used(qtbot: QtBot, open_window: OpenWindow, manage, opener: Opener) -> None:
    folder = models_here.lay(downloads() / "owner" / "26b")
    window = open_window(text="one")
    desk = window.desk
    manager = manage(window)
    desk._open_model = opener
    manager.list.select(str(folder))
    qtbot.keyClick(manager.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: manager.in_use.text() == "DiffusionGemma", timeout=PATIENCE_MS)
    assert manager.details.text() == "in use · 26 billion parameters · on cuda:0"
    assert listed(manager) == {"The embedded model": "", "26b": "in use"}
    assert manager.progress.isHidden()
    assert not manager.use.isEnabled()
    assert desk.model == str(folder)
    manager.list.select("embedded")
    assert manager.use.isEnabled()
    manager.close()
    window.close()
    assert settings_file.load().model == str(folder)


def test_the_model_in_use_is_the_current_one_at_first(open_window: OpenWindow, manage) -> None:
    models_here.lay(downloads() / "owner" / "another")
    folder = models_here.lay(downloads() / "owner" / "mine")
    manager = manage(open_window(None, "--model", str(folder), text="one"))
    assert manager.list.current is not None
    assert manager.list.current.model == str(folder)
    manager.list.setCurrentRow(1)
    models_here.lay(downloads() / "owner" / "more")
    manager.look()
    assert manager.list.current.name == "another"


def test_opening_is_seen_and_can_be_stopped(qtbot: QtBot, open_window: OpenWindow, manage, opener: Opener) -> None:
    models_here.lay(downloads() / "owner" / "slow")
    window = open_window(text="one")
    desk = window.desk
    manager = manage(window)
    desk._open_model = opener
    manager.list.select(str(downloads() / "owner" / "slow"))
    manager.use.click()
    qtbot.waitUntil(lambda: manager.progress.value() == 500, timeout=PATIENCE_MS)
    assert manager.doing.text() == "reading weights"
    assert manager.stop.isVisible()
    assert manager.stop.hasFocus()
    assert [each.isEnabled() for each in (manager.use, manager.folder, manager.file)] == [False] * 3
    assert opener.begun.wait(PATIENCE_MS / 1000)
    manager.stop.click()
    assert not manager.stop.isEnabled()
    assert manager.doing.text() == "stopping"
    opener.free.set()
    qtbot.waitUntil(manager.stop.isHidden, timeout=PATIENCE_MS)
    assert manager.doing.text() == "Stopped. The model that was in use before is used again."
    assert manager.fault.isHidden()
    assert manager.list.hasFocus()
    assert desk.model == "embedded"
    qtbot.waitUntil(lambda: manager.in_use.text() == "scripted", timeout=PATIENCE_MS)
    assert listed(manager)["The embedded model"] == "in use"


def test_what_cannot_be_opened_is_told(qtbot: QtBot, open_window: OpenWindow, manage, opener: Opener) -> None:
    models_here.lay(downloads() / "owner" / "broken")
    window = open_window(text="one")
    manager = manage(window)
    window.desk._open_model = opener
    manager.list.select(str(downloads() / "owner" / "broken"))
    manager.use.click()
    qtbot.waitUntil(manager.fault.isVisible, timeout=PATIENCE_MS)
    assert manager.fault.text() == "That folder holds no model. Choose one with a config.json."
    assert manager.progress.isHidden()
    assert window.desk.model == "embedded"


def test_a_folder_that_is_pointed_at_is_used_and_remembered(
    qtbot: QtBot, open_window: OpenWindow, manage, opener: Opener, answer, tmp_path: Path
) -> None:
    folder = models_here.lay(tmp_path / "mine" / "26b")
    window = open_window(text="one")
    manager = manage(window)
    window.desk._open_model = opener
    answer(tmp_path / "mine")
    manager.folder.click()
    qtbot.waitUntil(lambda: window.desk.model == str(folder), timeout=PATIENCE_MS)
    assert listed(manager) == {"The embedded model": "", "26b": "in use"}
    assert window.desk.settings.values.model_folders == [str(tmp_path / "mine")]


def test_a_gguf_file_that_is_pointed_at_is_used(
    qtbot: QtBot, open_window: OpenWindow, manage, opener: Opener, answer, tmp_path: Path
) -> None:
    stored = gguf_models.tensors_of(gguf_models.small_model(), gguf_models.MIXES["Q4_K_M"][1])
    path = gguf_models.write_gguf(tmp_path / "26b-Q4_K_M.gguf", stored, gguf_models.metadata(gguf_models.SIZES))
    window = open_window(text="one")
    manager = manage(window)
    window.desk._open_model = opener
    answer(path)
    manager.file.click()
    qtbot.waitUntil(lambda: window.desk.model == str(path), timeout=PATIENCE_MS)
    assert listed(manager) == {"The embedded model": "", "26b-Q4_K_M": "in use"}
    assert manager.list.current is not None
    assert manager.list.current.facts.startswith("GGUF Q4_K_M · ")


def test_a_folder_with_several_offers_them(
    qtbot: QtBot, open_window: OpenWindow, manage, answer, tmp_path: Path
) -> None:
    for name in "ab":
        models_here.lay(tmp_path / "mine" / name)
    manager = manage()
    answer(tmp_path / "mine")
    manager.folder.click()
    looked(qtbot, manager)
    assert manager.list.current is not None
    assert manager.list.current.name == "a"
    assert manager.stop.isHidden()
    assert manager.list.hasFocus()


def test_a_folder_without_one_is_told_and_forgotten(
    qtbot: QtBot, open_window: OpenWindow, manage, answer, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    window = open_window(text="one")
    manager = manage(window)
    answer(tmp_path / "empty")
    manager.folder.click()
    qtbot.waitUntil(manager.fault.isVisible, timeout=PATIENCE_MS)
    assert manager.fault.text().startswith(f"There is no DiffusionGemma in {tmp_path / 'empty'}.")
    assert window.desk.settings.values.model_folders == []


def test_a_damaged_one_that_is_pointed_at_says_why(
    qtbot: QtBot, open_window: OpenWindow, manage, answer, tmp_path: Path
) -> None:
    folder = models_here.lay(tmp_path / "mine")
    (folder / "model.safetensors").unlink()
    manager = manage()
    answer(folder)
    manager.folder.click()
    qtbot.waitUntil(manager.fault.isVisible, timeout=PATIENCE_MS)
    assert "weights" in manager.fault.text()
    assert manager.stop.isHidden()


def test_nothing_is_chosen(open_window: OpenWindow, manage, answer) -> None:
    window = open_window(text="one")
    manager = manage(window)
    answer(None)
    manager.folder.click()
    manager.file.click()
    manager.download.folder.click()
    assert window.desk.settings.values.model_folders == []
    assert window.desk.settings.values.download_folder == ""
    assert manager.fault.isHidden()


def test_a_download_from_the_click_to_the_list(qtbot: QtBot, open_window: OpenWindow, manage, hub: LoopbackHub) -> None:
    begun, free = threading.Event(), threading.Event()
    begun.set()
    hub.stops = [(10**9, begun), (5_000_000, free)]
    manager = manage()
    box = manager.download
    assert hub.asked == []
    box.go.click()
    assert box.pause.hasFocus()
    qtbot.waitUntil(lambda: box.progress.value() > 0, timeout=PATIENCE_MS)
    assert box.doing.text().split(" · ")[0].endswith(" of 18 MB")
    assert [each.isEnabled() for each in (box.choice, box.folder)] == [False, False]
    assert box.go.isHidden()
    free.set()
    qtbot.waitUntil(lambda: listed(manager).get("diffusiongemma-small") == "fits", timeout=PATIENCE_MS)
    looked(qtbot, manager)
    assert box.progress.isHidden()
    assert box.go.text() == "Download"
    manager.list.select(str(downloads() / REPO))
    assert manager.use.isEnabled()


def test_a_download_is_paused_and_goes_on(qtbot: QtBot, open_window: OpenWindow, manage, hub: LoopbackHub) -> None:
    begun, free = threading.Event(), threading.Event()
    begun.set()
    hub.stops = [(10**9, begun), (5_000_000, free)]
    window = open_window(text="one")
    manager = manage(window)
    box = manager.download
    box.go.click()
    qtbot.waitUntil(lambda: box.progress.value() > 0, timeout=PATIENCE_MS)
    box.pause.click()
    assert not box.pause.isEnabled()
    free.set()
    qtbot.waitUntil(box.go.isVisible, timeout=PATIENCE_MS)
    assert box.go.text() == "Go on"
    assert box.doing.text().endswith(" are here.")
    box.choice.setCurrentIndex(1)
    assert box.go.text() == "Download"
    assert box.doing.isHidden()
    box.choice.setCurrentIndex(0)
    with qtbot.waitSignal(window.desk.shelf.downloader.done, timeout=PATIENCE_MS):
        box.go.click()


def test_a_download_that_fails_says_what_to_do(qtbot: QtBot, open_window: OpenWindow, manage, hub: LoopbackHub) -> None:
    hub.token = "hf_secret"
    manager = manage()
    box = manager.download
    box.go.click()
    qtbot.waitUntil(box.fault.isVisible, timeout=PATIENCE_MS)
    assert "accepted its licence" in box.fault.text()
    assert f"{hub.url}/{REPO}" in box.fault.text()
    assert box.go.isVisible()
    # All of it is seen, without scrolling.
    assert box.fault.mapTo(manager, box.fault.rect().bottomLeft()).y() < manager.height()
    box.choice.setCurrentIndex(2)
    assert box.fault.isHidden()


def test_another_folder_for_downloads(open_window: OpenWindow, manage, answer, tmp_path: Path) -> None:
    window = open_window(text="one")
    box = manage(window).download
    answer(tmp_path)
    box.folder.click()
    assert window.desk.settings.values.download_folder == str(tmp_path)
    assert box.where.text() == f"Goes to {tmp_path / CATALOGUE[0].repo}"


def test_what_was_downloaded_elsewhere_is_found(qtbot: QtBot, open_window: OpenWindow, manage, tmp_path: Path) -> None:
    models_here.lay(tmp_path / "big disk" / "owner" / "name")
    window = open_window(text="one")
    window.desk.settings.set("download_folder", str(tmp_path / "big disk"))
    assert listed(manage(window)) == {"The embedded model": "in use", "name": "fits"}


def test_a_model_in_use_that_was_not_found_is_listed(open_window: OpenWindow, manage, tmp_path: Path) -> None:
    window = open_window(None, "--model", str(tmp_path / "elsewhere"), text="one")
    assert listed(manage(window)) == {"The embedded model": "", "elsewhere": "in use"}


def test_two_windows_show_one_download(qtbot: QtBot, open_window: OpenWindow, manage, hub: LoopbackHub) -> None:
    window = open_window(text="one")
    first = manage(window)
    window.commands["file.new_window"].trigger()
    second = manage(window.desk.windows[1])
    first.download.go.click()
    assert second.download.pause.isVisible()
    qtbot.waitUntil(first.download.go.isVisible, timeout=PATIENCE_MS)
    looked(qtbot, second)
    assert listed(first) == listed(second)


def test_the_end_stops_what_is_under_way(qtbot: QtBot, open_window: OpenWindow, manage, hub: LoopbackHub) -> None:
    free = threading.Event()
    hub.stops = [(0, free)]
    window = open_window(text="one")
    manage(window).download.go.click()
    qtbot.waitUntil(lambda: bool(hub.bodies), timeout=PATIENCE_MS)
    window.close()
    free.set()

    def left() -> set[str]:
        return {thread.name for thread in threading.enumerate() if thread.name.startswith("palimpsest")}

    qtbot.waitUntil(lambda: not left(), timeout=PATIENCE_MS)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everybody_can_work_it(qtbot: QtBot, open_window: OpenWindow, manage, theme: str) -> None:
    models_here.lay(downloads() / "owner" / "whole")
    (models_here.lay(downloads() / "owner" / "cut") / "model.safetensors").unlink()
    window = open_window(None, "--theme", theme, text="one")
    manager = manage(window)
    manager.list.select(str(downloads() / "owner" / "whole"))
    with qtbot.waitActive(manager):
        manager.activateWindow()
    assert audit.faults(qtbot, manager) == []


def test_rows_are_read_out_whole(manage) -> None:
    models_here.lay(downloads() / "owner" / "whole")
    manager = manage()
    spoken = QAccessible.queryAccessibleInterface(manager.list)
    names = [spoken.child(place).text(QAccessible.Text.Name) for place in range(spoken.childCount())]
    assert names[0].startswith("The embedded model. in use. ships with Palimpsest")
    assert names[1].startswith("whole. fits. float32 · 18 MB · owner · downloaded here. Fits wholly on your RTX 4090")


def test_nothing_is_cut_off_in_large_letters(qtbot: QtBot, open_window: OpenWindow, manage) -> None:
    models_here.lay(downloads() / "owner" / ("long" * 30))
    manager = manage()
    font = manager.font()
    font.setPointSizeF(2 * font.pointSizeF())
    manager.setFont(font)
    manager._fit()
    qtbot.waitUntil(lambda: manager.width() >= manager._inner.minimumSizeHint().width(), timeout=PATIENCE_MS)
    for button in (manager.use, manager.folder, manager.file, manager.again, manager.download.go):
        assert button.width() >= button.sizeHint().width()
