"""What the window sees of the models: the list as it grows, and the one download with its ways to end."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from loopback_hub import REPO, LoopbackHub
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from palimpsest.app.models import fit
from palimpsest.app.models.catalogue import CATALOGUE, Published
from palimpsest.app.models.downloader import Downloader, State
from palimpsest.app.models.fit import How
from palimpsest.app.models.hub import Hub
from palimpsest.app.models.places import downloads
from palimpsest.app.models.shelf import Shelf

PATIENCE_MS = 20_000
PUBLISHED = replace(CATALOGUE[0], repo=REPO)

Lay = Callable[[Path], Path]


@pytest.fixture
def shelf(qapp, own_home: Path) -> Iterator[Shelf]:
    parent = QObject()
    shelf = Shelf(parent)
    yield shelf
    shelf.close()


@pytest.fixture
def downloader(qapp, served: LoopbackHub) -> Iterator[Downloader]:
    parent = QObject()
    downloader = Downloader(parent, Hub(served.url))
    yield downloader
    downloader.close()


def look(qtbot: QtBot, shelf: Shelf, *own: Path) -> None:
    shelf.look(own)
    qtbot.waitUntil(lambda: not shelf.looking, timeout=PATIENCE_MS)


def run(qtbot: QtBot, downloader: Downloader, root: Path, published: Published = PUBLISHED) -> State:
    downloader.start(published, root)
    assert downloader.busy
    qtbot.waitUntil(lambda: not downloader.busy, timeout=PATIENCE_MS)
    return downloader.state


def test_what_is_found_and_whether_it_fits(qtbot: QtBot, shelf: Shelf, small: Lay, tmp_path: Path) -> None:
    own, downloaded = small(tmp_path / "own"), small(downloads() / "owner" / "name")
    assert (shelf.models, shelf.advice, shelf.looking) == ((), None, False)
    look(qtbot, shelf, tmp_path / "own")
    assert [(each.found.path, each.fit.how) for each in shelf.models] == [(own, How.WHOLE), (downloaded, How.WHOLE)]
    assert shelf.advice is not None
    assert shelf.advice.best is not None


def test_what_has_gone_is_listed_no_longer(qtbot: QtBot, shelf: Shelf, small: Lay, tmp_path: Path) -> None:
    own = small(tmp_path / "own")
    look(qtbot, shelf, own)
    (own / "config.json").unlink()
    look(qtbot, shelf, own)
    assert shelf.models == ()


def test_a_new_search_takes_the_place_of_the_one_before(
    qtbot: QtBot, shelf: Shelf, small: Lay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = small(tmp_path / "first"), small(tmp_path / "second")
    free, machine = threading.Event(), fit.this_machine()
    waiting = [True]

    def slow() -> object:
        if waiting:
            waiting.clear()
            assert free.wait(PATIENCE_MS / 1000)
        return machine

    monkeypatch.setattr(fit, "this_machine", slow)
    shelf.look([first])
    qtbot.waitUntil(lambda: not waiting, timeout=PATIENCE_MS)
    look(qtbot, shelf, second)
    free.set()
    look(qtbot, shelf, second)
    assert [each.found.path for each in shelf.models] == [second]


def test_a_search_that_fails_ends(
    qtbot: QtBot, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("a driver")

    monkeypatch.setattr(fit, "this_machine", broken)
    with caplog.at_level(logging.CRITICAL, "palimpsest"):
        look(qtbot, shelf)
    assert shelf.models == ()


def test_nothing_arrives_after_the_end(qtbot: QtBot, shelf: Shelf, small: Lay, tmp_path: Path) -> None:
    said: list[object] = []
    shelf.look([small(tmp_path / "own")])
    shelf.changed.connect(lambda: said.append(1))
    threads = [thread for thread in threading.enumerate() if thread.name == "palimpsest-models"]
    shelf.close()
    for thread in threads:
        thread.join(PATIENCE_MS / 1000)
        assert not thread.is_alive()
    qtbot.waitUntil(lambda: True)
    assert said == []


def test_nothing_is_asked_of_the_hub_before_a_start(qtbot: QtBot, downloader: Downloader, served: LoopbackHub) -> None:
    assert (downloader.state, downloader.busy, downloader.published) == ("idle", False, None)
    assert served.asked == []


def test_a_download(qtbot: QtBot, downloader: Downloader, hub_files: dict[str, bytes], tmp_path: Path) -> None:
    seen: list[State] = []
    downloader.changed.connect(lambda: seen.append(downloader.state))
    with qtbot.waitSignal(downloader.done, timeout=PATIENCE_MS) as done:
        downloader.start(PUBLISHED, tmp_path)
    folder = tmp_path / REPO
    assert done.args == [folder]
    assert (folder / "config.json").read_bytes() == hub_files["config.json"]
    assert downloader.progress is not None
    assert downloader.progress.share == 1.0
    assert [seen[0], seen[-1]] == ["asking", "done"]
    assert set(seen) <= {"asking", "running", "done"}


def test_pause_and_go_on(qtbot: QtBot, downloader: Downloader, served: LoopbackHub, tmp_path: Path) -> None:
    begun, free = threading.Event(), threading.Event()
    begun.set()
    served.stops = [(10**9, begun), (200_000, free)]
    downloader.start(PUBLISHED, tmp_path)
    qtbot.waitUntil(lambda: downloader.progress is not None and downloader.progress.done > 0, timeout=PATIENCE_MS)
    downloader.start(PUBLISHED, tmp_path)  # nothing: it is busy
    downloader.pause()
    assert downloader.state == "stopping"
    free.set()
    qtbot.waitUntil(lambda: downloader.state == "paused", timeout=PATIENCE_MS)
    assert downloader.fault is None
    assert run(qtbot, downloader, tmp_path) == "done"


def test_a_fault_is_kept_until_it_is_tried_again(
    qtbot: QtBot, downloader: Downloader, served: LoopbackHub, tmp_path: Path
) -> None:
    served.token = "hf_secret"
    assert run(qtbot, downloader, tmp_path) == "failed"
    assert downloader.fault is not None
    assert "accepted its licence" in downloader.fault.what
    served.token = ""
    assert run(qtbot, downloader, tmp_path) == "done"
    assert downloader.fault is None


def test_a_fault_of_the_program_is_told_as_well(
    qtbot: QtBot, downloader: Downloader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Hub, "listing", broken)
    assert run(qtbot, downloader, tmp_path) == "failed"
    assert downloader.fault is not None
    assert downloader.fault.what == "The download failed (ZeroDivisionError)."


def test_the_end_of_the_program_stops_it_and_keeps_what_is_here(
    qtbot: QtBot, downloader: Downloader, served: LoopbackHub, tmp_path: Path
) -> None:
    begun, free = threading.Event(), threading.Event()
    begun.set()
    served.stops = [(10**9, begun), (200_000, free)]
    partial = tmp_path / REPO / ".partial"

    def here() -> int:
        return sum(path.stat().st_size for path in partial.glob("*") if path.name != "lock")

    downloader.start(PUBLISHED, tmp_path)
    qtbot.waitUntil(lambda: here() == 200_000, timeout=PATIENCE_MS)
    threads = [thread for thread in threading.enumerate() if thread.name == "palimpsest-download"]
    downloader.close()
    free.set()
    for thread in threads:
        thread.join(PATIENCE_MS / 1000)
        assert not thread.is_alive()
    assert downloader.state in ("asking", "running")
    assert here() >= 200_000
    assert not (partial / "lock").exists()
