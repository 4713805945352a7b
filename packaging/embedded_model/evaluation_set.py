"""Writes what `palimpsest evaluate` reads: held-out documents, the names of held-out library files, and first names.

python packaging/embedded_model/evaluation_set.py [OUT_DIR]
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import corpus
import library
from stories import names

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "evaluation"
COUNT = 250
"""Documents of each generator."""


def write(folder: Path, count: int) -> None:
    """Write the four kinds of files; the same count gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)

    def save(name: str, values: list[str]) -> None:
        text = json.dumps(values, ensure_ascii=False, indent=0)
        (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")

    for kind in ("stories", "snippets"):
        save(kind, list(corpus.documents(kind, "held", count)))
    save("library", [name for name, _ in library.files("held")])
    save("names", sorted({*names.MEN, *names.WOMEN}))


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("out", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--count", type=int, default=COUNT)
    options = parser.parse_args()
    write(options.out, options.count)
    return 0


if __name__ == "__main__":
    sys.exit(main())
