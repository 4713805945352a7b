"""One denoising pass beside transformers, on random weights of the embedded model's size and on the embedded model.

python tests/bench/bench_denoise.py [--model DIR] [--threads N] [--cpu-time] [--device D] [--dtype T]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

# As the engine does: threads that spin while they wait are slower by an order of magnitude on a machine that is busy.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import torch

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

import random_checkpoints  # noqa: E402

from palimpsest.engine import bench  # noqa: E402
from palimpsest.engine.model import load_model  # noqa: E402

EMBEDDED_SIZE = {
    "vocab_size": 4096,
    "hidden_size": 256,
    "intermediate_size": 512,
    "layer_types": ["sliding_attention", "sliding_attention", "full_attention", "sliding_attention", "full_attention"],
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 64,
    "global_head_dim": 64,
    "num_global_key_value_heads": 2,
    "top_k_experts": 2,
    "moe_intermediate_size": 128,
    "sliding_window": 128,
}


def run(options: argparse.Namespace) -> None:
    """Print the tables."""
    before = torch.get_num_threads()
    torch.set_num_threads(options.threads)
    try:
        with tempfile.TemporaryDirectory() as scratch:
            for name, folder in folders(options, Path(scratch)).items():
                compare(name, folder, options)
    finally:
        torch.set_num_threads(before)


def folders(options: argparse.Namespace, scratch: Path) -> dict[str, Path]:
    """What is measured: the model asked for, or random weights and the embedded model."""
    if options.model is not None:
        return {str(options.model): options.model}
    found = {}
    for experts in (4, 8):
        model = random_checkpoints.random_model(options.canvas, **EMBEDDED_SIZE, num_experts=experts)
        found[f"random weights, {experts} experts"] = random_checkpoints.write(model, scratch / str(experts))
    embedded = ROOT / "resources" / "model"
    if (embedded / "config.json").is_file():
        found["the embedded model"] = embedded
    return found


def compare(name: str, folder: Path, options: argparse.Namespace) -> None:
    clock = "CPU time" if options.cpu_time else "wall time"
    print(f"\n{name}: {clock}, ms ({options.device}, {options.dtype}, {options.threads} threads)")
    dtype = getattr(torch, options.dtype)
    sizes = options.prefix, options.canvas, options.batch, options.rounds
    clock = time.thread_time if options.cpu_time else time.perf_counter
    print(bench.table(bench.beside_transformers(folder, *sizes, options.device, dtype, clock)))
    if not options.cpu_time:
        print(bench.listing(bench.passes(load_model(folder, options.device, dtype), *sizes)))


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a checkpoint folder")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--prefix", type=int, default=256)
    parser.add_argument("--canvas", type=int, default=128)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--dtype", default="float32", choices=("float32", "bfloat16"))
    parser.add_argument("--cpu-time", action="store_true", help="of one thread: for a machine that is not quiet")
    options = parser.parse_args(arguments)
    if options.cpu_time and (options.threads != 1 or options.device != "cpu"):
        parser.error("--cpu-time goes with --threads 1 and --device cpu")
    return options


def main() -> None:
    """What the arguments ask for; without any, CPU time of one thread, which a busy machine hardly blurs, then wall."""
    if len(sys.argv) == 1:
        run(parsed(["--threads", "1", "--cpu-time"]))
    run(parsed(None))


if __name__ == "__main__":
    main()
