"""Downloads from a hub on this machine, with the real client: whole, broken off, stopped, refused, damaged, full."""

from __future__ import annotations

import errno
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from loopback_hub import REPO, LoopbackHub

from palimpsest.app.file_lock import FileLock
from palimpsest.app.models import download as download_module
from palimpsest.app.models.catalogue import CATALOGUE, SAFETENSORS
from palimpsest.app.models.download import PARTIAL, Progress, StoppedError, bytes_here, download, folder_for
from palimpsest.app.models.hub import Hub
from palimpsest.engine.request import InfillError

FIRST, SECOND = (f"model-0000{number}-of-00002.safetensors" for number in (1, 2))
NAMES = ("config.json", FIRST, SECOND)
PATIENCE_S = 20

Fetch = Callable[..., Path]


@pytest.fixture
def told() -> list[Progress]:
    """What a download has said."""
    return []


@pytest.fixture
def fetch(served: LoopbackHub, tmp_path: Path, told: list[Progress]) -> Fetch:
    """Download everything into a folder."""

    def go(stop: threading.Event | None = None, patterns: tuple[str, ...] = SAFETENSORS) -> Path:
        hub = Hub(served.url)
        listing = hub.listing(REPO, patterns)
        return download(hub, listing, tmp_path / "model", stop or threading.Event(), told.append, wait_s=0.0)

    return go


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_whole_download(fetch: Fetch, hub_files: dict[str, bytes], told: list[Progress]) -> None:
    folder = fetch()
    assert contents(folder) == {name: hub_files[name] for name in NAMES}
    assert not (folder / PARTIAL).exists()
    assert bytes_here(folder) == 0
    total = sum(len(hub_files[name]) for name in NAMES)
    assert told[-1].done == told[-1].total == total
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert told[-1].share == 1.0


def test_one_gguf_file_is_what_is_opened(served: LoopbackHub, fetch: Fetch, tmp_path: Path) -> None:
    served.files = {"Q4_K_M/a-Q4_K_M.gguf": b"GGUF four", "a-Q8_0.gguf": b"GGUF eight"}
    assert fetch(patterns=("*Q4_K_M*.gguf",)) == tmp_path / "model" / "Q4_K_M/a-Q4_K_M.gguf"
    assert contents(tmp_path / "model") == {"Q4_K_M/a-Q4_K_M.gguf": b"GGUF four"}


def test_an_empty_file_is_a_file(served: LoopbackHub, fetch: Fetch) -> None:
    served.files["empty.json"] = b""
    assert (fetch() / "empty.json").read_bytes() == b""


def test_a_connection_that_breaks_is_resumed(
    served: LoopbackHub, fetch: Fetch, hub_files: dict[str, bytes], told: list[Progress]
) -> None:
    served.cuts = [10**9, 300_000, 0, 200_000]
    folder = fetch()
    assert contents(folder) == {name: hub_files[name] for name in NAMES}
    asked = [headers.get("range", "") for _, path, headers in served.asked if path == f"/cdn/{FIRST}"]
    assert asked == ["", "bytes=300000-", "bytes=300000-", "bytes=500000-"]
    assert max(each.done for each in told) == told[-1].total


def test_a_connection_that_brings_nothing_is_given_up(served: LoopbackHub, fetch: Fetch, tmp_path: Path) -> None:
    served.cuts = [10**9, 400_000, *[0] * download_module.TRIES]
    with pytest.raises(InfillError, match="cannot be reached") as error:
        fetch()
    assert "is kept" in error.value.remedy
    assert bytes_here(tmp_path / "model") == 400_000 + len(served.files["config.json"])


def test_a_busy_hub_is_asked_again(served: LoopbackHub, fetch: Fetch, hub_files: dict[str, bytes]) -> None:
    served.statuses = [503, 429, 500]
    assert contents(fetch()) == {name: hub_files[name] for name in NAMES}


def test_a_hub_that_stays_in_trouble_is_told(served: LoopbackHub, fetch: Fetch) -> None:
    served.statuses = [503] * download_module.TRIES
    with pytest.raises(InfillError, match=r"does not answer as it should \(status 503\)"):
        fetch()


def test_a_hub_that_cannot_resume_begins_anew(
    served: LoopbackHub, fetch: Fetch, hub_files: dict[str, bytes], told: list[Progress]
) -> None:
    served.ranges = False
    served.cuts = [10**9, 300_000]
    assert contents(fetch()) == {name: hub_files[name] for name in NAMES}
    assert told[-1].done == told[-1].total
    assert max(each.done for each in told) == told[-1].total


def test_pause_and_go_on(
    served: LoopbackHub, fetch: Fetch, hub_files: dict[str, bytes], tmp_path: Path, told: list[Progress]
) -> None:
    stop, free = threading.Event(), threading.Event()
    served.stops = [(10**9, free), (500_000, free)]
    free.set()
    listing = Hub(served.url).listing(REPO, SAFETENSORS)

    def tell(progress: Progress) -> None:
        if progress.done > 400_000:
            stop.set()

    with pytest.raises(StoppedError):
        download(Hub(served.url), listing, tmp_path / "model", stop, tell)
    kept = bytes_here(tmp_path / "model")
    assert 400_000 < kept < listing.size
    assert not (tmp_path / "model" / FIRST).exists()
    before = len(served.asked)
    assert contents(fetch()) == {name: hub_files[name] for name in NAMES}
    asked = [(path, headers.get("range")) for _, path, headers in served.asked[before:] if path.startswith("/cdn/")]
    start = kept - len(hub_files["config.json"])
    assert asked == [(f"/cdn/{FIRST}", f"bytes={start}-"), (f"/cdn/{SECOND}", None)]
    assert told[0].checking
    assert not told[-2].checking


def test_waiting_for_a_connection_can_be_stopped(served: LoopbackHub, tmp_path: Path) -> None:
    served.statuses = [503]
    hub, stop = Hub(served.url), threading.Event()
    listing = hub.listing(REPO, SAFETENSORS)
    answer: list[BaseException] = []

    def work() -> None:
        try:
            download(hub, listing, tmp_path / "model", stop, lambda _: None, wait_s=10 * PATIENCE_S)
        except StoppedError as error:
            answer.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    stop.set()
    thread.join(PATIENCE_S)
    assert len(answer) == 1


def test_what_is_here_is_not_asked_for_again(served: LoopbackHub, fetch: Fetch) -> None:
    fetch()
    before = len(served.bodies)
    fetch()
    assert served.bodies[before:] == []


def test_what_is_here_and_wrong_is_replaced(served: LoopbackHub, fetch: Fetch, hub_files: dict[str, bytes]) -> None:
    folder = fetch()
    (folder / FIRST).write_bytes(b"\1" * len(hub_files[FIRST]))
    (folder / "config.json").write_bytes(b"{}")
    fetch()
    assert contents(folder) == {name: hub_files[name] for name in NAMES}
    assert sorted(served.bodies[3:]) == [f"/cdn/{name}" for name in ("config.json", FIRST)]


def test_a_part_of_an_older_revision_is_not_mixed_in(
    served: LoopbackHub, fetch: Fetch, hub_files: dict[str, bytes]
) -> None:
    served.cuts = [10**9, 300_000, *[0] * download_module.TRIES]
    with pytest.raises(InfillError):
        fetch()
    served.files[FIRST] = bytes(reversed(hub_files[FIRST]))
    assert contents(fetch())[FIRST] == served.files[FIRST]


@pytest.mark.parametrize("name", NAMES)
def test_a_wrong_checksum_is_told_and_nothing_of_it_kept(
    served: LoopbackHub, fetch: Fetch, tmp_path: Path, hub_files: dict[str, bytes], name: str
) -> None:
    served.damaged = {name}
    with pytest.raises(InfillError, match=f"{name} arrived damaged") as error:
        fetch()
    assert error.value.remedy.startswith("Go on")
    assert not (tmp_path / "model" / name).exists()
    served.damaged = set()
    assert contents(fetch()) == {each: hub_files[each] for each in NAMES}


def test_more_than_was_promised_is_damage(served: LoopbackHub, tmp_path: Path) -> None:
    hub = Hub(served.url)
    listing = hub.listing(REPO, SAFETENSORS)
    served.files[FIRST] += b"more"
    with pytest.raises(InfillError, match=f"{FIRST} arrived damaged"):
        download(hub, listing, tmp_path, threading.Event(), lambda _: None, wait_s=0.0)


def test_less_than_was_promised_is_told(served: LoopbackHub, tmp_path: Path) -> None:
    hub = Hub(served.url)
    listing = hub.listing(REPO, SAFETENSORS)
    served.files[FIRST] = served.files[FIRST][:1000]
    with pytest.raises(InfillError, match=f"sends less of {FIRST}|does not answer as it should"):
        download(hub, listing, tmp_path, threading.Event(), lambda _: None, wait_s=0.0)


def test_a_file_that_has_gone_is_told(served: LoopbackHub, tmp_path: Path) -> None:
    hub = Hub(served.url)
    listing = hub.listing(REPO, SAFETENSORS)
    del served.files[SECOND]
    with pytest.raises(InfillError, match=f"has no file {SECOND}"):
        download(hub, listing, tmp_path, threading.Event(), lambda _: None, wait_s=0.0)


def test_a_gated_repository_wants_its_licence_accepted(
    served: LoopbackHub, fetch: Fetch, hub_files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    served.token = "hf_right"
    with pytest.raises(InfillError, match="accepted its licence") as error:
        fetch()
    assert f"{served.url}/{REPO}" in error.value.remedy
    monkeypatch.setenv("HF_TOKEN", "hf_right")
    served.accepted = False
    with pytest.raises(InfillError, match="accepted its licence"):
        fetch()
    served.accepted = True
    assert contents(fetch()) == {name: hub_files[name] for name in NAMES}
    elsewhere = [headers for _, path, headers in served.asked if path.startswith("/cdn/")]
    assert elsewhere
    assert not any("authorization" in headers for headers in elsewhere)


def test_a_disk_without_room_is_told_before_the_first_byte(
    served: LoopbackHub, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage("/")._replace(free=download_module.SPARE)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(InfillError, match=r"are needed in .* and 268 MB are free there") as error:
        fetch()
    assert "another disk" in error.value.remedy
    assert served.bodies == []


def test_room_is_wanted_only_for_what_is_missing(
    served: LoopbackHub, fetch: Fetch, hub_files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    served.cuts = [10**9, 10**9, 100_000, *[0] * download_module.TRIES]
    with pytest.raises(InfillError):
        fetch()
    usage = shutil.disk_usage("/")._replace(free=download_module.SPARE + len(hub_files[SECOND]) - 100_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert contents(fetch()) == {name: hub_files[name] for name in NAMES}


def test_a_disk_that_fills_up_is_told(fetch: Fetch, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(download_module.os, "fsync", full)
    with pytest.raises(InfillError, match=r"The disk of .* is full\.") as error:
        fetch()
    assert error.value.remedy.startswith("Free some space")


def test_a_folder_that_cannot_be_written_is_told(fetch: Fetch, tmp_path: Path) -> None:
    (tmp_path / "model").write_bytes(b"a file")
    with pytest.raises(InfillError, match="cannot be written"):
        fetch()


def test_two_downloads_into_one_folder_do_not_meet(fetch: Fetch, tmp_path: Path) -> None:
    (tmp_path / "model" / PARTIAL).mkdir(parents=True)
    lock = FileLock(tmp_path / "model" / PARTIAL / "lock")
    assert lock.take()
    with pytest.raises(InfillError, match="is being downloaded into already"):
        fetch()
    lock.let_go()
    fetch()


def test_where_checkpoints_go(tmp_path: Path) -> None:
    folders = [folder_for(each, tmp_path) for each in CATALOGUE]
    assert len(set(folders)) == len(CATALOGUE)
    assert tmp_path / "google" / "diffusiongemma-26B-A4B-it" in folders
    assert tmp_path / "unsloth" / "diffusiongemma-26B-A4B-it-GGUF" / "Q4_K_M" in folders
    assert folder_for(CATALOGUE[0]).parts[-4:-2] == ("palimpsest", "models")
