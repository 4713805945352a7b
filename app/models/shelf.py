"""The models of this machine as the window sees them: what has been found, whether it fits, and the one download."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from palimpsest.app.models import fit
from palimpsest.app.models.channel import Channel
from palimpsest.app.models.downloader import Downloader
from palimpsest.app.models.finder import Found, search
from palimpsest.app.models.fit import Advice, Fit
from palimpsest.app.models.hub import Hub
from palimpsest.app.models.places import Place, places

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shelved:
    """A model that lies on this machine."""

    found: Found
    fit: Fit


@dataclass(frozen=True, slots=True)
class _Said:
    """What the search of a number says; None once it is through."""

    number: int
    what: Shelved | Advice | None


class Shelf(QObject):
    """Looks only when it is told to, in a thread of its own."""

    changed = Signal()
    """`models`, `advice` or `looking`."""

    def __init__(self, parent: QObject, hub: Hub | None = None) -> None:
        super().__init__(parent)
        self.models: tuple[Shelved, ...] = ()
        """In the order in which they were found."""
        self.advice: Advice | None = None
        """What to download for this machine; None before it is known."""
        self.looking = False
        self.downloader = Downloader(self, hub)
        self._fresh: list[Shelved] = []
        self._number = 0
        self._cancelled = threading.Event()
        self._channel = Channel(self)
        self._channel.arrived.connect(self._on_said)

    def look(self, own: Iterable[Path] = ()) -> None:
        """Look anew, in the folders that the user named and where programs keep models.

        What was found before stays listed until all has been looked through.
        """
        self._cancelled.set()
        self._cancelled = threading.Event()
        self._number += 1
        self.looking = True
        self._fresh = []
        where = places(own)
        threading.Thread(
            target=self._search, args=(self._number, where, self._cancelled), name="palimpsest-models", daemon=True
        ).start()
        self.changed.emit()

    def close(self) -> None:
        """The program ends: stop everything, wait for nothing."""
        self._cancelled.set()
        self._channel.close()
        self.downloader.close()

    def _search(self, number: int, where: tuple[Place, ...], cancelled: threading.Event) -> None:
        """In the thread."""
        try:
            machine = fit.this_machine()
            self._channel.put(_Said(number, fit.advice(machine)))
            for found in search(where, cancelled):
                self._channel.put(_Said(number, Shelved(found, fit.of(found.checkpoint, machine))))
        except Exception:
            _log.exception("looking for models failed")
        finally:
            self._channel.put(_Said(number, None))

    @Slot(object)
    def _on_said(self, said: _Said) -> None:
        if said.number != self._number:
            return
        if isinstance(said.what, Advice):
            self.advice = said.what
        elif said.what is not None:
            self._fresh.append(said.what)
            known = {each.found.path for each in self.models}
            if said.what.found.path not in known:
                self.models = (*self.models, said.what)
        else:
            self.looking = False
            self.models = tuple(self._fresh)
        self.changed.emit()
