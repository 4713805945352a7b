"""The one table of commands: id, title, keys, handler, menu. Menus, key bindings and the palette are made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the program can do."""

    id: str
    title: str
    keys: tuple[str, ...]
    """Portable key names; the first is shown in menus."""
    handler: str
    """Name of the window's method."""
    menu: str
    group: int = 0
    """Commands of a menu with different groups are divided by a line."""
    checkable: bool = False


COMMANDS: tuple[Command, ...] = (
    Command("file.new", "New", ("Ctrl+N",), "file_new", "File"),
    Command("file.open", "Open…", ("Ctrl+O",), "file_open", "File"),
    Command("file.save", "Save", ("Ctrl+S",), "file_save", "File", 1),
    Command("file.save_as", "Save As…", ("Ctrl+Shift+S",), "file_save_as", "File", 1),
    Command("file.quit", "Quit", ("Ctrl+Q",), "file_quit", "File", 2),
    Command("edit.undo", "Undo", ("Ctrl+Z",), "edit_undo", "Edit"),
    Command("edit.redo", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), "edit_redo", "Edit"),
    Command("edit.cut", "Cut", ("Ctrl+X",), "edit_cut", "Edit", 1),
    Command("edit.copy", "Copy", ("Ctrl+C",), "edit_copy", "Edit", 1),
    Command("edit.paste", "Paste", ("Ctrl+V",), "edit_paste", "Edit", 1),
    Command("edit.select_all", "Select All", ("Ctrl+A",), "edit_select_all", "Edit", 2),
    Command("regenerate.prompt", "Regenerate…", ("Ctrl+K",), "regenerate_prompt", "Regenerate"),
    Command("regenerate.start", "Regenerate Now", ("Ctrl+Shift+K",), "regenerate_start", "Regenerate"),
    Command("regenerate.stop", "Stop and Keep the Draft", ("Esc",), "regenerate_stop", "Regenerate"),
    Command("regenerate.accept", "Accept", ("Ctrl+Return",), "regenerate_accept", "Regenerate", 1),
    Command("regenerate.discard", "Discard", ("Esc",), "regenerate_discard", "Regenerate", 1),
    Command("regenerate.retry", "Try Again", ("Alt+R",), "regenerate_retry", "Regenerate", 1),
    Command("regenerate.next", "Next Alternative", ("Alt+]",), "regenerate_next", "Regenerate", 2),
    Command("regenerate.previous", "Previous Alternative", ("Alt+[",), "regenerate_previous", "Regenerate", 2),
    Command("model.manage", "Models…", (), "model_manage", "Regenerate", 3),
    Command("view.palette", "All Commands…", ("Ctrl+Shift+P",), "view_palette", "View"),
    Command("view.theme", "Change Theme", ("Ctrl+Shift+T",), "view_theme", "View", 1),
    Command("view.reduced_motion", "Less Motion", (), "view_reduced_motion", "View", 1, checkable=True),
    Command("view.zoom_in", "Larger Text", ("Ctrl++", "Ctrl+="), "view_zoom_in", "View", 2),
    Command("view.zoom_out", "Smaller Text", ("Ctrl+-",), "view_zoom_out", "View", 2),
    Command("view.zoom_reset", "Normal Text Size", ("Ctrl+0",), "view_zoom_reset", "View", 2),
    Command("help.sample", "Sample Document", ("F1",), "help_sample", "Help"),
    Command("help.about", "About Palimpsest", (), "help_about", "Help", 1),
)

MENUS = {"File": "&File", "Edit": "&Edit", "Regenerate": "Re&generate", "View": "&View", "Help": "&Help"}
"""Menus in their order, with the letter that opens each; Alt+R stays free for trying again."""


def make_actions(window: QMainWindow) -> dict[str, QAction]:
    """One `QAction` per command, bound to the window's handlers; its objectName is the command's id."""
    actions: dict[str, QAction] = {}
    for command in COMMANDS:
        action = QAction(command.title, window)
        action.setObjectName(command.id)
        action.setShortcuts([QKeySequence(keys) for keys in command.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.setCheckable(command.checkable)
        handler: Callable[[], object] = getattr(window, command.handler)
        action.triggered.connect(_without_arguments(handler))
        window.addAction(action)
        actions[command.id] = action
    return actions


def fill_menus(window: QMainWindow, actions: dict[str, QAction]) -> None:
    """Fill the menu bar from the table."""
    for title, label in MENUS.items():
        menu = QMenu(label, window)
        menu.setObjectName(f"menu.{title.lower()}")
        group = 0
        for command in COMMANDS:
            if command.menu != title:
                continue
            if command.group != group:
                menu.addSeparator()
                group = command.group
            menu.addAction(actions[command.id])
        window.menuBar().addMenu(menu)


def keys_text(action: QAction) -> str:
    """The action's first key as people read it, or nothing."""
    shortcuts = action.shortcuts()
    return shortcuts[0].toString(QKeySequence.SequenceFormat.NativeText) if shortcuts else ""


def _without_arguments(handler: Callable[[], object]) -> Callable[..., None]:
    """`triggered` carries a checked flag that no handler wants."""

    def call(*_: object) -> None:
        handler()

    return call
