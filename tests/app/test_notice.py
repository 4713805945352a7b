"""Notices: a stack of sentences, buttons that answer, keys, and the keyboard given back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

from palimpsest.app import notice as notices
from palimpsest.app import theme as themes
from palimpsest.app.notice import MOST_NOTICES, Notice

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Page(QWidget):
    """A notice above something to write on."""

    def __init__(self) -> None:
        super().__init__()
        self.notice = Notice(self, themes.light)
        self.editor = QPlainTextEdit(self)
        column = QVBoxLayout(self)
        column.addWidget(self.notice)
        column.addWidget(self.editor, 1)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    page.resize(700, 300)
    with qtbot.waitActive(page):
        page.show()
    page.editor.setFocus()
    return page


def shown(notice: Notice) -> list[str]:
    return [button.text() for button in notice.buttons if button.isVisible()]


def test_nothing_is_shown_before_anything_is_said(page: Page) -> None:
    assert page.notice.text == ""
    assert page.notice.kind is None
    assert page.notice.isHidden()


def test_the_newest_is_shown_and_under_it_the_one_before(page: Page) -> None:
    page.notice.say("First.")
    page.notice.say("Second.", "info")
    assert (page.notice.text, page.notice.kind) == ("Second.", "info")
    assert page.notice.label.text() == "Second."
    assert page.notice.accessibleName() == "Second."
    assert page.notice.more.text() == "1 more"
    page.notice.close_button.click()
    assert (page.notice.text, page.notice.kind) == ("First.", "error")
    assert not page.notice.more.isVisible()
    page.notice.close_button.click()
    assert page.notice.isHidden()
    assert page.notice.text == ""


def test_the_same_sentence_is_kept_once(page: Page) -> None:
    for text in ("One.", "Two.", "One.", "One."):
        page.notice.say(text)
    assert page.notice.text == "One."
    assert page.notice.more.text() == "1 more"


def test_an_action_puts_the_sentence_away_and_is_called(page: Page) -> None:
    called: list[str] = []

    def reload() -> None:
        called.append(page.notice.text)
        page.notice.say("Done.", "info")

    page.notice.say("It changed on disk.", "question", (("Reload", reload), ("Compare", lambda: None)))
    assert shown(page.notice) == ["Reload", "Compare"]
    page.notice.buttons[0].click()
    assert called == [""]
    assert page.notice.text == "Done."
    assert shown(page.notice) == []


def test_there_is_room_for_three_actions(page: Page) -> None:
    with pytest.raises(ValueError, match="room for 3"):
        page.notice.say("Too much.", actions=(("a", print),) * 4)


def test_clearing_leaves_questions(page: Page) -> None:
    page.notice.say("An error.")
    page.notice.say("A question?", "question", (("Yes", lambda: None),))
    page.notice.say("Information.", "info")
    page.notice.clear()
    assert page.notice.text == "A question?"
    page.notice.dismiss()
    assert page.notice.text == ""


def test_what_became_untrue_is_withdrawn_wherever_it_lies(page: Page) -> None:
    first = page.notice.say("First?", "question")
    page.notice.say("Second.")
    page.notice.withdraw(first)
    page.notice.withdraw(first)
    assert page.notice.text == "Second."
    assert not page.notice.more.isVisible()


def test_there_is_an_end_to_the_stack_and_questions_outlast_it(page: Page) -> None:
    page.notice.say("A question?", "question")
    for number in range(2 * MOST_NOTICES):
        page.notice.say(f"Error {number}.")
    assert page.notice.more.text() == f"{MOST_NOTICES - 1} more"
    page.notice.clear()
    assert page.notice.text == "A question?"


def test_escape_inside_closes_it_and_gives_the_keyboard_back(qtbot: QtBot, page: Page) -> None:
    others: list[str] = []
    QShortcut(QKeySequence(Qt.Key.Key_Escape), page, lambda: others.append("the window's own"))
    page.notice.say("An error.")
    page.notice.close_button.setFocus()
    qtbot.keyClick(page.notice.close_button, Qt.Key.Key_Escape)
    assert page.notice.isHidden()
    assert not others
    assert QApplication.focusWidget() is page.editor
    page.notice.say("Another.")
    qtbot.keyClick(page.editor, Qt.Key.Key_Escape)
    assert others == ["the window's own"]
    assert page.notice.text == "Another."


def test_it_is_reached_by_the_tab_key(qtbot: QtBot, page: Page) -> None:
    page.editor.setTabChangesFocus(True)
    page.notice.say("A question?", "question", (("Yes", lambda: None), ("No", lambda: None)))
    reached: list[str] = []
    for _ in range(3):
        focus = QApplication.focusWidget()
        assert focus is not None
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        reached += [button.text() for button in (*page.notice.buttons, page.notice.close_button) if button is focus]
    assert reached == ["Yes", "No", "Close"]


def test_a_sentence_is_announced_once(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(notices, "announce", lambda _, text: heard.append(text))
    for text in ("One.", "One.", "Two."):
        page.notice.say(text)
    assert heard == ["One.", "Two."]


def test_long_sentences_wrap(page: Page) -> None:
    page.notice.say("Short.")
    low = page.notice.sizeHint().height()
    page.notice.say("A sentence that is rather long. " * 10, actions=(("Try Again", lambda: None),))
    assert page.notice.heightForWidth(500) > 2 * low


def test_answers_go_below_a_sentence_that_has_no_room_beside_them(qtbot: QtBot, page: Page) -> None:
    notice = page.notice
    actions = tuple((f"An answer that is long {number}", lambda: None) for number in range(3))
    notice.say("A file was changed by another program. It has not been saved.", "question", actions)

    def place() -> tuple[bool, bool]:
        label, button = notice.label, notice.buttons[0]
        whole = label.height() >= label.heightForWidth(label.width())
        return whole, button.mapTo(notice, button.rect().topLeft()).y() >= label.geometry().bottom()

    for width, below in ((1200, False), (700, True), (1200, False)):
        page.resize(width, 300)
        qtbot.waitUntil(lambda below=below: place() == (True, below), timeout=20_000)
        assert shown(notice) == [label for label, _ in actions]


def test_the_icon_follows_the_theme(page: Page) -> None:
    page.notice.say("An error.")
    before = page.notice.icon.pixmap().toImage()
    assert not before.isNull()
    page.notice.set_theme(themes.dark)
    assert page.notice.icon.pixmap().toImage() != before
    plain = Notice(page)
    plain.say("Without a theme there is none.")
    assert not plain.icon.isVisible()
