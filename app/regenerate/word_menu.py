"""The menu on a word of a proposal: what might stand there instead, how likely, and what else can be said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPoint, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

if TYPE_CHECKING:
    from palimpsest.app.regenerate.proposal import Proposal
    from palimpsest.app.regenerate.proposal_cells import Part

_BREAK = "↵"


class WordMenu(QObject):
    """Opens beside a word. It decides nothing: it says what was taken."""

    taken = Signal(int, int)
    """Cell, and number of its runner-up."""
    said = Signal(str)
    """The name of another command on this word: "reject_word", …"""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._menu = QMenu(parent)
        self._menu.setObjectName("word_menu")

    @property
    def menu(self) -> QMenu:
        """The menu itself, as it was opened last."""
        return self._menu

    def open(self, proposal: Proposal, word: Part, place: QPoint) -> None:
        """Offer what can be said of a word, at a place of the screen."""
        menu = self._menu
        menu.clear()
        offers = list(offered(proposal, word))
        for cell, number, text, probability in offers:
            action = menu.addAction(f"{_escaped(text)}\t{self.tr('{percent} %').format(percent=_percent(probability))}")
            action.triggered.connect(lambda _=False, cell=cell, number=number: self.taken.emit(cell, number))
        if not offers:
            none = menu.addAction(self.tr("The model had no other word"))
            none.setEnabled(False)
        menu.addSeparator()
        pinned = all(cell.pinned for cell in proposal.cells[word.first : word.stop])
        self._say("pin", self.tr("Unpin") if pinned else self.tr("Pin"))
        self._say("reject_word", self.tr("Reject Word"))
        self._say("reject_sentence", self.tr("Reject Sentence"))
        if "\n" in proposal.text.strip("\n"):
            self._say("reject_line", self.tr("Reject Line"))
        if proposal.hunk_at(word.start) is not None:
            menu.addSeparator()
            self._say("accept_change", self.tr("Accept Change"))
            self._say("put_back", self.tr("Put Change Back"))
        menu.popup(place)
        if offers:
            menu.setActiveAction(menu.actions()[0])

    def _say(self, name: str, title: str) -> QAction:
        action = self._menu.addAction(title)
        action.setObjectName(name)
        action.triggered.connect(lambda: self.said.emit(name))
        return action


def offered(proposal: Proposal, word: Part) -> Iterator[tuple[int, int, str, float]]:
    """Cell, number of the runner-up, how the word would begin to read, and the probability; cell after cell.

    A token that only begins the word stands with "…", for the rest is written anew.
    """
    for cell in range(word.first, word.stop):
        before = proposal.text[word.start : max(word.start, proposal.places.starts[cell])]
        last = cell + 1 == word.stop
        for number, other in enumerate(proposal.cells[cell].runners_up):
            text = before + (other.piece if before else other.piece.lstrip(" "))
            yield cell, number, (text if last else f"{text}…"), other.probability


def told(proposal: Proposal, word: Part) -> str:
    """A word and what else might stand there, in one line: "lamp 61 % · candle 12 % · lantern 5 %"."""
    cell = proposal.cells[word.first]
    if cell.id is None or not cell.runners_up:
        return ""
    percent = QCoreApplication.translate("WordMenu", "{percent} %")
    last = word.first + 1 == word.stop
    parts = [(proposal.text[word.start : word.end], cell.probability)]
    parts += [(other.piece.strip() + ("" if last else "…"), other.probability) for other in cell.runners_up]
    return " · ".join(f"{text} {percent.format(percent=_percent(share))}" for text, share in parts if text)


def _percent(probability: float) -> str:
    percent = 100 * probability
    return f"{percent:.0f}" if percent >= 1 else "< 1"


def _escaped(text: str) -> str:
    return text.replace("&", "&&").replace("\t", "→").replace("\n", _BREAK) or "␣"
