"""Writes a file so that on any failure the old bytes are still there, whole. Qt is not needed."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import RawIOBase
from pathlib import Path
from uuid import uuid4

from palimpsest.app.documents.files import (
    FileChanged,
    FileError,
    FileFormat,
    encoded,
    formatted,
    reason_of,
)
from palimpsest.app.documents.signature import Signature, compare, digest_of, signature_of
from palimpsest.app.documents.translate import translate

_UNSUPPORTED = frozenset({errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOSYS, errno.ENODEV})
_OWN_ATTRIBUTES = ("user.", "system.posix_acl")
"""Extended attributes that people or their programs set; others are the system's own affair."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What is known of a file that was just written."""

    format: FileFormat
    """In which to write the text the next time."""
    signature: Signature


class _NotKept(OSError):  # noqa: N818 - leads to the other way of writing
    """A new file in place of the old one would not have its owner, its group or its attributes."""


def save(path: Path, texts: Sequence[str], file_format: FileFormat, expected: Signature | None = None) -> Saved:
    """Write a text, given in parts. Raises `FileError`, and `FileChanged` if the file is no longer as `expected`.

    A file that is not there (any more) is made.
    """
    parts = tuple(encoded(texts, file_format, path.name))
    if expected is not None and compare(path, expected)[0] == "changed":
        raise FileChanged(
            translate("Saving", "{name} was changed by another program.").format(name=path.name),
            translate("Saving", "Nothing was written. Compare, reload it, or save over it."),
        )
    write(path, parts)
    try:
        status = path.stat()
    except OSError as error:
        raise _told(path, error) from error
    return Saved(formatted(texts, file_format), signature_of(status, digest_of(parts)))


def write(path: Path, parts: Sequence[bytes]) -> None:
    """Put these bytes into a file: links are followed; mode, owner and attributes stay. Raises `FileError`."""
    target = Path(os.path.realpath(path))
    try:
        status = _status(target)
        if status is None:
            _replace(target, None, parts)
            return
        _check(path, target, status)
        if status.st_nlink > 1:
            # A new file would part it from its other names.
            _overwrite(path, target, parts)
            return
        try:
            _replace(target, status, parts)
        except (PermissionError, _NotKept):
            _overwrite(path, target, parts)
    except OSError as error:
        raise _told(path, error) from error


def _status(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _check(path: Path, target: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileError(
            translate("Saving", "{name} cannot be saved: there is a folder of this name.").format(name=path.name),
            translate("Saving", "Save under another name."),
        )
    if not stat.S_ISREG(status.st_mode):
        raise FileError(
            translate("Saving", "{name} cannot be saved: it is not an ordinary file.").format(name=path.name),
            translate("Saving", "Save under another name."),
        )
    if not os.access(target, os.W_OK):
        raise FileError(
            translate("Saving", "{name} cannot be saved: it is read-only.").format(name=path.name),
            translate("Saving", "Allow writing in the properties of the file, or save under another name."),
        )


def _replace(target: Path, status: os.stat_result | None, parts: Iterable[bytes]) -> None:
    """Write a new file beside the old one and put it in its place, in one step."""
    beside = target.parent / f".palimpsest-{uuid4().hex[:12]}"
    # Nobody may look into it before it has the rights of the old one.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(beside, flags, 0o600 if status is not None else 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            if status is not None:
                _keep(status, target, beside, file.fileno())
            _sync(file.fileno())
        beside.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    _settle(target.parent)


def _keep(status: os.stat_result, target: Path, beside: Path, handle: int) -> None:
    """Give the new file the owner, the attributes and the mode of the old one. Raises `_NotKept`."""
    made = os.fstat(handle)
    if hasattr(os, "fchown") and (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
        try:
            os.fchown(handle, status.st_uid, status.st_gid)
        except OSError as error:
            raise _NotKept from error
    if sys.platform == "linux":
        try:
            for name in os.listxattr(target):
                if name.startswith(_OWN_ATTRIBUTES):
                    os.setxattr(handle, name, os.getxattr(target, name))
        except OSError as error:
            if error.errno not in _UNSUPPORTED | {errno.ENODATA}:
                raise _NotKept from error
    # Last, because a change of the owner takes rights away.
    beside.chmod(stat.S_IMODE(status.st_mode))


def _settle(folder: Path) -> None:
    """Let the new name survive a power cut, where folders can be written through."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _overwrite(path: Path, target: Path, parts: Sequence[bytes]) -> None:
    """Write into the file itself; a copy of the old bytes is kept until the new ones are safe on disk."""
    size = sum(map(len, parts))
    # Unbuffered: what could not be written must not be tried again on closing.
    with target.open("r+b", buffering=0) as file:
        backup = _backed_up(target, file)
        try:
            _fill(file, parts, size)
        except OSError as error:
            try:
                _restore(file, backup)
            except OSError:
                raise FileError(
                    translate("Saving", "{name} cannot be saved, and is damaged: {reason}.").format(
                        name=path.name, reason=reason_of(error)
                    ),
                    translate("Saving", "What it held before lies in {backup}. Save under another name.").format(
                        backup=backup
                    ),
                ) from error
            backup.unlink(missing_ok=True)
            raise
    with contextlib.suppress(OSError):
        backup.unlink()


def _backed_up(target: Path, file: RawIOBase) -> Path:
    """A copy of the file, beside it or, if that folder takes none, where temporary files lie."""
    try:
        handle, name = tempfile.mkstemp(prefix=".palimpsest-", suffix=".backup", dir=target.parent)
    except OSError:
        handle, name = tempfile.mkstemp(prefix="palimpsest-", suffix=".backup")
    backup = Path(name)
    try:
        with os.fdopen(handle, "wb") as copy:
            shutil.copyfileobj(file, copy)
            copy.flush()
            _sync(copy.fileno())
    except BaseException:
        backup.unlink(missing_ok=True)
        raise
    return backup


def _fill(file: RawIOBase, parts: Iterable[bytes], size: int) -> None:
    old = os.fstat(file.fileno()).st_size
    if size > old and hasattr(os, "posix_fallocate"):
        # Find out that the disk is full before the first old byte is lost.
        try:
            os.posix_fallocate(file.fileno(), old, size - old)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
    file.seek(0)
    for part in parts:
        _write_all(file, part)
    file.truncate(size)
    _sync(file.fileno())


def _restore(file: RawIOBase, backup: Path) -> None:
    file.seek(0)
    with backup.open("rb") as copy:
        while part := copy.read(1 << 20):
            _write_all(file, part)
    file.truncate()
    _sync(file.fileno())


def _sync(handle: int) -> None:
    """Wait until the disk has it; some file systems cannot say, and are believed."""
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _UNSUPPORTED:
            raise


def _write_all(file: RawIOBase, part: bytes) -> None:
    rest = memoryview(part)
    while rest:
        rest = rest[file.write(rest) :]


def _told(path: Path, error: OSError) -> FileError:
    what = translate("Saving", "{name} cannot be saved: {reason}.").format(name=path.name, reason=reason_of(error))
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            remedy = translate("Saving", "The file is as it was. Make room on the disk, or save in another folder.")
        case errno.ENAMETOOLONG:
            remedy = translate("Saving", "Save under a shorter name.")
        case errno.ENOENT | errno.ENOTDIR:
            remedy = translate("Saving", "Its folder is gone. Save in another folder.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            remedy = translate("Saving", "The file is as it was. Save in a folder that you may write to.")
        case errno.EIO | errno.ETIMEDOUT | errno.ESTALE | errno.EHOSTDOWN | errno.EHOSTUNREACH | errno.ENETUNREACH:
            remedy = translate("Saving", "Check the disk or the connection to it, then save again or elsewhere.")
        case _:
            remedy = translate("Saving", "The file is as it was. Save under another name or in another folder.")
    return FileError(what, remedy)
