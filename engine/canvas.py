"""The cells of a span as tokens, and one canvas of them: pinned lead, pins, free cells, right anchor; and back to text.

Positions in bytes of UTF-8 stay in `borders`; here everything is cells, so that nothing outside the span is touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

Slot = int | None
"""A cell of the span: a pinned token id, or None where the model writes."""

ANCHOR = 24
"""The least right text, in tokens, that is pinned behind the free cells where the document has as much."""

SIZE_STEP = 32


@dataclass(frozen=True, slots=True)
class Rule:
    """What the token of a free cell has to be like."""

    head: bytes = b""
    """It begins with this: white space or part of a word that stood before the cell and was taken into its token."""
    tail: bytes = b""
    """It ends with this."""
    unwanted: tuple[int, ...] = ()
    """It is none of these."""
    left: tuple[int, ...] = ()
    """Nor, while it is denoised, any of these, which are left to other drafts; what is told of the cell has them."""

    def allows(self, spelled: bytes) -> bool:
        """Whether a token spelled so keeps what the text around it needs; tokens are not looked at."""
        return spelled.startswith(self.head) and spelled.endswith(self.tail)


@dataclass(frozen=True, slots=True)
class Run:
    """Old tokens in a row that are all held, or all free."""

    size: int
    """Old tokens, 0 where text is to be inserted."""
    held: bool = False
    head: bytes = b""
    """What new text here begins with."""
    tail: bytes = b""
    """What it ends with."""
    blank: bool = False
    """A hole without text of its own: its length is to be chosen."""
    needed: bool = False
    """New text has at least one cell here."""

    @property
    def least(self) -> int:
        """The fewest cells that can hold new text here: two for two words of which the outer parts stay."""
        if self.held:
            return 0
        if self.head and self.tail:
            return min(2, max(1, self.size))
        return int(bool(self.needed or self.head or self.tail))


@dataclass(frozen=True, slots=True)
class Span:
    """A selection as tokens, with what ties it to the text around it."""

    left: tuple[int, ...]
    """Ids before the first cell, as far as the window goes."""
    old: tuple[int, ...]
    """Ids of what stands in the cells now."""
    pinned: tuple[bool, ...]
    """Per old token: held fixed."""
    right: tuple[int, ...]
    """Ids after the last cell, as far as the window goes."""
    head: bytes = b""
    """The fill must begin with this: the outer part of a token straddling the left border."""
    tail: bytes = b""
    """The fill must end with this: the outer part of a token straddling the right border."""
    trailing: bytes = b""
    """White space at the end of the selection that was left with the word after it."""
    ends_document: bool = True
    parts: tuple[Run, ...] = ()
    """The runs of `old`, if more is to be said of them than who is pinned."""

    @property
    def free(self) -> int:
        """Tokens of the old text that are not pinned."""
        return self.pinned.count(False)

    @property
    def runs(self) -> tuple[Run, ...]:
        """Held and free tokens in turn."""
        return self.parts or tuple(Run(len(list(group)), held) for held, group in groupby(self.pinned))

    @property
    def borders(self) -> tuple[Rule, Rule]:
        """What the first and the last cell have to be like."""
        return Rule(head=self.head), Rule(tail=self.tail)

    def lengths(self, free: int, weights: Sequence[int] = ()) -> list[int]:
        """Cells of every run for `free` cells of new text: held runs keep theirs, free ones share in proportion.

        Free runs count by their old tokens, or by `weights`, one per run.
        """
        runs = self.runs
        weights = weights or [0 if run.held else run.size for run in runs]
        floors = [run.least for run in runs]
        if not any(weights):
            weights = [int(not run.held) for run in runs]
        shared = apportion(free, weights, floors)
        return [run.size if run.held else share for run, share in zip(runs, shared, strict=True)]

    def slots(self, free: int) -> tuple[Slot, ...]:
        """Cells for `free` tokens of new text: pins in their order, free runs scaled in proportion."""
        if not self.runs:
            return (None,) * free
        cells: list[Slot] = []
        place = 0
        for run, length in zip(self.runs, self.lengths(free), strict=True):
            cells.extend(self.old[place : place + run.size] if run.held else [None] * length)
            place += run.size
        return tuple(cells)

    def splice(self, fill: str) -> str | None:
        """The text that replaces the selection for a decoded fill, or None if the fill breaks a border constraint."""
        head, tail = self.head.decode(), self.tail.decode()
        if len(fill) < len(head) + len(tail) or not (fill.startswith(head) and fill.endswith(tail)):
            return None
        return fill[len(head) : len(fill) - len(tail)] + self.trailing.decode()

    def trim(self, pieces: Sequence[str], *, complete: bool = True) -> list[str]:
        """Cell texts of a draft without the characters that lie outside the selection.

        `complete` is False while later canvases of the span are still to come.
        """
        shown = list(pieces)
        _cut(shown, len(self.head.decode()), range(len(shown)), lambda piece, cut: piece[cut:])
        if not complete:
            return shown
        backwards = range(len(shown) - 1, -1, -1)
        _cut(shown, len(self.tail.decode()), backwards, lambda piece, cut: piece[: len(piece) - cut])
        if self.trailing and shown:
            shown[-1] += self.trailing.decode()
        return shown


@dataclass(frozen=True, slots=True)
class Canvas:
    """One canvas: what is pinned before the span, cells of the span, the right anchor. The three fill it exactly.

    Cells are counted from the first one of the span.
    """

    slots: tuple[Slot, ...]
    anchor: tuple[int, ...]
    start: tuple[int, ...] = field(default=())
    """What the cells of the span hold at first (pins included); empty means noise."""
    noise: tuple[bool, ...] = ()
    """Per cell: begins as noise whatever `start` says; empty means none does."""
    certainty: tuple[float, ...] = ()
    """Per cell, [0, 1]: how much the first pass hears of its token; then `noise` alone says which cells are noise.
    Empty leaves both to the strength."""
    rules: tuple[tuple[int, Rule], ...] = ()
    """Cells whose token has to be of a kind."""
    lead: tuple[int, ...] = ()
    """What stands before the span in this canvas; no cells of it."""

    @property
    def size(self) -> int:
        return len(self.lead) + len(self.slots) + len(self.anchor)


def compose(span: Span, slots: Sequence[Slot], size: int, end_ids: tuple[int, int], lead: Sequence[int] = ()) -> Canvas:
    """Behind `lead` and `slots`, pin the text that follows until the canvas is `size` tokens long; see `anchored`."""
    anchor = anchored(span.right, size - len(lead) - len(slots), end_ids)
    return Canvas(tuple(slots), anchor, lead=tuple(lead))


def anchored(following: Sequence[int], room: int, end_ids: tuple[int, int]) -> tuple[int, ...]:
    """The first `room` tokens of the text that follows.

    Where the document ends sooner its end and padding are pinned; `end_ids` is (end, pad).
    """
    anchor = list(following[:room])
    if len(anchor) < room:
        end, pad = end_ids
        anchor += [end] + [pad] * (room - len(anchor) - 1)
    return tuple(anchor)


def canvas_size(cells: int, longest: int) -> int:
    """The smallest convenient canvas that holds `cells`, lead included, and a right anchor, at most `longest`."""
    wanted = cells + ANCHOR
    return min(longest, max(2 * SIZE_STEP, -(-wanted // SIZE_STEP) * SIZE_STEP))


def apportion(total: int, weights: Sequence[int], floors: Sequence[int] = ()) -> list[int]:
    """Share `total` among runs in proportion to `weights` (largest remainder); a run of weight 0 gets nothing.

    If every weight is 0, everything goes to the last run. A run gets at least its entry of `floors`, at the cost of
    the largest ones, or beyond `total` where these have no more than they need either.
    """
    if not weights:
        return []
    whole = sum(weights)
    if whole == 0:
        shares = [0] * (len(weights) - 1) + [total]
    else:
        exact = [total * weight / whole for weight in weights]
        shares = [int(share) for share in exact]
        by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
        for i in by_remainder[: total - sum(shares)]:
            shares[i] += 1
    for i, floor in enumerate(floors):
        while shares[i] < floor:
            richest = max(range(len(shares)), key=lambda j: shares[j] - floors[j])
            if shares[richest] > floors[richest]:
                shares[richest] -= 1
            shares[i] += 1
    return shares


def _cut(pieces: list[str], count: int, order: Iterable[int], cut: Callable[[str, int], str]) -> None:
    """Remove `count` characters from the outer end of the pieces, walking inwards."""
    for place in order:
        if not count:
            return
        taken = min(count, len(pieces[place]))
        pieces[place] = cut(pieces[place], taken)
        count -= taken
