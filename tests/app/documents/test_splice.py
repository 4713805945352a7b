"""A span replaced on disk: every byte outside it stays, whatever the encoding and the line endings."""

from __future__ import annotations

import re
import stat

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from palimpsest.app.documents.files import FileError, decode, read
from palimpsest.app.documents.splice import splice_bytes, splice_file

WIDE = "ab\u00e9\u05e9\U0001f600\u0301 \t\n\r\u2028\u2029\u0085"
NARROW = "ab\u00e9\u2013 \t\n\r"
ENCODINGS = [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")]


def as_shown(raw: str) -> str:
    """The text of the editor: every line ends in a newline."""
    return re.sub("\r\n|[\n\r\u2029]", "\n", raw)


@given(st.data(), st.sampled_from([*ENCODINGS, ("cp1252", b"")]))
def test_bytes_outside_the_span_stay(data, form):
    encoding, mark = form
    texts = st.text(st.sampled_from(NARROW if encoding == "cp1252" else WIDE), max_size=8)
    left, old, right = data.draw(texts), data.draw(texts), data.draw(texts)
    assume(as_shown(left) + as_shown(old) + as_shown(right) == as_shown(left + old + right))
    before = mark + (left + old + right).encode(encoding)
    source = decode(before)
    assume(source.format.encoding == encoding)  # short texts in Windows-1252 may be UTF-8 as well
    new = data.draw(st.text(st.sampled_from("xyz\n"), max_size=5))
    start = len(as_shown(left))

    after = splice_bytes(before, source, start, start + len(as_shown(old)), new)

    middle = new.replace("\n", source.format.newline).encode(encoding)
    assert after == mark + left.encode(encoding) + middle + right.encode(encoding)


@pytest.mark.parametrize(
    ("before", "start", "end", "new", "after"),
    [
        (b"a\r\nb\nc\rd", 2, 3, "x\ny", b"a\r\nx\ny\nc\rd"),
        (b"a\r\nb\r\nc", 2, 3, "x\ny", b"a\r\nx\r\ny\r\nc"),
        (b"a\rX\nb", 2, 3, "", b"a\r\nb"),
        (b"\xef\xbb\xbfab", 0, 1, "\u00e9", b"\xef\xbb\xbf\xc3\xa9b"),
        (b"caf\xe9 b", 5, 6, "\u2013", b"caf\xe9 \x96"),
        (b"", 0, 0, "new", b"new"),
        (b"a\n", 2, 2, "b\n", b"a\nb\n"),
    ],
)
def test_examples(before, start, end, new, after):
    assert splice_bytes(before, decode(before), start, end, new) == after


def test_a_character_the_encoding_has_not(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"caf\xe9 b")
    with pytest.raises(FileError, match=r"U\+05E9.*cp1252.*UTF-8"):
        splice_file(path, read(path), 5, 6, "\u05e9")
    assert path.read_bytes() == b"caf\xe9 b"


def test_links_are_followed_and_the_mode_is_kept(tmp_path):
    path, link = tmp_path / "a.txt", tmp_path / "link.txt"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    splice_file(link, read(link), 0, 3, "new")
    assert link.is_symlink()
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.txt", "link.txt"]


def test_a_failed_write_leaves_the_old_file_alone(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    source = read(path)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileError, match="no space left"):
        splice_file(path, source, 0, 3, "new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.txt"]
