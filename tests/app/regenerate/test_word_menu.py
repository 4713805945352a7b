"""The menu on a word: what might stand there, how likely, and what else can be said of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from palimpsest.app.regenerate.proposal import Proposal
from palimpsest.app.regenerate.word_menu import WordMenu, offered
from palimpsest.engine.request import Alternative, Cell, RunnerUp

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
OLD = "The red boat sails."


def proposal(old: str = OLD) -> Proposal:
    """ "The blue boat sails.", with "blue" in two tokens and a draft of two lines if `old` has them."""
    cells = (
        Cell(1, "The", 0.9, False, (RunnerUp(11, "A", 0.05),)),
        Cell(2, " bl", 0.5, False, (RunnerUp(12, " br", 0.3), RunnerUp(13, " &b", 0.004))),
        Cell(3, "ue", 0.6, False, (RunnerUp(14, "ack", 0.25),)),
        Cell(4, " boat", 0.9, True),
        Cell(5, " sails.", 0.8),
    )
    return Proposal.of(Alternative("".join(cell.piece for cell in cells), -1.0, 3, cells), old)


@pytest.fixture
def menu(qtbot) -> Iterator[WordMenu]:
    widget = QWidget()
    qtbot.addWidget(widget)
    menu = WordMenu(widget)
    yield menu
    menu.menu.close()


def texts(menu: WordMenu) -> list[str]:
    return [action.text() for action in menu.menu.actions() if not action.isSeparator()]


def names(menu: WordMenu) -> list[str]:
    return [action.objectName() for action in menu.menu.actions() if action.objectName()]


def opened(menu: WordMenu, made: Proposal, at: int) -> None:
    word = made.word_at(at)
    assert word is not None
    menu.open(made, word, QPoint(10, 10))


def test_what_is_offered_reads_as_the_word_would_begin() -> None:
    made = proposal()
    word = made.word_at(4)
    assert word is not None
    assert list(offered(made, word)) == [(1, 0, "br…", 0.3), (1, 1, "&b…", 0.004), (2, 0, "black", 0.25)]


def test_probabilities_stand_beside_and_signs_are_shown_as_they_are(menu: WordMenu) -> None:
    opened(menu, proposal(), 4)
    assert texts(menu)[:3] == ["br…\t30 %", "&&b…\t< 1 %", "black\t25 %"]
    assert menu.menu.activeAction() is menu.menu.actions()[0]


def test_what_is_taken_is_told_with_its_cell(menu: WordMenu) -> None:
    taken: list[tuple[int, int]] = []
    menu.taken.connect(lambda cell, number: taken.append((cell, number)))
    opened(menu, proposal(), 4)
    for action in menu.menu.actions()[:3]:
        action.trigger()
    assert taken == [(1, 0), (1, 1), (2, 0)]


def test_other_commands_are_told_by_their_names(menu: WordMenu) -> None:
    said: list[str] = []
    menu.said.connect(said.append)
    opened(menu, proposal(), 4)
    for action in menu.menu.actions():
        if action.objectName():
            action.trigger()
    assert said == ["pin", "reject_word", "reject_sentence", "accept_change", "put_back"]


def test_a_word_without_runners_up_says_so(menu: WordMenu) -> None:
    opened(menu, proposal(), 14)
    first = menu.menu.actions()[0]
    assert not first.isEnabled()
    assert first.text()
    assert not names(menu) or "accept_change" not in names(menu)


def test_lines_are_rejected_only_where_there_are_several(menu: WordMenu) -> None:
    made = proposal()
    opened(menu, made, 4)
    assert "reject_line" not in names(menu)
    cells = (Cell(1, "One", 0.9), Cell(2, "\n", 0.9), Cell(3, "two", 0.9))
    two = Proposal.of(Alternative("One\ntwo", -1.0, 1, cells), "x")
    opened(menu, two, 0)
    assert "reject_line" in names(menu)


def test_a_pinned_word_can_be_let_go_of(menu: WordMenu) -> None:
    made = proposal()
    opened(menu, made, 4)
    (before,) = [action.text() for action in menu.menu.actions() if action.objectName() == "pin"]
    opened(menu, made.toggle_pin(4, 8), 4)
    (after,) = [action.text() for action in menu.menu.actions() if action.objectName() == "pin"]
    assert (before, after) == ("Pin", "Unpin")


def test_opened_again_it_has_forgotten_the_word_before(menu: WordMenu) -> None:
    opened(menu, proposal(), 4)
    opened(menu, proposal(), 0)
    assert texts(menu)[0] == "A\t5 %"
    assert not any("black" in text for text in texts(menu))
