"""Files that ship with the program: model, fonts, icons, themes, spelling dictionaries, sample documents."""

from __future__ import annotations

import os
from pathlib import Path

PROSE_FONT = "Vollkorn"
"""Family of the serif that ships for prose (regular, italic, bold, bold italic)."""

CODE_FONT = "Hack"
"""Family of the monospace that ships for code (regular, bold); without ligatures, so cells stay apart."""

_ROOT = Path(__file__).resolve().parent


def path(name: str = "") -> Path:
    """Where the shipped file or folder `name` lies, for example `path("fonts/Hack-Regular.ttf")`.

    `name` is relative, with forward slashes. Raises `ValueError` if it leaves the resources; whether
    the file exists is the caller's question.
    """
    found = Path(os.path.normpath(_ROOT / name))
    if not found.is_relative_to(_ROOT):
        raise ValueError(f"{name!r} lies outside the resources")
    return found


def font_files() -> tuple[Path, ...]:
    """Every font file that ships, to be given to `QFontDatabase.addApplicationFont`."""
    return tuple(sorted(path("fonts").glob("*.ttf")))


def icon_files() -> tuple[Path, ...]:
    """The program's icon as PNG, smallest first, to be given to `QIcon.addFile`."""
    return tuple(sorted(path("icons").glob("palimpsest-*.png"), key=lambda file: int(file.stem.split("-")[1])))


def translation_file(language: str) -> Path | None:
    """The translation of menus and messages into `language` ("de"), to be given to `QTranslator.load`; None if none."""
    found = path("translations") / f"palimpsest_{language}.qm"
    return found if found.is_file() else None


def dictionary_folder() -> Path:
    """Where the spelling dictionaries that ship lie: an `.aff` and a `.dic` file for each language."""
    return path("dictionaries")
