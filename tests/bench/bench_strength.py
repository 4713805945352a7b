"""How much of a span changes at each strength, measured on held-out text with the embedded model.

    python tests/bench/bench_strength.py [--count N] [--rows N] [--spans N …] [--strengths F …] [--threads N] [--json F]

Windows of held-out stories (prose) and snippets (code) are rewritten at their own length, and the token edit distance
to what stood there is taken by their length; `relative` is to full strength. November 2026, 280 windows (20 of each
kind and length) of 4 drafts each, the same windows and seeds on both sides; standard errors of `changed` are up to .017
pooled, .025 by kind. On the left the rule before, on the right that of engine/strength.py; the likeliest choice instead
of a drawn one (--rows 1, 70 windows) gives .10, .31, .50 and .73 at .1, .3, .5 and .7. At equal changed share the
causal scores (nats per token) are the same within .03.

             the share of noise is the strength                  engine/strength.py
    strength  changed relative  prose  code  score passes   changed relative  prose  code  score passes
         0.1     0.101     0.31   0.31  0.31  -1.01   2.6     0.033     0.10   0.11  0.10  -0.81   3.0
         0.2     0.126     0.39   0.39  0.39  -1.07   3.6     0.059     0.18   0.19  0.18  -0.86   4.1
         0.3     0.145     0.45   0.44  0.46  -1.06   5.3     0.087     0.27   0.29  0.25  -0.93   5.5
         0.4     0.161     0.50   0.50  0.50  -1.09   6.3     0.132     0.41   0.44  0.38  -1.05   7.0
         0.5     0.179     0.56   0.55  0.56  -1.15   7.4     0.159     0.49   0.53  0.46  -1.12   8.1
         0.6     0.205     0.64   0.67  0.60  -1.18   8.9     0.194     0.60   0.64  0.56  -1.16   9.7
         0.7     0.225     0.70   0.72  0.68  -1.23  10.1     0.233     0.72   0.74  0.70  -1.23  11.0
         0.8     0.270     0.84   0.85  0.83  -1.39  11.8     0.281     0.87   0.89  0.85  -1.40  12.3
         0.9     0.303     0.94   0.94  0.94  -1.44  13.2     0.320     0.99   1.00  0.98  -1.49  13.4
         1.0     0.323     1.00   1.00  1.00  -1.48  14.4     0.323     1.00   1.00  1.00  -1.48  14.4

Relative change by tokens of the span, at a strength of .1 to .9, before and after:

       1   0.54  0.58  0.38  0.33  0.46  0.79  0.79  1.04  1.00   0.08  0.12  0.17  0.38  0.42  0.50  0.67  1.00  1.00
       2   0.34  0.39  0.58  0.64  0.69  0.68  0.71  1.06  1.05   0.03  0.10  0.25  0.35  0.43  0.52  0.55  1.06  1.05
       4   0.57  0.74  0.72  0.88  0.90  0.89  0.96  0.96  1.13   0.19  0.28  0.39  0.63  0.66  0.72  0.92  0.95  1.14
       8   0.44  0.55  0.66  0.68  0.74  0.84  0.92  0.97  0.99   0.08  0.24  0.29  0.44  0.60  0.72  0.83  0.88  0.99
      16   0.32  0.40  0.50  0.55  0.62  0.73  0.77  0.85  0.92   0.11  0.18  0.29  0.45  0.52  0.65  0.75  0.81  0.99
      32   0.21  0.28  0.36  0.39  0.45  0.52  0.57  0.74  0.86   0.11  0.17  0.27  0.39  0.45  0.56  0.72  0.83  0.95
      64   0.15  0.21  0.25  0.30  0.35  0.42  0.52  0.65  0.84   0.10  0.18  0.24  0.33  0.44  0.56  0.67  0.79  0.93
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src")]

from palimpsest.engine import evaluate, open_engine  # noqa: E402
from palimpsest.engine.canvas import Canvas, Span, canvas_size, compose  # noqa: E402
from palimpsest.engine.drafts import Drafts  # noqa: E402
from palimpsest.engine.infill import InfillEngine  # noqa: E402
from palimpsest.engine.readout import Readout  # noqa: E402
from palimpsest.engine.scoring import causal_scores  # noqa: E402

KINDS = {"prose": "stories", "code": "snippets"}
SPANS = (1, 2, 4, 8, 16, 32, 64)
STRENGTHS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Measured:
    """One window at one strength, the mean of its drafts."""

    kind: str
    span: int
    window: int
    strength: float
    changed: float
    """Token edit distance to the old text, relative to the old length."""
    score: float
    """Causal score, nats per token."""
    passes: float


def run(options: argparse.Namespace) -> None:
    """Measure, printing the table."""
    before = torch.get_num_threads()
    torch.set_num_threads(options.threads)
    try:
        engine = open_engine("embedded", "cpu")
        assert isinstance(engine, InfillEngine)
        rows = list(measure(engine, options))
        if options.json is not None:
            options.json.write_text(json.dumps([asdict(each) for each in rows]), encoding="utf-8")
        print(table(rows))
    finally:
        torch.set_num_threads(before)


def measure(engine: InfillEngine, options: argparse.Namespace) -> Iterator[Measured]:
    """Every window at every strength; windows of all kinds and lengths in turn, so that a part is a fair sample."""
    cells = [(kind, span) for kind in KINDS for span in options.spans]
    texts = {kind: list(evaluate.documents(name)) for kind, name in KINDS.items()}
    for window in range(options.count):
        for kind, span in cells:
            rng = random.Random(f"{options.seed} {kind} {span} {window}")
            ids: Sequence[int] = ()
            while len(ids) < span + 2 * evaluate.MARGIN:
                ids = engine.tokenizer.encode(rng.choice(texts[kind])).ids
            start = rng.randrange(evaluate.MARGIN, len(ids) - span - evaluate.MARGIN + 1)
            seed = rng.randrange(2**31)
            for strength in options.strengths:
                changed, score, passes = fill(engine, ids, start, span, strength, seed, options.rows)
                yield Measured(kind, span, window, strength, changed, score, passes)


def fill(
    engine: InfillEngine, ids: Sequence[int], start: int, span: int, strength: float, seed: int, rows: int
) -> tuple[float, float, float]:
    """Rewrite `ids[start : start + span]` as `rows` drafts; their mean changed share, causal score and passes."""
    limit = engine.context_limit
    prefix = engine.encode((engine.tokenizer.bos, *ids[max(0, start - limit + 1) : start]))
    whole = Span((), tuple(ids[start : start + span]), (False,) * span, tuple(ids[start + span :]))
    size = canvas_size(span, engine.info.canvas_length)
    canvas = compose(whole, whole.slots(span), size, (engine.tokenizer.eos, engine.tokenizer.pad))
    if strength < 1.0:
        canvas = Canvas(canvas.slots, canvas.anchor, whole.old)
    drafts = Drafts(
        engine.model,
        prefix,
        [canvas] * rows,
        engine.config,
        Readout(engine.banned),
        torch.Generator(engine.model.device).manual_seed(seed),
        limit=engine.config.max_denoising_steps,
        strength=strength,
        sample=rows > 1,
    )
    while not drafts.finished:
        drafts.advance()
    texts = [engine.tokenizer.decode(draft.ids) for draft in drafts.drafts]
    scores = causal_scores(engine.model, engine.tokenizer, prefix, whole, texts)
    changed = [edit_distance(draft.ids, whole.old) / span for draft in drafts.drafts]
    mean = statistics.fmean
    return mean(changed), mean(scores), mean(draft.passes for draft in drafts.drafts)


def edit_distance(one: Sequence[int], other: Sequence[int]) -> int:
    """Insertions, deletions and substitutions between two rows of tokens (Levenshtein)."""
    before = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        row = [i]
        for j, right in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (left != right)))
        before = row
    return before[-1]


def table(rows: Sequence[Measured]) -> str:
    """Changed share, that relative to full strength, and its distance from the strength; pooled, by kind, by span."""
    strengths = sorted({row.strength for row in rows})
    lines = ["kind    strength  changed     ±  relative    off  score  passes"]
    for kind in ("pooled", *KINDS):
        mine = [row for row in rows if kind in ("pooled", row.kind)]
        full = statistics.fmean(row.changed for row in mine if row.strength == strengths[-1])
        for strength in strengths:
            here = [row for row in mine if row.strength == strength]
            changed = [row.changed for row in here]
            mean = statistics.fmean(changed)
            error = statistics.stdev(changed) / len(changed) ** 0.5
            score, passes = (statistics.fmean(getattr(row, name) for row in here) for name in ("score", "passes"))
            relative = mean / full
            lines.append(
                f"{kind:<7} {strength:8.2f} {mean:8.3f} {error:5.3f} {relative:9.3f} {relative - strength:+6.3f}"
                f" {score:6.2f} {passes:7.1f}"
            )
    lines += [
        "",
        "relative, by tokens of the span",
        "span    full " + "".join(f"{each:6.1f}" for each in strengths[:-1]),
    ]
    for span in sorted({row.span for row in rows}):
        means = [
            statistics.fmean(row.changed for row in rows if (row.span, row.strength) == (span, strength))
            for strength in strengths
        ]
        shares = "".join(f"{mean / means[-1]:6.2f}" if means[-1] else "     –" for mean in means[:-1])
        lines.append(f"{span:4d} {means[-1]:7.3f} {shares}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=40, help="windows of each kind and length")
    parser.add_argument("--rows", type=int, default=4, help="drafts of each window")
    parser.add_argument("--spans", nargs="+", type=int, default=list(SPANS))
    parser.add_argument("--strengths", nargs="+", type=float, default=list(STRENGTHS))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write every measurement there")
    run(parser.parse_args())


if __name__ == "__main__":
    main()
