"""What is read is written back byte for byte, in every encoding that is offered."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from palimpsest.app.documents import encodings, files
from palimpsest.app.documents.encodings import OFFERED, Encoding
from palimpsest.app.documents.files import FileError, FileFormat
from palimpsest.app.documents.signature import digest_of

ENDINGS = ("\n", "\r\n", "\r", "\u2029", "\ufdd0")
lines = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
texts = st.lists(st.tuples(lines, st.sampled_from(ENDINGS)), max_size=8).map(
    lambda parts: "".join(line + ending for line, ending in parts)
)
unicode_codecs = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"])


@given(texts, unicode_codecs)
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
    [b"a\0b", b"\x89PNG\r\n\x1a\n\0\0", bytes(range(1, 256)), b"\xff\xfea", b"\x7fELF\xff"],
)
def test_what_is_no_text_is_refused_in_one_sentence(data: bytes):
    with pytest.raises(FileError) as caught:
        files.decode(data, "picture.png")
    assert caught.value.what.startswith("picture.png is ")
    assert caught.value.what.count(".") <= 2
    assert caught.value.remedy


def test_a_character_without_bytes_is_named_with_its_line():
    with pytest.raises(FileError, match="“→” in line 3 cannot be written in Windows-1252"):
        files.encode("a\nb\nc → d\n", FileFormat(encoding="cp1252", newline="\r\n"))


@pytest.mark.parametrize("name", ["absent.txt", "folder"])
def test_what_cannot_be_read_is_told(tmp_path: Path, name: str):
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileError, match=name):
        files.read(tmp_path / name)


REPERTOIRES = {
    "unicode": "aé→😀\u2028\u0085\u00a0\f",
    "western": "aéßñ£",
    "central": "ařőžł",
    "cyrillic": "aяжФ",
    "greek": "aαωΣ",
    "turkish": "aşğİ",
    "hebrew": "aאבש",
    "arabic": "aابش",
    "baltic": "aąžš",
    "japanese": "aあ漢カ",
    "chinese": "a汉中文国",
    "korean": "a한국어",
    "thai": "aกขค",
    "vietnamese": "aăơđ",
}
CHINESE_TRADITIONAL = "a漢中文國"


def repertoire(offered: Encoding) -> str:
    """Letters that the encoding surely has, controls that no encoding changes, and every line end."""
    letters = CHINESE_TRADITIONAL if offered.codec.startswith("big5") else REPERTOIRES[offered.group]
    return letters + "bc 1~\\|\t\f\n\r"


@given(st.data(), st.sampled_from(OFFERED))
def test_every_offered_encoding_is_read_and_written(data: st.DataObject, offered: Encoding):
    raw = data.draw(st.text(st.sampled_from(repertoire(offered)), max_size=30))
    written = raw.encode(offered.codec)
    loaded = files.decode(written, encoding=offered.codec)
    assert files.encode(loaded.text, loaded.format) == written


@given(st.text(max_size=30), st.sampled_from(OFFERED))
@example("¥‾", Encoding("Shift JIS", "cp932", "japanese"))
@example("\x1b(J\\~", Encoding("ISO-2022-JP", "iso2022-jp", "japanese"))
@example("a\ue5e5", Encoding("GB 18030", "gb18030", "chinese"))
def test_what_is_written_in_an_encoding_is_read_back_or_refused(text: str, offered: Encoding):
    text = text.replace("\0", "").replace("\r", "\n")
    for ending in ENDINGS[3:]:
        text = text.replace(ending, "\n")
    text = text.replace("\ufdd1", "\n").removeprefix("\ufeff")
    try:
        written = files.encode(text, FileFormat(encoding=offered.codec))
    except FileError:
        return
    if encodings.by_mark(written) is None:
        assert files.decode(written, encoding=offered.codec).text == text


@given(st.binary(max_size=60), st.sampled_from(OFFERED))
@example(b"\x1b$B", Encoding("ISO-2022-JP", "iso2022-jp", "japanese"))
@example(b"\x1b(Babc", Encoding("ISO-2022-JP", "iso2022-jp", "japanese"))
@example(b"\x87\x90\x81\xe0", Encoding("Shift JIS", "cp932", "japanese"))
def test_bytes_read_as_any_encoding_are_kept_or_refused(data: bytes, offered: Encoding):
    try:
        loaded = files.decode(data, "old.txt", offered.codec)
    except FileError:
        return
    assert files.encode(loaded.text, loaded.format) == data


def test_what_is_not_in_an_encoding_is_told_with_a_remedy():
    with pytest.raises(FileError, match=r"old.txt cannot be read as Shift JIS. Open it with another encoding."):
        files.decode(b"\x87\x90\x81\xe0", "old.txt", "cp932")
    with pytest.raises(FileError, match=r"“¥” in line 2 cannot be written in Shift JIS. Delete it, or save as UTF-8."):
        files.encode("a\nb¥", FileFormat(encoding="cp932"))


@given(st.lists(st.text(st.sampled_from("aéあ\r\n\u2029"), max_size=6), max_size=8), st.sampled_from([1, 2, 3, 5]))
def test_parts_of_any_size_give_the_same(parts: list[str], size: int):
    data = "".join(parts).encode()
    whole = files.decode(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_PART", size)
        assert files.decode(data) == whole
        assert files.decode(data).longest_line == whole.longest_line
    cut = tuple(whole.text[at : at + size] for at in range(0, len(whole.text), size))
    assert b"".join(files.encoded(cut, whole.format)) == data


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", ["plain words\n", "Übergröße, naïve\r\n", "много слов и строк\n"])
def test_wide_text_without_a_mark(encoding: str, text: str):
    loaded = files.decode(text.encode(encoding))
    assert (loaded.format.encoding, loaded.format.bom) == (encoding, False)
    assert files.encode(loaded.text, loaded.format) == text.encode(encoding)


def test_an_encoding_that_was_asked_for_keeps_its_mark():
    loaded = files.decode(b"\xef\xbb\xbfa", encoding="utf-8")
    assert (loaded.text, loaded.format.bom) == ("a", True)


def test_mixed_line_ends_are_counted():
    file_format = files.decode(b"a\nb\nc\r\nd\r").format
    assert file_format.mixed
    assert file_format.ending_counts() == {"\n": 2, "\r\n": 1, "\r": 1}
    assert file_format.notice == "Lines end in 2 × LF, 1 × CRLF and 1 × CR; kept as they are."
    assert files.decode("a\nb\u2029\n".encode()).format.notice == "Lines end in 2 × LF and 1 × PS; kept as they are."
    assert not files.decode(b"a\rb\r").format.mixed
    assert files.decode(b"a\rb\r").format.notice == ""
    assert files.decode(b"a\rb\r").format.newline == "\r"


def test_the_longest_line_is_known():
    assert files.decode(b"a\r\nfour\nxx").longest_line == 4
    assert files.decode("a\nüüü".encode()).longest_line == 3


def test_progress_is_told_and_can_end_the_work(tmp_path: Path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"line\n" * 1_000_000)
    shares: list[float] = []
    files.read(path, heed=shares.append)
    assert shares == sorted(shares)
    assert len(shares) >= 10
    assert shares[-1] == 1.0

    def stop(_: float) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        files.read(path, heed=stop)


def test_a_signature_is_that_of_the_bytes(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    signature = files.read(path).signature
    assert signature is not None
    assert (signature.size, signature.digest) == (4, digest_of([b"te", b"xt"]))


def test_very_large_files_and_pipes_are_refused(tmp_path: Path):
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(files.LARGEST + 1)
    with pytest.raises(FileError, match="larger than 200 MB"):
        files.read(large)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileError, match="not an ordinary file"):
        files.read(tmp_path / "pipe")
