"""The history panel: walked through with keys and mouse, looked at, applied; what it says of every run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import audit
import pytest
from PySide6.QtCore import QPoint, Qt
from regenerate_entries import entry

from palimpsest.app import theme as themes
from palimpsest.app.regenerate.history import History
from palimpsest.app.regenerate.history_entry import ORIGINAL, HistoryEntry, Outcome
from palimpsest.app.regenerate.history_panel import HistoryPanel
from palimpsest.app.regenerate.history_rows import ROW
from palimpsest.app.regenerate.text_previews import LABEL, SHOWN
from palimpsest.app.regenerate.wish import Wish

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

Said = list[tuple[object, ...]]


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[HistoryPanel]:
    panel = HistoryPanel(themes.light)
    qtbot.addWidget(panel)
    panel.resize(320, 640)
    with qtbot.waitActive(panel):
        panel.show()
    yield panel
    panel.set_history(None)


@pytest.fixture
def said(panel: HistoryPanel) -> Said:
    """Every signal of the panel, with the ids of entries."""
    heard: Said = []
    panel.entry_chosen.connect(lambda entry: heard.append(("chosen", entry.wish.seed)))
    panel.preview_wanted.connect(lambda entry, place: heard.append(("preview", entry.wish.seed, place)))
    panel.preview_ended.connect(lambda: heard.append(("ended",)))
    panel.apply_wanted.connect(lambda entry, place: heard.append(("apply", entry.wish.seed, place)))
    panel.reuse_wanted.connect(lambda entry: heard.append(("reuse", entry.wish.seed)))
    panel.again_wanted.connect(lambda entry: heard.append(("again", entry.wish.seed)))
    panel.remove_wanted.connect(lambda entry: heard.append(("remove", entry.wish.seed)))
    panel.clear_wanted.connect(lambda: heard.append(("clear",)))
    return heard


def runs() -> tuple[HistoryEntry, ...]:
    """Three runs in two groups, oldest first."""
    return (
        entry(1, texts=("one", "uno"), accepted="uno", outcome=Outcome.ACCEPTED, passes=12, seconds=0.8, model="tiny"),
        entry(2, texts=("two", "due", "zwei"), model="tiny"),
        replace(entry(3, texts=()), wish=Wish("", 0.25, 1, 3, "longer"), outcome=Outcome.FAILED),
    )


def fill(panel: HistoryPanel, *entries: HistoryEntry) -> History:
    history = History(panel)
    for each in entries:
        history.add(each)
    panel.set_history(history)
    return history


def choose(panel: HistoryPanel, id_: str) -> None:
    panel.list.setCurrentIndex(panel.rows.index_of(id_))


def labels(panel: HistoryPanel) -> list[str]:
    model = panel.detail.texts.model()
    return [model.index(row, 0).data(LABEL) for row in range(model.rowCount())]


def shown(panel: HistoryPanel) -> list[str]:
    model = panel.detail.texts.model()
    indexes = [model.index(row, 0) for row in range(model.rowCount())]
    return [index.data(LABEL) for index in indexes if index.data(SHOWN)]


def test_without_runs_it_says_what_will_be_there(panel: HistoryPanel):
    assert panel.note.isVisible()
    assert "No runs yet" in panel.note.text()
    assert not panel.list.isVisible()
    fill(panel)
    assert panel.note.isVisible()
    fill(panel, entry())
    assert not panel.note.isVisible()
    assert panel.list.isVisible()
    assert not panel.detail.isVisible()
    panel.set_history(None)
    assert panel.note.isVisible()


def test_runs_stand_below_what_they_share(panel: HistoryPanel):
    one, two, three = runs()
    fill(panel, one, two, three)
    rows = [panel.rows.index(row) for row in range(panel.rows.rowCount())]
    assert [panel.rows.entry(index) for index in rows] == [None, three, None, two, one]
    assert rows[0].data().endswith(" – 25% – “small brown”")
    assert rows[2].data().endswith(" – 60% – shorter")
    assert [index.data() for index in rows[3:]] == ["two", "uno"]
    said = rows[4].data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("uno, accepted, ")
    assert "seed 1" in said
    record = rows[4].data(Qt.ItemDataRole.ToolTipRole).replace("\u00a0", " ")
    assert "shorter\n60% rewrite · same length · 3 drafts · seed 1 · 1 pin\naccepted · tiny · 12 passes" in record
    assert rows[1].data(ROW) is three


def test_arrows_walk_over_runs_and_show_them(qtbot: QtBot, panel: HistoryPanel, said: Said):
    one, two, three = runs()
    fill(panel, one, two, three)
    choose(panel, three.id)
    panel.list.setFocus()
    # Nothing came of it that could be shown.
    assert said == [("chosen", 3), ("preview", 3, ORIGINAL)]
    said.clear()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert said == [("chosen", 2), ("preview", 2, 0)]
    assert labels(panel) == ["1", "2", "3", "original"]
    assert shown(panel) == ["1"]
    said.clear()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    # The accepted one is what people look for.
    assert said == [("chosen", 1), ("preview", 1, 1)]
    assert labels(panel) == ["1", "2 · accepted", "original"]
    said.clear()
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    assert [each for each in said if each[0] == "chosen"] == [("chosen", 2), ("chosen", 3)]


def test_every_text_can_be_looked_at_also_the_original(qtbot: QtBot, panel: HistoryPanel, said: Said):
    _, two, _ = runs()
    fill(panel, two)
    choose(panel, two.id)
    panel.detail.texts.setFocus()
    said.clear()
    for _ in range(3):
        qtbot.keyClick(panel.detail.texts, Qt.Key.Key_Down)
    assert said == [("preview", 2, 1), ("preview", 2, 2), ("preview", 2, ORIGINAL)]
    assert shown(panel) == ["original"]
    qtbot.keyClick(panel.detail.texts, Qt.Key.Key_Return)
    assert said[-1] == ("apply", 2, ORIGINAL)


def test_space_puts_the_preview_on_and_off(qtbot: QtBot, panel: HistoryPanel, said: Said):
    _, two, _ = runs()
    fill(panel, two)
    choose(panel, two.id)
    said.clear()
    for _ in range(3):
        qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    assert said == [("ended",), ("preview", 2, 0), ("ended",)]
    assert not panel.previewing
    assert shown(panel) == []
    qtbot.keyClick(panel.list, Qt.Key.Key_Space)
    qtbot.keyClick(panel.list, Qt.Key.Key_Escape)
    assert said[-1] == ("ended",)
    panel.detail.texts.setFocus()
    qtbot.keyClick(panel.detail.texts, Qt.Key.Key_Space)
    assert said[-1] == ("preview", 2, 0)
    panel.hide()
    assert said[-1] == ("ended",)


def test_enter_and_double_click_apply(qtbot: QtBot, panel: HistoryPanel, said: Said):
    one, two, three = runs()
    fill(panel, one, two, three)
    choose(panel, two.id)
    said.clear()
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert said == [("apply", 2, 0)]
    place = panel.list.visualRect(panel.rows.index_of(one.id)).center()
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert said[-1] == ("apply", 1, 1)
    texts = panel.detail.texts
    place = texts.visualRect(texts.model().index(0, 0)).center()
    qtbot.mouseClick(texts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(texts.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert said[-2:] == [("preview", 1, 0), ("apply", 1, 0)]
    panel.detail.main.click()
    assert said[-1] == ("apply", 1, 0)


def test_what_is_no_longer_there_is_made_again(qtbot: QtBot, panel: HistoryPanel, said: Said):
    one, two, three = runs()
    fill(panel, replace(one, texts=()), two, three)
    choose(panel, three.id)
    assert panel.detail.main.text() == "Make again ↵"
    assert not panel.detail.again.isVisible()
    assert "The seed brings them back" in panel.detail.why.text()
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert said[-1] == ("again", 3)
    choose(panel, one.id)
    # What was accepted is known also after a restart.
    assert labels(panel) == ["accepted", "original"]
    assert panel.detail.main.text() == "Apply ↵"
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert said[-1] == ("apply", 1, 0)
    panel.detail.again.click()
    panel.detail.reuse.click()
    assert said[-2:] == [("again", 1), ("reuse", 1)]


def test_a_run_whose_place_has_changed_is_not_applied(qtbot: QtBot, panel: HistoryPanel, said: Said):
    one, two, _ = runs()
    fill(panel, one, two)
    panel.entry_chosen.connect(lambda entry: panel.show_place(entry, entry.id != one.id))
    choose(panel, two.id)
    assert panel.previewing
    said.clear()
    choose(panel, one.id)
    assert said == [("chosen", 1), ("ended",)]
    assert "Its place has changed" in panel.detail.why.text()
    assert panel.detail.why.isVisible()
    assert not panel.detail.main.isEnabled()
    said.clear()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space):
        qtbot.keyClick(panel.list, key)
    assert said == []
    assert "its place has changed" in panel.rows.index_of(one.id).data(Qt.ItemDataRole.AccessibleTextRole)
    panel.detail.reuse.click()
    assert said == [("reuse", 1)]
    # Undo has brought it back.
    panel.show_place(one, True)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert said[-1] == ("apply", 1, 1)


def test_a_run_is_forgotten_and_its_neighbour_chosen(qtbot: QtBot, panel: HistoryPanel, said: Said):
    one, two, three = runs()
    history = fill(panel, one, two, three)
    panel.remove_wanted.connect(history.remove)
    choose(panel, two.id)
    said.clear()
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert said == [("remove", 2), ("ended",)]
    assert panel.entry == one
    assert not panel.previewing
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert panel.entry == three
    qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert panel.note.isVisible()


def test_a_new_run_leaves_the_chosen_one_and_its_preview(panel: HistoryPanel, said: Said):
    one, two, three = runs()
    history = fill(panel, one, two)
    choose(panel, one.id)
    panel.detail.texts.setCurrentIndex(panel.detail.texts.model().index(0, 0))
    said.clear()
    history.add(three)
    history.star(one)
    assert said == []
    assert panel.entry is not None
    assert panel.entry.id == one.id
    assert (panel.detail.place, panel.previewing, shown(panel)) == (0, True, ["1"])
    # Memory ran out: the draft on the page is gone.
    history.add(replace(one, texts=()))
    assert (panel.detail.place, panel.previewing) == (0, True)
    history.add(replace(one, texts=(), accepted=None))
    assert said == [("ended",)]


def test_the_menu_offers_what_the_keys_do(panel: HistoryPanel, said: Said):
    one, two, _ = runs()
    history = fill(panel, one, two)
    choose(panel, two.id)
    said.clear()
    menu = panel.menu_of(two)
    names = [action.text() for action in menu.actions() if action.text()]
    assert names == ["Apply", "Reuse settings", "Make again", "Star", "Forget", "Forget all"]
    for action in menu.actions():
        action.trigger()
    assert said == [("apply", 2, 0), ("reuse", 2), ("again", 2), ("remove", 2), ("clear",)]
    assert history.entries[0].starred
    panel.show_place(one, False)
    enabled = {action.text(): action.isEnabled() for action in panel.menu_of(history.entries[1]).actions()}
    assert (enabled["Apply"], enabled["Make again"], enabled["Reuse settings"]) == (False, False, True)
    starred = [action.text() for action in panel.menu_of(history.entries[0]).actions()]
    assert "Remove star" in starred


@pytest.mark.qt_log_ignore("raise\\(\\)", "grabbing the keyboard", extend=True)
def test_the_menu_opens_where_it_is_asked_for(qtbot: QtBot, panel: HistoryPanel):
    one, _, _ = runs()
    fill(panel, one)
    choose(panel, one.id)
    panel.list.customContextMenuRequested.emit(QPoint(20, 60))
    (menu,) = [each for each in panel.findChildren(type(panel.menu_of(one))) if each.isVisible()]
    menu.hide()


def test_another_document_has_its_own_runs(panel: HistoryPanel, said: Said):
    one, two, three = runs()
    first = fill(panel, one, two)
    choose(panel, one.id)
    said.clear()
    fill(panel, three)
    assert said == [("ended",)]
    assert panel.rows.rowCount() == 2
    first.clear()
    assert panel.rows.rowCount() == 2


@pytest.mark.parametrize("theme", [themes.light, themes.dark], ids=lambda theme: theme.name)
@pytest.mark.parametrize("width", [280, 500])
@pytest.mark.usefixtures("fonts")
def test_everybody_can_work_it(qtbot: QtBot, panel: HistoryPanel, theme: themes.Theme, width: int):
    panel.setStyleSheet(themes.stylesheet(theme))
    panel.setPalette(themes.palette(theme))
    panel.set_theme(theme)
    panel.resize(width, 640)
    one, two, three = runs()
    fill(panel, one, two, three)
    choose(panel, one.id)
    assert audit.nameless(panel) == []
    assert audit.unreachable(panel) == []
    assert audit.disorder(panel) == []
    assert audit.unmarked(qtbot, panel) == []


def test_rows_of_all_kinds_are_drawn_and_differ(panel: HistoryPanel):
    fill(panel, *(entry(number, outcome=outcome) for number, outcome in enumerate(Outcome)))
    pictures = set()
    for row in range(1, panel.rows.rowCount()):
        place = panel.list.visualRect(panel.rows.index(row))
        picture = panel.list.viewport().grab(place.adjusted(place.width() // 2, place.height() // 2, 0, 0)).toImage()
        pictures.add(bytes(picture.constBits()))
    assert len(pictures) == len(Outcome)


def test_the_keyboard_that_comes_by_chooses_and_shows_nothing_on_the_page(panel: HistoryPanel, said: Said) -> None:
    history = History()
    for each in runs():
        history.add(each)
    panel.set_history(history)
    panel.setFocus()
    assert panel.list.hasFocus()
    assert panel.entry is not None
    assert panel.entry.wish.seed == 3
    assert panel.detail.isVisible()
    assert said == [("chosen", 3)]
