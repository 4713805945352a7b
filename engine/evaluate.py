"""Quality of infill, measured on held-out text: `palimpsest evaluate` prints the table.

Every span is cut out of a held-out document on token borders and filled from scratch, its length known, the text on
both sides held fixed. Generated stories and code are held out by seed, the standard library by whole file.
"""

from __future__ import annotations

import argparse
import ast
import json
import random
import statistics
import sys
import sysconfig
import threading
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from palimpsest.engine import open_engine
from palimpsest.engine.request import Finished, InfillError, InfillRequest

if TYPE_CHECKING:
    from palimpsest.engine.fill_window import WindowFiller

SPANS = (8, 16, 32, 64)
KINDS = ("stories", "snippets", "library")
MARGIN = 16
"""Tokens of text that a span has on either side at least."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a kind of text and a span length."""

    kind: str
    span: int
    windows: int
    exact: float
    """Share of cells that hold the true token."""
    score: float
    true_score: float
    """Mean causal score (nats per token) of the fills and of the true spans."""
    names: float | None
    """Share of names in the fills that occur in the visible text; None where there are none."""
    passes: float


@dataclass(frozen=True, slots=True)
class Lines:
    """Whole code lines replaced: how many documents still parse."""

    kind: str
    lines: int
    parse: float
    trivial: float
    """With `pass` in the line's place."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One window with its truth and what the model wrote."""

    kind: str
    span: int
    left: str
    truth: str
    fill: str
    right: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `palimpsest evaluate`."""
    parser.add_argument("--model", default="embedded", help="checkpoint folder (default: the embedded model)")
    parser.add_argument("--device", default="auto")
    parser.add_argument("--count", type=int, default=40, help="windows per cell of the table (default 40)")
    parser.add_argument("--lines", type=int, default=60, help="code lines replaced (default 60)")
    parser.add_argument(
        "--candidates", type=int, default=5, help="drafts ranked per window (default 5, as in the editor)"
    )
    parser.add_argument("--passes", type=int, default=None, help="cap on denoising passes")
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--spans", nargs="+", type=int, default=list(SPANS))
    parser.add_argument("--samples", type=int, default=0, help="also print so many samples, the first ones drawn")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of a table")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate a model and print the table. Returns 0, or 1 if the model cannot be used."""
    try:
        engine = open_engine(arguments.model, arguments.device)
    except InfillError as error:
        print(f"palimpsest: {error}", file=sys.stderr)
        return 1
    from palimpsest.engine.fill_window import WindowFiller  # it loads torch, which must find what open_engine has set

    filler = WindowFiller(engine)
    names = frozenset(json.loads((held_out_folder() / "names.json").read_text(encoding="utf-8")))
    rows: list[Row] = []
    samples: list[Sample] = []
    for kind in arguments.kinds:
        for span in arguments.spans:
            row, drawn = _measure(filler, kind, span, names, arguments)
            rows.append(row)
            samples += drawn
            if not arguments.json:
                print(_line(row) if len(rows) > 1 else f"{_HEADER}\n{_line(row)}", flush=True)
    lines = [_replace_lines(filler, kind, arguments) for kind in arguments.kinds if kind != "stories"]
    random.Random(arguments.seed).shuffle(samples)
    if arguments.json:
        shown = samples[: arguments.samples]
        report = {"model": filler.engine.info.name, "rows": rows, "lines": lines, "samples": shown}
        print(json.dumps(report, default=asdict, ensure_ascii=False, indent=1))
        return 0
    print()
    for row in lines:
        print(f"{row.kind}: of {row.lines} replaced lines {row.parse:.0%} still parse; with `pass` {row.trivial:.0%}")
    for number, sample in enumerate(samples[: arguments.samples], 1):
        print(f"\n--- sample {number}: {sample.kind}, {sample.span} tokens")
        print(f"…{sample.left}[[{sample.fill}]]{sample.right}…\ntrue: [[{sample.truth}]]")
    return 0


def held_out_folder() -> Path:
    """Where the held-out documents and the list of names lie."""
    import palimpsest.resources

    return Path(palimpsest.resources.__file__).parent / "evaluation"


def documents(kind: str) -> Iterator[str]:
    """Held-out documents of a kind, in a fixed order."""
    listed = json.loads((held_out_folder() / f"{kind}.json").read_text(encoding="utf-8"))
    if kind != "library":
        yield from listed
        return
    folder = Path(sysconfig.get_path("stdlib"))
    for name in listed:
        path = folder / name
        if path.is_file():
            yield path.read_text(encoding="utf-8")


_HEADER = "kind      span  windows  exact   score    true   names  passes"


def _line(row: Row) -> str:
    names = "    –" if row.names is None else f"{row.names:5.0%}"
    return (
        f"{row.kind:<9} {row.span:4d} {row.windows:8d} {row.exact:6.3f} {row.score:7.2f} {row.true_score:7.2f}"
        f"   {names} {row.passes:7.1f}"
    )


def _measure(
    filler: WindowFiller,
    kind: str,
    span: int,
    names: frozenset[str],
    arguments: argparse.Namespace,
) -> tuple[Row, list[Sample]]:
    """Fill `count` windows of one kind and length."""
    rng = random.Random(f"{arguments.seed} {kind} {span}")
    exact, scores, true_scores, passes, copied = [], [], [], [], []
    samples: list[Sample] = []
    for text in documents(kind):
        if len(exact) == arguments.count:
            break
        ids = filler.tokenize(text)
        if len(ids) < span + 2 * MARGIN:
            continue
        start = rng.randrange(MARGIN, len(ids) - span - MARGIN + 1)
        filled = filler.fill(ids, start, span, arguments.candidates, arguments.passes, rng.randrange(2**31))
        truth = ids[start : start + span]
        exact.append(sum(a == b for a, b in zip(filled.ids, truth, strict=True)) / span)
        scores.append(filled.score)
        true_scores.append(filled.true_score)
        passes.append(filled.passes)
        copied += copies(filled.text, filled.left + " " + filled.right, names)
        samples.append(Sample(kind, span, filled.left[-100:], filler.decode(truth), filled.text, filled.right[:60]))
    if not exact:
        raise InfillError(f"No held-out {kind} document is long enough.", "Install Palimpsest again.")
    share = statistics.fmean(copied) if copied else None
    mean = statistics.fmean
    row = Row(kind, span, len(exact), mean(exact), mean(scores), mean(true_scores), share, mean(passes))
    return row, samples


def copies(fill: str, visible: str, names: frozenset[str]) -> list[bool]:
    """For every known name in `fill`: does it occur in the visible text?"""
    seen = set(_words(visible))
    return [word in seen for word in _words(fill) if word in names]


def _words(text: str) -> list[str]:
    return "".join(c if c.isalpha() else " " for c in text).split()


def _replace_lines(
    filler: WindowFiller,
    kind: str,
    arguments: argparse.Namespace,
) -> Lines:
    """Replace one line of each document as the editor would, and see whether the document still parses."""
    rng = random.Random(f"{arguments.seed} {kind} lines")
    parsed, trivial = [], []
    for text in documents(kind):
        if len(parsed) == arguments.lines:
            break
        if not _parses(text) or len(text) > 20_000:
            continue
        start, end = rng.choice(_code_lines(text))
        request = InfillRequest(text, start, end, seed=rng.randrange(2**31), name="held.py", passes=arguments.passes)
        *_, last = filler.engine.infill(request, threading.Event())
        if isinstance(last, Finished):
            parsed.append(_parses(text[:start] + last.alternatives[0].text + text[end:]))
            trivial.append(_parses(text[:start] + "pass" + text[end:]))
    return Lines(kind, len(parsed), statistics.fmean(parsed), statistics.fmean(trivial))


def _code_lines(text: str) -> Sequence[tuple[int, int]]:
    """Spans of the lines that hold code, without their indent."""
    spans, place = [], 0
    for line in text.splitlines(keepends=True):
        content = line.strip()
        if content and not content.startswith("#"):
            start = place + line.index(content)
            spans.append((start, start + len(content)))
        place += len(line)
    return spans


def _parses(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except (SyntaxError, ValueError):
            return False
    return True
