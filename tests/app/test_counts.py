"""Counts of a page: they follow edits and the selection, and are said in the reader's numbers."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit
from pytestqt.qtbot import QtBot

from palimpsest.app.counts import Counts, details
from palimpsest.app.documents.counting import Count, count
from palimpsest.app.documents.ledger import Counted

PATIENCE_MS = 20_000


@pytest.fixture
def editor(qtbot: QtBot) -> QPlainTextEdit:
    editor = QPlainTextEdit("One two three.\nFour.")
    qtbot.addWidget(editor)
    return editor


@pytest.fixture
def counts(editor: QPlainTextEdit) -> Iterator[Counts]:
    counts = Counts(editor)
    yield counts
    counts.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "counts"]


def wait(qtbot: QtBot, counts: Counts, document: Count, selection: Count | None = None) -> None:
    qtbot.waitUntil(lambda: counts.counted == Counted(document, selection), timeout=PATIENCE_MS)


def select(editor: QPlainTextEdit, start: int, end: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def test_the_document_is_counted_and_edits_follow(qtbot: QtBot, editor: QPlainTextEdit, counts: Counts) -> None:
    with qtbot.waitSignal(counts.changed, timeout=PATIENCE_MS) as heard:
        pass
    assert heard.args == [counts.counted]
    wait(qtbot, counts, count("One two three.\nFour."))
    editor.textCursor().insertText("Zero 😀\n")
    wait(qtbot, counts, count("Zero 😀\nOne two three.\nFour."))
    editor.undo()
    wait(qtbot, counts, count("One two three.\nFour."))


def test_the_selection_is_counted(qtbot: QtBot, editor: QPlainTextEdit, counts: Counts) -> None:
    select(editor, 4, 17)
    wait(qtbot, counts, count("One two three.\nFour."), count("two three.\nFo"))
    select(editor, 4, 4)
    wait(qtbot, counts, count("One two three.\nFour."))


def test_what_is_equal_is_not_told_again(qtbot: QtBot, editor: QPlainTextEdit, counts: Counts) -> None:
    wait(qtbot, counts, count("One two three.\nFour."))
    told: list[Counted] = []
    counts.changed.connect(told.append)
    select(editor, 0, 3)
    wait(qtbot, counts, count("One two three.\nFour."), count("One"))
    select(editor, 4, 7)
    editor.textCursor().insertText("six")
    select(editor, 0, 0)
    wait(qtbot, counts, count("One six three.\nFour."))
    assert len(told) == len(set(told))


def test_another_document(qtbot: QtBot, editor: QPlainTextEdit, counts: Counts) -> None:
    wait(qtbot, counts, count("One two three.\nFour."))
    other = QTextDocument("another", editor)
    other.setDocumentLayout(QPlainTextDocumentLayout(other))
    editor.setDocument(other)
    counts.set_document()
    wait(qtbot, counts, count("another"))


def test_a_long_document(qtbot: QtBot, editor: QPlainTextEdit, counts: Counts) -> None:
    text = "Some words.\n" * 30_000
    editor.setPlainText(text)
    wait(qtbot, counts, count(text))
    editor.selectAll()
    wait(qtbot, counts, count(text), count(text))


def test_tokens_come_when_somebody_counts_them(qtbot: QtBot, editor: QPlainTextEdit, counts: Counts) -> None:
    threads: set[str] = set()

    def tokens_of(text: str) -> int:
        threads.add(threading.current_thread().name)
        return len(text)

    counts.set_token_counter(tokens_of)
    qtbot.waitUntil(lambda: counts.counted.document.tokens == 21, timeout=PATIENCE_MS)
    assert threads == {"counts"}
    counts.set_token_counter(None)
    wait(qtbot, counts, count("One two three.\nFour."))


def test_late_results_are_dropped(qtbot: QtBot, editor: QPlainTextEdit, counts: Counts) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def tokens_of(text: str) -> int:
        reached.set()
        assert go_on.wait(PATIENCE_MS / 1000)
        return len(text)

    told: list[Counted] = []
    counts.changed.connect(told.append)
    counts.set_token_counter(tokens_of)
    qtbot.waitUntil(reached.is_set, timeout=PATIENCE_MS)
    editor.setPlainText("new")
    qtbot.waitUntil(lambda: counts._again, timeout=PATIENCE_MS)
    go_on.set()
    qtbot.waitUntil(lambda: counts.counted.document.tokens == 4, timeout=PATIENCE_MS)
    assert [one.document.characters for one in told] == [3]


@pytest.fixture
def american() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


def test_details(american: None) -> None:
    whole = Count(words=23_800, characters=140_000, dense_characters=110_000, sentences=900, paragraphs=80, lines=160)
    assert details(Counted(whole)).split("\n") == [
        "Words: 23,800",
        "Characters: 140,000",
        "Characters without spaces: 110,000",
        "Sentences: 900",
        "Paragraphs: 80",
        "Lines: 160",
        "Reading time: 1 h 40 min",
    ]
    selected = Count(words=0, lines=1, tokens=0)
    text = details(Counted(Count(words=10, lines=2, tokens=12), selected))
    assert "Words: 10 (0 selected)" in text
    assert "Tokens: 12 (0 selected)" in text
    assert "Reading time: 1 min (0 min selected)" in text


def test_nothing_begins_again_after_the_end(qtbot: QtBot, editor: QPlainTextEdit, counts: Counts) -> None:
    counts.close()
    counts.set_document()
    counts.set_token_counter(len)
    editor.textCursor().insertText("more ")
    with qtbot.assertNotEmitted(counts.changed, wait=50):
        pass
    assert not counts.begun


def test_counting_rests_while_somebody_types(qtbot: QtBot, editor: QPlainTextEdit) -> None:
    asked: list[str] = []
    gate = threading.Event()

    def tokens_of(line: str) -> int:
        asked.append(line)
        assert gate.wait(PATIENCE_MS / 1000)
        return 1

    editor.setPlainText("".join(f"{number}\n" for number in range(500)))
    counts = Counts(editor)
    counts.set_token_counter(tokens_of)
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE_MS)
    qtbot.keyClick(editor, Qt.Key.Key_Home)
    gate.set()
    qtbot.waitUntil(lambda: counts._thread is None, timeout=PATIENCE_MS)
    assert len(asked) == 1
    qtbot.waitUntil(lambda: counts.counted.document.tokens == 501, timeout=PATIENCE_MS)
    assert len(asked) == 501
    counts.close()


def test_a_page_that_is_not_shown_is_counted_when_it_is_shown_again(
    qtbot: QtBot, editor: QPlainTextEdit, counts: Counts
) -> None:
    editor.show()
    wait(qtbot, counts, count("One two three.\nFour."))
    editor.hide()
    editor.setPlainText("Five")
    qtbot.waitUntil(lambda: not counts._timer.isActive(), timeout=PATIENCE_MS)
    assert counts._thread is None
    editor.show()
    wait(qtbot, counts, count("Five"))
