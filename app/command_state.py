"""Which commands can be given now, which are on, and which of two has the key that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from palimpsest.app.window import Window

OF_A_FILE = ("reopen_in_encoding", "compare", "reload", "versions")
"""Commands about a document that want it to have a file."""


def refresh(window: Window) -> None:
    """Bring every action in line with the page that is shown and with the settings."""
    run = window.regeneration.standing
    working, stoppable = run is not None and run.working, run is not None and run.can_stop
    choice = run is not None and run.can_choose
    many = window.tabs.count() > 1
    for name, enabled in (
        ("regenerate.start", not working),
        ("regenerate.stop", stoppable),
        ("regenerate.accept", run is not None and run.can_accept),
        ("regenerate.discard", run is not None),
        ("regenerate.retry", run is not None and not working),
        ("regenerate.next", choice),
        ("regenerate.previous", choice),
        ("view.next_tab", many),
        ("view.previous_tab", many),
        *((f"document.{name}", window.document.path is not None) for name in OF_A_FILE),
    ):
        window.commands[name].setEnabled(enabled)
    settings, editor = window.desk.settings.values, window.editor
    for name, checked in (
        ("edit.overwrite", editor.overwriteMode()),
        ("view.reduced_motion", settings.reduced_motion),
        ("view.wrap", editor.page_style.wrap_of(editor.kind) != "none"),
        ("view.line_numbers", editor.page_style.numbers(editor.kind)),
        ("view.show_whitespace", settings.show_whitespace),
        ("view.focus", bool(settings.focus)),
        ("view.typewriter", settings.typewriter),
        ("view.full_screen", window.isFullScreen()),
        ("spelling.toggle", settings.spelling),
    ):
        window.commands[name].setChecked(checked)
    _take_turns(window, "regenerate.stop", "regenerate.discard", first=stoppable)


def _take_turns(window: Window, one: str, other: str, *, first: bool) -> None:
    """Two commands may have a key in common, as Esc stops what works and discards what stands: it is one's at a
    time."""
    keys = {name: window.desk.bindings.keys_of(name) for name in (one, other)}
    shared = set(keys[one]) & set(keys[other])
    for name, owns in ((one, first), (other, not first)):
        wanted = [QKeySequence(key) for key in keys[name] if owns or key not in shared]
        if window.commands[name].shortcuts() != wanted:
            window.commands[name].setShortcuts(wanted)
