"""Training batches: documents cut into prefix and canvas, and the canvas noised as infilling will find it.

A row is `pads, bos, prefix | canvas, eos, pads`. Within the canvas, *free* cells are those that infilling would
regenerate (several spans, one span or the whole canvas), *noised* cells are the free ones that carry a random token;
everything else is pinned.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np
import torch

from network import FULL, SLIDING

if TYPE_CHECKING:
    from pathlib import Path

PAD, EOS, BOS, FIRST_ORDINARY = 0, 1, 2, 4
KINDS = ("stories", "snippets", "library")
FORBIDDEN = -1e9  # finite, so that a row of pads that sees nothing stays a number


@dataclass(frozen=True, slots=True)
class Documents:
    """Token array of one kind: documents concatenated, each ending in eos."""

    tokens: np.ndarray  # uint16 (N,)
    offsets: np.ndarray  # int64 (documents + 1,)

    @staticmethod
    def load(folder: Path, kind: str, split: str) -> Documents:
        """Read `KIND.SPLIT.tokens.npy` (memory-mapped) and its offsets. FileNotFoundError where there is none."""
        tokens = np.load(folder / f"{kind}.{split}.tokens.npy", mmap_mode="r", allow_pickle=False)
        offsets = np.load(folder / f"{kind}.{split}.offsets.npy", allow_pickle=False)
        return Documents(tokens, offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns of a batch; weight is its share of the steps."""

    prefix: int
    canvas: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows before noise."""

    truth: np.ndarray  # int64 (B, T)
    start: np.ndarray  # int64 (B,) column of bos
    end: np.ndarray  # int64 (B,) column after eos, or T
    fill: np.ndarray  # int64 (B,) canvas cells that hold text (eos and pads not counted)


@dataclass(frozen=True, slots=True)
class Batch:
    """What one training step reads; tensors on the CPU."""

    truth: torch.Tensor  # int64 (B, T)
    ids: torch.Tensor  # int64 (B, T): truth with noise in the canvas
    prefix: int
    free: torch.Tensor  # bool (B, C)
    noised: torch.Tensor  # bool (B, C), a subset of free
    weights: torch.Tensor  # float32 (B, C) of the denoising loss
    causal: torch.Tensor  # bool (B, P): positions whose next token exists in the prefix
    pinned_signal: torch.Tensor  # bool (B,): rows whose pinned cells carry their own embedding as signal
    start: torch.Tensor  # int64 (B,) first visible key column
    end: torch.Tensor  # int64 (B,) one past the last visible key column

    def to(self, device: str) -> Batch:
        """The same batch on another device."""
        tensors = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "prefix"}
        return Batch(prefix=self.prefix, **{name: tensor.to(device) for name, tensor in tensors.items()})


def cut_rows(
    rng: np.random.Generator, corpus: dict[str, Documents], mix: dict[str, float], shape: Shape, count: int
) -> Rows:
    """Draw `count` rows: kind by `mix`, document uniformly, canvas anywhere in it.

    Cuts that leave most of the prefix columns empty, or that lose the document's beginning, are drawn less often: the
    first waste time and the second ask for names that nothing shows.
    """
    kinds = [kind for kind in KINDS if kind in corpus and mix.get(kind, 0) > 0]
    shares = np.array([mix[kind] for kind in kinds])
    width = shape.prefix + shape.canvas
    columns = np.arange(width)
    truth = np.empty((count, width), np.int64)
    start, end, fill = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    of_kind = np.sort(rng.choice(len(kinds), count, p=shares / shares.sum()))
    for number, kind in enumerate(kinds):
        rows = np.flatnonzero(of_kind == number)
        if not len(rows):
            continue
        first, length, cut = _draw_cuts(rng, corpus[kind], shape, len(rows))
        seen_from = np.maximum(0, cut - (shape.prefix - 1))
        place = cut[:, None] + columns[None, :] - shape.prefix
        inside = (place >= seen_from[:, None]) & (place < length[:, None])
        tokens = corpus[kind].tokens
        index = np.clip(first[:, None] + place, 0, len(tokens) - 1)
        truth[rows] = np.where(inside, tokens[index], PAD)
        start[rows] = shape.prefix - (cut - seen_from) - 1
        truth[rows, start[rows]] = BOS
        end[rows] = np.minimum(width, shape.prefix + length - cut)
        fill[rows] = np.minimum(shape.canvas, length - 1 - cut)
    order = rng.permutation(count)
    return Rows(truth[order], start[order], end[order], fill[order])


def _draw_cuts(
    rng: np.random.Generator, documents: Documents, shape: Shape, count: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First token, length (with eos) and canvas start of `count` documents, each (count,) int64."""
    kept: list[np.ndarray] = []
    have = 0
    while have < count:
        document = rng.integers(len(documents), size=8 * count + 8)
        first = documents.offsets[document]
        length = documents.offsets[document + 1] - first
        least = shape.canvas // 3
        cut = (rng.random(len(document)) * np.maximum(1, length - 1 - least)).astype(np.int64)
        enough = length - 1 - cut >= 8
        full = (cut >= shape.prefix // 2) | (rng.random(len(document)) < 0.15)
        whole = (cut < shape.prefix) | (rng.random(len(document)) < 0.2)
        chosen = np.flatnonzero(enough & full & whole)[: count - have]
        kept.append(np.stack((first[chosen], length[chosen], cut[chosen])))
        have += len(chosen)
    first, length, cut = np.concatenate(kept, axis=1)
    return first, length, cut


def longest_span(progress: float) -> int:
    """The curriculum: spans of up to 10 cells at the start of training, 72 from the middle on."""
    return round(10 + 62 * min(1.0, max(0.0, (progress - 0.05) / 0.4)))


def draw_spans(rng: np.random.Generator, cells: int, progress: float) -> list[tuple[int, int, float]]:
    """Spans of one canvas as (start, end, noise level), within `cells`; level 1 is wholly noised.

    Three quarters of the rows have several spans, a sixth has one long span alone (what infilling asks for), the rest
    is noised as a whole.
    """
    longest = min(longest_span(progress), cells)
    manner = rng.random()
    if manner < 0.09:
        top = min(1.0, 0.3 + 1.4 * progress)
        return [(0, cells, float(rng.uniform(0.05, top)))]
    if manner < 0.25:
        length = min(cells, round(float(rng.uniform(max(1, longest // 3), longest))))
        start = int(rng.integers(cells - length + 1))
        return [(start, start + length, _level(rng, progress))]
    spans = []
    share = rng.uniform(0.2, 0.6)
    cursor = int(rng.integers(12))
    while cursor < cells:
        length = max(1, round(longest ** float(rng.random())))
        end = min(cells, cursor + length)
        spans.append((cursor, end, _level(rng, progress)))
        cursor = end + 1 + round(length * (1 - share) / share * float(rng.uniform(0.4, 1.6)))
    return spans


def _level(rng: np.random.Generator, progress: float) -> float:
    """Noise level of a span: often 1, as infilling starts; more often as training proceeds."""
    if rng.random() < 0.45 + 0.3 * min(1.0, 2 * progress):
        return 1.0
    return float(rng.uniform(0.15, 1.0))


def make_batch(
    rng: np.random.Generator, rows: Rows, shape: Shape, vocabulary: int, progress: float, kept_weight: float = 0.15
) -> Batch:
    """Noise the canvases of rows. Noise is uniform over the ordinary ids.

    Weights: 1 on noised cells, `kept_weight` on free cells that kept their token, a little on a few pinned ones.
    """
    count = len(rows.truth)
    free = np.zeros((count, shape.canvas), bool)
    level = np.zeros((count, shape.canvas), np.float32)
    for row, cells in enumerate(rows.fill):
        for start, end, amount in draw_spans(rng, int(cells), progress):
            free[row, start:end] = True
            level[row, start:end] = amount
    noised = rng.random(free.shape, np.float32) < level
    canvas = rows.truth[:, shape.prefix :]
    real = np.arange(shape.canvas)[None, :] < rows.fill[:, None]
    few = real & ~free & (rng.random(free.shape, np.float32) < 0.04)
    weights = np.where(noised, 1.0, np.where(free, kept_weight, np.where(few, 0.1, 0.0))).astype(np.float32)
    ids = rows.truth.copy()
    ids[:, shape.prefix :] = np.where(noised, rng.integers(FIRST_ORDINARY, vocabulary, canvas.shape), canvas)
    before = np.arange(shape.prefix)[None, :]
    causal = (before >= rows.start[:, None]) & (rows.fill[:, None] > 0)
    # Half of the short canvases end where the text does, the others show their pads.
    end = np.where(rng.random(count) < 0.5, rows.end, shape.prefix + shape.canvas)
    return Batch(
        truth=torch.from_numpy(rows.truth),
        ids=torch.from_numpy(ids),
        prefix=shape.prefix,
        free=torch.from_numpy(free),
        noised=torch.from_numpy(noised),
        weights=torch.from_numpy(weights),
        causal=torch.from_numpy(causal),
        pinned_signal=torch.from_numpy(rng.random(count) < 0.8),
        start=torch.from_numpy(rows.start),
        end=torch.from_numpy(end),
    )


def attention_bias(
    start: torch.Tensor, end: torch.Tensor, prefix: int, width: int, window: int
) -> dict[str, torch.Tensor]:
    """Additive masks per layer type, (B, 1, T, T) fp32: 0 where a query (row) may see a key (column).

    The prefix is causal, in sliding layers over the last `window` positions. The canvas sees itself whole and the
    prefix; in sliding layers the last `window - 1` columns of it, whichever the query (as transformers does).
    Columns outside [start, end) of a row are never seen.
    """
    place = torch.arange(width, device=start.device)
    query, key = place[:, None], place[None, :]
    encoder = query < prefix
    sight = torch.where(encoder, key <= query, True)
    visible = (place[None] >= start[:, None]) & (place[None] < end[:, None])
    bias = {FULL: sight}
    if prefix >= window:
        bias[SLIDING] = sight & torch.where(encoder, query - key < window, key >= prefix - (window - 1))
    masks = {
        kind: torch.where(seen[None] & visible[:, None, :], 0.0, FORBIDDEN)[:, None] for kind, seen in bias.items()
    }
    return {FULL: masks[FULL], SLIDING: masks.get(SLIDING, masks[FULL])}
