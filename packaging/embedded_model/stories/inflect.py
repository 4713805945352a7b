"""English inflection by rule: plurals, verb forms, the indefinite article, numbers in words."""
# ruff: noqa: SIM905 (word lists read best as running text)

from __future__ import annotations

from dataclasses import dataclass

from .verbs import DOUBLING, IRREGULAR

NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
).split()
_VOWELS = "aeiou"
_DOUBLING = frozenset(DOUBLING.split())


@dataclass(frozen=True, slots=True)
class Verb:
    """The five forms of a verb: mend, mends, mended, mending, mended."""

    base: str
    third: str
    past: str
    ing: str
    participle: str


def article(phrase: str) -> str:
    """The indefinite article before `phrase` ("a" or "an"), by the sound of the vocabulary used here."""
    if phrase.startswith(("hour", "honest")):
        return "an"
    return "an" if phrase[0] in "aeiouAEIOU" and not phrase.startswith(("one", "uni", "use")) else "a"


def plural(noun: str) -> str:
    """The regular plural; irregular ones stand in nouns.py."""
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return noun[:-1] + "ies"
    if noun.endswith(("s", "x", "ch", "sh")):
        return noun + "es"
    return noun + "s"


def _irregular() -> dict[str, tuple[str, str]]:
    entries = IRREGULAR.replace("\n", "|").split("|")
    return {base: (past, part) for base, past, part in (entry.split() for entry in entries if entry.strip())}


_IRREGULAR = _irregular()


def verb(base: str) -> Verb:
    """All forms of the verb `base`."""
    stem = base + base[-1] if base in _DOUBLING else base
    if base in ("lie", "tie", "untie"):
        ing = base[:-2] + "ying"
    elif base in ("run", "swim", "cut", "dig"):
        ing = base + base[-1] + "ing"
    elif base.endswith("e") and not base.endswith("ee"):
        ing = base[:-1] + "ing"
    else:
        ing = stem + "ing"
    if base.endswith("y") and base[-2] not in _VOWELS:
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    else:
        third = base + "es" if base.endswith(("s", "x", "ch", "sh", "o")) else base + "s"
        past = base + "d" if base.endswith("e") else stem + "ed"
    if base in _IRREGULAR:
        past, participle = _IRREGULAR[base]
    else:
        participle = past
    return Verb(base, third, past, ing, participle)
