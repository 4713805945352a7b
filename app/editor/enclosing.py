"""What encloses a place of a text: sentence, paragraph, block, function; and how a text parts into sentences and lines.

No Qt. Positions are code points. Found ranges have no white space around them and no line end behind them. However
long a text is, only what is near the place is looked at.
"""

from __future__ import annotations

from palimpsest.app.documents.languages import PLAIN_TEXT, Language, by_name
from palimpsest.app.editor.blocks import code_block, markdown_block
from palimpsest.app.editor.functions import function_around
from palimpsest.app.editor.range_set import Range
from palimpsest.app.editor.sentences import HARD_WRAPPED, lines, sentences

__all__ = ["block", "function", "lines", "paragraph", "sentence", "sentences"]

REACH = 100_000
"""Characters to each side of a place that are looked at."""
_NEAR = 20_000
"""The same, for a paragraph."""


def sentence(text: str, position: int) -> Range:
    """The sentence at a position; between two, the one that it touches, else the one before.

    An empty range at the position where the line is blank.
    """
    low, high = paragraph(text, position)
    parts = [_trimmed(text, *part) for part in sentences(text, low, high)]
    touching = [part for part in parts if part[0] <= position <= part[1]]
    before = [part for part in parts if part[1] < position]
    return touching[-1] if touching else before[-1] if before else parts[0] if parts else (position, position)


def paragraph(text: str, position: int) -> Range:
    """The line at a position, with those beside it that only wrap the same paragraph; empty on a blank line."""
    first = text.rfind("\n", max(0, position - _NEAR), position) + 1 or max(0, position - _NEAR)
    last = text.find("\n", position, position + _NEAR)
    last = last if last >= 0 else min(len(text), position + _NEAR)
    if not text[first:last].strip():
        return position, position
    low, high = first, last
    if last - first <= HARD_WRAPPED:
        while low > 0 and position - low < _NEAR:
            above = text.rfind("\n", max(0, low - 2 - HARD_WRAPPED), low - 1) + 1
            if (not above and low - 1 > HARD_WRAPPED) or not text[above : low - 1].strip():
                break
            if low - 1 - above > HARD_WRAPPED:
                break
            low = above
        while high < len(text) and high - position < _NEAR:
            below = text.find("\n", high + 1, high + 2 + HARD_WRAPPED)
            below = below if below >= 0 else len(text)
            if below - high - 1 > HARD_WRAPPED or not text[high + 1 : below].strip():
                break
            high = below
    return _trimmed(text, low, high)


def block(text: str, position: int, language: str, tab_width: int = 4) -> Range:
    """The innermost block around a position.

    In programs the statements of one depth, or what is between brackets if that is less; in Markdown the text between
    fences, the item of a list or the section; elsewhere, and where there is none, the paragraph.
    """
    known = _language(language)
    first, last = _window(text, position, REACH)
    near = text[first:last]
    if known.name == "Markdown":
        found = markdown_block(near, position - first, tab_width)
    elif known.kind == "code":
        found = code_block(near, position - first, known, tab_width)
    else:
        found = None
    return paragraph(text, position) if found is None else (first + found[0], first + found[1])


def function(text: str, position: int, language: str, tab_width: int = 4) -> Range | None:
    """The innermost function or class around a position, header, decorators and comments right above it included.

    None where there is none, and in prose.
    """
    first, last = _window(text, position, REACH)
    found = function_around(text[first:last], position - first, _language(language), tab_width)
    return None if found is None else (first + found[0], first + found[1])


def _language(name: str) -> Language:
    return by_name(name) or PLAIN_TEXT


def _window(text: str, position: int, reach: int) -> Range:
    """Whole lines around a position, as far as it reaches."""
    first, last = max(0, position - reach), min(len(text), position + reach)
    if first:
        first = text.find("\n", first, position) + 1 or first
    if last < len(text):
        found = text.rfind("\n", position, last)
        last = found if found >= 0 else last
    return first, last


def _trimmed(text: str, start: int, end: int) -> Range:
    part = text[start:end]
    inner = part.strip()
    if not inner:
        return start, start
    low = start + len(part) - len(part.lstrip())
    return low, low + len(inner)
