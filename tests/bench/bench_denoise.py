"""One denoising pass beside transformers, on random weights of the embedded model's size or on a checkpoint.

python tests/bench/bench_denoise.py [--model DIR] [--threads N] [--rounds N] [--device D] [--dtype T]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import torch

sys.path[:0] = [str(Path(__file__).parents[2] / "src"), str(Path(__file__).parents[1])]

import random_checkpoints  # noqa: E402

from palimpsest.engine import bench  # noqa: E402

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


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, help="a checkpoint folder; default: random weights, 4 and 8 experts")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--prefix", type=int, default=256)
    parser.add_argument("--canvas", type=int, default=128)
    parser.add_argument("--batch", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--dtype", default="float32", choices=("float32", "bfloat16"))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    with tempfile.TemporaryDirectory() as scratch:
        folders = {str(options.model): options.model}
        if options.model is None:
            folders = {}
            for experts in (4, 8):
                folder = Path(scratch) / str(experts)
                model = random_checkpoints.random_model(options.canvas, **EMBEDDED_SIZE, num_experts=experts)
                folders[f"random weights, {experts} experts"] = random_checkpoints.write(model, folder)
        for name, folder in folders.items():
            print(
                f"\n{name}, ms ({options.device}, {options.dtype}, {options.threads} threads, {options.rounds} rounds)"
            )
            print(
                bench.table(
                    bench.beside_transformers(
                        folder,
                        options.prefix,
                        options.canvas,
                        options.batch,
                        options.rounds,
                        options.device,
                        getattr(torch, options.dtype),
                    )
                )
            )


if __name__ == "__main__":
    main()
