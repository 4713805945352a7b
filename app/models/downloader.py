"""The one download that may be under way: a thread of its own, and what the window needs to know of it.

A plain thread is enough where asyncio was thought of: the client blocks, and one thing happens at a time.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from palimpsest.app.documents.translate import translate
from palimpsest.app.models.catalogue import Published
from palimpsest.app.models.channel import Channel
from palimpsest.app.models.download import Progress, StoppedError, download, folder_for
from palimpsest.app.models.hub import Hub
from palimpsest.engine.request import InfillError

TOLD_EVERY_MS = 100
"""Progress is told no more often; the last that came is told always."""

State = Literal["idle", "asking", "running", "stopping", "paused", "failed", "done"]

_log = logging.getLogger(__name__)


class _News:
    """There is progress to be told."""


@dataclass(frozen=True, slots=True)
class _Ended:
    """`path` of what was downloaded; else why it ended, None if it was stopped."""

    path: Path | None = None
    fault: InfillError | None = None


class Downloader(QObject):
    """Begins only when it is told to. What was downloaded of something is kept, however it ends."""

    changed = Signal()
    """Whatever is told below."""
    done = Signal(object)
    """`Path` of a whole checkpoint."""

    def __init__(self, parent: QObject, hub: Hub | None = None) -> None:
        super().__init__(parent)
        self.state: State = "idle"
        self.published: Published | None = None
        """What is or was downloaded last."""
        self.folder: Path | None = None
        self.progress: Progress | None = None
        self.fault: InfillError | None = None
        """Why it failed."""
        self._hub = hub or Hub()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._latest: Progress | None = None
        """Not told yet."""
        self._told_soon = QTimer(self, singleShot=True, interval=TOLD_EVERY_MS)
        self._told_soon.timeout.connect(self._on_told)
        self._channel = Channel(self)
        self._channel.arrived.connect(self._on_arrived)

    @property
    def busy(self) -> bool:
        """True while a thread is at work."""
        return self.state in ("asking", "running", "stopping")

    def start(self, published: Published, root: Path | None = None) -> None:
        """Download, or go on; `root` is the folder for models, None for the usual one. Nothing while it is busy."""
        if self.busy:
            return
        self.published, self.folder = published, folder_for(published, root)
        self.progress, self.fault = None, None
        self._stop = threading.Event()
        self.state = "asking"
        self.changed.emit()
        threading.Thread(
            target=self._work, args=(published, self.folder, self._stop), name="palimpsest-download", daemon=True
        ).start()

    def pause(self) -> None:
        """Stop in a moment; `start` goes on from there."""
        if self.busy:
            self._stop.set()
            self.state = "stopping"
            self.changed.emit()

    def close(self) -> None:
        """The program ends: stop, tell nobody, wait for nothing."""
        self._stop.set()
        self._told_soon.stop()
        self._channel.close()

    def _work(self, published: Published, folder: Path, stop: threading.Event) -> None:
        """In the thread."""
        try:
            listing = self._hub.listing(published.repo, published.files)
            self._channel.put(_Ended(download(self._hub, listing, folder, stop, self._tell)))
        except StoppedError:
            self._channel.put(_Ended())
        except InfillError as fault:
            self._channel.put(_Ended(fault=fault))
        except Exception as error:
            _log.exception("a download failed")
            what = translate("Downloader", "The download failed ({name}).").format(name=type(error).__name__)
            self._channel.put(_Ended(fault=InfillError(what, translate("Downloader", "Try again."))))

    def _tell(self, progress: Progress) -> None:
        """In the thread."""
        with self._lock:
            told, self._latest = self._latest is not None, progress
        if not told:
            self._channel.put(_News())

    @Slot(object)
    def _on_arrived(self, message: _News | _Ended) -> None:
        if isinstance(message, _News):
            self._told_soon.start()
            return
        self._told_soon.stop()
        self._take_progress()
        if message.path is not None:
            self.state = "done"
        elif message.fault is not None and not self._stop.is_set():
            self.state, self.fault = "failed", message.fault
        else:
            self.state = "paused"
        self.changed.emit()
        if message.path is not None:
            self.done.emit(message.path)

    @Slot()
    def _on_told(self) -> None:
        self._take_progress()
        if self.state == "asking":
            self.state = "running"
        self.changed.emit()

    def _take_progress(self) -> None:
        with self._lock:
            latest, self._latest = self._latest, None
        self.progress = latest or self.progress
