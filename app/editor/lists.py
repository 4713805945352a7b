"""How a Markdown list goes on when Enter is pressed in one of its items. No Qt."""

from __future__ import annotations

import re

_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>[-*+]|(?P<number>\d{1,9})(?P<after>[.)]))(?P<gap>[ \t]+)(?P<box>\[[ xX]\][ \t]+)?"
)


def next_item(before: str, after: str) -> str | None:
    """What the line after this one begins with, the caret being between `before` and `after`.

    None if the line is no item, or the caret is in its mark; empty if the item is empty, which ends the list.
    """
    found = _ITEM.match(before)
    if found is None:
        return None
    if not before[found.end() :].strip() and not after.strip():
        return ""
    mark = found["mark"] if found["number"] is None else f"{int(found['number']) + 1}{found['after']}"
    return f"{found['indent']}{mark}{found['gap']}{'[ ] ' if found['box'] else ''}"


def is_item(line: str) -> bool:
    """True if a line begins an item of a list."""
    return _ITEM.match(line) is not None
