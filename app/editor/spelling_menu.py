"""What a menu says about a misspelled word: suggestions first, then what else can be done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from palimpsest.app.editor.spell_checker import MOST_SUGGESTIONS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from palimpsest.app.editor.spelling import Spelling
    from palimpsest.app.editor.spelling_search import Misspelling


def fill(menu: QMenu, spelling: Spelling, found: Misspelling) -> None:
    """Put a section at the head of a menu. Suggestions that are not known yet come into it when they are."""
    offers = [QAction(menu) for _ in range(MOST_SUGGESTIONS)]
    for offer in offers:
        font = offer.font()
        font.setBold(True)
        offer.setFont(font)
        offer.triggered.connect(lambda _=False, one=offer: _take(spelling, found, str(one.data())))
    add = QAction(QCoreApplication.translate("SpellingMenu", "Add to Dictionary"), menu)
    add.triggered.connect(lambda: spelling.add(found.word))
    ignore = QAction(QCoreApplication.translate("SpellingMenu", "Ignore"), menu)
    ignore.triggered.connect(lambda: spelling.ignore(found.word))
    chosen = languages(menu, spelling).menuAction()
    present = menu.actions()
    section = [*offers, _separator(menu), add, ignore, chosen, *([_separator(menu)] if present else [])]
    if present:
        menu.insertActions(present[0], section)
    else:
        menu.addActions(section)
    _offer(offers, None, spelling.writable)
    spelling.suggest(found.word, lambda texts: _offer(offers, texts, spelling.writable))


def languages(parent: QWidget, spelling: Spelling) -> QMenu:
    """The languages of which there is a dictionary, and none; the one in use is checked."""
    menu = QMenu(QCoreApplication.translate("SpellingMenu", "Spelling Language"), parent)
    group = QActionGroup(menu)
    for code, name in spelling.languages().items():
        _add_language(menu, group, spelling, code, name)
    menu.addSeparator()
    _add_language(menu, group, spelling, "", QCoreApplication.translate("SpellingMenu", "None"))
    return menu


def _add_language(menu: QMenu, group: QActionGroup, spelling: Spelling, code: str, name: str) -> None:
    action = QAction(_plain(name), group)
    action.setCheckable(True)
    action.setChecked(code == spelling.language)
    action.triggered.connect(lambda: spelling.choose_language(code))
    menu.addAction(action)


def _offer(offers: list[QAction], texts: list[str] | None, writable: bool) -> None:
    """Show what may have been meant, None while it is looked for; the menu may have gone by now."""
    if not shiboken6.isValid(offers[0]):
        return
    for place, offer in enumerate(offers):
        text = texts[place] if texts is not None and place < len(texts) else ""
        offer.setText(_plain(text))
        offer.setData(text)
        offer.setVisible(bool(text))
        offer.setEnabled(bool(text) and writable)
    if not texts:
        offers[0].setText(
            QCoreApplication.translate("SpellingMenu", "Looking for suggestions…")
            if texts is None
            else QCoreApplication.translate("SpellingMenu", "No suggestions")
        )
        offers[0].setVisible(True)


def _take(spelling: Spelling, found: Misspelling, text: str) -> None:
    """Replace the word, if it is still where it was when the menu came."""
    if spelling.misspelling_at(found.start) == found:
        spelling.replace(found.start, text)


def _separator(menu: QMenu) -> QAction:
    separator = QAction(menu)
    separator.setSeparator(True)
    return separator


def _plain(text: str) -> str:
    """Text of a menu in which "&" marks no key."""
    return text.replace("&", "&&")
