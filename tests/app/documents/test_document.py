"""A document keeps text, file and modified state together."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QTextCursor

from palimpsest.app.documents.document import Document
from palimpsest.app.documents.files import FileError, decode, encode

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
