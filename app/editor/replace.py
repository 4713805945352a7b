"""Replaces what was found: what stands in its place, and the edit of the document in one undo step."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor, QTextDocument

from palimpsest.app.documents.buffer_text import for_qt
from palimpsest.app.editor.search import Query, SearchError, Span, meets, scan
from palimpsest.app.editor.search_text import LiveText, SearchText

_SIGN = re.compile(r"\$(?:(?P<dollar>\$)|(?P<all>&)|(?P<number>\d\d?)|\{(?P<braced>\w+)\})|\\(?P<escaped>\d|.)", re.S)
_ESCAPED = {"n": "\n", "t": "\t"}

Part = str | int
"""A piece of text as it stands, or the number of a group."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """What stands in place of a match. In regular expressions `$1`, `${1}`, `${name}`, `\\1`, `$0`, `$&`, `$$`, `\\n`,
    `\\t` and `\\\\` have a meaning."""

    text: str
    keep_case: bool = False
    """Write it in capitals, or with a capital first, where the match is written so."""

    def parts(self, query: Query) -> tuple[Part, ...]:
        """The text with its groups for one query. Raises `SearchError` for a group that the pattern has not."""
        if not query.regex:
            return (self.text,)
        pattern = query.pattern()
        names, count = pattern.namedCaptureGroups(), pattern.captureCount()
        parts: list[Part] = []
        at = 0
        for sign in _SIGN.finditer(self.text):
            parts.append(self.text[at : sign.start()])
            parts += _meaning(sign, names, count)
            at = sign.end()
        parts.append(self.text[at:])
        return tuple(part for part in parts if part != "")


class Edit(NamedTuple):
    """Put `text` in place of [start, end), UTF-16 units."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What replacing would do."""

    edits: Sequence[Edit]
    """In order; a match that would stay as it is needs none."""
    replaced: int
    """Matches that will read as the replacement."""
    left_alone: int
    """Matches that meet what must not be touched."""


def plan_replacements(
    text: str | SearchText,
    query: Query,
    replacement: Replacement,
    start: int = 0,
    end: int | None = None,
    protected: Span | None = None,
    watch: Callable[[int], bool] | None = None,
    most: int | None = None,
) -> Plan:
    """What to do for the (first `most`) matches in [start, end). Raises `SearchError`. Touches nothing."""
    edits: list[Edit] = []
    replaced = left_alone = 0
    parts = replacement.parts(query) if query.text else ()
    for first, last, match in scan(text, query, start, end, watch):
        if meets(protected, first, last):
            left_alone += 1
        else:
            new = "".join([part if isinstance(part, str) else match.captured(part) for part in parts])
            if replacement.keep_case:
                new = in_case_of(match.captured(0), new)
            # The shortest text of so many units has half as many characters.
            if not last - first >= len(new) >= (last - first) / 2 or new != match.captured(0):
                edits.append(Edit(first, last, new))
            replaced += 1
        if replaced + left_alone == most:
            break
    return Plan(edits, replaced, left_alone)


def apply_edits(document: QTextDocument, edits: Sequence[Edit], protected: Span | None = None) -> None:
    """Make the edits in one undo step, from the last to the first; nothing between them is touched.

    Those before and after `protected` are told apart to whoever listens, so that none seems to reach across it.
    """
    if not edits:
        return
    cursor = QTextCursor(document)
    after = [edit for edit in edits if protected is not None and edit.start >= protected[1]]
    before = edits[: len(edits) - len(after)]
    begun = False
    for some in (after, before):
        if some:
            _enter(cursor, begun)
            begun = True
            for edit in reversed(some):
                cursor.setPosition(edit.start)
                cursor.setPosition(edit.end, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(for_qt(edit.text))
            cursor.endEditBlock()
    place = protected[0] if protected is not None and protected[0] == protected[1] else -1
    if place >= 0:
        place += sum(len(e.text.encode("utf-16-le")) // 2 - (e.end - e.start) for e in before)
        block = document.findBlock(place)
        if block == cursor.block():
            # A format seems to change its whole block, and with it a place in it.
            cursor.setPosition(0 if block.blockNumber() else document.characterCount() - 1)
        if block == cursor.block():
            return
    # Qt merges an insertion with the typing that follows it; a format command in between keeps this step apart.
    _enter(cursor, begun)
    cursor.setBlockFormat(cursor.blockFormat())
    cursor.endEditBlock()


def replace_all(
    document: QTextDocument,
    query: Query,
    replacement: Replacement | str,
    within: Span | None = None,
    protected: Span | None = None,
) -> int:
    """Replace every match in `within` (None is everywhere) at once, in one undo step; returns how many.

    Raises `SearchError` and then changes nothing.
    """
    replacement = Replacement(replacement) if isinstance(replacement, str) else replacement
    text = LiveText(document).read(float("inf"))
    assert text is not None
    start, end = within or (0, None)
    plan = plan_replacements(text, query, replacement, start, end, protected)
    apply_edits(document, plan.edits, protected)
    return plan.replaced


def in_case_of(old: str, new: str) -> str:
    """`new` in capitals, in small letters or with a capital first, as `old` is; as it stands where that is mixed."""
    if old.isupper() and (len(old) > 1 or len(new) == 1):
        return new.upper()
    if old.islower():
        return new.lower()
    if old[:1].isupper():
        return new[:1].upper() + new[1:]
    return new


def _enter(cursor: QTextCursor, begun: bool) -> None:
    if begun:
        cursor.joinPreviousEditBlock()
    else:
        cursor.beginEditBlock()


def _meaning(sign: re.Match[str], names: list[str], count: int) -> list[Part]:
    if sign["dollar"]:
        return ["$"]
    if sign["all"]:
        return [0]
    if (letter := sign["escaped"]) and not letter.isdecimal():
        return [_ESCAPED.get(letter, letter if letter in "\\$" else f"\\{letter}")]
    wanted = sign["number"] or sign["braced"] or sign["escaped"]
    if wanted in names[1:]:
        return [names.index(wanted)]
    if wanted.isdecimal():
        if int(wanted) <= count:
            return [int(wanted)]
        if sign["number"] and len(wanted) == 2 and int(wanted[0]) <= count:
            # $12 where there is no twelfth group: the first, and a 2.
            return [int(wanted[0]), wanted[1]]
    raise SearchError(
        QCoreApplication.translate("replace", "The expression has no group {group}; a dollar sign is $$.").format(
            group=wanted
        )
    )
