"""Going through what was found in an editor: the list keeps to the text, steps and replacements to the list."""

from __future__ import annotations

import threading

import pytest
import shiboken6
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from palimpsest.app import theme
from palimpsest.app.documents.document import Document
from palimpsest.app.editor import search_list
from palimpsest.app.editor.replace import Replacement
from palimpsest.app.editor.search import Query
from palimpsest.app.editor.search_marks import COLOURS, selections
from palimpsest.app.editor.searcher import Searcher
from palimpsest.app.editor.text_editor import TextEditor

PATIENCE_MS = 20_000
TEXT = "one cat, two cats\nthree CATS and a dog\n"


@pytest.fixture
def editor(qtbot: QtBot) -> TextEditor:
    editor = TextEditor(theme.light)
    qtbot.addWidget(editor)
    document = Document()
    document.set_text(TEXT)
    editor.set_document(document)
    editor.resize(700, 300)
    editor.show()
    return editor


@pytest.fixture
def searcher(editor: TextEditor):
    made = Searcher(editor)
    made.show_marks(True)
    yield made
    made.close()


def settle(qtbot: QtBot, searcher: Searcher) -> None:
    qtbot.waitUntil(lambda: not searcher.busy, timeout=PATIENCE_MS)


def find(qtbot: QtBot, searcher: Searcher, text: str, **options: bool) -> None:
    searcher.set_query(Query(text, **options))
    settle(qtbot, searcher)


def selected(editor: TextEditor) -> tuple[int, int]:
    cursor = editor.textCursor()
    return cursor.selectionStart(), cursor.selectionEnd()


def select(editor: TextEditor, start: int, end: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def marked(editor: TextEditor) -> list[str]:
    return sorted(one.cursor.selectedText() for one in editor.marks.of("search"))  # pyright: ignore


def test_matches_are_listed_marked_and_stepped_through(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, "cat")
    assert list(searcher.matches) == [(4, 7), (13, 16), (24, 27)]
    assert marked(editor) == ["CAT", "cat", "cat"]
    assert searcher.current is None
    for expected in (0, 1, 2, 0):
        searcher.step()
        assert searcher.current == expected
    searcher.step(backward=True)
    assert selected(editor) == (24, 27)
    searcher.seek(5)
    assert selected(editor) == (13, 16)
    searcher.seek(30)
    assert selected(editor) == (4, 7)


def test_a_step_from_anywhere_goes_to_the_nearest(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, "cat")
    select(editor, 9, 9)
    searcher.step()
    assert selected(editor) == (13, 16)
    select(editor, 9, 9)
    searcher.step(backward=True)
    assert selected(editor) == (4, 7)


def test_what_is_asked_early_is_done_in_order(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    searcher.set_query(Query("cat"))
    for _ in range(2):
        searcher.step()
    settle(qtbot, searcher)
    assert selected(editor) == (13, 16)


def test_an_edit_makes_the_list_anew(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, "cat")
    select(editor, 0, 0)
    editor.insertPlainText("cat ")
    assert searcher.busy
    settle(qtbot, searcher)
    assert list(searcher.matches) == [(0, 3), (8, 11), (17, 20), (28, 31)]
    assert len(marked(editor)) == 4


def test_without_marks_nothing_is_done_until_it_is_asked_for(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, "cat")
    searcher.show_marks(False)
    assert marked(editor) == []
    select(editor, 0, 0)
    editor.insertPlainText("cat ")
    assert not searcher.busy
    searcher.step()
    settle(qtbot, searcher)
    assert selected(editor) == (8, 11)
    assert marked(editor) == []


def test_a_result_of_an_older_text_is_dropped(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    searcher.set_query(Query("cat"))
    select(editor, 0, len(TEXT))
    editor.insertPlainText("cat")
    settle(qtbot, searcher)
    assert list(searcher.matches) == [(0, 3)]


def test_another_document_in_the_editor_is_searched_anew(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, "cat")
    other = Document()
    other.set_text("a cat")
    editor.set_document(other)
    qtbot.waitUntil(lambda: list(searcher.matches) == [(2, 5)], timeout=PATIENCE_MS)


def test_a_mistake_is_told_and_mended(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, "(cat", regex=True)
    assert searcher.error is not None
    assert "parenthesis" in str(searcher.error)
    assert marked(editor) == []
    searcher.step()
    assert selected(editor) == (0, 0)
    find(qtbot, searcher, "(cat)", regex=True)
    assert searcher.error is None
    assert len(searcher.matches) == 3


def test_empty_matches_can_be_stepped_through(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, "$", regex=True)
    places = []
    for _ in range(4):
        searcher.step()
        places.append(selected(editor)[0])
    assert places == [17, 38, 39, 17]
    searcher.step(backward=True)
    assert selected(editor) == (39, 39)


@pytest.mark.parametrize("pattern", ["cat", "^"])
def test_beyond_the_list_one_is_found_after_the_other(
    qtbot: QtBot, editor: TextEditor, searcher: Searcher, monkeypatch: pytest.MonkeyPatch, pattern: str
):
    monkeypatch.setattr(search_list, "LIMIT", 2)
    editor.shown.set_text("cat\n" * 5)
    find(qtbot, searcher, pattern, regex=True)
    assert (len(searcher.matches), searcher.matches.complete) == (2, False)
    starts = [0, 4, 8, 12, 16]
    places = []
    select(editor, 0, 0)
    searcher.seek(0)
    for _ in range(len(starts) + 1):
        places.append(selected(editor)[0])
        searcher.step()
        settle(qtbot, searcher)
    assert places == [*starts, 0]
    select(editor, 4, 4)
    searcher.seek(0)
    places = []
    for _ in range(len(starts)):
        searcher.step(backward=True)
        settle(qtbot, searcher)
        places.append(selected(editor)[0])
    assert places == [*starts[:0:-1], 0]


def test_a_range_follows_edits_and_is_tinted(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, "cat")
    searcher.set_range((8, 18))
    settle(qtbot, searcher)
    assert list(searcher.matches) == [(13, 16)]
    assert marked(editor) == [" two cats\u2029", "cat"]
    select(editor, 0, 0)
    editor.insertPlainText("cat ")
    settle(qtbot, searcher)
    assert searcher.range == (12, 22)
    assert list(searcher.matches) == [(17, 20)]
    searcher.set_range(None)
    settle(qtbot, searcher)
    assert len(searcher.matches) == 4


def test_replacing_one_goes_to_the_next(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, "cat")
    searcher.replace_current(Replacement("mouse"))
    assert editor.shown.text() == TEXT
    assert selected(editor) == (4, 7)
    searcher.replace_current(Replacement("catcat"))
    settle(qtbot, searcher)
    assert editor.shown.text() == TEXT.replace("cat", "catcat", 1)
    assert selected(editor) == (16, 19)
    editor.undo()
    assert editor.shown.text() == TEXT


def test_groups_see_what_stands_beside_the_match(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, r"(?<=two )(c)at\B", regex=True)
    searcher.step()
    searcher.replace_current(Replacement(r"$1ub"))
    assert "two cubs" in editor.shown.text()


def test_replacing_all_tells_how_many_and_keeps_to_the_range(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, "cat")
    searcher.set_range((0, 17))
    with qtbot.waitSignal(searcher.replaced, timeout=PATIENCE_MS) as told:
        searcher.replace_all(Replacement("tiger"))
    assert told.args == [2, 0]
    assert editor.shown.text() == "one tiger, two tigers\nthree CATS and a dog\n"
    assert searcher.range == (0, 21)
    editor.undo()
    assert editor.shown.text() == TEXT
    assert not editor.shown.modified


def test_a_wrong_replacement_changes_nothing_and_is_told(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    find(qtbot, searcher, "(cat)", regex=True)
    searcher.replace_all(Replacement("$2"))
    settle(qtbot, searcher)
    assert "no group 2" in str(searcher.error)
    assert len(searcher.matches) == 3
    assert not editor.shown.modified
    searcher.step()
    assert searcher.error is None
    searcher.replace_current(Replacement("$2"))
    assert "no group 2" in str(searcher.error)
    assert not editor.shown.modified


def test_what_is_protected_is_stepped_over_and_left_alone(qtbot: QtBot, editor: TextEditor):
    searcher = Searcher(editor, lambda: (14, 15))
    find(qtbot, searcher, "cat")
    searcher.step()
    searcher.step()
    assert selected(editor) == (24, 27)
    searcher.step(backward=True)
    assert selected(editor) == (4, 7)
    select(editor, 13, 16)
    with qtbot.waitSignal(searcher.replaced, timeout=PATIENCE_MS) as told:
        searcher.replace_current(Replacement("dog"))
    assert told.args == [0, 1]
    with qtbot.waitSignal(searcher.replaced, timeout=PATIENCE_MS) as told:
        searcher.replace_all(Replacement("dog"))
    assert told.args == [2, 1]
    assert editor.shown.text() == "one dog, two cats\nthree dogS and a dog\n"
    searcher.close()


def test_a_far_match_comes_into_view(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    editor.shown.set_text("line\n" * 500 + "needle" + "\nline" * 500)
    find(qtbot, searcher, "needle")
    searcher.step()
    caret = editor.cursorRect()
    middle = editor.viewport().height() / 2
    assert abs(caret.center().y() - middle) < editor.viewport().height() / 4
    assert "needle" in marked(editor)


def test_ticks_on_the_scroll_bar_show_where(qtbot: QtBot, editor: TextEditor, searcher: Searcher):
    editor.shown.set_text("cat\n" + "line\n" * 500 + "cat\n" * 2 + "line\n" * 499 + "cat")
    find(qtbot, searcher, "cat")
    ticks = searcher._ticks
    height = ticks.height()
    assert ticks.isVisible()
    assert height == editor.verticalScrollBar().height()
    first, middle, *near, last = ticks.rows()
    assert first == 0
    assert all(abs(row - height / 2) <= 6 for row in (middle, *near))
    assert last >= height - 6
    image = ticks.grab().toImage()
    assert image.pixelColor(6, middle).name() == COLOURS[False].tick
    editor.resize(700, 500)
    assert ticks.rows()[-1] > last
    find(qtbot, searcher, "nowhere")
    assert not ticks.isVisible()
    find(qtbot, searcher, "cat")
    searcher.show_marks(False)
    assert not ticks.isVisible()


def test_a_big_text_is_searched_in_another_thread(
    qtbot: QtBot, editor: TextEditor, searcher: Searcher, monkeypatch: pytest.MonkeyPatch
):
    """However long the text: the thread of the window reads a little at a time, and searches nothing."""
    threads: list[threading.Thread] = []
    find_all = search_list.find_all

    def noted(*args, **kwargs):
        threads.append(threading.current_thread())
        return find_all(*args, **kwargs)

    monkeypatch.setattr(search_list, "find_all", noted)
    monkeypatch.setattr(search_list, "_READ_S", 0)
    editor.shown.set_text("line after line\n" * 100_000 + "needle")
    searcher.set_query(Query("needle"))
    searcher.step()
    assert threads == []
    settle(qtbot, searcher)
    assert threads
    assert threading.main_thread() not in threads
    assert selected(editor) == (1_600_000, 1_600_006)


def test_closing_ends_the_thread_and_takes_the_marks_away(qtbot: QtBot, editor: TextEditor):
    editor.shown.set_text("ab and ab\n" * 100_000)
    searcher = Searcher(editor)
    searcher.show_marks(True)
    searcher.set_query(Query(r"\w+\s+c", regex=True))
    qtbot.waitUntil(lambda: any(t.name == "search" for t in threading.enumerate()) or not searcher.busy)
    searcher.close()
    assert marked(editor) == []
    qtbot.waitUntil(lambda: not any(t.name == "search" for t in threading.enumerate()), timeout=PATIENCE_MS)


def test_a_deleted_searcher_ends_its_thread(qtbot: QtBot, editor: TextEditor):
    editor.shown.set_text("ab and ab\n" * 100_000)
    searcher = Searcher(editor)
    searcher.set_query(Query(r"\w+\s+c", regex=True))
    searcher.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(searcher), timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: not any(t.name == "search" for t in threading.enumerate()), timeout=PATIENCE_MS)


def test_a_repaint_in_the_middle_of_an_edit_is_no_time_to_mark(qtbot: QtBot, editor: TextEditor):
    editor.shown.set_text("cats\nno more cats")
    words = selections(editor.document(), theme.light, [(0, 4)], None, None)
    editor.marks.set("spelling", words)
    # As spelling does, before the searcher is told.
    editor.document().contentsChange.connect(lambda *_: editor.marks.set("spelling", []))
    searcher = Searcher(editor)
    searcher.show_marks(True)
    find(qtbot, searcher, "cat")
    # What Qt says of places in a text that it has not laid out again may lie beyond its end, which it warns of.
    select(editor, 10, 17)
    editor.textCursor().removeSelectedText()
    settle(qtbot, searcher)
    assert marked(editor) == ["cat"]
    searcher.close()
