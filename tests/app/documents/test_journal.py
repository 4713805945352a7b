"""Whatever is done to a document, its journal leads to exactly its text."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor
from scripted import NOISE, make_pass

from palimpsest.app import theme
from palimpsest.app.documents import journal, journal_files
from palimpsest.app.documents.background_writer import BackgroundWriter
from palimpsest.app.documents.buffer_text import length_of, text_between
from palimpsest.app.documents.document import Document
from palimpsest.app.documents.files import encode
from palimpsest.app.documents.journal import Journal
from palimpsest.app.documents.journal_files import Kept
from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.text_editor import TextEditor

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("qapp")

PATIENCE_S = 20.0
FIRST = "One wet morning\r\na dog 🐕 ran by.\n\nNobody\u00a0saw it.\r\n"

words = st.text(st.sampled_from("ab \n\té😀م\u2028\u00a0\ud83d\ude00"), max_size=6)
shares = st.floats(0, 1)
steps = st.one_of(
    st.tuples(st.just("insert"), shares, words),
    st.tuples(st.just("remove"), shares, shares),
    st.tuples(st.just("swap"), shares, shares, words),
    st.tuples(st.just("both_ends"), words),
    st.tuples(st.just("replace_all"), st.sampled_from("ae 😀\n"), words),
    st.tuples(st.just("set_plain_text"), words),
    st.tuples(st.just("clear")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("paste"), shares),
    st.tuples(st.just("save")),
    st.tuples(st.just("save_while_typing")),
    st.tuples(st.just("reload")),
    st.tuples(st.just("set_encoding")),
    st.tuples(st.just("flush")),
)


class Case:
    """A document with its journal, and edits of all kinds."""

    def __init__(self, folder: Path, named: bool) -> None:
        folder.mkdir(parents=True)
        self.file = folder / "note.txt"
        self.folder = folder / "journal"
        self.document = Document()
        if named:
            self.file.write_bytes(FIRST.encode())
            self.document.load(self.file)
        self.buffer = self.document.buffer
        self.errors: list[OSError] = []
        self.writer = BackgroundWriter(self.errors.append)
        self.journal = Journal(self.document, self.folder, self.writer)
        self.journal.follow()

    def text(self) -> str:
        return text_between(self.buffer, 0, length_of(self.buffer))

    def apply(self, step: tuple[Any, ...]) -> None:
        name, *arguments = step
        getattr(self, name)(*arguments)

    def cursor(self, start: float, end: float | None = None) -> QTextCursor:
        length = length_of(self.buffer)
        cursor = QTextCursor(self.buffer)
        cursor.setPosition(round(start * length))
        if end is not None:
            cursor.setPosition(round(end * length), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def insert(self, place: float, text: str) -> None:
        self.cursor(place).insertText(text)

    def remove(self, start: float, end: float) -> None:
        self.cursor(start, end).removeSelectedText()

    def swap(self, start: float, end: float, text: str) -> None:
        self.cursor(start, end).insertText(text)

    def both_ends(self, text: str) -> None:
        cursor = self.cursor(1)
        cursor.beginEditBlock()
        cursor.insertText(text)
        cursor.setPosition(0)
        cursor.insertText(text)
        cursor.setBlockFormat(cursor.blockFormat())
        cursor.endEditBlock()

    def replace_all(self, wanted: str, text: str) -> None:
        raw, unit = self.text().encode("utf-16-le", "surrogatepass"), wanted.encode("utf-16-le")
        places = [place for place in range(0, len(raw), 2) if raw.startswith(unit, place)]
        outer = self.cursor(0)
        outer.beginEditBlock()
        for place in reversed(places[:200]):
            cursor = QTextCursor(self.buffer)
            cursor.setPosition(place // 2)
            cursor.setPosition((place + len(unit)) // 2, QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(text)
        outer.endEditBlock()

    def set_plain_text(self, text: str) -> None:
        self.buffer.setPlainText(text)
        self.buffer.setModified(True)

    def clear(self) -> None:
        self.buffer.clear()
        self.buffer.setModified(True)

    def undo(self) -> None:
        self.buffer.undo()

    def redo(self) -> None:
        self.buffer.redo()

    def paste(self, place: float) -> None:
        self.cursor(place).insertText("a line 😀\n" * 40)

    def save(self) -> None:
        if self.document.path is not None and self.savable():
            self.document.save(force=True)

    def save_while_typing(self) -> None:
        if self.document.path is not None and self.savable():
            from palimpsest.app.documents import saving

            wanted = self.document.to_save(force=True)
            revision = self.document.revision
            self.insert(1, "typed")
            self.document.saved(wanted[0], saving.save(*wanted), revision)

    def reload(self) -> None:
        if self.document.path is not None and self.savable():
            self.document.reload()

    def set_encoding(self) -> None:
        other = "utf-16-le" if self.document.format.encoding == "utf-8" else "utf-8"
        self.document.set_format(self.document.format_with(encoding=other))

    def flush(self) -> None:
        self.journal.flush()

    def savable(self) -> bool:
        return not any("\ud800" <= character <= "\udfff" for character in self.text())

    def check(self) -> None:
        """What the journal has is what the document has."""
        for _ in range(2):
            self.journal.flush()
            assert self.writer.flush(PATIENCE_S)
            # Tells that the text has to be read more carefully, if so.
            QCoreApplication.sendPostedEvents(self.journal)
        assert not self.errors
        kept = journal_files.read(self.folder) if self.folder.exists() else None
        if self.document.path is not None and not self.document.modified:
            assert kept is None
        elif kept is None:
            assert self.document.path is None
            assert self.text() == ""
        else:
            assert kept.text == self.text()
            assert kept.whole
            assert kept.head.path == self.document.path
            assert kept.format == self.document.format
            assert (kept.head.signature and kept.head.signature.digest) == (
                self.document.signature and self.document.signature.digest
            )

    def kept(self) -> Kept:
        found = journal_files.read(self.folder)
        assert found is not None
        return found

    def log_size(self) -> int:
        return sum(file.stat().st_size for file in self.folder.glob("log-*"))

    def close(self) -> None:
        self.journal.end()
        assert self.writer.close(PATIENCE_S)
        assert not self.folder.exists()


@pytest.fixture
def make_case(tmp_path: Path) -> Iterator[Callable[[bool], Case]]:
    made: list[Case] = []

    def make(named: bool) -> Case:
        while made:
            made.pop().close()
        make.count += 1  # type: ignore[attr-defined]
        made.append(Case(tmp_path / str(make.count), named))  # type: ignore[attr-defined]
        return made[-1]

    make.count = 0  # type: ignore[attr-defined]
    yield make
    while made:
        made.pop().close()


def test_the_journal_leads_to_the_text_at_every_point(make_case: Callable[[bool], Case]):
    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.booleans(), st.lists(steps, max_size=12))
    def check(named: bool, sequence: list[tuple[Any, ...]]) -> None:
        case = make_case(named)
        for step in sequence:
            case.apply(step)
            case.check()

    check()


def test_many_edits_between_two_writes_are_all_there(make_case: Callable[[bool], Case]):
    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.booleans(), st.lists(steps, min_size=4, max_size=25))
    def check(named: bool, sequence: list[tuple[Any, ...]]) -> None:
        case = make_case(named)
        # Wider than what is written as one edit.
        case.paste(0.5)
        for step in sequence:
            case.apply(step)
        case.check()

    check()


def test_typing_costs_its_own_length_and_little_more(make_case: Callable[[bool], Case]):
    case = make_case(True)
    for _ in range(40):
        case.paste(0.5)
    case.check()
    head, size = case.kept().head, case.log_size()
    for count in range(30):
        case.insert(0.3 if count % 2 else 0.9, "x")
    case.check()
    assert case.kept().head == head
    assert case.log_size() - size < 30 * 60


def test_a_log_that_has_outgrown_its_text_begins_anew(
    make_case: Callable[[bool], Case], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(journal, "LEAST_LOG", 500)
    case = make_case(False)
    for count in range(60):
        case.insert(1, f"{count}\n")
        case.check()
        assert case.log_size() < 1000
    files = sorted(file.name.rstrip("0123456789") for file in case.folder.iterdir())
    assert files == ["head.json", "lines-", "log-", "text-"]
    case.clear()
    case.check()


def test_a_document_shown_by_another_editor_is_not_written_again(make_case: Callable[[bool], Case], qtbot: QtBot):
    case = make_case(False)
    first = TextEditor(theme.light)
    qtbot.addWidget(first)
    first.set_document(case.document)
    case.insert(0, "some words")
    case.check()
    before = case.log_size()
    second = TextEditor(theme.light)
    qtbot.addWidget(second)
    second.set_document(case.document)
    case.check()
    assert case.log_size() == before
    for editor in (first, second):
        editor.set_document(Document())


def test_mixed_endings_come_back_with_their_lines(make_case: Callable[[bool], Case]):
    case = make_case(True)
    case.insert(0, "New.\n")
    case.check()
    kept = case.kept()
    assert encode(kept.text, kept.format) == b"New.\n" + FIRST.encode()
    # Also where the file can no longer be copied, as the format remembers the lines.
    case.save()
    case.file.unlink()
    case.insert(0, "More.\n")
    case.check()
    kept = case.kept()
    assert encode(kept.text, kept.format) == b"More.\nNew.\n" + FIRST.encode()


def test_a_file_that_others_change_costs_nothing(make_case: Callable[[bool], Case]):
    case = make_case(True)
    case.insert(0, "Mine. ")
    case.file.write_text("theirs")
    case.check()
    assert case.kept().text.startswith("Mine. One wet")


def test_a_log_cut_anywhere_gives_a_text_on_the_way(make_case: Callable[[bool], Case]):
    case = make_case(True)
    passed = []
    for word in ("One ", "😀", "\n", "last"):
        case.insert(0.5, word)
        passed.append(case.text())
        case.check()
    log = next(case.folder.glob("log-*"))
    whole = log.read_bytes()
    found = []
    for length in range(len(whole) + 1):
        log.write_bytes(whole[:length])
        found.append(case.kept().text)
    assert [text for text, _ in itertools.groupby(found)] == passed
    assert case.kept().whole
    log.write_bytes(whole[:-1])
    assert not case.kept().whole


def test_a_damaged_head_still_gives_the_text(make_case: Callable[[bool], Case]):
    case = make_case(False)
    case.insert(0, "not saved")
    case.check()
    (case.folder / "head.json").write_bytes(b'{"path": ')
    assert case.kept().text == "not saved"


def test_no_journal_ever_holds_a_draft(make_case: Callable[[bool], Case], qtbot: QtBot):
    case = make_case(True)
    editor = TextEditor(theme.light)
    qtbot.addWidget(editor)
    editor.set_document(case.document)
    view = CanvasView(editor)
    for _ in range(3):
        view.begin(2, 20)
        for number in range(1, 4):
            view.show_pass(make_pass(number, 3, [NOISE, " quiet", NOISE], number / 3))
            case.insert(1, "typed meanwhile ")
            case.check()
            editor.grab()
        view.show_text(NOISE * 3)
        case.check()
        for file in case.folder.iterdir():
            assert NOISE not in file.read_bytes().decode("utf-8", "replace")
        view.commit("a lamp")
        case.check()
        assert "a lamp" in case.kept().text
    editor.set_document(Document())
