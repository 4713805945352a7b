"""What the Edit menu does: clipboard and history where the caret is, everything else on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

if TYPE_CHECKING:
    from palimpsest.app.editor.editing import Editing
    from palimpsest.app.editor.selecting import Selecting
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.window import Window


class EditCommands:
    """Handlers of the commands "edit.…"."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def undo(self) -> None:
        line = self._writing()
        # In the prompt bar, too, people mean the page once there is nothing of the line to take back.
        (self._window.editor if isinstance(line, QLineEdit) and not line.isUndoAvailable() else line).undo()

    def redo(self) -> None:
        line = self._writing()
        (self._window.editor if isinstance(line, QLineEdit) and not line.isRedoAvailable() else line).redo()

    def cut(self) -> None:
        self._writing().cut()

    def copy(self) -> None:
        self._writing().copy()

    def paste(self) -> None:
        self._writing().paste()

    def select_all(self) -> None:
        self._writing().selectAll()

    def overwrite(self) -> None:
        editor = self._window.editor
        editor.setOverwriteMode(not editor.overwriteMode())

    # Finding

    def find(self) -> None:
        self._window.find_bar.open(replace=False)

    def replace(self) -> None:
        self._window.find_bar.open(replace=True)

    def find_next(self) -> None:
        self._window.find_bar.find_next()

    def find_previous(self) -> None:
        self._window.find_bar.find_previous()

    # Selecting

    def select_line(self) -> None:
        self._selecting.select_line()

    def expand_selection(self) -> None:
        self._selecting.expand()

    def shrink_selection(self) -> None:
        self._selecting.shrink()

    def go_to_bracket(self) -> None:
        self._selecting.go_to_bracket()

    def select_to_bracket(self) -> None:
        self._selecting.select_to_bracket()

    def go_to_line(self) -> None:
        self._window.go_to_line.open(self._window.editor)

    # Lines

    def indent(self) -> None:
        self._editing.indent()

    def outdent(self) -> None:
        self._editing.outdent()

    def indent_with_spaces(self) -> None:
        self._editing.convert_indentation(uses_tabs=False)

    def indent_with_tabs(self) -> None:
        self._editing.convert_indentation(uses_tabs=True)

    def toggle_comment(self) -> None:
        self._editing.toggle_comment()

    def move_lines_up(self) -> None:
        self._editing.move_lines_up()

    def move_lines_down(self) -> None:
        self._editing.move_lines_down()

    def duplicate_lines_up(self) -> None:
        self._editing.duplicate_lines_up()

    def duplicate_lines_down(self) -> None:
        self._editing.duplicate_lines_down()

    def duplicate_selection(self) -> None:
        self._editing.duplicate_selection()

    def delete_lines(self) -> None:
        self._editing.delete_lines()

    def join_lines(self) -> None:
        self._editing.join_lines()

    def insert_line_above(self) -> None:
        self._editing.insert_line_above()

    def insert_line_below(self) -> None:
        self._editing.insert_line_below()

    def sort_lines(self) -> None:
        self._editing.sort_lines()

    def sort_lines_descending(self) -> None:
        self._editing.sort_lines(descending=True)

    def reverse_lines(self) -> None:
        self._editing.reverse_lines()

    def unique_lines(self) -> None:
        self._editing.unique_lines()

    def trim_lines(self) -> None:
        self._editing.trim_lines()

    # Letters

    def upper_case(self) -> None:
        self._editing.change_case("upper")

    def lower_case(self) -> None:
        self._editing.change_case("lower")

    def title_case(self) -> None:
        self._editing.change_case("title")

    def sentence_case(self) -> None:
        self._editing.change_case("sentence")

    def swap_case(self) -> None:
        self._editing.change_case("swap")

    def transpose(self) -> None:
        self._editing.transpose()

    @property
    def _editing(self) -> Editing:
        return self._window.editor.editing

    @property
    def _selecting(self) -> Selecting:
        return self._window.editor.selecting

    def _writing(self) -> TextEditor | QLineEdit:
        focus = self._window.focusWidget()
        return focus if isinstance(focus, QLineEdit) and focus.isVisible() else self._window.editor
