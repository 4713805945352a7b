"""Spelling of one language: hunspell on a dictionary file, and the words that people add to it."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
from PySide6.QtCore import QCoreApplication

from palimpsest.app.editor.words import script, scripts
from palimpsest.resources import dictionary_folder

if TYPE_CHECKING:
    from hunspell import Hunspell

MOST_SUGGESTIONS = 5
_SAMPLE = 400
"""Entries of a dictionary that are looked at to learn its scripts."""
_PROBES = 40
_ENCODING = re.compile(rb"^\s*SET\s+([\w.:-]+)", re.MULTILINE)
_CODECS = {"microsoft-cp1251": "cp1251", "tis620-2533": "tis_620", "iscii-devanagari": "ascii"}


class SpellError(Exception):
    """A dictionary that cannot be used: what happened, and what to do next."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


def user_folder() -> Path:
    """Where people may put dictionaries, and where the words are kept that they add."""
    return Path(platformdirs.user_data_dir("palimpsest", appauthor=False))


def folders() -> tuple[Path, ...]:
    """Where dictionaries are looked for; of two of one language, the first is taken."""
    home = Path.home()
    found = [user_folder() / "dictionaries", dictionary_folder()]
    found += [Path(part) for part in os.environ.get("DICPATH", "").split(os.pathsep) if part]
    found += [home / ".config/enchant/hunspell", home / ".local/share/hunspell"]
    if sys.platform == "darwin":
        found += [home / "Library/Spelling", Path("/Library/Spelling")]
    roots = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    if os.name == "posix":
        found += [
            Path(root) / name for root in roots.split(":") if root for name in ("hunspell", "myspell/dicts", "myspell")
        ]
    return tuple(found)


def dictionaries(places: Sequence[Path] | None = None) -> dict[str, Path]:
    """The `.aff` file of every language that has a dictionary, such as "en_US", by name."""
    found: dict[str, Path] = {}
    for place in places if places is not None else folders():
        try:
            files = sorted(place.glob("*.aff"))
        except OSError:
            continue
        for file in files:
            if not file.stem.startswith("hyph_") and file.with_suffix(".dic").is_file():
                found.setdefault(file.stem, file)
    return dict(sorted(found.items()))


def accepts(words: Collection[str], word: str) -> bool:
    """True if `words` hold a word: in its own case, as the head of a sentence, in capitals, or with an 's."""
    bare = word.removesuffix("'s").removesuffix("'S")
    for form in {word, bare}:
        if form in words or (form[:1].isupper() and form[:1].lower() + form[1:] in words):
            return True
        if form.isupper() and (form.lower() in words or form.capitalize() in words):
            return True
    return False


class SpellChecker:
    """One dictionary. Not for two threads at once; every call holds Python's lock for as long as it takes."""

    def __init__(self, aff: Path) -> None:
        """Read `aff` and the `.dic` file beside it, some tens of milliseconds. Raises `SpellError`."""
        entries = _entries(aff)
        self._scripts = scripts("".join(entries[:: max(1, len(entries) // _SAMPLE)]))
        # English is written with and without accents; its dictionaries have one of the two.
        self._strips = aff.stem.startswith("en")
        self._hunspell = _open(aff)
        probes = entries[:: max(1, len(entries) // _PROBES)]
        if not any(self._knows(probe) for probe in probes):
            raise _damaged(aff)

    def correct(self, word: str) -> bool:
        """False if the dictionary should have this word and has not; it cannot judge other scripts than its own."""
        if any(name and name not in self._scripts for name in map(script, word)):
            return True
        return self._knows(word) or (self._strips and not word.isascii() and self._knows(_bare(word)))

    def suggest(self, word: str, most: int = MOST_SUGGESTIONS) -> list[str]:
        """What may have been meant, the likeliest first; some tens of milliseconds."""
        try:
            found = self._hunspell.suggest(word)
        except UnicodeEncodeError:
            return []
        return sorted([text for text in dict.fromkeys(found) if text and text != word], key=_remoteness(word))[:most]

    def add(self, words: Iterable[str]) -> None:
        """Let words be suggested, too."""
        for word in words:
            try:
                self._hunspell.add(word)
            except UnicodeEncodeError:
                continue

    def _knows(self, word: str) -> bool:
        try:
            return bool(self._hunspell.spell(word))
        except UnicodeEncodeError:
            return False


class PersonalWords:
    """The words that people have added: a text file, one word a line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.words: set[str] = set()

    def load(self) -> None:
        """Read the file; a missing one holds no word. Raises `SpellError` and then keeps what it had."""
        try:
            text = self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            raise SpellError(
                QCoreApplication.translate(
                    "SpellChecker", "Your own words in {path} could not be read: {reason}."
                ).format(path=self.path, reason=_reason(error)),
                QCoreApplication.translate("SpellChecker", "Mend that file, or move it away, and start again."),
            ) from None
        self.words |= {unicodedata.normalize("NFC", line.strip()) for line in text.splitlines() if line.strip()}

    def keep(self, word: str) -> None:
        """Write one more word to the end of the file. Raises `SpellError`."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab+") as file:
                if file.tell():
                    file.seek(-1, os.SEEK_END)
                    if file.read(1) != b"\n":
                        file.write(b"\n")
                file.write(f"{word}\n".encode())
        except OSError as error:
            raise SpellError(
                QCoreApplication.translate("SpellChecker", "“{word}” could not be written to {path}: {reason}.").format(
                    word=word, path=self.path, reason=_reason(error)
                ),
                QCoreApplication.translate(
                    "SpellChecker", "It counts as right until you quit; make the file writable and add it again."
                ),
            ) from None


def _remoteness(word: str) -> Callable[[str], int]:
    """Orders suggestions: first what lacks no letter but an apostrophe, then what has the letters in another order.

    These are the commonest slips, and hunspell puts rare words before them, such as "Te" before "The" for "Teh".
    """
    letters = word.casefold().replace("'", "")

    def remoteness(text: str) -> int:
        other = text.casefold().replace("'", "")
        return 0 if other == letters else 1 if sorted(other) == sorted(letters) else 2

    return remoteness


def _bare(word: str) -> str:
    """A word without its accents."""
    apart = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _damaged(aff: Path) -> SpellError:
    return SpellError(
        QCoreApplication.translate("SpellChecker", "The spelling dictionary {path} is damaged.").format(
            path=aff.with_suffix(".dic")
        ),
        QCoreApplication.translate("SpellChecker", "Install it again, or choose another language."),
    )


def _unreadable(path: Path, error: OSError) -> SpellError:
    return SpellError(
        QCoreApplication.translate(
            "SpellChecker", "The spelling dictionary {path} could not be read: {reason}."
        ).format(path=path, reason=_reason(error)),
        QCoreApplication.translate("SpellChecker", "Install it again, or choose another language."),
    )


def _reason(error: Exception) -> str:
    """Why a file cannot be used, as part of a sentence."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror[0].lower() + error.strerror[1:]
    return str(error)


def _entries(aff: Path) -> list[str]:
    """The words of a dictionary's list, without flags. Raises `SpellError` for what hunspell must not be given.

    It does not tell of damage itself: it would call every word wrong, or end the program.
    """
    dic = aff.with_suffix(".dic")
    try:
        rules, listed = aff.read_bytes(), dic.read_bytes()
    except OSError as error:
        raise _unreadable(dic, error) from None
    named = _ENCODING.search(rules)
    name = named[1].decode("ascii").lower() if named else "iso8859-1"
    try:
        text = listed.decode(_CODECS.get(name, name), "replace").lstrip("\ufeff")
    except LookupError:
        raise _damaged(aff) from None
    lines = text.splitlines()
    promised = lines[0].split()[0] if lines and lines[0].split() else ""
    entries = [line.split("/")[0].split("\t")[0].strip() for line in lines[1:]]
    # Counts are estimates in many dictionaries, but a file with less than half of its words has lost its end.
    if b"\0" in rules or b"\0" in listed or not promised.isdecimal() or 2 * len(entries) < int(promised) or not entries:
        raise _damaged(aff)
    return entries


def _open(aff: Path) -> Hunspell:
    try:
        from hunspell import Hunspell
    except ImportError as error:
        raise SpellError(
            QCoreApplication.translate("SpellChecker", "Spelling cannot be checked: {reason}.").format(reason=error),
            QCoreApplication.translate("SpellChecker", "Install the package chunspell, for example with pip."),
        ) from None
    try:
        return Hunspell(aff.stem, hunspell_data_dir=str(aff.parent), system_encoding="UTF-8")
    except OSError as error:
        raise _unreadable(aff, error) from None
