"""A document keeps text, file and modified state together."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor

from palimpsest.app.documents import saving
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.files import FileChanged, FileError, FileText, decode, encode
from palimpsest.app.documents.signature import same_file

pytestmark = pytest.mark.usefixtures("qapp")

texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(texts)
def test_qt_gives_back_every_character(text: str):
    loaded = decode(text.encode())
    document = Document()
    document.set_text(loaded.text)
    assert document.text() == loaded.text
    assert encode(document.text(), loaded.format) == text.encode()


def test_life_of_a_file(tmp_path: Path):
    path = tmp_path / "notes.md"
    path.write_bytes(b"\xef\xbb\xbfno\xc2\xa0break\r\nend")
    document = Document(path)
    assert (document.title, document.name, document.kind, document.modified) == ("notes.md", "notes.md", "prose", False)
    assert document.text() == "no\u00a0break\nend"
    QTextCursor(document.buffer).insertText("😀 ")
    assert document.modified
    document.save()
    assert not document.modified
    assert path.read_bytes() == b"\xef\xbb\xbf\xf0\x9f\x98\x80 no\xc2\xa0break\r\nend"
    document.buffer.undo()
    assert document.modified
    document.save(tmp_path / "other.py")
    assert document.kind == "code"
    assert (tmp_path / "other.py").read_bytes() == b"\xef\xbb\xbfno\xc2\xa0break\r\nend"


def test_an_unnamed_document_cannot_be_saved_nowhere():
    with pytest.raises(FileError, match="no name yet"):
        Document().save()


def test_a_failed_load_changes_nothing(tmp_path: Path):
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text("kept")
    bad.write_bytes(b"\0")
    document = Document(good)
    with pytest.raises(FileError):
        document.load(bad)
    assert (document.path, document.text()) == (good, "kept")


def test_positions_follow_the_text():
    document = Document()
    document.set_text("a😀b")
    assert [document.to_position(point) for point in range(4)] == [0, 1, 3, 4]
    cursor = QTextCursor(document.buffer)
    cursor.deleteChar()
    assert [document.to_code_point(unit) for unit in (0, 2, 3)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.md", "prose"),
        ("A.TXT", "prose"),
        ("README", "prose"),
        ("a.py", "code"),
        ("Makefile", "code"),
        (".bashrc", "code"),
        ("data.json", "code"),
    ],
)
def test_kind_by_name(tmp_path: Path, name: str, kind: str):
    (tmp_path / name).write_text("x")
    assert Document(tmp_path / name).kind == kind


def test_the_first_line_tells_where_the_name_does_not(tmp_path: Path):
    path = tmp_path / "tool"
    path.write_text("#!/usr/bin/env python3\nprint(1)\n")
    document = Document(path)
    assert document.language.name == "Python"
    document.set_language("markdown")
    assert (document.language.name, document.kind) == ("Markdown", "prose")
    document.save(tmp_path / "tool.rs")
    assert document.language.name == "Markdown", "what was chosen stays"
    document.set_language(None)
    assert document.language.name == "Rust"
    with pytest.raises(LookupError):
        document.set_language("Volapük")


def test_documents_are_told_apart(tmp_path: Path):
    (tmp_path / "a").touch()
    one, other = Document(tmp_path / "a"), Document(tmp_path / "a")
    assert one.id != other.id
    assert same_file(one.path, other.path)


@given(texts, texts, st.data())
def test_reloading_is_one_step_back(before: str, after: str, data: st.DataObject):
    before, after = decode(before.encode()).text, decode(after.encode()).text
    keep = data.draw(st.integers(0, len(before)))
    after = before[:keep] + after + before[keep + data.draw(st.integers(0, len(before) - keep)) :]
    document = Document()
    document.set_text(before)
    document.path = Path("a.txt")
    document.reload(FileText(after))
    assert document.text() == after
    assert not document.modified
    if after != before:
        document.buffer.undo()
        assert document.modified
    assert document.text() == before
    assert not document.buffer.isUndoAvailable()


def test_reloading_touches_only_what_differs(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("one\ntwo\nthree\nfour\n")
    document = Document(path)
    changes: list[tuple[int, int, int]] = []
    path.write_text("one\ntwo\nTHREE!\nfour\n")
    document.buffer.contentsChange.connect(lambda *change: changes.append(change))
    document.reload()
    assert min(at for at, _, _ in changes) >= 8
    assert document.disk_state() == "same"
    cursor = QTextCursor(document.buffer)
    cursor.setPosition(14)
    cursor.insertText("?")
    document.buffer.undo()
    assert document.text() == "one\ntwo\nTHREE!\nfour\n", "typing after it is a step of its own"
    document.buffer.undo()
    assert document.text() == "one\ntwo\nthree\nfour\n"


def test_reopening_in_another_encoding(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes("Привет".encode("koi8-r"))
    document = Document()
    document.load(path, "cp1251")
    assert document.text() != "Привет"
    document.reopen("koi8-r")
    assert (document.text(), document.format.encoding, document.modified) == ("Привет", "koi8-r", False)
    with pytest.raises(FileError, match="cannot be read as UTF-8"):
        document.reopen("utf-8")
    assert (document.text(), document.format.encoding) == ("Привет", "koi8-r")


def test_saving_in_another_format(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes("é\r\nb\n".encode("utf-8-sig"))
    document = Document(path)
    assert document.format.mixed
    document.save(newline="\r")
    assert path.read_bytes() == "é\rb\r".encode("utf-8-sig")
    document.save(encoding="cp1252")
    assert path.read_bytes() == b"\xe9\rb\r"
    assert not document.format.bom
    document.save(encoding="utf-16-le", bom=True, newline="\n")
    assert path.read_bytes() == "é\nb\n".encode("utf-16")
    document.save(bom=False)
    assert path.read_bytes() == "é\nb\n".encode("utf-16-le")
    assert not document.format_with("koi8-r", bom=True).bom, "only Unicode has marks"
    QTextCursor(document.buffer).insertText("→")
    with pytest.raises(FileError, match="line 1 cannot be written in Windows-1252"):
        document.save(encoding="cp1252")
    assert document.format.encoding == "utf-16-le"
    assert document.modified


def test_a_new_format_has_to_be_saved(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("a\nb\n")
    document = Document(path)
    document.set_format(document.format_with(newline="\n"))
    assert not document.modified
    document.set_format(document.format_with(newline="\r\n"))
    assert document.modified
    document.save()
    assert path.read_bytes() == b"a\r\nb\r\n"


def test_foreign_changes_are_never_written_over(tmp_path: Path):
    path, link = tmp_path / "a.txt", tmp_path / "link.txt"
    path.write_text("mine")
    link.symlink_to(path)
    document = Document(path)
    path.write_text("theirs")
    for target in (None, path, link):
        with pytest.raises(FileChanged):
            document.save(target)
    assert path.read_text() == "theirs"
    document.save(tmp_path / "b.txt")
    assert document.disk_state() == "same"
    document = Document(path)
    path.write_text("theirs again")
    document.save(force=True)
    assert path.read_text() == "theirs"
    path.unlink()
    assert document.disk_state() == "deleted"
    document.save()
    assert path.read_text() == "theirs"


def test_a_touched_file_can_be_saved(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("mine")
    document = Document(path)
    os.utime(path, ns=(1, 1))
    QTextCursor(document.buffer).insertText("!")
    document.save()
    assert path.read_text() == "!mine"


def test_the_buffer_stays_the_same(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_text("text")
    document = Document()
    buffer = document.buffer
    document.load(path)
    document.reopen("latin-1")
    document.set_text("x")
    assert document.buffer is buffer
    revision = document.revision
    QTextCursor(buffer).insertText("y")
    assert document.revision > revision


def test_undo_does_not_hide_a_format_that_is_not_saved(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\ntwo\n")
    document = Document(path)
    QTextCursor(document.buffer).insertText("x")
    document.set_format(document.format_with(newline="\r\n"))
    document.buffer.undo()
    assert document.text() == "one\ntwo\n"
    assert document.modified
    document.save()
    assert path.read_bytes() == b"one\r\ntwo\r\n"
    assert not document.modified


def test_undo_after_a_save_of_an_older_text_is_no_saved_text(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    document = Document(path)
    cursor = QTextCursor(document.buffer)
    cursor.insertText("A")
    target, pieces, file_format, expected = document.to_save()
    revision = document.revision
    cursor.insertText("B")
    document.saved(target, saving.save(target, pieces, file_format, expected), revision)
    assert document.modified
    while document.buffer.isUndoAvailable():
        document.buffer.undo()
    assert (document.text(), path.read_bytes()) == ("one", b"Aone")
    assert document.modified


@pytest.mark.parametrize("mark", ["\ufeff", "\ufffe"])
@pytest.mark.parametrize("rest", ["", "one\ntwo", "🐟 one"])
def test_a_text_may_begin_with_what_looks_like_a_byte_order_mark(tmp_path: Path, mark: str, rest: str):
    path = tmp_path / "a.txt"
    path.write_bytes(f"\ufeff{mark}{rest}".encode())
    document = Document(path)
    assert document.text() == mark + rest
    path.write_bytes(f"\ufeff{mark}x{mark}{rest}".encode())
    document.reload()
    assert document.text() == f"{mark}x{mark}{rest}"
    document.save()
    assert path.read_bytes() == f"\ufeff{mark}x{mark}{rest}".encode()


def test_a_file_whose_encoding_nothing_tells_is_read_again_in_the_one_it_was_saved_in(tmp_path: Path) -> None:
    document = Document()
    document.set_text("a😀a😀")
    document.save(tmp_path / "note.txt", encoding="utf-16-le", bom=False)
    document.reload()
    assert document.text() == "a😀a😀"
    assert not document.modified
