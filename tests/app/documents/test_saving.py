"""A file is written whole or stays as it was, and keeps what it is besides its bytes."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from palimpsest.app.documents import files, saving
from palimpsest.app.documents.files import FileChanged, FileError, FileFormat

NOBODY = 65534
ROOT = os.getuid() == 0


def test_mode_and_links_are_kept(tmp_path: Path):
    real = tmp_path / "real.sh"
    real.write_text("old")
    real.chmod(0o750)
    (tmp_path / "link.sh").symlink_to("middle.sh")
    (tmp_path / "middle.sh").symlink_to(real)
    saving.save(tmp_path / "link.sh", ("new\n",), FileFormat())
    assert (tmp_path / "link.sh").is_symlink()
    assert (tmp_path / "middle.sh").is_symlink()
    assert real.read_bytes() == b"new\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o750
    assert sorted(os.listdir(tmp_path)) == ["link.sh", "middle.sh", "real.sh"]


def test_a_new_file_gets_the_usual_mode(tmp_path: Path):
    (tmp_path / "usual").touch()
    saving.save(tmp_path / "new.txt", ("text",), FileFormat())
    assert (tmp_path / "new.txt").stat().st_mode == (tmp_path / "usual").stat().st_mode
    (tmp_path / "gone").symlink_to("later.txt")
    saving.save(tmp_path / "gone", ("text",), FileFormat())
    assert (tmp_path / "later.txt").read_bytes() == b"text"


def test_hard_links_stay_one_file(tmp_path: Path):
    one, other = tmp_path / "one.txt", tmp_path / "other.txt"
    one.write_text("a longer text than the new one")
    os.link(one, other)
    for text in ("short", "longer again, " * 1000):
        saving.save(one, (text,), FileFormat())
        assert other.read_text() == text
        assert one.samefile(other)
    assert sorted(os.listdir(tmp_path)) == ["one.txt", "other.txt"]


def attributes_work(folder: Path) -> bool:
    try:
        os.setxattr(folder, "user.test", b"1")
    except OSError:
        return False
    return True


def test_extended_attributes_are_kept(tmp_path: Path):
    if not attributes_work(tmp_path):
        pytest.skip("this file system has no extended attributes")
    path = tmp_path / "a.txt"
    path.write_text("old")
    os.setxattr(path, "user.origin", b"somewhere")
    saving.save(path, ("new",), FileFormat())
    assert path.read_text() == "new"
    assert os.getxattr(path, "user.origin") == b"somewhere"


@pytest.mark.skipif(not ROOT, reason="only root may give files away")
def test_owner_and_group_are_kept(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    os.chown(path, 1234, 2345)
    path.chmod(0o4755)
    saving.save(path, ("new",), FileFormat())
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 2345, 0o4755)
    assert path.read_text() == "new"


@pytest.fixture
def common_folder() -> Iterator[Path]:
    """A folder that anybody can reach, seen by somebody without special rights."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    if ROOT:
        os.seteuid(0)
    folder.chmod(0o777)
    shutil.rmtree(folder)


def become_nobody() -> None:
    if ROOT:
        os.seteuid(NOBODY)


def test_a_read_only_file_is_told(common_folder: Path):
    path = common_folder / "a.txt"
    become_nobody()
    path.write_text("old")
    path.chmod(0o444)
    # access() asks for the real user, which root stays here.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "access", lambda *_: False)
        with pytest.raises(FileError, match=r"a.txt cannot be saved: it is read-only.*properties"):
            saving.save(path, ("new",), FileFormat())
    assert path.read_text() == "old"


def test_a_writable_file_in_a_read_only_folder_is_saved(common_folder: Path):
    path = common_folder / "a.txt"
    become_nobody()
    path.write_text("old and long")
    number = path.stat().st_ino
    if ROOT:
        os.seteuid(0)
    common_folder.chmod(0o555)
    become_nobody()
    saving.save(path, ("new",), FileFormat())
    assert path.read_text() == "new"
    assert path.stat().st_ino == number
    assert os.listdir(common_folder) == ["a.txt"]


@pytest.mark.skipif(not ROOT, reason="only root may give files away")
def test_a_file_of_somebody_else_stays_theirs(common_folder: Path):
    path = common_folder / "a.txt"
    path.write_text("old")
    path.chmod(0o666)
    become_nobody()
    saving.save(path, ("new",), FileFormat())
    assert path.read_text() == "new"
    assert path.stat().st_uid == 0


def test_a_new_file_in_a_read_only_folder_is_told(common_folder: Path):
    common_folder.chmod(0o555)
    become_nobody()
    with pytest.raises(FileError, match=r"b.txt cannot be saved: permission denied.*folder that you may write to"):
        saving.save(common_folder / "b.txt", ("new",), FileFormat())


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file may grow beyond a few bytes, as on a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("size", [20_100, 500_000])
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, full_disk: None, size: int, linked: bool):
    path = tmp_path / "kept.txt"
    path.write_text("old")
    if linked:
        os.link(path, tmp_path / "other.txt")
    with pytest.raises(FileError) as caught:
        saving.save(path, ("x" * size,), FileFormat())
    assert "kept.txt cannot be saved: " in caught.value.what
    assert "as it was" in caught.value.remedy
    assert path.read_text() == "old"
    assert set(os.listdir(tmp_path)) <= {"kept.txt", "other.txt"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system with room for 256 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if not ROOT or not mount or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("linked", [False, True])
def test_a_disk_that_is_really_full(small_disk: Path, linked: bool):
    path = small_disk / "kept.txt"
    path.write_bytes(b"o" * 60_000)
    if linked:
        os.link(path, small_disk / "other.txt")
    with pytest.raises(FileError, match=r"kept.txt cannot be saved: no space left on device.*Make room"):
        saving.save(path, ("x" * 250_000,), FileFormat())
    assert path.read_bytes() == b"o" * 60_000
    assert set(os.listdir(small_disk)) <= {"kept.txt", "other.txt"}


Step = Callable[[Path, pytest.MonkeyPatch], None]
"""What goes wrong on the way."""


def no_sync(_: Path, patch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    patch.setattr(os, "fsync", fail)


def no_rename(_: Path, patch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE))

    patch.setattr(Path, "replace", fail)


@pytest.mark.parametrize("step", [no_sync, no_rename])
def test_an_error_of_the_network_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: Step):
    path = tmp_path / "kept.txt"
    path.write_text("old")
    step(path, monkeypatch)
    with pytest.raises(FileError, match=r"kept.txt cannot be saved: .*connection"):
        saving.save(path, ("new",), FileFormat())
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["kept.txt"]


@pytest.mark.parametrize("after", [0, 1, 3])
def test_an_error_in_the_middle_of_a_linked_file_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int):
    path = tmp_path / "kept.txt"
    path.write_text("the old text")
    os.link(path, tmp_path / "other.txt")
    write_all, calls = saving._write_all, iter(range(100))

    def fail(file: object, part: bytes) -> None:
        if next(calls) == after:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        write_all(file, part)  # pyright: ignore[reportArgumentType]

    monkeypatch.setattr(saving, "_write_all", fail)
    with pytest.raises(FileError, match=r"kept.txt cannot be saved"):
        saving.write(path, [b"ne", b"w ", b"te", b"xt", b" that is longer"])
    assert path.read_text() == "the old text"
    assert sorted(os.listdir(tmp_path)) == ["kept.txt", "other.txt"]


def test_if_even_that_fails_the_old_bytes_lie_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "kept.txt"
    path.write_text("the old text")
    os.link(path, tmp_path / "other.txt")

    def fail(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(saving, "_write_all", fail)
    with pytest.raises(FileError) as caught:
        saving.write(path, [b"new"])
    (backup,) = tmp_path.glob("*.backup")
    assert str(backup) in caught.value.remedy
    assert backup.read_text() == "the old text"


def test_a_folder_of_this_name(tmp_path: Path):
    path = tmp_path / "notes"
    path.write_text("x")
    signature = files.read(path).signature
    path.unlink()
    path.mkdir()
    with pytest.raises(FileError, match=r"notes cannot be saved: there is a folder of this name. Save under another"):
        saving.save(path, ("new",), FileFormat(), signature)


def test_names_and_folders_that_cannot_be(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match=r"below cannot be saved: .*Save in another folder"):
        saving.save(tmp_path / "file" / "below", ("text",), FileFormat())
    with pytest.raises(FileError, match="Its folder is gone"):
        saving.save(tmp_path / "gone" / "a.txt", ("text",), FileFormat())
    with pytest.raises(FileError, match="Save under a shorter name"):
        saving.save(tmp_path / ("x" * 300), ("text",), FileFormat())
    longest = tmp_path / ("x" * 255)
    saving.save(longest, ("text",), FileFormat())
    saving.save(longest, ("text again",), FileFormat())
    assert longest.read_text() == "text again"
    (tmp_path / "round").symlink_to("round")
    with pytest.raises(FileError, match="round cannot be saved"):
        saving.save(tmp_path / "round", ("text",), FileFormat())
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="not an ordinary file"):
        saving.save(tmp_path / "pipe", ("text",), FileFormat())


def test_what_others_wrote_is_not_written_over(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("mine")
    known = files.read(path).signature
    assert known is not None
    path.write_text("news")
    with pytest.raises(FileChanged, match=r"a.txt was changed by another program"):
        saving.save(path, ("more of mine",), FileFormat(), known)
    assert path.read_text() == "news"
    saving.save(path, ("more of mine",), FileFormat(), None)
    assert path.read_text() == "more of mine"


def test_a_file_that_was_deleted_is_made_again(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("mine")
    known = files.read(path).signature
    path.unlink()
    saving.save(path, ("mine",), FileFormat(), known)
    assert path.read_text() == "mine"


def test_what_cannot_be_written_in_the_encoding_touches_nothing(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(FileError, match="line 2"):
        saving.save(path, ("fine\n", "→"), FileFormat(encoding="cp1252"))
    assert path.read_text() == "old"


def test_mixed_endings_are_known_for_the_next_time(tmp_path: Path):
    path = tmp_path / "mixed.txt"
    path.write_bytes(b"one\r\ntwo\nthree\n")
    loaded = files.read(path)
    saved = saving.save(path, (loaded.text, "four\n"), loaded.format)
    assert saved.signature.digest == files.read(path).signature.digest  # pyright: ignore[reportOptionalMemberAccess]
    saving.save(path, ("zero\n" + loaded.text + "four\n",), saved.format)
    assert path.read_bytes() == b"zero\none\r\ntwo\nthree\nfour\n"


def test_where_qt_cannot_load_files_are_still_read_and_written():
    code = (
        "import palimpsest.app.documents.splice, sys; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_file_system_that_cannot_sync_is_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fail(_: int) -> None:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))

    monkeypatch.setattr(os, "fsync", fail)
    saving.save(tmp_path / "a.txt", ("text",), FileFormat())
    assert (tmp_path / "a.txt").read_text() == "text"
