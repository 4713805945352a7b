"""How fast and in how much memory a checkpoint of the released model's shapes is quantised.

    python tests/bench/bench_quantize.py [--layers N] [--to int4 fp8 nvfp4] [--folder DIR]

Layers of real shapes with random weights are written to DIR (1.6 GB each, the embedding 1.5 GB, and the result a third
to a half of it), quantised in a process of its own, and removed. Memory is what the process alone holds (RssAnon of
/proc/self/status, looked at every 10 ms): mapped pages of the source and the system's cache are not in it.

November 2026, three layers (6.43 GB of source, 4.8 to 4.9 of them quantised) on two cores that others used, too:

            error  max-abs  seconds  quantised GB a minute and core  own memory  mapped
    int4    8.59%    9.47%      102                             3.6     0.28 GB  1.7 GB
    fp8     2.57%    2.65%       70                             4.2     0.33 GB  1.7 GB
    nvfp4   8.12%    9.51%      153                             2.2     0.43 GB  1.7 GB
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import torch

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src")]

from palimpsest.engine.config import FULL, SLIDING, ModelConfig  # noqa: E402
from palimpsest.engine.weights.huggingface import names  # noqa: E402
from palimpsest.engine.weights.quantize import quantize  # noqa: E402
from palimpsest.engine.weights.quantize_report import table  # noqa: E402
from palimpsest.engine.weights.shard_writer import Entry, Layout, writing  # noqa: E402

RELEASED_GB = {"int4": 47.9, "fp8": 49.0, "nvfp4": 47.9}
"""Of the released model's 51.65 GB, those that are quantised."""
TEXT = {
    "vocab_size": 262_144,
    "hidden_size": 2816,
    "num_attention_heads": 16,
    "head_dim": 256,
    "num_key_value_heads": 8,
    "global_head_dim": 512,
    "num_global_key_value_heads": 2,
    "intermediate_size": 2112,
    "moe_intermediate_size": 704,
    "num_experts": 128,
    "top_k_experts": 8,
    "sliding_window": 1024,
}


def main() -> None:
    """Write a source, quantise it to each target, print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--to", nargs="+", default=["int4", "fp8", "nvfp4"])
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        source, folder, to = options.measure
        measure(Path(source), Path(folder), to)
        return
    with tempfile.TemporaryDirectory(dir=options.folder, prefix="bench_quantize.") as folder:
        source = Path(folder) / "source"
        write_source(source, options.layers)
        for to in options.to:
            result = Path(folder) / to
            subprocess.run([sys.executable, __file__, "--measure", source, result, to], check=True)
            shutil.rmtree(result)


def write_source(folder: Path, layers: int) -> None:
    """A checkpoint in bf16 with every sixth layer, and the last one, of the full kind."""
    kinds = [FULL if (i + 1) % 6 == 0 or i + 1 == layers else SLIDING for i in range(layers)]
    text = {**TEXT, "num_hidden_layers": layers, "layer_types": kinds}
    config = {"model_type": "diffusion_gemma", "text_config": text}
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(config))
    resolved = ModelConfig.from_dict(config)
    shapes = {name: shape(name, resolved) for name in names(resolved)}
    layout = Layout(tuple(Entry(name, torch.bfloat16, size) for name, size in shapes.items()))
    generator = torch.Generator().manual_seed(0)
    with writing(folder / "model.safetensors", layout) as writer:
        for name, size in shapes.items():
            tensor = torch.empty(size, dtype=torch.bfloat16)
            for rows in tensor.flatten(0, -2).split(1 << 14) if tensor.dim() > 1 else (tensor,):
                rows.copy_(torch.randn(rows.shape, generator=generator) * 0.02)
            writer.write(name, tensor)


def shape(name: str, config: ModelConfig) -> tuple[int, ...]:
    """Of a tensor of the source."""
    words = name.removesuffix(".weight").split(".")
    hidden, wide, size = config.hidden_size, config.intermediate_size, config.expert_size
    module, part = words[-2:]
    if module == "self_attn":
        layer = config.layers[int(words[3])]
        rows = (config.heads if part[0] in "qo" else layer.groups) * layer.head_dim
        return {"norm": (layer.head_dim,), "proj": (hidden, rows) if part[0] == "o" else (rows, hidden)}[part[2:]]
    return {
        "embed_tokens": (config.vocab_size, hidden),
        "gate_up_proj": (config.experts, 2 * size, hidden),
        "down_proj": (config.experts, hidden, size) if module == "experts" else (hidden, wide),
        "gate_proj": (wide, hidden),
        "up_proj": (wide, hidden),
        "proj": (config.experts, hidden),
        "per_expert_scale": (config.experts,),
        "layer_scalar": (1,),
    }.get(part, (hidden,))


def measure(source: Path, folder: Path, to: str) -> None:
    """Quantise in this process, and print what it took."""
    ended = threading.Event()
    peaks = {"RssAnon": 0, "RssFile": 0}

    def watch() -> None:
        while not ended.wait(0.01):
            for name, kilobytes in memory().items():
                peaks[name] = max(peaks[name], kilobytes)

    begun = memory()
    watcher = threading.Thread(target=watch)
    watcher.start()
    wall, processor = time.monotonic(), time.process_time()
    try:
        found = quantize(source, folder, to)
    finally:
        ended.set()
        watcher.join()
    wall, processor = time.monotonic() - wall, time.process_time() - processor
    # What is only copied takes next to no time, and an embedding weighs more among few layers.
    size = 2 * sum(each.elements for each in found.classes) / 1e9
    share = RELEASED_GB[to] / size / 60
    print(
        f"{to}: {found.source_bytes / 1e9:.2f} GB became {found.bytes / 1e9:.2f} GB in {wall:.0f} s\n"
        f"{size:.2f} GB quantised, {60 * size / wall:.1f} a minute, {60 * size / processor:.1f} a minute and core; "
        f"the released model's {RELEASED_GB[to]} GB: {share * wall:.1f} minutes, {share * processor:.1f} of one core\n"
        f"memory of its own: {peaks['RssAnon'] / 1e6:.2f} GB at most, {begun['RssAnon'] / 1e6:.2f} GB before; "
        f"mapped pages: {peaks['RssFile'] / 1e6:.2f} GB at most\n{table(found)}",
        flush=True,
    )


def memory() -> dict[str, int]:
    """kB of this process: of its own, and of mapped files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return {line.split(":")[0]: int(line.split()[1]) for line in lines if line.startswith(("RssAnon", "RssFile"))}


if __name__ == "__main__":
    main()
