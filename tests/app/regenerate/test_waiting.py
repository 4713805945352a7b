"""Spans that wait: first in, first out, where they are by then."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor, QTextDocument

from palimpsest.app.regenerate.target import Target
from palimpsest.app.regenerate.waiting import MOST, Waiting
from palimpsest.app.regenerate.wish import Wish

pytestmark = pytest.mark.usefixtures("qapp")


def document(text: str) -> QTextDocument:
    made = QTextDocument()
    made.setPlainText(text)
    return made


def edit(text: QTextDocument, start: int, end: int, new: str) -> None:
    cursor = QTextCursor(text)
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(new)


def test_the_first_comes_first_where_it_is_by_then() -> None:
    text, waiting = document("one two three four"), Waiting()
    waiting.add(text, Target(4, 7, pins=((0, 1),)), Wish("a"))
    waiting.add(text, Target(8, 13), Wish("b"))
    edit(text, 0, 3, "eleven")
    assert waiting.ranges() == ((7, 10), (11, 16))
    assert waiting.take() == (Target(7, 10, pins=((0, 1),)), Wish("a"))
    assert waiting.take() == (Target(11, 16), Wish("b"))
    assert waiting.take() is None


def test_a_later_wish_for_the_same_place_counts() -> None:
    text, waiting = document("one two three"), Waiting()
    waiting.add(text, Target(0, 7), Wish("a"))
    waiting.add(text, Target(4, 13), Wish("b"))
    assert len(waiting) == 1
    assert waiting.take() == (Target(4, 13), Wish("b"))


def test_a_span_that_was_deleted_has_no_turn_and_a_place_keeps_it() -> None:
    text, waiting = document("one two three"), Waiting()
    waiting.add(text, Target(4, 7), Wish())
    waiting.add(text, Target(13, 13), Wish("here"))
    edit(text, 3, 8, "")
    assert waiting.take() == (Target(8, 8), Wish("here"))


def test_pins_are_given_up_in_a_span_that_was_rewritten() -> None:
    text, waiting = document("one two three"), Waiting()
    waiting.add(text, Target(4, 13, pins=((0, 3),)), Wish())
    edit(text, 5, 6, "xyz")
    assert waiting.take() == (Target(4, 15), Wish())


def test_there_is_an_end_to_it_and_it_can_be_forgotten() -> None:
    text, waiting = document("x" * 200), Waiting()
    told: list[int] = []
    waiting.changed.connect(lambda: told.append(len(waiting)))
    assert all(waiting.add(text, Target(2 * place, 2 * place + 1), Wish()) for place in range(MOST))
    assert not waiting.add(text, Target(150, 151), Wish())
    waiting.clear()
    waiting.clear()
    assert told == [*range(1, MOST + 1), 0]
