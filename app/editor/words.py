"""Which words of a line a dictionary is to judge: by Unicode's letters, without addresses, code and names of code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from palimpsest.app.documents.counting import UNSPACED, marks
from palimpsest.app.documents.positions import Positions

LONGEST_LINE = 20_000
"""Code points; a longer line is not prose, and its words are not looked for."""
LONGEST_WORD = 64

_HYPHENS = "\u2010\u2011-"
_APOSTROPHES = "'\u2019\u02bc\uff07"
_SOFT = "\u00ad"
_JOINERS = "\u200c\u200d"
_STRAIGHT = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), _SOFT: None})

_ENDINGS = (
    "com|org|net|edu|gov|io|dev|uk|de|fr|eu|py|js|ts|md|txt|rst|html?|css|json|toml|ya?ml|ini|cfg|xml|csv|pdf|docx?|xlsx?"
    "|odt|png|jpe?g|gif|svg|webp|mp[34]|wav|zip|tar|gz|exe|dll|sh|bat|cpp|rs|java|rb|php|sql|log|tex|bib|ttf|gguf|safetensors"
)
# What is to be skipped, after the texts without which there is none of it: looking for these is fast.
_SKIPPED = (
    ("`", r"(`+)(?!`).+?(?<!`)\1(?!`)"),  # `code`
    ("< &", r"<!--[^<]*?-->|</?[A-Za-z][^<>]*>|&#?\w+;"),  # HTML
    ("]( ]:", r"\]\([^\s)]*|^\s{0,3}\[[^\]]+\]:\s*\S+"),  # where a link leads
    (
        ":// www. mailto:",
        r"(?<![\w+.-])[A-Za-z][A-Za-z0-9+.-]*://[^\s<>\"]+|(?<!\w)(?:www\.|mailto:)[^\s<>\"]+",
    ),
    ("@", r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\w)@\w[\w.-]*"),  # e-mail, names of accounts
    (
        "/ \\",  # paths from a root
        r"(?<![^\s(\"'\[<“‘])(?:[A-Za-z]:[\\/]|\\\\|~?/|\.{1,2}/)[\w./\\~%+@#-]+",
    ),
    ("#", r"(?<!\w)#[0-9A-Fa-f]{3,8}(?!\w)"),  # colours
    (
        "+ Ctrl Esc Pg",  # keys
        r"(?<!\w)(?:(?:Ctrl|Alt|AltGr|Shift|Cmd|Meta|Super|Win)\+)+\w*|(?<!\w)(?:Ctrl|AltGr|Esc|PgUp|PgDn)(?!\w)",
    ),
)
_SKIPPED_IN_CODE = (
    ("\\", r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[abfnrtv0'\"\\])"),  # escapes
    ("% { $", r"%(?:\(\w+\))?[-+ #0]*\d*(?:\.\d+)?[a-zA-Z%]|\{[^{}\s]*\}|\$\{?\w+\}?"),  # places to fill
    (". ( : -", r"(?<!\w)\w+(?:\.\w+)+|(?<!\w)\w+(?=\()|(?<!\w):\w+(?: \w+)?:|(?<!\w)-{1,2}\w[\w-]*"),  # names, calls
)
_ENDING = rf"\.(?:{_ENDINGS})(?!\w)"
_FILE = rf"(?<![\w./\\-])[\w.-]+(?:[/\\][\w.-]+)*\.(?:{_ENDINGS})(?!\w)"
_UNSPACED = re.compile(f"[{UNSPACED}]")
_BETWEEN_HYPHENS = re.compile(f"[^{_HYPHENS}]+")
_HEX = re.compile("[a-fA-F]{8,}")


@dataclass(frozen=True, slots=True)
class Word:
    """[start, end) of a line, UTF-16 units."""

    start: int
    end: int
    text: str
    """As dictionaries have it: composed, with straight apostrophes and plain hyphens, without soft hyphens."""
    pieces: tuple[Word, ...] = ()
    """What stands between its hyphens; empty without any."""


def words(
    line: str, ranges: Sequence[tuple[int, int]] | None = None, *, code: bool = False, capitals: bool = False
) -> list[Word]:
    """The words of a line that are to be checked, from left to right.

    `ranges` limits them to parts of the line, UTF-16 units. `code` also leaves out what is common in comments and
    strings but not in prose: dotted names, calls, escapes, places to fill. Words in capitals are left out
    unless `capitals` is set.
    """
    if len(line) > LONGEST_LINE:
        return []
    positions = Positions(line)
    shown = line if ranges is None else _only(line, ranges, positions)
    shown = _without_code(shown, code)
    if not shown.isascii():
        shown = _UNSPACED.sub(" ", shown)
    found: list[Word] = []
    for match in _chunk().finditer(shown):
        at, part = match.start(), _part(match[0], capitals)
        if part is None:
            continue
        pieces = [
            Word(positions.to_utf16(at + start), positions.to_utf16(at + end), text) for start, end, text in part.pieces
        ]
        if part.whole and len(pieces) > 1:
            text = "-".join(piece.text for piece in pieces)
            found.append(Word(pieces[0].start, pieces[-1].end, text, tuple(pieces)))
        else:
            found += pieces
    return found


def prepare() -> None:
    """Do what the first call of `words` would else do, tens of milliseconds; in any thread."""
    _chunk()
    _skipped(True)
    _file_names()


@cache
def script(letter: str) -> str:
    """The script of a letter by its name, such as "LATIN"; empty for what is no letter of any."""
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""


def scripts(text: str) -> frozenset[str]:
    """The scripts that a text is written in."""
    return frozenset(filter(None, map(script, set(text))))


@cache
def _chunk() -> re.Pattern[str]:
    letter = f"[\\w{marks()}{_SOFT}{_JOINERS}]"
    return re.compile(f"{letter}+(?:[{_APOSTROPHES}{_HYPHENS}]{letter}+)*")


@dataclass(frozen=True, slots=True)
class _Part:
    """The words of a run of letters, hyphens and apostrophes: [start, end) in code points, and the text."""

    pieces: tuple[tuple[int, int, str], ...]
    whole: bool
    """True if everything between its hyphens is a word."""


@lru_cache(maxsize=20_000)
def _part(chunk: str, capitals: bool) -> _Part | None:
    """The words of a chunk; None if there is none. Remembered: a text has few different ones."""
    found, count = [], 0
    for match in _BETWEEN_HYPHENS.finditer(chunk):
        count += 1
        text = unicodedata.normalize("NFC", match[0].translate(_STRAIGHT)).strip(_JOINERS)
        if _is_word(text, capitals):
            found.append((match.start(), match.end(), text))
    return _Part(tuple(found), len(found) == count) if found else None


def _is_word(text: str, capitals: bool) -> bool:
    letters = text.replace("'", "")
    if not 1 < len(letters) <= LONGEST_WORD or _HEX.fullmatch(letters):
        return False
    if not all(letter.isalpha() or letter in _JOINERS or unicodedata.category(letter)[0] == "M" for letter in letters):
        return False
    base = text.partition("'")[0]
    if letters.isupper() or (len(base) > 1 and base.isupper()):
        return capitals
    return not _is_camel(text)


def _is_camel(text: str) -> bool:
    """Capitals where no written word has them: `someName`, `HTMLParser`, `PDFs`."""
    if text[1:].islower():
        return False
    if any(before.islower() and here.isupper() for before, here in pairwise(text)):
        return True
    return text[:2].isupper() and any(letter.islower() for letter in text.partition("'")[0])


def _without_code(line: str, code: bool) -> str:
    """The line with blanks in place of what is no prose."""
    for triggers, pattern in _skipped(code):
        if any(trigger in line for trigger in triggers):
            line = pattern.sub(_blank, line)
    ending, name = _file_names()
    return name.sub(_blank, line) if ending.search(line) else line


@cache
def _skipped(code: bool) -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    rules = (*_SKIPPED, *(_SKIPPED_IN_CODE if code else ()))
    return tuple((tuple(triggers.split()), re.compile(pattern)) for triggers, pattern in rules)


@cache
def _file_names() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """How the name of a file ends, which is fast to look for, and all of it."""
    return re.compile(_ENDING), re.compile(_FILE)


def _only(line: str, ranges: Sequence[tuple[int, int]], positions: Positions) -> str:
    kept = [" "] * len(line)
    for start, end in ranges:
        first, last = positions.to_code_point(start), min(len(line), positions.to_code_point(end))
        kept[first:last] = line[first:last]
    return "".join(kept)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
