"""Train the embedded model: `python packaging/embedded_model/train.py --preset cpu --corpus DIR --out DIR`.

The schedule runs on the training clock (seconds spent in steps, over the budget), so that a run fits the time it is
given on whatever machine, and can be stopped, resumed and stretched.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import numpy as np
import torch

import checkpoint
import export
import held_out
from fresh import Supply
from network import Network, NetworkConfig
from noise import KINDS, Batch, Documents, Shape, cut_rows, make_batch
from objective import Losses, Objective
from optimizer import Optimizer, Rates

if TYPE_CHECKING:
    from collections.abc import Sequence

PRESETS = Path(__file__).parent / "presets"


@dataclass(frozen=True, slots=True)
class Preset:
    """Everything a run is made of; one JSON file in presets/."""

    network: NetworkConfig
    shapes: tuple[Shape, ...]
    mix: dict[str, float]
    rates: Rates = field(default_factory=Rates)
    minutes: float = 110.0
    positions: int = 7680  # columns × rows of one step
    self_conditioned: float = 0.35  # share of the steps
    warmup: float = 0.01  # share of the budget
    decay: float = 0.4  # share of the budget over which the rates go to 0
    threads: int = 2
    compile: bool = True
    device: str = "cpu"
    save_minutes: float = 3.0
    table_minutes: float = 10.0
    table_rows: int = 48
    fresh_jobs: int = 0  # processes that write new documents while this one trains; 0 keeps to the corpus given

    @staticmethod
    def load(name: str) -> Preset:
        """Read presets/NAME.json (or a path to such a file)."""
        path = Path(name) if name.endswith(".json") else PRESETS / f"{name}.json"
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values["network"] = NetworkConfig.from_dict(values["network"])
        values["shapes"] = tuple(Shape(**shape) for shape in values["shapes"])
        values["rates"] = Rates(**values.get("rates", {}))
        return Preset(**values)


def speed(progress: float, warmup: float, decay: float) -> float:
    """Factor on the learning rates at `progress` in [0, 1]: up, flat, and linearly down to 0 at the end."""
    return max(0.0, min(1.0, progress / warmup if warmup else 1.0, (1 - progress) / decay if decay else 1.0))


class Trainer:
    """A network on its way: draws batches, steps, saves."""

    def __init__(self, preset: Preset, corpus: dict[str, Documents], out: Path, seed: int = 0) -> None:
        self.preset = preset
        self.corpus = corpus
        self.checkpoint = out / "checkpoint.safetensors"
        torch.manual_seed(seed)
        self.rng = np.random.default_rng(seed)
        self.network = Network(preset.network).to(preset.device)
        self.optimizer = Optimizer(self.network.named_parameters(), preset.rates)
        self.objective = Objective()
        self.seconds = 0.0
        self.steps = 0
        self.positions = 0
        self.schooled = False
        """True where training began with a trained model's weights: the curriculum of spans is behind it."""

    @property
    def progress(self) -> float:
        """Share of the budget used, 0 to 1."""
        return min(1.0, self.seconds / (60 * self.preset.minutes))

    def warm_up(self) -> None:
        """Run every shape once in both modes, changing nothing, so that compilation does not eat the schedule."""
        state = self.rng.bit_generator.state
        for shape in self.preset.shapes:
            for temperature in (None, 0.6):
                self.objective(self.network, self.draw(shape), temperature).total.backward()
                self.network.zero_grad(set_to_none=True)
        self.rng.bit_generator.state = state

    def draw(self, shape: Shape | None = None) -> Batch:
        """The next batch, on the device."""
        if shape is None:
            shapes = self.preset.shapes
            shares = np.array([shape.weight for shape in shapes])
            shape = shapes[self.rng.choice(len(shapes), p=shares / shares.sum())]
        count = max(1, self.preset.positions // (shape.prefix + shape.canvas))
        lesson = max(self.progress, 0.5 * self.schooled)
        rows = cut_rows(self.rng, self.corpus, self.preset.mix, shape, count)
        batch = make_batch(self.rng, rows, shape, self.preset.network.vocab_size, lesson)
        return batch.to(self.preset.device)

    def step(self) -> Losses:
        """One batch, forwards, backwards and into the weights; advances the training clock."""
        began = time.monotonic()
        torch.manual_seed(int(self.rng.integers(2**62)))
        conditioned = self.rng.random() < self.preset.self_conditioned
        temperature = float(self.rng.uniform(0.4, 0.8)) if conditioned else None
        losses = self.objective(self.network, self.draw(), temperature)
        losses.total.backward()
        self.optimizer.step(speed(self.progress, self.preset.warmup, self.preset.decay))
        self.steps += 1
        self.positions += losses.positions
        # A machine that was asleep must not find its schedule eaten.
        self.seconds += min(time.monotonic() - began, 10.0)
        return losses

    def save(self) -> None:
        """Write the checkpoint."""
        counts = {"seconds": self.seconds, "steps": self.steps, "positions": self.positions}
        state = {
            **counts,
            "minutes": self.preset.minutes,
            "schooled": self.schooled,
            "rng": self.rng.bit_generator.state,
        }
        checkpoint.save(self.checkpoint, self.network, self.optimizer, state)

    def resume(self) -> None:
        """Go on from the checkpoint. FileNotFoundError where there is none."""
        state = checkpoint.restore(self.checkpoint, self.network, self.optimizer)
        self.seconds, self.steps, self.positions = state["seconds"], state["steps"], state["positions"]
        self.schooled = state.get("schooled", False)
        self.rng.bit_generator.state = state["rng"]


def run(
    trainer: Trainer, log: IO[str], stop: list[int], held: dict[str, Documents], supply: Supply | None = None
) -> None:
    """Train until the budget is used or `stop` is not empty; metrics as JSON lines."""
    preset = trainer.preset

    def note(**values: Any) -> None:
        print(json.dumps({"minutes": round(trainer.seconds / 60, 2), "step": trainer.steps, **values}), file=log)
        log.flush()

    def tell_table() -> None:
        with torch.compiler.set_stance("force_eager"):  # not worth compiling for once in ten minutes
            figures = held_out.table(trainer.network, trainer.objective, held, preset.table_rows, preset.device)
        rounded = {kind: {name: round(value, 3) for name, value in row.items()} for kind, row in figures.items()}
        note(held_out=rounded)

    saved = told = trainer.seconds
    printed, positions = trainer.seconds, trainer.positions
    recent: list[tuple[float, float]] = []
    while trainer.progress < 1.0 and not stop:
        losses = trainer.step()
        recent.append((losses.denoise, losses.causal))
        if trainer.seconds - printed >= 20:
            denoise, causal = np.mean(recent, axis=0)
            rate = (trainer.positions - positions) / (trainer.seconds - printed)
            note(denoise=round(float(denoise), 4), causal=round(float(causal), 4), positions_per_second=round(rate))
            printed, positions = trainer.seconds, trainer.positions
            recent.clear()
            if supply is not None:
                trainer.corpus = supply.latest() or trainer.corpus
        if trainer.seconds - saved >= 60 * preset.save_minutes:
            trainer.save()
            saved = trainer.seconds
        if held and trainer.seconds - told >= 60 * preset.table_minutes:
            tell_table()
            told = trainer.seconds
    trainer.save()
    if held and not stop:
        tell_table()


def load_corpus(folder: Path, split: str) -> dict[str, Documents]:
    """The kinds that the folder has."""
    return {
        kind: Documents.load(folder, kind, split) for kind in KINDS if (folder / f"{kind}.{split}.tokens.npy").exists()
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; 0 done or stopped by a signal with everything saved, 2 wrong usage."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--preset", default="cpu", help="name in presets/, or a JSON file")
    parser.add_argument("--corpus", type=Path, required=True, help="folder with KIND.SPLIT.tokens.npy")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoint.safetensors and metrics.jsonl")
    parser.add_argument("--minutes", type=float, help="training budget; may change on resume")
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, metavar="MODEL_DIR", help="begin with an exported model's weights")
    options = parser.parse_args(arguments)
    preset = Preset.load(options.preset)
    if options.minutes:
        preset = replace(preset, minutes=options.minutes)
    corpus = load_corpus(options.corpus, "train")
    if not corpus:
        parser.error(f"no *.train.tokens.npy in {options.corpus}")
    options.out.mkdir(parents=True, exist_ok=True)
    if hasattr(os, "nice"):
        os.nice(19 - os.nice(0))
    torch.set_num_threads(preset.threads)
    trainer = Trainer(preset, corpus, options.out)
    if options.resume:
        trainer.resume()
    elif trainer.checkpoint.exists():
        parser.error(f"{trainer.checkpoint} exists: --resume, or another --out")
    elif options.start:
        export.read_back(trainer.network, options.start)
        trainer.schooled = True
    if preset.compile:
        # One graph per kind of layer, columns and gradient mode.
        torch._dynamo.config.recompile_limit = 64  # type: ignore[attr-defined]
        for layer in trainer.network.layers:
            layer.compile(dynamic=False)
        trainer.warm_up()
    stop: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda which, _frame: stop.append(which))
    supply = Supply(options.out / "fresh", list(corpus), preset.fresh_jobs) if preset.fresh_jobs else None
    try:
        with (options.out / "metrics.jsonl").open("a", encoding="utf-8") as log:
            run(trainer, log, stop, load_corpus(options.corpus, "held"), supply)
    finally:
        if supply is not None:
            supply.close()
    return 0


if __name__ == "__main__":
    if "OMP_WAIT_POLICY" not in os.environ:
        # Threads that spin at a barrier waste the slices a polite process gets on a busy machine (measured: a step
        # took twice the time and three times the processor). OpenMP reads this only as the process starts.
        os.environ["OMP_WAIT_POLICY"] = "passive"
        os.execv(sys.executable, [sys.executable, *sys.argv])
    sys.exit(main())
