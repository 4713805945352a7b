"""Gather every text of the frame into resources/translations/*.ts, and pack the translated ones for the program.

Call it after a text was added or changed; translate what is "unfinished"; call it again.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
BIN = Path(sys.executable).parent


def gather(translations: Path) -> None:
    """Bring a .ts file in line with the sources: new texts come in unfinished, texts that are gone go."""
    sources = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "app").rglob("*.py"))
    options = ["-no-obsolete", "-locations", "none", "-silent", "-tr-function-alias", "QT_TR_NOOP+=mark"]
    _call("lupdate", *options, *sources, "-ts", str(translations))


def pack(translations: Path, packed: Path) -> None:
    """Make of a .ts file the .qm file that Qt reads. Unfinished texts are left out and appear in English."""
    _call("lrelease", "-silent", str(translations), "-qm", str(packed))


def main() -> int:
    for translations in sorted(FOLDER.glob("palimpsest_*.ts")):
        gather(translations)
        pack(translations, translations.with_suffix(".qm"))
        unfinished = translations.read_text(encoding="utf-8").count('type="unfinished"')
        print(f"{translations.name}: {unfinished} texts are not translated yet" if unfinished else translations.name)
    return 0


def _call(tool: str, *arguments: str) -> None:
    subprocess.run([str(BIN / f"pyside6-{tool}"), *arguments], cwd=ROOT, check=True)


if __name__ == "__main__":
    sys.exit(main())
