"""Windows with a run in every state, and with the panels beside it: what a look at accessibility begins from."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from reels import drafts, make_pass
from scripted import ScriptedEngine
from steered import SteeredEngine
from windows import PATIENCE_MS, select, wait_for

from palimpsest.app.dock import Dock
from palimpsest.engine.request import Alternative, Event, Failed, Finished, InfillRequest

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

TEXT = "On the table stood a small brown cup. Nobody looked at it.\n"
SPAN = (19, 36)


class Canvases(ScriptedEngine):
    """Two canvases of several drafts each, then two texts, of which one stands for others."""

    def infill(self, request: InfillRequest, cancelled: threading.Event) -> Iterator[Event]:
        self.requests.append(request)
        for canvas in (1, 2):
            for number in (1, 2, 3):
                made = drafts(0.4, 0.9, 2.0, dropped=number - 1)
                yield make_pass(number, canvas=canvas, canvases=2, candidates=3, drafts=made, anchor=(" and", " so"))
        texts = (Alternative("a quiet lamp", -0.5, 3, merged=2), Alternative("an old map", -1.5, 3))
        yield Finished(texts, 0.1, "scripted", 7)


def shown(
    qtbot: QtBot, open_window: OpenWindow, theme: str, engine: ScriptedEngine | SteeredEngine | None = None
) -> Window:
    """A window on an engine, in a theme, with the text and all that comes by itself."""
    window = open_window(engine, "--theme", theme, text=TEXT)
    qtbot.waitUntil(lambda: window.desk.bridge.info is not None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: bool(window.status.counts.text()), timeout=PATIENCE_MS)
    return window


def begin(qtbot: QtBot, window: Window, state: str = "proposed") -> None:
    select(window, *SPAN)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, state)


# Of the prompt bar


def nothing_yet(qtbot: QtBot, window: Window) -> None:
    select(window, *SPAN)
    window.commands["regenerate.prompt"].trigger()


def at_the_caret(qtbot: QtBot, window: Window) -> None:
    window.commands["regenerate.prompt"].trigger()


def holes_and_pins(qtbot: QtBot, window: Window) -> None:
    window.editor.span_marks.toggle_hole(3, 6)
    window.editor.span_marks.toggle_hole(19, 24)
    window.editor.span_marks.toggle_pin(7, 12)
    window.commands["regenerate.prompt"].trigger()


def running(qtbot: QtBot, window: Window) -> None:
    begin(qtbot, window, "sharpening")


def running_edited(qtbot: QtBot, window: Window) -> None:
    running(qtbot, window)
    qtbot.keyClicks(window.prompt_bar.instruction, "warmer")


def proposed(qtbot: QtBot, window: Window) -> None:
    begin(qtbot, window)
    window.commands["regenerate.changes"].trigger()


def proposed_edited(qtbot: QtBot, window: Window) -> None:
    begin(qtbot, window)
    qtbot.keyClicks(window.prompt_bar.instruction, "warmer")


def queueing(qtbot: QtBot, window: Window) -> None:
    begin(qtbot, window)
    select(window, 3, 6)
    window.commands["regenerate.prompt"].trigger()
    assert window.prompt_bar.queueing


def waiting(qtbot: QtBot, window: Window) -> None:
    queueing(qtbot, window)
    window.prompt_bar.entered.emit()
    assert len(window.regeneration.waiting) == 1


def exact_and_locked(qtbot: QtBot, window: Window) -> None:
    nothing_yet(qtbot, window)
    dials = window.prompt_bar.dials
    dials.length.setCurrentIndex(dials.length.count() - 1)
    assert dials.tokens.isVisible()
    window.commands["regenerate.new_seed"].trigger()
    window.commands["regenerate.lock_seed"].trigger()


def failed(qtbot: QtBot, window: Window) -> None:
    begin(qtbot, window, "failed")


def gated() -> ScriptedEngine:
    engine = ScriptedEngine(passes=9, gated=True)
    engine.step(2)
    return engine


def failing() -> ScriptedEngine:
    return ScriptedEngine(failure=Failed("There was not enough memory.", "Select less."))


# Of the panels


def denoising_empty(qtbot: QtBot, window: Window) -> None:
    window.commands["view.denoising"].trigger()


def denoising_live(qtbot: QtBot, window: Window) -> None:
    denoising_empty(qtbot, window)
    running(qtbot, window)


def denoising_ended(qtbot: QtBot, window: Window) -> None:
    denoising_empty(qtbot, window)
    begin(qtbot, window)


def denoising_away(qtbot: QtBot, window: Window) -> None:
    denoising_ended(qtbot, window)
    window.docks.panels._denoising.scrubber.go_to(1)  # pyright: ignore[reportOptionalMemberAccess]


def history_empty(qtbot: QtBot, window: Window) -> None:
    window.commands["view.history"].trigger()


def history_filled(qtbot: QtBot, window: Window) -> None:
    history_empty(qtbot, window)
    begin(qtbot, window)
    window.commands["regenerate.accept"].trigger()
    (listed,) = window.findChildren(Dock)
    rows = listed.panel.list  # pyright: ignore[reportAttributeAccessIssue]
    qtbot.waitUntil(lambda: rows.model().rowCount() > 1, timeout=PATIENCE_MS)
    rows.setCurrentIndex(rows.model().index(1, 0))


def history_without_a_place(qtbot: QtBot, window: Window) -> None:
    history_filled(qtbot, window)
    window.editor.selectAll()
    window.editor.insertPlainText("All of it is another text by now.\n")
    (listed,) = window.findChildren(Dock)
    rows = listed.panel.list  # pyright: ignore[reportAttributeAccessIssue]
    rows.setCurrentIndex(rows.model().index(0, 0))
    rows.setCurrentIndex(rows.model().index(1, 0))


def side_by_side_empty(qtbot: QtBot, window: Window) -> None:
    window.commands["regenerate.compare"].trigger()


def side_by_side(qtbot: QtBot, window: Window) -> None:
    side_by_side_empty(qtbot, window)
    begin(qtbot, window)


def all_panels(qtbot: QtBot, window: Window) -> None:
    for open_panel in (denoising_empty, history_empty, side_by_side_empty):
        open_panel(qtbot, window)
    begin(qtbot, window)


def one() -> ScriptedEngine:
    return ScriptedEngine(("a lamp",))


def three() -> ScriptedEngine:
    return ScriptedEngine(("a quiet lamp", "an old map", "a brown lamp"))


Scene = Callable[["QtBot", "Window"], None]
Engine = Callable[[], ScriptedEngine]
BAR: dict[Scene, Engine] = {
    **dict.fromkeys(
        (nothing_yet, at_the_caret, holes_and_pins, exact_and_locked),
        ScriptedEngine,
    ),
    **dict.fromkeys((proposed, proposed_edited, queueing, waiting), ScriptedEngine),
    **dict.fromkeys((running, running_edited), gated),
    failed: failing,
}
"""States of the prompt bar, with the engine that each needs."""
PANELS: list[tuple[Scene, Engine]] = [
    (denoising_empty, ScriptedEngine),
    (denoising_live, gated),
    (denoising_ended, ScriptedEngine),
    (denoising_ended, Canvases),
    (denoising_away, Canvases),
    (history_empty, ScriptedEngine),
    (history_filled, ScriptedEngine),
    (history_without_a_place, ScriptedEngine),
    (side_by_side_empty, ScriptedEngine),
    (side_by_side, one),
    (side_by_side, three),
    (all_panels, Canvases),
]
"""States of the panels."""
ALONE: list[Scene] = [denoising_ended, history_filled, side_by_side]
"""Those with one panel, which may have a window of its own."""
