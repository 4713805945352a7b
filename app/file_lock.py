"""Locks that the system lets go of when their process ends, however it ends: what a killed program held is free."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

# Far beyond the end: on Windows a locked range cannot be read by others.
_PLACE = 1 << 30


def hold(descriptor: int, wait: bool = False) -> bool:
    """Hold an open file for this process as long as it is open; False if another one holds it."""
    if sys.platform == "win32":
        import msvcrt

        place = os.lseek(descriptor, 0, os.SEEK_CUR)
        try:
            os.lseek(descriptor, _PLACE, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, place, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


class FileLock:
    """A file that is there only to be held. Not shared: a second one for the same path is refused, in this process too.

    Nothing is written into it, so that no moment of a kill leaves one that nobody can take.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Hold it, without waiting; False if another one does. Raises `OSError` where no file can be made."""
        if self._descriptor is not None:
            return True
        while True:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
            descriptor = os.open(self.path, flags, 0o600)
            try:
                held = hold(descriptor)
                # Its holder may have removed it in between: then this one is a file that nobody else can find.
                ours = held and _is_at(descriptor, self.path)
            except OSError:
                os.close(descriptor)
                raise
            if ours:
                self._descriptor = descriptor
                return True
            os.close(descriptor)
            if not held:
                return False

    def let_go(self) -> None:
        """Remove the file, if it is held here."""
        if self._descriptor is None:
            return
        # Removed while it is held: whoever opened it before finds that out. Windows removes no open file: left there.
        with contextlib.suppress(OSError):
            self.path.unlink()
        os.close(self._descriptor)
        self._descriptor = None


def _is_at(descriptor: int, path: Path) -> bool:
    """Whether the open file is still the one that has this name."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False
