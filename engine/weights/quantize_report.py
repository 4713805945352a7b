"""How far a quantised checkpoint is from its source: numbers for programs, a page for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from palimpsest.engine.weights.quantize_plan import Shard
from palimpsest.engine.weights.quantize_state import Sums
from palimpsest.engine.weights.targets import Target

REPORT = "quantization_report.json"


@dataclass(frozen=True, slots=True)
class ClassError:
    """The matrices of one kind, in all layers."""

    kind: str
    """ "experts.gate_proj", "self_attn.q_proj"."""
    matrices: int
    elements: int
    bits: float
    """Stored per number, scales counted."""
    error: float
    """Root of the sum of squared differences, relative to that of the numbers."""
    max_abs_error: float
    """The same, had scales been taken from the largest number of each group."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of it. The same source and target give the same report."""

    source: str
    """Name of the source's folder."""
    to: str
    source_bytes: int
    """Of tensors."""
    bytes: int
    classes: tuple[ClassError, ...]
    kept_tensors: int
    """Written as they were."""
    kept_bytes: int

    def values(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self)


def report(source: str, target: Target, shards: Iterable[Shard], sums: Iterable[Sums]) -> Report:
    """Put together what was noted of each file."""
    shards = tuple(shards)
    jobs = [job for shard in shards for job in shard.jobs]
    matrices: dict[str, int] = {}
    elements: dict[str, int] = {}
    stored: dict[str, int] = {}
    for job in jobs:
        per_part = len(job.entries) // len(job.parts) if job.parts else 0
        for place, part in enumerate(job.parts):
            entries = job.entries[place * per_part : (place + 1) * per_part]
            matrices[part.kind] = matrices.get(part.kind, 0) + 1
            elements[part.kind] = elements.get(part.kind, 0) + part.rows * job.columns
            stored[part.kind] = stored.get(part.kind, 0) + sum(entry.nbytes for entry in entries)
    totals: dict[str, list[float]] = {kind: [0.0, 0.0, 0.0] for kind in matrices}
    for table in sums:
        for kind, numbers in table.items():
            totals[kind] = [total + number for total, number in zip(totals[kind], numbers, strict=True)]
    kept = [entry for job in jobs if not job.parts for entry in job.entries]
    return Report(
        source=source,
        to=target.name,
        source_bytes=sum(shard.source_bytes for shard in shards),
        bytes=sum(shard.layout.nbytes for shard in shards),
        classes=tuple(
            ClassError(
                kind,
                matrices[kind],
                elements[kind],
                8 * stored[kind] / elements[kind],
                _relative(totals[kind][1], totals[kind][0]),
                _relative(totals[kind][2], totals[kind][0]),
            )
            for kind in sorted(matrices)
        ),
        kept_tensors=len(kept),
        kept_bytes=sum(entry.nbytes for entry in kept),
    )


def table(found: Report) -> str:
    """The errors of each class, for a terminal or a page."""
    lines = [f"{'':<22}{'matrices':>10}{'bits':>7}{'error':>9}{'max-abs':>9}"]
    lines += [
        f"{each.kind:<22}{each.matrices:>10,}{each.bits:>7.2f}{each.error:>9.2%}{each.max_abs_error:>9.2%}"
        for each in found.classes
    ]
    return "\n".join(lines)


def page(found: Report, target: Target) -> str:
    """README.md of the written folder."""
    form = target.scheme["format"]
    return f"""\
# {found.source}, quantised to {target.name}

Written by `palimpsest model quantize` from `{found.source}`: {found.source_bytes / 1e9:.2f} GB became \
{found.bytes / 1e9:.2f} GB. The model, its licence and its terms of use are those of the source.

The layout is that of [compressed-tensors](https://github.com/vllm-project/compressed-tensors), format `{form}`;
`quantization_config` in `config.json` says so to every program that reads it. Experts are stored one by one
(`…experts.N.gate_proj`, `up_proj`, `down_proj`). All else is as it was in the source: {found.kept_tensors:,} tensors,
{found.kept_bytes / 1e9:.2f} GB.

Scales minimise the squared error of each group. The error is the root mean square of the differences, relative to that
of the weights; in the last column, what it would be with scales taken from the largest number of each group:

```
{table(found)}
```

The same numbers are in `{REPORT}`.
"""


def _relative(error: float, energy: float) -> float:
    return (error / energy) ** 0.5 if energy > 0 else 0.0
