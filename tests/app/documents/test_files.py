"""What is read is written back byte for byte, and a failed write leaves the old file whole."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from palimpsest.app.documents import files
from palimpsest.app.documents.files import FileError, FileFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDINGS = ("\n", "\r\n", "\r", "\u2029", "\ufdd0")
lines = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
texts = st.lists(st.tuples(lines, st.sampled_from(ENDINGS)), max_size=8).map(
    lambda parts: "".join(line + ending for line, ending in parts)
)
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"])


@given(texts, encodings)
@example("one\r\ntwo\nthree\rfour", "utf-8")
@example("\ufeffmark in the text", "utf-8-sig")
def test_reading_and_writing_gives_the_same_bytes(text: str, encoding: str):
    data = text.encode(encoding)
    loaded = files.decode(data)
    assert "\r" not in loaded.text
    assert files.encode(loaded.text, loaded.format) == data


@given(st.binary(max_size=60))
@example(b"caf\xe9 \x96 na\xefve\r\n")
def test_bytes_are_kept_or_refused(data: bytes):
    try:
        loaded = files.decode(data)
    except FileError:
        return
    assert files.encode(loaded.text, loaded.format) == data


@given(texts, texts)
def test_an_edit_is_read_back_as_it_was_made(before: str, after: str):
    file_format = files.decode(before.encode()).format
    edited = files.decode(after.encode()).text
    if edited.startswith("\ufeff") and not file_format.bom:
        return  # Such a text becomes a mark; no file can tell the two apart.
    data = files.encode(edited, file_format)
    assert files.decode(data).text == edited


def test_mixed_endings_stay_with_their_lines_after_an_edit():
    loaded = files.decode(b"one\r\ntwo\nthree\nfour\rfive\r\nsix\n")
    edited = loaded.text.replace("three\n", "new\nand newer\n").replace("two", "2")
    assert files.encode(edited, loaded.format) == b"one\r\n2\nnew\nand newer\nfour\rfive\r\nsix\n"


def test_new_lines_get_the_usual_ending():
    loaded = files.decode(b"one\r\ntwo\r\n")
    assert loaded.format.newline == "\r\n"
    assert files.encode("one\nand\ntwo\n", loaded.format) == b"one\r\nand\r\ntwo\r\n"


@pytest.mark.parametrize(
    ("data", "encoding", "bom", "final"),
    [
        (b"plain\n", "utf-8", False, True),
        (b"\xef\xbb\xbfmarked", "utf-8", True, False),
        ("wide\n".encode("utf-16"), "utf-16-le", True, True),
        (b"caf\xe9", "cp1252", False, False),
        (b"", "utf-8", False, False),
    ],
)
def test_facts_of_a_file(data: bytes, encoding: str, bom: bool, final: bool):
    loaded = files.decode(data)
    assert (loaded.format.encoding, loaded.format.bom, loaded.final_newline) == (encoding, bom, final)


@pytest.mark.parametrize(
    "data",
    [b"a\0b", b"\x89PNG\r\n\x1a\n\0\0", bytes(range(1, 256)), b"\xff\xfea", b"\x7fELF\xff", b"only \x81 here"],
)
def test_what_is_no_text_is_refused_in_one_sentence(data: bytes):
    with pytest.raises(FileError) as caught:
        files.decode(data, "picture.png")
    assert caught.value.what.startswith("picture.png is ")
    assert caught.value.what.count(".") <= 2
    assert caught.value.remedy


def test_a_character_without_bytes_is_named_with_its_line():
    with pytest.raises(FileError, match="“→” in line 3 cannot be written in cp1252"):
        files.encode("a\nb\nc → d\n", FileFormat(encoding="cp1252", newline="\r\n"))


@pytest.mark.parametrize("name", ["absent.txt", "folder"])
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str):
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileError, match=name):
        files.read(tmp_path / name)


def test_writing_keeps_mode_and_follows_links(tmp_path: Path):
    real = tmp_path / "real.sh"
    real.write_text("old")
    real.chmod(0o750)
    link = tmp_path / "link.sh"
    link.symlink_to(real)
    files.write(link, "new\n", FileFormat())
    assert link.is_symlink()
    assert real.read_bytes() == b"new\n"
    assert real.stat().st_mode & 0o777 == 0o750
    assert sorted(os.listdir(tmp_path)) == ["link.sh", "real.sh"]


def test_writing_twice_keeps_mixed_endings(tmp_path: Path):
    path = tmp_path / "mixed.txt"
    path.write_bytes(b"one\r\ntwo\nthree\n")
    loaded = files.read(path)
    file_format = files.write(path, loaded.text + "four\n", loaded.format)
    files.write(path, "zero\n" + loaded.text + "four\n", file_format)
    assert path.read_bytes() == b"zero\none\r\ntwo\nthree\nfour\n"


@pytest.fixture
def full_disk() -> Iterator[None]:
    """No file may grow beyond a few bytes, as on a disk without room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("size", [20_100, 500_000])
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, full_disk: None, size: int):
    path = tmp_path / "kept.txt"
    path.write_text("old")
    with pytest.raises(FileError) as caught:
        files.write(path, "x" * size, FileFormat())
    assert "kept.txt cannot be saved: " in caught.value.what
    assert "as it was" in caught.value.remedy
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["kept.txt"]


def test_a_folder_that_takes_no_files_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="below cannot be saved"):
        files.write(tmp_path / "file" / "below", "text", FileFormat())
