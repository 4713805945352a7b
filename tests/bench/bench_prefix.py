"""Reading a text again, cold and with what is known of it: the same span, its neighbours, an edit, two texts in turn.

python tests/bench/bench_prefix.py [--model DIR] [--threads N] [--tokens N] [--rounds N] [--device D] [--dtype T]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

# As the engine does: threads that spin while they wait are slower by an order of magnitude on a machine that is busy.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "src"))

from palimpsest.engine.model import Model, load_model  # noqa: E402
from palimpsest.engine.prefix import Prefix  # noqa: E402
from palimpsest.engine.prefix_store import PrefixStore  # noqa: E402

NEAR = 60
"""Tokens between a span and its neighbour."""


@dataclass(frozen=True, slots=True)
class Case:
    """What has been read, and what is to be."""

    name: str
    known: tuple[torch.Tensor, ...]
    wanted: torch.Tensor


def cases(tokens: int, vocabulary: int) -> list[Case]:
    """Of a text of so many random tokens: what is read does not change how long it takes."""
    generator = torch.Generator().manual_seed(0)
    text, other = (torch.randint(vocabulary, (1, tokens + NEAR), generator=generator) for _ in range(2))
    edited = text.clone()
    edited[0, tokens // 2] = (edited[0, tokens // 2] + 1) % vocabulary
    late = text.clone()
    late[0, tokens - NEAR] = (late[0, tokens - NEAR] + 1) % vocabulary
    whole = text[:, :tokens]
    return [
        Case("the same span again", (whole,), whole),
        Case("the span after it", (whole,), text),
        Case("the span before it", (whole,), text[:, : tokens - NEAR]),
        Case(f"a word {NEAR} tokens before it edited", (whole,), late[:, :tokens]),
        Case("a word in the middle edited", (whole,), edited[:, :tokens]),
        Case("the same after another text", (whole, other[:, :tokens]), whole),
    ]


def measure(model: Model, case: Case, rounds: int) -> tuple[float, float, int]:
    """Seconds cold and warm, the least of `rounds` in turn, and how many tokens were reused."""
    cold, warm, reused = [], [], 0
    for _ in range(rounds):
        for known, into in (((), cold), (case.known, warm)):
            store = PrefixStore(model, 1 << 40)
            for ids in known:
                store.prepare(ids)
            began = now(model)
            reused = store.prepare(case.wanted).reused
            into.append(now(model) - began)
    return min(cold), min(warm), reused


def passes(model: Model, tokens: int, rounds: int) -> list[tuple[int, float]]:
    """Median seconds of a denoising pass over a prefix that lies in one page, and in more and more."""
    canvas = torch.randint(model.config.vocab_size, (1, 128))
    found = []
    for length in (128, 256, 512, tokens):
        prefix = model.encode(torch.randint(model.config.vocab_size, (1, length)))
        times = []
        for _ in range(rounds):
            began = now(model)
            model.denoise_hidden(canvas, prefix)
            times.append(now(model) - began)
        found.append((length, statistics.median(times)))
    return found


def now(model: Model) -> float:
    if model.device.type == "cuda":
        torch.cuda.synchronize(model.device)
    return time.perf_counter()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=ROOT / "resources" / "model", help="a checkpoint folder")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--tokens", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--dtype", default="float32", choices=("float32", "bfloat16"))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model = load_model(options.model, options.device, getattr(torch, options.dtype))
    model.encode(torch.zeros(1, options.tokens, dtype=torch.long))  # tables of positions, and memory

    print(f"reading {options.tokens} tokens ({options.device}, {options.dtype}, {options.threads} threads)")
    print(f"{'':40}{'cold ms':>9}{'warm ms':>9}{'ratio':>8}{'reused':>9}")
    for case in cases(options.tokens, model.config.vocab_size):
        cold, warm, reused = measure(model, case, options.rounds)
        share = 100 * reused / case.wanted.shape[1]
        print(f"{case.name:40}{1000 * cold:9.1f}{1000 * warm:9.2f}{cold / warm:7.0f}x{share:8.0f}%")
    print("\na denoising pass of 128 cells, to the last norm")
    for length, seconds in passes(model, options.tokens, 3 * options.rounds):
        print(f"{f'over {length} tokens':40}{1000 * seconds:9.1f} ms")
    count = Prefix.nbytes_for(model.config, options.tokens, item=model.dtype.itemsize)
    print(f"\nmemory of such a prefix: {count / (1 << 20):.1f} MiB")


if __name__ == "__main__":
    main()
