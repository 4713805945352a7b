"""The memory plan as Markdown: which format fits which card, and what one plan consists of. The README has both."""

from __future__ import annotations

from dataclasses import replace

from palimpsest.engine.weights import released
from palimpsest.engine.weights.machine import Card, Machine
from palimpsest.engine.weights.plan import CONTEXT, GIB, MAIN, Plan, plan, size

CARDS_GB = (12, 16, 18, 24, 32)

DESKTOP = 600 << 20
"""What a desktop and its driver take of a card."""

HERE = Machine(64 * GIB, 58 * GIB)
"""The machine that the table is for, and what other programs leave of its memory."""


def machine_with(gigabytes: float, machine: Machine = HERE) -> Machine:
    """The machine with a card of so many GB that can be used, a desktop on it."""
    total = round(gigabytes * GIB)
    return replace(machine, card=Card(f"GPU of {gigabytes:g} GB", total, max(0, total - DESKTOP), (8, 9)))


def fits_table(context: int = CONTEXT) -> str:
    """Formats × cards: "all" on the GPU, or of how many layers the experts stay in main memory."""
    heads = [f"{gigabytes} GB" for gigabytes in CARDS_GB]
    lines = [f"| format | weights | {' | '.join(heads)} |", "|---" * (2 + len(heads)) + "|"]
    for name in released.FORMATS:
        checkpoint = released.checkpoint(name)
        cells = [_cell(plan(checkpoint, machine_with(gigabytes), context)) for gigabytes in CARDS_GB]
        lines.append(f"| {name} | {size(checkpoint.sizes.total)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def parts_table(found: Plan) -> str:
    """The parts of a plan, where they lie, and their sums."""
    lines = ["| part | where | size |", "|---|---|--:|"]
    lines += [f"| {row.part} | {row.where} | {size(row.nbytes)} |" for row in found.rows]
    if found.gpu_bytes:
        lines.append(f"| **in all** | GPU | **{size(found.gpu_bytes)}** |")
    if found.main_bytes:
        lines.append(f"| **in all** | {MAIN} | **{size(found.main_bytes)}** |")
    return "\n".join(lines)


def _cell(found: Plan) -> str:
    if not found.fits:
        return "–"
    if found.device == "cpu":
        return "processor"
    layers = len(released.config().layers)
    return f"{len(found.streamed)} of {layers}" if found.streamed else "all"
