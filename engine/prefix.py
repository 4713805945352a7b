"""The encoder's keys and values for the text before a canvas: values in shared pages, cut and extended at will."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from palimpsest.engine.config import LayerConfig, ModelConfig

PAGE = 256
"""Tokens whose keys and values lie in one piece of memory."""

MARGIN = 1024
"""Tokens by which a prefix can be cut back whatever its length: the near text, the instruction and the begun answer of
a prompt, all of which change when another span is asked for (infill.md §7.2)."""


class _Page:
    """Keys and values of up to `PAGE` tokens in some layers. `used` counts the tokens that some prefix has claimed."""

    __slots__ = ("keys", "used", "values")

    def __init__(self, layers: Sequence[LayerConfig], batch: int, kind: Tensor) -> None:
        self.used = 0
        self.keys = [kind.new_empty(batch, layer.groups, PAGE, layer.head_dim) for layer in layers]
        self.values = [kind.new_empty(batch, layer.groups, PAGE, layer.head_dim) for layer in layers]

    @property
    def nbytes(self) -> int:
        return sum(tensor.nbytes for tensor in self.keys + self.values)

    def take(self, other: _Page, count: int) -> None:
        """Copy the first `count` tokens of another page."""
        for mine, theirs in zip(self.keys + self.values, other.keys + other.values, strict=True):
            mine[:, :, :count] = theirs[:, :, :count]


@dataclass(frozen=True, slots=True)
class _Run:
    """The pages of all layers of one kind, in order; `first` is the number of the first of them in the text."""

    layers: tuple[LayerConfig, ...]
    first: int = 0
    pages: tuple[_Page, ...] = ()

    def cut(self, length: int) -> _Run:
        """Without what lies behind `length` tokens."""
        return _Run(self.layers, self.first, self.pages[: max(0, _pages(length) - self.first)])

    def grown(self, before: int, after: int, first: int, batch: int, kind: Tensor) -> _Run:
        """From `before` tokens to `after`, of which pages below number `first` are left out.

        The last page is shared if nobody else has gone on in it, else copied, so that the other stays whole.
        """
        first = max(self.first, first)
        pages = list(self.pages[first - self.first :])
        last, filled = divmod(before, PAGE)
        if filled and pages:
            if pages[-1].used != filled:
                copy = _Page(self.layers, batch, kind)
                copy.take(pages[-1], filled)
                pages[-1] = copy
            pages[-1].used = min(PAGE, after - last * PAGE)
        for number in range(first + len(pages), _pages(after)):
            page = _Page(self.layers, batch, kind)
            page.used = min(PAGE, after - number * PAGE)
            pages.append(page)
        return _Run(self.layers, first, tuple(pages))

    def parts(self, start: int, end: int) -> Iterator[tuple[_Page, int, int]]:
        """Pages with tokens of [start, end), and how these are numbered within each: (page, from, to)."""
        for number in range(max(self.first, start // PAGE), min(self.first + len(self.pages), _pages(end))):
            begin = number * PAGE
            yield self.pages[number - self.first], max(start, begin) - begin, min(end, begin + PAGE) - begin


# Compared by identity: tensors have no single answer to ==.
@dataclass(frozen=True, slots=True, eq=False)
class Prefix:
    """Keys and values of the first `length` tokens; a value: nothing that is done later changes what it holds.

    Prefixes share memory, page by page. Extending one writes behind it where nobody else has, else the last page is
    copied first. Full layers keep every token. Sliding layers keep the `sliding_window - 1` tokens that the next one
    sees and at least `margin` more, so that a prefix can be cut back by so many tokens; to cut deeper would take keys
    that depend, layer by layer, on ever earlier tokens, and all is read again (`shared` then says 0).
    """

    length: int
    ids: Tensor
    """The tokens, (batch, length) long."""
    window: int
    """Of sliding layers, the token itself included."""
    margin: int
    """Tokens, at least 1: a fill is scored from the last token of the prefix on."""
    _kind: Tensor
    """An empty tensor of the dtype and device of keys and values."""
    _slots: tuple[tuple[bool, int], ...]
    """Per layer: whether it is sliding, and its number among those of its kind."""
    _full: _Run
    _sliding: _Run

    @staticmethod
    def empty(config: ModelConfig, batch: int, kind: Tensor, margin: int | None = None) -> Prefix:
        """No tokens yet; `kind` gives dtype and device of keys and values, `margin` is `MARGIN` if not told."""
        margin = MARGIN if margin is None else margin
        if margin < 1:
            raise ValueError(f"a prefix that can be cut back by {margin} tokens is of no use")
        runs = [tuple(layer for layer in config.layers if layer.sliding == sliding) for sliding in (False, True)]
        counts = {False: 0, True: 0}
        slots: list[tuple[bool, int]] = []
        for layer in config.layers:
            slots.append((layer.sliding, counts[layer.sliding]))
            counts[layer.sliding] += 1
        ids = torch.empty(batch, 0, dtype=torch.long, device=kind.device)
        full, sliding = (_Run(layers) for layers in runs)
        return Prefix(0, ids, config.sliding_window, margin, kind.new_empty(0), tuple(slots), full, sliding)

    @property
    def batch(self) -> int:
        """Rows; a prefix of one row serves canvases of any batch."""
        return self.ids.shape[0]

    @property
    def reach(self) -> int:
        """The fewest tokens that it can be cut to, apart from none at all."""
        return self._sliding.first * PAGE + self.window - 1 if self._sliding.first else 0

    def truncate(self, length: int) -> Prefix:
        """The first `length` tokens, without a copy. ValueError if there are fewer, or if it does not reach there."""
        if not 0 <= length <= self.length:
            raise ValueError(f"cannot cut a prefix of {self.length} tokens at {length}")
        if 0 < length < self.reach:
            raise ValueError(f"cannot cut a prefix of {self.length} tokens at {length}, only from {self.reach} on")
        full, sliding = self._full.cut(length), self._sliding.cut(length)
        if not length:
            sliding = _Run(sliding.layers)
        return self._with(length, self.ids[:, :length], full, sliding)

    def shared(self, ids: Tensor) -> int:
        """How many of the tokens of ids (batch, T) are the first ones here too, in every row.

        0 also if it cannot be cut there.
        """
        if ids.shape[0] != self.batch:
            return 0
        common = min(self.length, ids.shape[1])
        differs = (self.ids[:, :common] != ids[:, :common]).any(0).nonzero()
        common = int(differs[0]) if len(differs) else common
        return common if common >= self.reach else 0

    def covers(self, other: Prefix) -> bool:
        """True if every cut of the other can be had of this one."""
        return self.reach <= other.reach and self.length >= other.length == self.shared(other.ids)

    def layer(self, index: int, start: int = 0) -> tuple[Tensor, Tensor]:
        """Keys and values of layer `index` from token `start` on, each (batch, groups, length - start, head_dim).

        A view where they lie in one page. ValueError if a sliding layer has let some of them go.
        """
        run, place = self._of(index)
        if start < run.first * PAGE:
            raise ValueError(f"layer {index} begins at token {run.first * PAGE} now, not at {start}")
        parts = list(run.parts(start, self.length))
        if not parts:
            layer = run.layers[place]
            none = self._kind.new_empty(self.batch, layer.groups, 0, layer.head_dim)
            return none, none
        keys = [page.keys[place][:, :, begin:end] for page, begin, end in parts]
        values = [page.values[place][:, :, begin:end] for page, begin, end in parts]
        return (keys[0], values[0]) if len(parts) == 1 else (torch.cat(keys, dim=2), torch.cat(values, dim=2))

    def extended(self, ids: Tensor) -> Prefix:
        """This prefix and room for ids (batch, T); the caller fills the new keys and values with `write`."""
        length = self.length + ids.shape[1]
        full = self._full.grown(self.length, length, 0, self.batch, self._kind)
        kept = _first_kept(length, self.window, self.margin) if self._sliding.layers else 0
        sliding = self._sliding.grown(self.length, length, kept, self.batch, self._kind)
        return self._with(length, torch.cat((self.ids, ids), dim=1), full, sliding)

    def write(self, index: int, key: Tensor, value: Tensor) -> None:
        """Fill the last T tokens of layer `index` from key and value (batch, T, groups, head_dim)."""
        start = self.length - key.shape[1]
        run, place = self._of(index)
        # What of them is kept: a long part may reach beyond the window of its own end.
        start = max(start, run.first * PAGE)
        key, value = (tensor[:, tensor.shape[1] - (self.length - start) :].transpose(1, 2) for tensor in (key, value))
        done = 0
        for page, begin, end in run.parts(start, self.length):
            following = done + end - begin
            page.keys[place][:, :, begin:end] = key[:, :, done:following]
            page.values[place][:, :, begin:end] = value[:, :, done:following]
            done = following

    @property
    def nbytes(self) -> int:
        """Memory of the pages behind it, bytes; other prefixes may share them (`nbytes_of`)."""
        return nbytes_of([self])

    @staticmethod
    def nbytes_for(
        config: ModelConfig,
        tokens: int,
        *,
        item: int = 2,
        batch: int = 1,
        margin: int | None = None,
        growing: int = 0,
    ) -> int:
        """Bytes of the keys and values of a prefix of so many tokens, exactly as it takes them.

        Per full layer 2 · groups · head_dim · `item` for each of `tokens`, rounded up to a page; per sliding layer the
        same for those of the last `sliding_window` - 1 + `margin` tokens and what else lies in their pages. `item` is
        the bytes of one number. With `growing`, the most there is while the last so many tokens are read in one part.
        """
        margin = MARGIN if margin is None else margin
        last, before = _pages(tokens), _pages(tokens - growing)
        # Those of the shorter prefix, and what the longer one does not share with it.
        sliding = before - _first_kept(tokens - growing, config.sliding_window, margin)
        sliding += last - max(before, _first_kept(tokens, config.sliding_window, margin))
        per_page = 2 * batch * item * PAGE
        return sum(
            per_page * layer.groups * layer.head_dim * (sliding if layer.sliding else last) for layer in config.layers
        )

    def _with(self, length: int, ids: Tensor, full: _Run, sliding: _Run) -> Prefix:
        return Prefix(length, ids, self.window, self.margin, self._kind, self._slots, full, sliding)

    def _of(self, index: int) -> tuple[_Run, int]:
        """The pages of layer `index`, and its number there."""
        sliding, place = self._slots[index]
        return (self._sliding if sliding else self._full), place


def nbytes_of(prefixes: Sequence[Prefix]) -> int:
    """Memory of several prefixes, bytes; what they share counts once."""
    pages = {
        id(page): page.nbytes for prefix in prefixes for run in (prefix._full, prefix._sliding) for page in run.pages
    }
    return sum(pages.values())


def batch_of(ids: Tensor) -> Tensor:
    """ids as (B, T) long; ValueError for anything else."""
    if ids.dim() != 2 or ids.dtype not in (torch.long, torch.int32):
        raise ValueError(f"token ids must be a (B, T) integer tensor, not {tuple(ids.shape)} {ids.dtype}")
    return ids.long()


def _pages(tokens: int) -> int:
    """Pages that so many tokens reach into."""
    return -(-tokens // PAGE)


def _first_kept(length: int, window: int, margin: int) -> int:
    """Number of the first page that sliding layers keep of `length` tokens."""
    return max(0, length - (window - 1) - margin) // PAGE
