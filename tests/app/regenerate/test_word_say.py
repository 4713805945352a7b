"""A say in every word of a draft: chosen, rejected, pinned, accepted in part, put back; by keys and by the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QToolTip
from steered import SteeredEngine
from windows import select, wait_for

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

UNSEEN = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""A menu that opens on no real screen."""
TEXT = "before one two three four after"
SPAN = (7, 25)


def proposed(qtbot: QtBot, open_window: OpenWindow, engine: SteeredEngine, text: str = TEXT) -> Window:
    window = open_window(engine=engine, text=text)
    start, end = (7, len(text) - 6)
    select(window, start, end)
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    return window


def draft(window: Window) -> str:
    assert window.run is not None
    assert window.run.proposal is not None
    return window.run.proposal.text


def give(window: Window, *names: str) -> None:
    for name in names:
        assert window.commands[f"regenerate.{name}"].isEnabled(), name
        window.commands[f"regenerate.{name}"].trigger()


def test_keys_walk_over_the_words_and_round(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = proposed(qtbot, open_window, SteeredEngine("alpha beta gamma delta"))
    seen = []
    for _ in range(5):
        give(window, "next_word")
        chosen = window.page.say.chosen
        assert chosen is not None
        seen.append(draft(window)[slice(*chosen)])
    give(window, "previous_word")
    assert seen == ["alpha", "beta", "gamma", "delta", "alpha"]
    assert window.page.say.chosen == (17, 22)


def test_a_rejected_word_is_written_anew_and_all_else_is_held(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine("alpha beta gamma delta")
    window = proposed(qtbot, open_window, engine)
    give(window, "next_word", "next_word", "reject_word")
    wait_for(qtbot, window, "proposed")
    assert draft(window) == "alpha new1 gamma delta"
    request = engine.requests[-1]
    rejected = [segment for segment in request.resume if segment.noise]
    assert [engine.vocabulary[each] for segment in rejected for each in segment.ids] == [" beta"]
    assert [segment.unwanted for segment in rejected] == [(engine.token(" beta"),)]
    assert request.seed == engine.requests[0].seed
    assert window.document.text() == TEXT


def test_what_was_steered_is_still_to_choose(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = proposed(qtbot, open_window, SteeredEngine("alpha beta gamma delta"))
    give(window, "reject_word")
    wait_for(qtbot, window, "proposed")
    assert window.run is not None
    assert [each.text for each in window.run.alternatives.proposals][-1] == "alpha beta gamma delta"
    give(window, "previous")
    assert draft(window) == "alpha beta gamma delta"


@UNSEEN
def test_a_chosen_runner_up_is_a_pin_and_holds(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine("alpha beta gamma delta")
    window = proposed(qtbot, open_window, engine)
    give(window, "next_word", "choose_word")
    menu = window.page.say.menu
    assert [action.text().split("\t")[0] for action in menu.actions()[:3]] == ["alphaa", "alphab", "alphac"]
    menu.actions()[1].trigger()
    menu.close()
    wait_for(qtbot, window, "proposed")
    assert draft(window).split()[0] == "alphab"
    assert window.run is not None
    assert window.run.proposal is not None
    assert window.run.proposal.cells[0].pinned
    window.commands["regenerate.retry"].trigger()
    wait_for(qtbot, window, "proposed")
    assert draft(window).split()[0] == "alphab"
    assert draft(window).split()[1] != "beta"


@UNSEEN
@pytest.mark.parametrize("place", [0, -1])
def test_what_was_offered_for_another_draft_is_not_taken(qtbot: QtBot, open_window: OpenWindow, place: int) -> None:
    engine = SteeredEngine("alpha beta gamma delta")
    window = proposed(qtbot, open_window, engine)
    give(window, "choose_word")
    # A command on the word at one end of the menu, another word at the other.
    offer = window.page.say.menu.actions()[place]
    give(window, "reject_word")
    wait_for(qtbot, window, "proposed")
    before, asked = draft(window), len(engine.requests)
    offer.trigger()
    assert window.run is not None
    assert window.run.state == "proposed"
    assert (draft(window), len(engine.requests), window.document.text()) == (before, asked, TEXT)


def test_a_pinned_word_survives_another_try(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = proposed(qtbot, open_window, SteeredEngine("alpha beta gamma delta"))
    give(window, "next_word", "next_word", "pin", "retry")
    wait_for(qtbot, window, "proposed")
    words = draft(window).split()
    assert words[1] == "beta"
    assert all(word.startswith("new") for word in (words[0], *words[2:]))


def test_parts_are_accepted_one_step_each_and_the_rest_stands(qtbot: QtBot, open_window: OpenWindow) -> None:
    old, new = "One is old. Two is old. Three is old.", "One is new. Two is new. Three is new."
    window = proposed(qtbot, open_window, SteeredEngine(new), f"before {old} after")
    give(window, "accept_sentence")
    assert window.document.text() == "before One is new. Two is old. Three is old. after"
    assert window.run is not None
    assert window.run.state == "proposed"
    give(window, "accept_change")
    assert window.document.text() == "before One is new. Two is new. Three is old. after"
    give(window, "put_back")
    assert window.run.state == "discarded"
    window.commands["edit.undo"].trigger()
    assert window.document.text() == "before One is new. Two is old. Three is old. after"
    window.commands["edit.undo"].trigger()
    assert window.document.text() == f"before {old} after"
    assert not window.document.modified


def test_the_last_part_ends_the_run(qtbot: QtBot, open_window: OpenWindow) -> None:
    old, new = "One is old. Two is old.", "One is new. Two is new."
    window = proposed(qtbot, open_window, SteeredEngine(new), f"before {old} after")
    give(window, "accept_change", "accept_change")
    assert window.run is not None
    assert window.run.state == "accepted"
    assert window.run.result == new
    assert window.document.text() == f"before {new} after"


@pytest.mark.parametrize("undo", [True, False])
def test_an_edit_after_a_part_ends_the_rest_and_keeps_the_part(
    qtbot: QtBot, open_window: OpenWindow, undo: bool
) -> None:
    old, new = "One is old. Two is old.", "One is new. Two is new."
    window = proposed(qtbot, open_window, SteeredEngine(new), f"before {old} after")
    give(window, "accept_change")
    if undo:
        window.commands["edit.undo"].trigger()
        assert window.document.text() == f"before {old} after"
    else:
        cursor = window.editor.textCursor()
        cursor.setPosition(9)
        cursor.insertText("x")
    assert window.run is not None
    assert window.run.state == "discarded"
    assert not window.canvas.active


def test_a_word_is_pinned_while_the_run_goes(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine("alpha beta gamma delta", passes=4, gated=True)
    window = open_window(engine=engine, text=TEXT)
    select(window, *SPAN)
    window.commands["regenerate.start"].trigger()
    engine.step()
    wait_for(qtbot, window, "sharpening")
    window.canvas.draft_clicked.emit(7, QRect(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(engine.requests) == 2)
    engine.step(8)
    wait_for(qtbot, window, "proposed")
    words = draft(window).split()
    assert words[1] == "beta"
    assert words[0] != "alpha"
    assert window.run is not None
    assert window.run.steered == 1
    assert window.run.proposal is not None
    assert window.run.proposal.pins == (1,)


def test_pins_made_before_and_during_a_run_are_pins_of_the_proposal(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine(passes=4, gated=True)
    window = open_window(engine=engine, text=TEXT)
    window.editor.span_marks.toggle_pin(10, 15)
    select(window, *SPAN)
    window.commands["regenerate.start"].trigger()
    engine.step()
    wait_for(qtbot, window, "sharpening")
    assert window.run is not None
    assert window.run.pins == {1}
    window.canvas.draft_clicked.emit(1, QRect(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(engine.requests) == 2)
    engine.step(8)
    wait_for(qtbot, window, "proposed")
    assert window.run.proposal is not None
    assert window.run.proposal.pins == (0, 1)


def test_a_word_that_is_only_held_around_a_rejected_one_is_pinned_by_a_click(
    qtbot: QtBot, open_window: OpenWindow
) -> None:
    engine = SteeredEngine("alpha beta. gamma delta.", passes=4, gated=True)
    window = open_window(engine=engine, text=TEXT)
    select(window, *SPAN)
    window.commands["regenerate.start"].trigger()
    engine.step(4)
    wait_for(qtbot, window, "proposed")
    give(window, "reject_word")
    engine.step()
    wait_for(qtbot, window, "sharpening")
    assert window.run is not None
    assert window.run.pins == frozenset()
    place = draft_of_pass(window).index("delta")
    window.canvas.draft_clicked.emit(place, QRect(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(engine.requests) == 3)
    engine.step(8)
    wait_for(qtbot, window, "proposed")
    assert window.run.proposal is not None
    assert window.run.proposal.pins == (3,)
    assert window.run.proposal.cells[0].rejected


def draft_of_pass(window: Window) -> str:
    assert window.run is not None
    assert window.run.latest is not None
    return window.run.latest.text


def test_a_steering_that_is_stopped_goes_back(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine("alpha beta gamma delta", gated=True)
    window = open_window(engine=engine, text=TEXT)
    select(window, *SPAN)
    window.commands["regenerate.start"].trigger()
    engine.step(3)
    wait_for(qtbot, window, "proposed")
    give(window, "reject_word", "stop")
    assert window.run is not None
    assert window.run.state == "proposed"
    assert draft(window) == "alpha beta gamma delta"


@UNSEEN
def test_a_click_offers_other_words(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = proposed(qtbot, open_window, SteeredEngine("alpha beta gamma delta"))
    place = window.canvas.rect_of(6, 10).center()
    qtbot.mouseClick(window.editor.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menu = window.page.say.menu
    assert menu.isVisible()
    assert menu.actions()[0].text().startswith("betaa")
    menu.close()
    assert window.page.say.chosen == (6, 10)
    qtbot.mouseClick(window.editor.viewport(), Qt.MouseButton.MiddleButton, pos=place)
    assert window.run is not None
    assert window.run.proposal is not None
    assert window.run.proposal.pins == (1,)


def test_a_variation_keeps_most_and_has_another_seed(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine("alpha beta gamma delta epsilon zeta")
    window = proposed(qtbot, open_window, engine)
    give(window, "vary")
    wait_for(qtbot, window, "proposed")
    words = draft(window).split()
    assert 0 < sum(word.startswith("new") for word in words) < len(words)
    assert engine.requests[1].seed != engine.requests[0].seed


@UNSEEN
def test_what_else_might_stand_there_is_told_where_the_mouse_rests(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = proposed(qtbot, open_window, SteeredEngine("alpha beta gamma delta"))
    window.canvas.draft_hovered.emit(7)
    qtbot.waitUntil(QToolTip.isVisible)
    assert QToolTip.text() == "beta 60 % · betaa 20 % · betab 10 % · betac 7 %"
    window.canvas.draft_hovered.emit(-1)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())


def test_a_click_with_ctrl_pins_a_word_and_leaves_the_selection(qtbot: QtBot, open_window: OpenWindow) -> None:
    window = open_window(engine=SteeredEngine(), text=TEXT)
    select(window, *SPAN)
    cursor = window.editor.textCursor()
    cursor.setPosition(TEXT.index("two") + 1)
    place = window.editor.cursorRect(cursor).center()
    for pins in (((11, 14),), ()):
        with_control = Qt.KeyboardModifier.ControlModifier
        qtbot.mouseClick(window.editor.viewport(), Qt.MouseButton.LeftButton, with_control, place)
        assert window.editor.span_marks.pins() == pins
        assert window.editor.textCursor().selectedText() == TEXT[slice(*SPAN)]


def test_a_word_is_pinned_by_keys_while_the_run_goes(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine("alpha beta gamma delta", passes=4, gated=True)
    window = open_window(engine=engine, text=TEXT)
    select(window, *SPAN)
    window.commands["regenerate.start"].trigger()
    assert not window.commands["regenerate.next_word"].isEnabled()
    engine.step()
    wait_for(qtbot, window, "sharpening")
    give(window, "next_word", "next_word", "pin")
    qtbot.waitUntil(lambda: len(engine.requests) == 2)
    engine.step()
    run = wait_for(qtbot, window, "sharpening")
    assert run.pins == {1}
    # The same word is still the one that keys act on.
    give(window, "pin")
    qtbot.waitUntil(lambda: len(engine.requests) == 3)
    engine.step()
    wait_for(qtbot, window, "sharpening")
    assert run.pins == frozenset()
    give(window, "previous_word", "pin")
    qtbot.waitUntil(lambda: len(engine.requests) == 4)
    engine.step(8)
    wait_for(qtbot, window, "proposed")
    assert run.proposal is not None
    assert run.proposal.pins == (0,)
    assert window.editor.span_marks.pins() == ()


def test_a_ring_stays_at_its_word_while_passes_come(qtbot: QtBot, open_window: OpenWindow) -> None:
    engine = SteeredEngine("alpha beta gamma delta", passes=4, gated=True)
    window = open_window(engine=engine, text=TEXT)
    select(window, *SPAN)
    window.commands["regenerate.start"].trigger()
    engine.step()
    wait_for(qtbot, window, "sharpening")
    give(window, "next_word")
    ringed = window.canvas._canvas.ring
    assert ringed
    engine.step()
    wait_for(qtbot, window, "sharpening", 2)
    assert window.canvas._canvas.ring == ringed


@pytest.mark.parametrize("state", ["sharpening", "proposed"])
def test_what_a_draft_covers_is_not_pinned_under_it(qtbot: QtBot, open_window: OpenWindow, state: str) -> None:
    engine = SteeredEngine("alpha beta gamma delta", passes=4, gated=True)
    window = open_window(engine=engine, text=TEXT)
    select(window, *SPAN)
    window.commands["regenerate.start"].trigger()
    engine.step(1 if state == "sharpening" else 4)
    wait_for(qtbot, window, state)
    select(window, 0, 6)
    give(window, "pin")
    assert window.editor.span_marks.pins() == ((0, 6),)
    select(window, *SPAN)
    give(window, "pin")
    assert window.editor.span_marks.pins() == ((0, 6),)
    assert window.canvas._canvas.ring
