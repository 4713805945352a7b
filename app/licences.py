"""Under which licences everything that is used here stands, with their texts. No Qt is imported."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from palimpsest import __version__, resources

PROGRAM = "palimpsest"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_LICENCE_FILE = re.compile(r"LICEN[CS]E|COPYING|COPYRIGHT|NOTICE", re.IGNORECASE)
_RECORDED = re.compile(r'^"?([^",\n]*\.dist-info/[^",\n]*)', re.MULTILINE)
_QT = ("pyside6", "shiboken6")
_LONGEST = 500_000


@dataclass(frozen=True, slots=True)
class Licence:
    """What one thing stands under."""

    name: str
    version: str = ""
    licence: str = ""
    """Its name, or an SPDX expression; empty if nothing says it."""
    files: tuple[Path, ...] = ()

    def text(self) -> str:
        """The licence itself, as far as it came along; empty if it did not."""
        texts: list[str] = []
        for file in self.files:
            try:
                texts.append(file.read_text(encoding="utf-8", errors="replace").strip("\n"))
            except OSError:
                continue
        return ("\n\n" + "─" * 24 + "\n\n").join(dict.fromkeys(texts))[:_LONGEST]


def program() -> Licence:
    """This program's own."""
    beside = resources.path().parent / "LICENSE"
    files = (beside,) if beside.is_file() else ()
    try:
        own = _of_distribution(importlib.metadata.distribution(PROGRAM))
    except importlib.metadata.PackageNotFoundError:
        own = Licence(PROGRAM, licence="Apache-2.0")
    return replace(own, name="Palimpsest", version=__version__, files=own.files or files)


def qt() -> Licence:
    """Qt's, with both texts that the LGPL wants to come along."""
    version = sys.modules["PySide6.QtCore"].qVersion() if "PySide6.QtCore" in sys.modules else ""
    texts = tuple(resources.path(f"help/{name}.txt") for name in ("LGPL-3.0", "GPL-3.0"))
    return Licence("Qt", version, "LGPL-3.0-only", texts)


def shipped() -> Iterator[Licence]:
    """What lies among the resources: the list of all of it, and what has a licence of its own (fonts, dictionaries)."""
    root = resources.path()
    yield Licence("", files=tuple(file for file in (root / "README.md", root / "icons/README.md") if file.is_file()))
    for file in sorted(root.rglob("*")):
        part = file.relative_to(root)
        if file.is_file() and _LICENCE_FILE.search(file.name) and part.parts[0] != "help":
            yield Licence(f"{part.parts[0]}/{_LICENCE_FILE.sub('', file.stem).strip('-_. ')}", files=(file,))


def packages() -> Iterator[Licence]:
    """The Python packages that this program asks for and that are installed here, themselves and those they ask for.

    One at a time, so that a caller may pause. Where nothing says what is asked for, all that are installed.
    """
    installed = {_plain(one.name): one for one in importlib.metadata.distributions() if one.metadata["Name"]}
    wanted = _closure(installed)
    for name in sorted(wanted):
        if name != PROGRAM:
            yield _of_distribution(installed[name])


def qt_notice(version: str, where: Path) -> str:
    """What the LGPL asks to be said."""
    return (
        f"Palimpsest uses Qt {version} and PySide6 under the GNU Lesser General Public License, version 3.\n"
        "Qt is copyright of The Qt Company Ltd and other contributors.\n\n"
        f"Qt lies beside the program as libraries of its own, in {where}. They may be replaced by other versions that "
        "fit, also by changed ones, and the program may be taken apart as far as that needs.\n\n"
        "The source of Qt and of PySide6 is at https://download.qt.io and https://code.qt.io."
    )


def _closure(installed: dict[str, importlib.metadata.Distribution]) -> set[str]:
    if PROGRAM not in installed:
        return set(installed)
    found: set[str] = set()
    left = [PROGRAM]
    while left:
        name = left.pop()
        if name in found or name not in installed:
            continue
        found.add(name)
        for asked in installed[name].requires or ():
            requirement, _, marker = asked.partition(";")
            match = _NAME.match(requirement)
            # Whether a marker fits this machine shows in whether the package is installed here.
            if match is not None and "extra" not in marker:
                left.append(_plain(match.group()))
    return found


def _of_distribution(one: importlib.metadata.Distribution) -> Licence:
    said = one.metadata
    classifiers = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or () if "License ::" in line]
    written = [*(said.get_all("License-Expression") or ()), *(said.get_all("License") or ()), ""]
    stated = written[0].partition("\n")[0]
    licence = stated if stated and len(stated) <= 100 else ", ".join(classifiers) or stated[:100]
    # Not `one.files`, which takes a moment for packages of ten thousand files.
    recorded = _RECORDED.findall(one.read_text("RECORD") or "")
    files = [Path(str(one.locate_file(file))) for file in recorded if _LICENCE_FILE.search(file)]
    if not files and _plain(one.name).startswith(_QT):
        files = list(qt().files)
    return Licence(one.name, one.version, licence, tuple(sorted(files, key=lambda file: len(file.parts))))


def _plain(name: str) -> str:
    """A package's name as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
