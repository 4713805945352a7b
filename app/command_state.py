"""Which commands can be given now, which are on, and which of two has the key that they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from palimpsest.app.window import Window

OF_A_FILE = ("reopen_in_encoding", "compare", "reload", "versions")
"""Commands about a document that want it to have a file."""
OF_A_DRAFT = ("next_word", "previous_word")
OF_A_PROPOSAL = ("choose_word", "reject_word", "reject_sentence", "reject_line", "vary")
OF_A_CHANGE = ("next_change", "previous_change", "accept_change", "accept_sentence", "accept_line", "put_back")


def refresh(window: Window) -> None:
    """Bring every action in line with the page that is shown and with the settings."""
    run = window.regeneration.standing
    working, stoppable = run is not None and run.working, run is not None and run.can_stop
    choice, proposed = run is not None and run.can_choose, run is not None and run.can_accept
    proposal = run.proposal if run is not None else None
    marks, film = window.editor.span_marks, window.run.film if window.run is not None else None
    many = window.tabs.count() > 1
    for name, enabled in (
        ("regenerate.start", True),
        ("regenerate.stop", stoppable),
        ("regenerate.accept", run is not None and run.can_accept),
        ("regenerate.discard", run is not None or window.page.past.previewed is not None),
        ("regenerate.retry", run is not None and not working),
        ("regenerate.next", choice),
        ("regenerate.previous", choice),
        *((f"regenerate.{name}", proposed or window.page.say.drawn is not None) for name in OF_A_DRAFT),
        *((f"regenerate.{name}", proposed) for name in OF_A_PROPOSAL),
        *((f"regenerate.{name}", proposal is not None and bool(proposal.hunks)) for name in OF_A_CHANGE),
        ("regenerate.peek", window.canvas.active),
        ("regenerate.unqueue", len(window.regeneration.waiting) > 0),
        ("regenerate.repeat", window.desk.last_wish is not None),
        ("regenerate.clear_pins", bool(marks.pins())),
        ("regenerate.clear_holes", bool(marks.holes())),
        ("regenerate.export_film", film is not None and film.outcome is not None and bool(film.all_passes)),
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
        ("view.slow_motion", settings.slow_motion),
        ("view.denoising", window.docks.is_open("denoising")),
        ("view.history", window.docks.is_open("history")),
        ("regenerate.compare", window.docks.is_open("alternatives")),
        ("regenerate.changes", settings.show_changes),
        ("regenerate.lock_seed", window.prompt_bar.seed_locked),
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
