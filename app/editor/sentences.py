"""Where sentences and lines of a text begin and end. No Qt; positions are code points."""

from __future__ import annotations

import re
from itertools import pairwise

from palimpsest.app.editor.range_set import Range

HARD_WRAPPED = 120
"""Characters: a line that is longer has been broken by nobody, and is a paragraph of its own."""
_NARROWEST = 40
"""Characters: no text is wrapped at less, so that verses are not taken for one."""
_REACH = 48
"""Characters before a full stop, and behind it, that say what it is."""

_CLOSERS = "\"')\\]*_\u2019\u201d\u201c\u2018\u00bb\u00ab\u203a\u2039"
_WIDE_CLOSERS = "\u300d\u300f\uff09\u201d\u2019\u3011\u300b\u3009"
_QUOTES = frozenset("\"'\u2019\u201d\u201c\u2018\u00bb\u00ab\u203a\u2039\u300d\u300f")
_END = re.compile(
    rf"(?P<mark>[.!?\u2026\u203c\u203d\u2047-\u2049\u061f\u06d4\u0964\u0965]+)(?P<close>[{_CLOSERS}]*)(?=\s|$)"
    rf"|(?P<wide>[\u3002\uff01\uff1f\uff61]+)(?P<shut>[{_WIDE_CLOSERS}]*)"
    r"|(?P<gap>\n[^\S\n]*\n\s*)|(?P<line>\n)"
)


def _listed(names: str) -> frozenset[str]:
    return frozenset(names.split())


_ALWAYS = _listed(
    "mr mrs ms dr prof rev hr fr frl mt messrs dipl ing abb fig figs nr vol vs cf vgl bzw ca approx ggf evtl inkl exkl "
    "bzgl sog bspw viz resp e.g i.e z.b d.h u.a i.d.r z.t v.a u.u o.g s.o s.u v.chr n.chr i.a m.e"
)
"""What is shortened and stands before something, in small letters and without spaces."""
_OFTEN = _listed(
    "jr sr st inc ltd co corp bros dept str hon gen col capt lt sgt maj eds al geb gest kap ch eq sec tel mio mrd mill "
    "sept nov dez a.m p.m u.s u.k u.s.a ph.d m.d b.a m.a"
)
"""What may stand at the end of a sentence as well: the next word tells."""
_BEFORE_NUMBERS = _listed("no p pp s art par bd ch kap sec eq jan feb mar apr jun jul aug sep okt oct dec")
_STARTERS = _listed(
    "a an and as at but by for from he her his how i if in it its no not now of on one or our she so some that the "
    "their then there these they this those to we what when where which while who why with yes you your after before "
    "der die das den dem des ein eine einen er sie es wir ihr ich du und aber oder doch denn dann da dort hier jetzt "
    "als wenn weil in im am an auf aus bei mit nach von vor zu zum zur so wie was wer wo warum nicht nun man auch "
    "seine ihre mein meine dieser diese dieses"
)
"""Words that, with a capital, begin a sentence rather than a name."""
_NUMBERED = _listed(
    "januar jänner februar märz april mai juni juli august september oktober november dezember jahrhundert "
    "jahrhunderts jahrtausend jh jahrestag kapitel auflage stock etage geburtstag weltkrieg mal platz klasse semester "
    "tag woche monat jahr band teil akt szene lebensjahr armee division bundesliga liga reihe stelle rang"
)
"""What German has behind an ordinal number."""
_SAID = re.compile(
    r"\w+ (?:said|says|asked|asks|cried|replied|whispered|shouted|answered|called|muttered|exclaimed|added|thought|"
    r"sagte|sagt|fragte|fragt|rief|antwortete|flüsterte|meinte|erwiderte|murmelte|schrie|dachte)\b"
)
_SPACED = re.compile(r"(?:(?<=\W)|^)\w\.(?:[ \u00a0\u202f]?\w\.)*[ \u00a0\u202f]?\w$")
_WORD = re.compile(r"[\w.]*\w$")
_FIRST = re.compile(r"[\w'\u2019]+")
_BLOCK = re.compile(r"[ \t]*(?:[-*+•]|\d{1,9}[.)]|#{1,6}|>|\||```|~~~)(?:\s|$)|[ \t]*(?:```|~~~|\|)")
"""How a line begins that goes on with nothing: an item, a heading, a quotation, a row of a table, a fence."""


def sentences(text: str, start: int = 0, end: int | None = None) -> tuple[Range, ...]:
    """The sentences of `text[start:end]`, each with the white space behind it: together they are all of it.

    A blank line ends one, as does a line break unless the paragraph looks hard-wrapped.
    """
    end = len(text) if end is None else end
    cuts = [start]
    widths: dict[int, int] = {}
    for match in _END.finditer(text, start, end):
        if match.start() < cuts[-1]:
            continue
        if match["line"] is not None:
            if _wrapped(text, match.start(), widths):
                continue
        elif match["gap"] is None and _goes_on(text, match):
            continue
        after = match.end()
        while after < end and text[after].isspace():
            after += 1
        cuts.append(after)
    return tuple((low, high) for low, high in pairwise([*cuts, end]) if low < high)


def lines(text: str, start: int = 0, end: int | None = None) -> tuple[Range, ...]:
    """The lines of `text[start:end]`, each with its end: together they are all of it."""
    end = len(text) if end is None else end
    cuts = [start]
    while (found := text.find("\n", cuts[-1], end)) >= 0:
        cuts.append(found + 1)
    return tuple((low, high) for low, high in pairwise([*cuts, end]) if low < high)


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """True if what looks like the end of a sentence is inside one."""
    rest = text[end.end() : end.end() + _REACH]
    if end["wide"] is not None:
        # 「はい。」と言った
        return bool(end["shut"]) and rest.startswith(("と", "って"))
    following = rest.lstrip()
    if not following or "\n" in rest[: len(rest) - len(following)].replace("\n", "", 1):
        return False
    letter, mark = following[0], end["mark"]
    if letter.islower() or letter in ",;:)-\u2013\u2014":
        return True
    if _QUOTES & set(end["close"]) and _SAID.match(following):
        return True
    return mark == "." and not end["close"] and _shortened(text[max(0, end.start() - _REACH) : end.start()], following)


def _shortened(before: str, following: str) -> bool:
    """True if the full stop between the two belongs to an abbreviation, an initial or an ordinal number."""
    found = _WORD.search(before)
    first = _FIRST.match(following)
    if found is None:
        return False
    word, then = found[0], first[0].lower() if first is not None else ""
    spaced = _SPACED.search(before)
    joined = re.sub(r"[ \u00a0\u202f]", "", spaced[0] if spaced is not None else word).lower()
    if word.isdigit():
        alone = not before[: found.start()].rpartition("\n")[2].strip()
        return alone or (len(word) <= 2 and then in _NUMBERED)
    if joined in _ALWAYS or word.lower() in _ALWAYS:
        return True
    if joined in _BEFORE_NUMBERS and then.isdigit():
        return True
    if len(word) == 1 and word.isalpha():
        # "J. Smith", but "…, said I. He" and "Plan B. Then".
        return word.islower() or (word != "I" and then not in _STARTERS)
    return (joined in _OFTEN or "." in word) and bool(first) and then not in _STARTERS


def _wrapped(text: str, at: int, widths: dict[int, int]) -> bool:
    """True if the line break at `at` was only made because the next word had no room on the line.

    `widths` remembers how wide paragraphs are, by where they begin.
    """
    begin = text.rfind("\n", 0, at) + 1
    stop = text.find("\n", at + 1)
    line, following = text[begin:at], text[at + 1 : stop if stop >= 0 else len(text)]
    if not line.strip() or not following.strip() or max(len(line), len(following)) > HARD_WRAPPED:
        return False
    if _BLOCK.match(following) or line.lstrip().startswith(("#", "|")):
        return False
    if begin not in widths:
        widths[begin] = _width(text, begin)
    width = widths[at + 1] = widths[begin]
    if following.lstrip()[0].islower() and len(line) >= 0.6 * max(width, 60):
        return True
    return len(line) + 1 + len(following.split(None, 1)[0]) > width


def _width(text: str, begin: int) -> int:
    """The longest line of the paragraph of which a line begins at `begin`, as far as it is looked at."""
    longest = _NARROWEST
    for line in text[begin : begin + 4_000].split("\n"):
        if not line.strip():
            break
        longest = max(longest, len(line))
    return longest
