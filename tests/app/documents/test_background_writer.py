"""What is put is written in order, and again where the disk refuses."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from palimpsest.app.documents import background_writer
from palimpsest.app.documents.background_writer import BackgroundWriter

PATIENCE_S = 20.0


@pytest.fixture
def errors() -> list[OSError]:
    return []


@pytest.fixture
def writer(errors: list[OSError]) -> Iterator[BackgroundWriter]:
    made = BackgroundWriter(errors.append)
    yield made
    made.close(PATIENCE_S)
    assert not any(thread.name == "palimpsest-writer" for thread in threading.enumerate())


class Disk:
    """Takes notes, unless it is full."""

    def __init__(self) -> None:
        self.full = False
        self.written: list[str] = []
        self.synced = 0

    def write(self, what: str) -> None:
        if self.full:
            raise OSError(28, "No space left on device")
        self.written.append(what)

    def sync(self) -> None:
        self.synced += 1


def test_jobs_of_a_key_stay_in_order_over_a_full_disk(writer: BackgroundWriter, errors: list[OSError]):
    disk = Disk()
    for what in "abc":
        writer.put("one", lambda what=what: disk.write(what))
    assert writer.flush(PATIENCE_S)
    disk.full = True
    for what in "def":
        writer.put("one", lambda what=what: disk.write(what))
    writer.put("other", lambda: disk.written.append("elsewhere"))
    assert not writer.flush(PATIENCE_S)
    assert disk.written == ["a", "b", "c", "elsewhere"]
    assert len(errors) == 1
    disk.full = False
    writer.put("one", lambda: disk.write("g"))
    assert writer.flush(PATIENCE_S)
    assert disk.written == ["a", "b", "c", "elsewhere", "d", "e", "f", "g"]
    assert len(errors) == 1


def test_it_tries_again_by_itself(writer: BackgroundWriter, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(background_writer, "RETRY_S", 0.01)
    tried, done = [], threading.Event()

    def job() -> None:
        tried.append(1)
        if len(tried) < 4:
            raise OSError("not yet")
        done.set()

    writer.put("one", job)
    assert done.wait(PATIENCE_S)
    assert writer.flush(PATIENCE_S)


def test_a_fault_of_ours_stops_nothing(writer: BackgroundWriter, caplog: pytest.LogCaptureFixture):
    disk = Disk()
    writer.put("one", lambda: 1 // 0)  # type: ignore[arg-type, return-value]
    writer.put("one", lambda: disk.write("after"))
    assert writer.flush(PATIENCE_S)
    assert disk.written == ["after"]
    assert "ZeroDivisionError" in caplog.text


def test_many_writes_are_synced_once_and_the_last_at_the_end(errors: list[OSError]):
    writer, disk = BackgroundWriter(errors.append), Disk()
    for count in range(100):
        writer.put("one", lambda count=count: disk.write(str(count)) or disk.sync)
    assert writer.close(PATIENCE_S)
    assert len(disk.written) == 100
    assert disk.synced == 1
    writer.put("one", lambda: disk.write("too late"))
    assert len(disk.written) == 100


def test_a_sync_comes_without_another_job(writer: BackgroundWriter, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(background_writer, "SYNC_S", 0.01)
    synced = threading.Event()
    writer.put("one", lambda: synced.set)
    assert synced.wait(PATIENCE_S)
