"""Token layout of a span: what is pinned on its left, which cells are free, what is pinned on its right; and back.

Borders follow reference/infill.md §7.1: the window around the span is tokenised once; a token that straddles a border
is freed and its outer characters become a constraint on the first or last cell; a space stays with its word. All
positions here are bytes of UTF-8, so that nothing outside the span is ever re-encoded.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from palimpsest.engine.tokenizer import Encoding, Tokenizer

Slot = int | None
"""A cell of the span: a pinned token id, or None where the model writes."""

LEFT_WINDOW = 16_000
RIGHT_WINDOW = 3_000
"""Characters around the span that are tokenised."""

ANCHOR = 24
"""The least right text, in tokens, that is pinned behind the free cells where the document has as much."""

SIZE_STEP = 32


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

    @property
    def free(self) -> int:
        """Tokens of the old text that are not pinned."""
        return self.pinned.count(False)

    def slots(self, free: int) -> tuple[Slot, ...]:
        """Cells for `free` tokens of new text: pins in their order, free runs scaled in proportion."""
        if not any(self.pinned):
            return (None,) * free
        runs = self._free_runs()
        lengths = apportion(free, runs)
        cells: list[Slot] = [None] * lengths[0]
        run = 0
        for token, held in zip(self.old, self.pinned, strict=True):
            if held:
                cells.append(token)
                run += 1
                cells.extend([None] * lengths[run])
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

    def _free_runs(self) -> list[int]:
        """Free tokens before the first pin, between consecutive pins, and after the last."""
        runs = [0]
        for held in self.pinned:
            if held:
                runs.append(0)
            else:
                runs[-1] += 1
        return runs


@dataclass(frozen=True, slots=True)
class Canvas:
    """One canvas: cells of the span first, then the right anchor. `slots` and `anchor` fill it exactly."""

    slots: tuple[Slot, ...]
    anchor: tuple[int, ...]
    start: tuple[int, ...] = field(default=())
    """For strength below 1: what the cells of the span hold at first (pins included); empty means noise."""

    @property
    def size(self) -> int:
        return len(self.slots) + len(self.anchor)


def lay_out(tokenizer: Tokenizer, text: str, start: int, end: int, pins: Sequence[tuple[int, int]] = ()) -> Span:
    """Tokenise the window around `text[start:end]` (code points) and find the token-safe borders of the span."""
    first = _window_start(text, start)
    last = _window_end(text, end)
    window = text[first:last]
    data = window.encode()
    begin = len(text[first:start].encode())
    stop = begin + len(text[start:end].encode())
    held = [(begin + len(text[start:low].encode()), begin + len(text[start:high].encode())) for low, high in pins]
    encoding = tokenizer.encode(window)
    borders = _borders(data, encoding, begin, stop)
    if borders is None:  # a token holds part of a character beyond the border: tokenise the three parts apart
        left, old, right = (tokenizer.encode(part) for part in (text[first:start], text[start:end], text[end:last]))
        offsets = [begin + offset for offset in old.starts]
        span = Span(left.ids, old.ids, _held(offsets, held), right.ids)
    else:
        low, high, head, tail, trailing = borders
        pinned = _held(encoding.starts[low : high + 1], held)
        ids = encoding.ids
        span = Span(ids[:low], ids[low:high], pinned, ids[high:], head, tail, trailing)
    return replace(span, ends_document=last == len(text))


def compose(span: Span, slots: Sequence[Slot], size: int, end_ids: tuple[int, int]) -> Canvas:
    """Behind `slots`, pin the text that follows until the canvas holds `size` cells.

    Where the document ends sooner its end (eos) and padding are pinned; `end_ids` is (eos, pad).
    """
    room = size - len(slots)
    anchor = list(span.right[:room])
    if len(anchor) < room:
        eos, pad = end_ids
        anchor += [eos] + [pad] * (room - len(anchor) - 1)
    return Canvas(tuple(slots), tuple(anchor))


def canvas_size(cells: int, longest: int) -> int:
    """The smallest convenient canvas that holds `cells` and a right anchor, at most `longest`."""
    wanted = cells + ANCHOR
    return min(longest, max(2 * SIZE_STEP, -(-wanted // SIZE_STEP) * SIZE_STEP))


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Share `total` among runs in proportion to `weights` (largest remainder); a run of weight 0 gets nothing.

    If every weight is 0, everything goes to the last run.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * (len(weights) - 1) + [total]
    exact = [total * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (shares[i] - exact[i], i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares


def _borders(data: bytes, encoding: Encoding, begin: int, stop: int) -> tuple[int, int, bytes, bytes, bytes] | None:
    """First cell, first right token, head, tail and trailing white space; None if a border token cuts a character."""
    starts = encoding.starts
    low = bisect_right(starts, begin) - 1
    high = bisect_left(starts, stop)
    head = data[starts[low] : begin]
    if head and not _is_character_start(data, starts[low]):
        return None
    if starts[high] == stop:
        return low, high, head, b"", b""
    inner = data[starts[high - 1] : stop]
    if inner.isspace() and high - 1 >= low:
        # Of the token that straddles the right border only its space is selected: it stays with its word.
        return low, high - 1, head, b"", inner
    if not _is_character_start(data, starts[high]):
        return None
    return low, high, head, data[stop : starts[high]], b""


def _held(offsets: Sequence[int], held: Sequence[tuple[int, int]]) -> tuple[bool, ...]:
    """Tokens that a pin touches; `offsets` has one more entry than there are tokens."""
    return tuple(any(low < stop and begin < high for low, high in held) for begin, stop in pairwise(offsets))


def _is_character_start(data: bytes, place: int) -> bool:
    return place >= len(data) or data[place] & 0xC0 != 0x80


def _window_start(text: str, start: int) -> int:
    """Where the left window begins: at the document's start, or behind a line break or a space."""
    if start <= LEFT_WINDOW:
        return 0
    earliest = start - LEFT_WINDOW
    for mark in ("\n", " "):
        found = text.find(mark, earliest, start)
        if found >= 0:
            return found + 1 if mark == "\n" else found
    return earliest


def _window_end(text: str, end: int) -> int:
    if len(text) - end <= RIGHT_WINDOW:
        return len(text)
    latest = end + RIGHT_WINDOW
    for mark in ("\n", " "):
        found = text.rfind(mark, end, latest)
        if found >= 0:
            return found
    return latest


def _cut(pieces: list[str], count: int, order: Iterable[int], cut: Callable[[str, int], str]) -> None:
    """Remove `count` characters from the outer end of the pieces, walking inwards."""
    for place in order:
        if not count:
            return
        taken = min(count, len(pieces[place]))
        pieces[place] = cut(pieces[place], taken)
        count -= taken
