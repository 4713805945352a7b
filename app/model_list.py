"""`palimpsest model list`: the checkpoints on this machine, whether each fits, and what could be downloaded."""

from __future__ import annotations

import argparse
import json
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from palimpsest.app import settings
from palimpsest.app.models.finder import search
from palimpsest.app.models.places import YOURS, Place, places
from palimpsest.app.models.words import size_text

if TYPE_CHECKING:
    from palimpsest.app.models.finder import Found
    from palimpsest.app.models.fit import Advice, Fit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER", help="look only here, in place of where programs keep models"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")


def run(args: argparse.Namespace) -> int:
    """Look for checkpoints; nothing is downloaded. Returns the exit code."""
    missing = [str(folder) for folder in args.folders if not folder.exists()]
    if missing:
        print(f"palimpsest: There is no {missing[0]}. Check the name.", file=sys.stderr)
        return 1
    from palimpsest.app.models import fit

    machine = fit.this_machine()
    where = [Place(YOURS, folder.absolute()) for folder in args.folders] or places(_own())
    found = [(each, fit.of(each.checkpoint, machine)) for each in search(where, threading.Event())]
    advice = fit.advice(machine)
    print(json.dumps(_as_json(found, advice)) if args.json else _readable(found, advice))
    return 0


def _own() -> list[Path]:
    """Folders that the user named in the window."""
    values = settings.load()
    return [Path(folder) for folder in (*values.model_folders, values.download_folder) if folder]


def _readable(found: list[tuple[Found, Fit]], advice: Advice) -> str:
    lines: list[str] = []
    for model, fit in found:
        form = model.checkpoint.format if model.checkpoint is not None else ""
        facts = [form, size_text(model.size) if model.size else "", model.owner, model.place]
        told = str(model.fault) if model.fault is not None else fit.told
        lines += [model.name, f"  {' · '.join(part for part in facts if part)}", f"  {model.path}", f"  {told}", ""]
    if not found:
        lines += ["No DiffusionGemma has been found on this computer.", ""]
    lines.append("Published (palimpsest model download NAME):")
    for published, fit in advice.fits:
        size = size_text(published.size) if published.size is not None else "?"
        best = "  ← the right one here" if published == advice.best else ""
        lines.append(f"  {published.name:<16}{size:>9}  {fit.how.value:<14}{published.repo}{best}")
    lines += ["", advice.sentence]
    return "\n".join(lines)


def _as_json(found: list[tuple[Found, Fit]], advice: Advice) -> dict[str, Any]:
    return {
        "models": [
            {
                "path": str(model.path),
                "name": model.name,
                "owner": model.owner,
                "place": model.place,
                "format": model.checkpoint.format if model.checkpoint is not None else None,
                "bytes": model.size,
                "fault": str(model.fault) if model.fault is not None else None,
                "fit": fit.how.name.lower() if model.fault is None else None,
                "sentence": fit.told,
            }
            for model, fit in found
        ],
        "published": [
            {
                "name": published.name,
                "repo": published.repo,
                "format": published.format,
                "bytes": published.size,
                "licence": published.licence,
                "fit": fit.how.name.lower(),
                "sentence": fit.told,
            }
            for published, fit in advice.fits
        ],
        "best": advice.best.name if advice.best is not None else None,
        "sentence": advice.sentence,
    }
