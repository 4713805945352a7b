"""Which GGUF files make up a model: a file, the parts of one that was split, or the only usable one of a folder."""

from __future__ import annotations

import re
from pathlib import Path

from palimpsest.engine.request import InfillError
from palimpsest.engine.weights.gguf_header import ARCHITECTURE, MAGIC, SUFFIX, GgufHeader, architecture

_SPLIT = re.compile(r"(?P<stem>.+)-(?P<part>\d{5})-of-(?P<parts>\d{5})")
_REMEDY = "Choose the folder of a DiffusionGemma checkpoint, or a GGUF file."


def find(path: Path) -> Path | None:
    """The GGUF file that `path` means, the first if it is split; None for a folder of another format.

    Raises `InfillError` for a file of another kind, and for a folder of which it cannot be told.
    """
    if path.is_dir():
        return _of_folder(path)
    if not path.exists():
        raise InfillError(f"There is no {path}.", _REMEDY)
    if path.suffix.lower() != SUFFIX and not _starts_as_one(path):
        raise InfillError(f"{path.name} is neither a folder nor a GGUF file.", _REMEDY)
    return parts(path)[0]


def parts(path: Path) -> tuple[Path, ...]:
    """All files of a model of which `path` is one. Raises `InfillError` that names one that is missing."""
    found = _SPLIT.fullmatch(path.stem)
    if found is None:
        return (path,)
    count = int(found["parts"])
    if not 1 <= int(found["part"]) <= count:
        raise InfillError(f"{path.name} is not the name of a part of a split file.", "Give the file its own name back.")
    # Beside the file as it is named here, not where a link leads: the cache of Hugging Face keeps files under hashes.
    files = tuple(path.with_name(f"{found['stem']}-{i:05d}-of-{count:05d}{path.suffix}") for i in range(1, count + 1))
    for file in files:
        if not file.is_file():
            raise InfillError(f"{file.name} is missing beside {path.name}.", "Download all parts of the model.")
    return files


def headers(path: Path) -> tuple[GgufHeader, ...]:
    """The headers of all parts, the first of which has the metadata. Raises `InfillError`."""
    files = parts(path)
    first = GgufHeader.read(files[0])
    count = first.values.get("split.count", 1)
    if count in (0, 1):
        return (first,)
    if count != len(files):
        raise InfillError(
            f"{path.name} is one of {count} parts, but its name does not say which.",
            "Give the parts their own names back (…-00001-of-0000N.gguf) and keep them in one folder.",
        )
    return (first, *(GgufHeader.read(file, part=True) for file in files[1:]))


def title(path: Path) -> str:
    """A name for people. Files are named by what they hold; `general.name` is often a leftover of training."""
    found = _SPLIT.fullmatch(path.stem)
    return found["stem"] if found else path.stem


def _of_folder(folder: Path) -> Path | None:
    if any(folder.glob("*.safetensors")) or any(folder.glob("*.safetensors.index.json")):
        return None
    files = [file for file in sorted(folder.glob(f"*{SUFFIX}")) if file.is_file() and _is_first(file)]
    if len(files) < 2:
        return find(files[0]) if files else None
    usable = [file for file in files if _is_usable(file)]
    if len(usable) == 1:
        return find(usable[0])
    names = ", ".join(file.name for file in (usable or files)[:3]) + ("…" if len(usable or files) > 3 else "")
    if usable:
        raise InfillError(f"{folder} holds several models ({names}).", "Choose one of these files.")
    raise InfillError(f"None of the GGUF files in {folder} holds DiffusionGemma ({names}).", _REMEDY)


def _is_first(path: Path) -> bool:
    found = _SPLIT.fullmatch(path.stem)
    return found is None or int(found["part"]) == 1


def _is_usable(path: Path) -> bool:
    try:
        return architecture(path) == ARCHITECTURE
    except InfillError:
        return False


def _starts_as_one(path: Path) -> bool:
    """Files in a cache may go by another name. Neither a pipe nor a device is looked into."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False
