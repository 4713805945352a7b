"""The sentences for what happens to a run, and that they reach whoever listens."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible

from palimpsest.app.announce import SPOKEN, announce, changes_left, going_on, shortened


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("word pinned", "Ada", ""), "Going on. Pinned: Ada"),
        (("pin taken away", "", "Ada"), "Going on. Not pinned any more: Ada"),
        (("other wish", "", ""), "Going on: other wish."),
        (("", "", ""), "Going on."),
    ],
)
def test_a_run_that_goes_on(arguments: tuple[str, str, str], said: str) -> None:
    assert going_on(*arguments) == said


def test_changes_left() -> None:
    assert [changes_left(count) for count in (1, 3)] == ["1 change left.", "3 changes left."]


@pytest.mark.parametrize("length", [0, 1, SPOKEN, SPOKEN + 1, 10 * SPOKEN])
def test_texts_are_read_whole_as_far_as_they_are_short(length: int) -> None:
    text = "a" * length
    assert shortened(text) == (text if length <= SPOKEN else "a" * SPOKEN + "…")


@pytest.mark.parametrize(("listens", "text", "told"), [(True, "Hear!", 1), (True, "", 0), (False, "Hear!", 0)])
def test_only_what_is_said_to_somebody_who_listens_is_told(
    qapp, monkeypatch: pytest.MonkeyPatch, listens: bool, text: str, told: int
) -> None:
    heard: list[str] = []

    monkeypatch.setattr(QAccessible, "isActive", lambda: listens)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: heard.append(event.message()))
    source = QObject()
    announce(source, text)
    assert heard == [text] * told
