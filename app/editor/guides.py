"""Where code has hairlines at its steps of indentation: told from the indents of its lines. No Qt."""

from __future__ import annotations

from collections.abc import Sequence


def guide_columns(indents: Sequence[int | None], step: int) -> list[range]:
    """For each line the columns with a guide: every step left of its text.

    `indents` are columns, None for a blank line: guides go through it as far as the lines above and below both have
    them.
    """
    count = len(indents)
    above, below = [0] * count, [0] * count
    known = 0
    for place in range(count):
        here = indents[place]
        known = known if here is None else here
        above[place] = known
    known = 0
    for place in reversed(range(count)):
        here = indents[place]
        known = known if here is None else here
        below[place] = known
    return [range(0, min(above[place], below[place]), step) for place in range(count)]
