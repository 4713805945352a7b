"""Where programs keep models on this machine: the folders that are worth a look."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from palimpsest.app.documents.translate import mark

DOWNLOADS = mark("downloaded here")
HUGGING_FACE = mark("Hugging Face cache")
LM_STUDIO = mark("LM Studio")
LLAMA_CPP = mark("llama.cpp")
YOURS = mark("your folder")
"""Labels of places, marked for translation in the empty context."""


@dataclass(frozen=True, slots=True)
class Place:
    """A folder in which models may lie; it need not be there."""

    label: str
    folder: Path


def downloads() -> Path:
    """Where this program puts what it downloads."""
    return Path(platformdirs.user_data_dir("palimpsest", appauthor=False)) / "models"


def places(
    own: Iterable[Path] = (),
    environment: Mapping[str, str] | None = None,
    home: Path | None = None,
    system: str = sys.platform,
) -> tuple[Place, ...]:
    """Folders to look into, each once, those the user named first.

    The caches are where their programs put them: huggingface_hub's constants.py, `lms`'s model folder, and llama.cpp's
    common/common.cpp (`fs_get_cache_directory`).
    """
    given = os.environ if environment is None else environment
    home = home or _home()
    found = [Place(YOURS, folder) for folder in own]
    found.append(Place(DOWNLOADS, downloads()))
    if home is not None:
        found += [Place(HUGGING_FACE, _hugging_face(given, home))]
        found += [Place(LM_STUDIO, home / name) for name in (".lmstudio/models", ".cache/lm-studio/models")]
        found += [Place(LLAMA_CPP, _llama_cpp(given, home, system))]
    once: dict[Path, Place] = {}
    for place in found:
        once.setdefault(place.folder, place)
    return tuple(once.values())


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _named(given: Mapping[str, str], name: str, home: Path) -> Path | None:
    """The folder that a variable of the environment names, "~" and other variables in it resolved."""
    value = given.get(name, "")
    if value.startswith("~"):
        return home / value[1:].lstrip("/\\")
    return Path(os.path.expandvars(value)) if value else None


def _hugging_face(given: Mapping[str, str], home: Path) -> Path:
    for name in ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"):
        if (folder := _named(given, name, home)) is not None:
            return folder
    cache = _named(given, "XDG_CACHE_HOME", home) or home / ".cache"
    return (_named(given, "HF_HOME", home) or cache / "huggingface") / "hub"


def _llama_cpp(given: Mapping[str, str], home: Path, system: str) -> Path:
    if (folder := _named(given, "LLAMA_CACHE", home)) is not None:
        return folder
    if system == "darwin":
        return home / "Library/Caches/llama.cpp"
    if system == "win32":
        return (_named(given, "LOCALAPPDATA", home) or home / "AppData/Local") / "llama.cpp"
    return (_named(given, "XDG_CACHE_HOME", home) or home / ".cache") / "llama.cpp"
