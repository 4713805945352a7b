"""Editing commands on a real page: one undo step each, exact undo, nothing beside the selection touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marked_page import Page

from palimpsest.app.editor.canvas_view import CanvasView
from palimpsest.app.editor.editing import Editing
from palimpsest.app.editor.indentation import Indentation

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.usefixtures("fonts")

COMMANDS: dict[str, Callable[[Editing], None]] = {
    "indent": Editing.indent,
    "outdent": Editing.outdent,
    "tab": Editing.tab,
    "tabs": lambda editing: editing.convert_indentation(uses_tabs=True),
    "spaces": lambda editing: editing.convert_indentation(uses_tabs=False),
    "comment": Editing.toggle_comment,
    "up": Editing.move_lines_up,
    "down": Editing.move_lines_down,
    "copy up": Editing.duplicate_lines_up,
    "copy down": Editing.duplicate_lines_down,
    "copy selection": Editing.duplicate_selection,
    "delete": Editing.delete_lines,
    "join": Editing.join_lines,
    "sort": Editing.sort_lines,
    "sort down": lambda editing: editing.sort_lines(descending=True, ignore_case=False),
    "reverse": Editing.reverse_lines,
    "unique": Editing.unique_lines,
    "trim": Editing.trim_lines,
    "above": Editing.insert_line_above,
    "below": Editing.insert_line_below,
    "upper": lambda editing: editing.change_case("upper"),
    "title": lambda editing: editing.change_case("title"),
    "swap": lambda editing: editing.change_case("swap"),
    "transpose": Editing.transpose,
}
WHOLE = {"tabs", "spaces", "sort", "sort down", "reverse", "unique", "trim"}
"""Take the whole text where one line is selected."""


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page.editor)
    return page


@pytest.mark.parametrize(
    ("command", "before", "after"),
    [
        ("indent", "a\n‹b\nc\n›d", "a\n‹    b\n    c\n›d"),
        ("indent", "a\nb|b\n\n", "a\n    b|b\n\n"),
        ("indent", "‹a\n\nb›", "‹    a\n\n    b›"),
        ("outdent", "  a\n\tb\n        |c", "  a\n\tb\n    |c"),
        ("outdent", "‹  a\n\tb\n      c›", "‹a\nb\n  c›"),
        ("tab", "ab|c", "ab  |c"),
        ("tab", "‹a\nb›", "‹    a\n    b›"),
        ("tabs", "    a\n      b|", "\ta\n\t  b|"),
        ("spaces", "\ta\n \tb|", "    a\n    b|"),
        ("comment", "  a\n‹    b\n\n  c›\nd", "  a\n‹  #   b\n\n  # c›\nd"),
        ("comment", "# a\n‹  # b\n#c›", "# a\n‹  b\nc›"),
        ("comment", "x|", "# x|"),
        ("comment", "|", "# |"),
        ("up", "a\nb|b\nc", "b|b\na\nc"),
        ("up", "a|\nb", "a|\nb"),
        ("up", "a\nb\n‹c\n›d", "a\n‹c\n›b\nd"),
        ("up", "a\n›b\nc‹", "›b\nc‹\na"),
        ("down", "‹a\n›b", "b\n‹a›"),
        ("down", "a|\nb\n", "b\na|\n"),
        ("down", "a\nb|", "a\nb|"),
        ("copy up", "a\n‹b\n›c", "a\n‹b\n›b\nc"),
        ("copy down", "a|", "a\na|"),
        ("copy down", "a\n›b\n‹c", "a\nb\n›b\n‹c"),
        ("copy selection", "x‹ab›y", "xab‹ab›y"),
        ("delete", "a\nb|b\nc", "a\nc|"),
        ("delete", "a\nb‹b\nc›c", "a|"),
        ("delete", "a|", "|"),
        ("delete", "a\n‹b\n›c", "a\n|c"),
        ("join", "a|\n  b\nc", "a| b\nc"),
        ("join", "‹a  \n\n b\nc›", "a b| c"),
        ("join", "a|", "a|"),
        ("sort", "‹b 10\nB 9\na›\n0", "‹a\nB 9\nb 10›\n0"),
        ("sort", "b\na|\n", "a\nb|\n"),
        ("sort down", "‹b\nB\na\n›", "‹b\na\nB\n›"),
        ("reverse", "›a\nb‹\nc", "›b\na‹\nc"),
        ("unique", "‹a\nb\na\n›a", "‹a\nb\n›a"),
        ("trim", "a  \n b \t|\n", "a\n b|\n"),
        ("above", "a\n  b|b", "a\n  |\n  bb"),
        ("below", "  a|b\nc", "  ab\n  |\nc"),
        ("upper", "gr‹oß›e", "gr‹OSS›e"),
        ("upper", "ab c|d", "ab C|D"),
        ("title", "‹don't be late›", "‹Don't Be Late›"),
        ("swap", "›aB😀c‹", "›Ab😀C‹"),
        ("transpose", "ab|c", "acb|"),
        ("transpose", "abc|", "acb|"),
        ("transpose", "a|😀", "😀a|"),
        ("transpose", "|a", "|a"),
        ("transpose", "\n|b", "\n|b"),
    ],
)
def test_what_commands_do(page: Page, command: str, before: str, after: str):
    page.show(before)
    page.editor.indentation = Indentation(False, 4)
    before = page.marked
    COMMANDS[command](page.editor.editing)
    assert page.marked == after
    if page.document.modified:
        page.editor.undo()
        assert page.marked == before
        assert not page.document.modified
        page.editor.redo()
        assert page.marked == after


def test_a_block_comment_where_lines_have_none(page: Page):
    page.document.set_language("css")
    page.show("a {\n‹  b\n\n  c›\n}")
    page.editor.editing.toggle_comment()
    assert page.document.text() == "a {\n  /* b\n\n  c */\n}"
    page.editor.editing.toggle_comment()
    assert page.document.text() == "a {\n  b\n\n  c\n}"


def test_markdown_keeps_its_line_breaks(qtbot: QtBot):
    page = Page("a  \nb   \n  \nc |", "a.md")
    qtbot.addWidget(page.editor)
    page.editor.editing.trim_lines()
    assert page.document.text() == "a  \nb  \n\nc"


def test_typing_before_and_after_a_command_are_steps_of_their_own(page: Page, qtbot: QtBot):
    page.show("one\ntwo|")
    qtbot.keyClicks(page.editor, "ab")
    page.editor.editing.duplicate_lines_down()
    qtbot.keyClicks(page.editor, "cd")
    texts = [page.document.text()]
    while page.document.buffer.isUndoAvailable():
        page.editor.undo()
        texts.append(page.document.text())
    assert texts == ["one\ntwoab\ntwoabcd", "one\ntwoab\ntwoab", "one\ntwoab", "one\ntwo"]


def test_a_command_that_changes_nothing_is_no_step(page: Page):
    page.show("‹a\nb›")
    for name in ("sort", "unique", "trim", "outdent", "tabs", "up"):
        COMMANDS[name](page.editor.editing)
    assert not page.document.buffer.isUndoAvailable()


def test_history_has_no_end(page: Page):
    page.show("a\n|b")
    for _ in range(600):
        page.editor.editing.move_lines_up()
        page.editor.editing.move_lines_down()
    for _ in range(1200):
        page.editor.undo()
    assert page.document.text() == "a\nb"
    assert not page.document.buffer.isUndoAvailable()


def test_what_was_undone_and_typed_over_does_not_move_the_caret(page: Page, qtbot: QtBot):
    page.show("one two\nthree|")
    page.editor.editing.duplicate_lines_down()
    page.editor.undo()
    page.select(0, 0)
    qtbot.keyClicks(page.editor, "x")
    page.select(6, 6)
    page.editor.undo()
    assert page.marked == "|one two\nthree"


texts = st.lists(
    st.sampled_from(["", "a", "  b", "\tc", "# d", "  # e ", "ß😀 x", "B 10", "B 9", " ", "a  "]), max_size=7
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Page]:
    page = Page()
    yield page
    page.editor.close()
    page.editor.deleteLater()


@given(texts.map("\n".join), st.floats(0, 1), st.floats(0, 1), st.sampled_from(sorted(COMMANDS)))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_command_is_one_exact_step(shared: Page, text: str, one: float, other: float, command: str):
    page = shared
    page.document.set_text(text)
    page.editor.set_document(page.document)
    anchor, caret = round(one * len(text)), round(other * len(text))
    page.select(anchor, caret)
    COMMANDS[command](page.editor.editing)
    changed = page.document.text()
    low, high = sorted((anchor, caret))
    if command not in WHOLE or "\n" in text[low : max(low, high - 1)]:
        first, last = text.count("\n", 0, low), text.count("\n", 0, high)
        if high > low and text[high - 1] == "\n":
            last -= 1
        first -= command == "up"
        last += command in ("down", "join")
        lines = text.split("\n")
        assert changed.split("\n")[: max(0, first)] == lines[: max(0, first)]
        rest = lines[last + 1 :]
        assert not rest or changed.split("\n")[-len(rest) :] == rest
    after = page.selection
    assert all(0 <= place <= len(changed) for place in after)
    if changed == text:
        assert not page.document.modified
        return
    page.editor.undo()
    assert page.document.text() == text
    assert page.selection == (anchor, caret)
    assert not page.document.buffer.isUndoAvailable()
    assert not page.document.modified
    page.editor.redo()
    assert page.document.text() == changed
    assert page.selection == after


# A draft on the page.


@pytest.fixture
def drafted(qtbot: QtBot) -> tuple[Page, CanvasView]:
    page = Page("alpha\nbeta\ngamma\ndelta\nepsilon|")
    qtbot.addWidget(page.editor)
    page.editor.show()
    view = CanvasView(page.editor)
    view.begin(13, 15)
    view.show_text("a draft\nof two lines")
    return page, view


def visible(page: Page) -> bool:
    block = page.document.buffer.begin()
    while block.isValid():
        if not block.isVisible():
            return False
        block = block.next()
    return True


@pytest.mark.parametrize("command", ["up", "copy up", "indent", "comment", "delete", "above", "upper"])
def test_commands_above_a_draft_leave_it(drafted: tuple[Page, CanvasView], command: str):
    page, view = drafted
    text = page.document.text()
    page.select(1, 1) if command != "up" else page.select(7, 7)
    COMMANDS[command](page.editor.editing)
    assert view.active
    start, end = view.span()
    changed = page.document.text()
    assert changed != text
    assert changed[start:end] == "mm"
    page.editor.undo()
    assert view.active
    assert view.span() == (13, 15)
    assert page.document.text() == text


@pytest.mark.parametrize("command", ["sort", "reverse", "upper", "delete", "join", "comment"])
def test_commands_on_a_draft_discard_it(drafted: tuple[Page, CanvasView], command: str):
    page, view = drafted
    text = page.document.text()
    page.select(6, 22)
    COMMANDS[command](page.editor.editing)
    if view.active:
        # The covered text itself has stayed what it was.
        start, end = view.span()
        assert page.document.text()[start:end] == "mm"
        assert command in ("comment", "join", "reverse")
        view.clear()
    assert visible(page)
    page.editor.undo()
    assert page.document.text() == text
    assert visible(page)


@pytest.mark.parametrize("command", ["up", "down"])
@pytest.mark.parametrize("line", range(5))
def test_moving_lines_beside_a_draft_never_corrupts(drafted: tuple[Page, CanvasView], command: str, line: int):
    page, view = drafted
    text = page.document.text()
    at = page.document.buffer.findBlockByNumber(line).position()
    page.select(at, at)
    COMMANDS[command](page.editor.editing)
    assert sorted(page.document.text().split("\n")) == sorted(text.split("\n"))
    if view.active:
        start, end = view.span()
        assert page.document.text()[start:end] == "mm"
    page.editor.grab()
    page.editor.undo()
    assert page.document.text() == text
    view.clear()
    assert visible(page)


@pytest.mark.parametrize("mark", ["\ufeff", "\ufffe"])
def test_lines_that_begin_with_a_mark_of_byte_order_keep_it(mark: str):
    page = Page(f"b\n{mark}|a")
    page.editor.editing.move_lines_up()
    assert page.document.text() == f"{mark}a\nb"
    page.select(0, 1)
    page.editor.editing.insert(f"{mark}x")
    assert page.document.text() == f"{mark}xa\nb"
