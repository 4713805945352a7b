"""A lock is held by one at a time, and by nobody once its process is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from killing import Child

from palimpsest.app.file_lock import FileLock

HOLDER = """
import sys
from pathlib import Path
from palimpsest.app.file_lock import FileLock
lock = FileLock(Path(sys.argv[1]))
print("held" if lock.take() else "refused", flush=True)
sys.stdin.read()
"""


def test_one_at_a_time(tmp_path: Path):
    first, second = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert first.take()
    assert first.take()
    assert not second.take()
    first.let_go()
    assert not (tmp_path / "lock").exists()
    first.let_go()
    assert second.take()
    second.let_go()


def test_a_killed_process_holds_nothing(tmp_path: Path):
    lock = FileLock(tmp_path / "lock")
    with Child(["-c", HOLDER, str(lock.path)]) as child:
        child.read_until(lambda line: line == "held")
        assert not lock.take()
        child.kill()
    assert lock.take()
    lock.let_go()


@pytest.mark.parametrize("content", [b"", b"4711\npalimpsest\nelsewhere\n", b"\0" * 10])
def test_whatever_a_file_holds_it_can_be_taken(tmp_path: Path, content: bytes):
    """A process may be killed right after it made the file."""
    path = tmp_path / "lock"
    path.write_bytes(content)
    lock = FileLock(path)
    assert lock.take()
    lock.let_go()


def test_a_file_removed_meanwhile_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from palimpsest.app import file_lock

    path, real, tries = tmp_path / "lock", file_lock.hold, []

    def hold(descriptor: int, wait: bool = False) -> bool:
        if not tries:
            path.unlink()
        tries.append(descriptor)
        return real(descriptor, wait)

    monkeypatch.setattr(file_lock, "hold", hold)
    lock = FileLock(path)
    assert lock.take()
    assert len(tries) == 2
    assert not FileLock(path).take()
    lock.let_go()


def test_no_place_for_it(tmp_path: Path):
    with pytest.raises(OSError, match="lock"):
        FileLock(tmp_path / "missing" / "lock").take()
