"""What is remembered between starts: one small JSON file in the user's configuration folder."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import tempfile
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import platformdirs

EMBEDDED = "embedded"
"""The value of `Settings.model` that means the model that ships with the program."""

THEMES = ("system", "light", "dark")
INSTRUCTIONS_KEPT = 20

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Settings:
    """Remembered choices. Anything missing or of the wrong type in the file takes its default."""

    theme: str = "system"
    """One of `THEMES`."""
    zoom: int = 0
    """Steps from the theme's own text size."""
    alternatives: int = 3
    """How many texts a run offers, 1 to 4."""
    model: str = EMBEDDED
    """`EMBEDDED`, or the folder of a checkpoint."""
    reduced_motion: bool = False
    width: int = 1080
    height: int = 760
    welcomed: bool = False
    """True once the sample document has been shown."""
    instructions: list[str] = field(default_factory=list)
    """Instructions given before, newest first."""

    def remember_instruction(self, instruction: str) -> None:
        """Put an instruction at the head of the history, once."""
        if not instruction.strip():
            return
        rest = [old for old in self.instructions if old != instruction]
        self.instructions = [instruction, *rest][:INSTRUCTIONS_KEPT]


def settings_path() -> Path:
    """Where the settings lie."""
    return Path(platformdirs.user_config_dir("palimpsest", appauthor=False)) / "settings.json"


def log_file() -> Path:
    """Where the log lies."""
    return Path(platformdirs.user_log_dir("palimpsest", appauthor=False)) / "palimpsest.log"


def load(path: Path | None = None) -> Settings:
    """Read the settings; a missing or damaged file gives the defaults, never an error."""
    path = path or settings_path()
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError) as error:
        _log.warning("settings at %s are not readable: %s", path, error)
        return Settings()
    return _checked(stored) if isinstance(stored, dict) else Settings()


def save(settings: Settings, path: Path | None = None) -> None:
    """Write the settings, all or nothing; a folder that cannot be written is logged and otherwise ignored."""
    path = path or settings_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(settings), file, indent=2, ensure_ascii=False)
            Path(name).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        _log.warning("settings could not be written to %s: %s", path, error)


def _checked(stored: dict[str, Any]) -> Settings:
    """Take from `stored` what has the right type and range."""
    result = Settings()
    for item in fields(Settings):
        value = stored.get(item.name)
        if type(value) is type(getattr(result, item.name)):
            setattr(result, item.name, value)
    if result.theme not in THEMES:
        result.theme = "system"
    result.zoom = max(-8, min(24, result.zoom))
    result.alternatives = max(1, min(4, result.alternatives))
    result.width = max(480, min(10_000, result.width))
    result.height = max(320, min(10_000, result.height))
    result.instructions = [text for text in result.instructions if isinstance(text, str)][:INSTRUCTIONS_KEPT]
    return result
