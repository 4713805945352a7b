"""What is remembered between starts: the fields, their checks, and one small JSON file in the configuration folder."""

from __future__ import annotations

import contextlib
import json
import logging
import math
import os
import tempfile
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import platformdirs

from palimpsest.app.documents.translate import translate

EMBEDDED = "embedded"
"""The value of `Settings.model` that means the model that ships with the program."""

THEMES = ("system", "light", "dark")
LANGUAGES = ("", "en", "de")
INSTRUCTIONS_KEPT = FILES_KEPT = 20
COMMANDS_KEPT = 12
FOLDERS_KEPT = 20

_log = logging.getLogger(__name__)


def _within(default: float, least: float, most: float) -> Any:
    return field(default=default, metadata={"range": (least, most)})


def _one_of(default: str, *choices: str) -> Any:
    return field(default=default, metadata={"choices": choices})


@dataclass(slots=True)
class Settings:
    """Remembered choices. Anything missing or of the wrong type in the file takes its default."""

    theme: str = _one_of("system", *THEMES)
    language: str = _one_of("", *LANGUAGES)
    """Of menus and messages; "" is as the system."""
    reduced_motion: bool = False
    zoom_percent: int = _within(100, 50, 300)
    """Size of the page's text beside `prose_size` and `code_size`."""

    prose_font: str = ""
    """Family; "" is the one that ships."""
    code_font: str = ""
    prose_size: float = _within(14.0, 6.0, 48.0)
    """Points."""
    code_size: float = _within(11.0, 6.0, 48.0)
    measure: int = _within(72, 40, 120)
    """Characters of a line of prose."""
    wrap: str = _one_of("auto", "auto", "none", "window", "column")
    """"auto" wraps prose and not code; "column" wraps at `wrap_column`."""
    wrap_column: int = _within(100, 20, 400)
    line_numbers: str = _one_of("code", "code", "always", "never")
    current_line: bool = True
    """A band behind the line of the caret."""

    indent_guides: bool = True
    show_whitespace: bool = False
    margin_column: int = _within(0, 0, 400)
    """A hairline after so many characters; 0 is none."""
    tab_width: int = _within(4, 1, 16)
    insert: str = _one_of("detect", "detect", "spaces", "tabs")
    """What Tab inserts; "detect" does as the document does."""
    auto_indent: bool = True
    auto_close: bool = False
    """Close brackets and quotes as they are opened."""
    match_brackets: bool = True
    highlighting: bool = True

    spelling: bool = True
    spelling_language: str = ""
    """Name of a dictionary, such as "en_GB"; "" is as the system."""
    focus: str = _one_of("", "", "sentence", "paragraph")
    """What stays in full ink while the rest is faint; "" is everything."""
    typewriter: bool = False
    """The line of the caret stays in the middle of the page."""

    trim_on_save: bool = False
    newline_on_save: bool = False
    restore_session: bool = True

    alternatives: int = _within(3, 1, 8)
    """How many texts a run offers."""
    strength_percent: int = _within(100, 10, 100)
    """Share of the span that a run changes, about."""
    length: str = _one_of("same", "shorter", "same", "longer")
    """Of what a run writes, beside what stood there."""
    show_changes: bool = False
    """Draw a proposal with what it inserts and what it deletes."""
    slow_motion: bool = False
    """Draw passes no faster than the eye can follow."""
    slow_motion_ms: int = _within(400, 50, 5000)
    """Least time of a pass in slow motion."""
    model: str = EMBEDDED
    """`EMBEDDED`, or the folder of a checkpoint, or a GGUF file."""
    model_folders: list[str] = field(default_factory=list, metadata={"most": FOLDERS_KEPT})
    """Folders and files in which models are looked for, besides those of other programs; newest first."""
    download_folder: str = ""
    """Where models are downloaded to; "" is the usual place."""

    panels: list[str] = field(default_factory=list, metadata={"most": 8})
    """Panels beside the page that are open, by their names."""
    width: int = _within(1080, 480, 10_000)
    height: int = _within(760, 320, 10_000)
    welcomed: bool = False
    """True once the sample document has been shown."""
    instructions: list[str] = field(default_factory=list, metadata={"most": INSTRUCTIONS_KEPT})
    """Instructions given before, newest first."""
    recent_files: list[str] = field(default_factory=list, metadata={"most": FILES_KEPT})
    """Paths, newest first."""
    recent_commands: list[str] = field(default_factory=list, metadata={"most": COMMANDS_KEPT})
    """Ids of commands run from the palette, newest first."""
    keys: dict[str, list[str]] = field(default_factory=dict)
    """Command id → its keys, only what differs from the table of commands."""


class SettingsFileError(Exception):
    """A settings file that holds something else; the message is the inner part of a sentence."""


_FIELDS = {item.name: item for item in fields(Settings)}
_DEFAULTS = Settings()


def default(name: str) -> Any:
    """What a setting is where nothing was chosen. Raises `KeyError` for an unknown name."""
    value = getattr(_DEFAULTS, _FIELDS[name].name)
    return value.copy() if isinstance(value, list | dict) else value


def limits(name: str) -> tuple[float, float] | None:
    """Least and most of a number; None for what is not a number."""
    return _FIELDS[name].metadata.get("range")


def choices(name: str) -> tuple[str, ...]:
    """The values that a setting may take, if they are few; else nothing."""
    return _FIELDS[name].metadata.get("choices", ())


def checked(name: str, value: Any) -> Any:
    """`value` as the setting holds it, a copy. Raises `ValueError` for a wrong type, choice, range or name."""
    if name not in _FIELDS:
        raise ValueError(f"there is no setting {name}")
    fitting = _of_type(name, value)
    if _fitted(name, fitting) != fitting:
        raise ValueError(f"{name} cannot be {value!r}")
    return fitting.copy() if isinstance(fitting, list | dict) else fitting


def put_first(items: list[str], item: str, most: int) -> list[str]:
    """A history with `item` at its head, once, and no longer than `most`."""
    return [item, *(other for other in items if other != item)][:most]


def settings_path() -> Path:
    """Where the settings lie."""
    return Path(platformdirs.user_config_dir("palimpsest", appauthor=False)) / "settings.json"


def log_file() -> Path:
    """Where the log lies."""
    return Path(platformdirs.user_log_dir("palimpsest", appauthor=False)) / "palimpsest.log"


def parse(text: str) -> Settings:
    """Settings from the text of their file: wrong types take the default, numbers out of range the nearest.

    Raises `SettingsFileError` if the text is not one JSON object.
    """
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SettingsFileError(translate("Settings", "it is no JSON: {error}").format(error=error)) from error
    if not isinstance(stored, dict):
        raise SettingsFileError(translate("Settings", "it is no JSON object"))
    result = Settings()
    for name in _FIELDS.keys() & stored.keys():
        with contextlib.suppress(ValueError):
            setattr(result, name, _fitted(name, _of_type(name, stored[name])))
    return result


def text_of(settings: Settings) -> str:
    """The text of the settings file."""
    return json.dumps(asdict(settings), indent=2, ensure_ascii=False) + "\n"


def read(path: Path) -> Settings:
    """Read a settings file; a missing one gives the defaults. Raises `SettingsFileError`, with the reason."""
    try:
        return parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsFileError(translate("Settings", "it cannot be read: {error}").format(error=error)) from error


def keep_aside(path: Path) -> Path | None:
    """Rename a damaged settings file so that nothing overwrites it; its new path, or None if that is not possible."""
    number = 1
    while (aside := path.with_name(f"{path.name}.broken{f'-{number}' if number > 1 else ''}")).exists():
        number += 1
    try:
        return path.rename(aside)
    except OSError as error:
        _log.warning("settings at %s could not be kept aside: %s", path, error)
        return None


def load(path: Path | None = None) -> Settings:
    """Read the settings; a missing or damaged file gives the defaults, never an error. A damaged one is kept aside."""
    path = path or settings_path()
    try:
        return read(path)
    except SettingsFileError as error:
        _log.warning("settings at %s are not used: %s", path, error)
        keep_aside(path)
        return Settings()


def save(settings: Settings, path: Path | None = None) -> bool:
    """Write the settings, all or nothing; a folder that cannot be written is logged and otherwise ignored."""
    path = path or settings_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".settings-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text_of(settings))
            Path(name).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        _log.warning("settings could not be written to %s: %s", path, error)
        return False
    return True


def _of_type(name: str, value: Any) -> Any:
    """`value` if its type is the setting's; a whole number may stand for a decimal one. Raises `ValueError`."""
    wanted = type(getattr(_DEFAULTS, name))
    if wanted is float and type(value) is int:
        value = float(value)
    if type(value) is not wanted or (wanted is float and not math.isfinite(value)):
        raise ValueError(f"{name} cannot be {value!r}")
    return value


def _fitted(name: str, value: Any) -> Any:
    """The nearest that the setting may hold to a value of its type."""
    about = _FIELDS[name].metadata
    if "range" in about:
        least, most = about["range"]
        return type(value)(max(least, min(most, value)))
    if "choices" in about:
        return value if value in about["choices"] else getattr(_DEFAULTS, name)
    if isinstance(value, list):
        return [text for text in value if isinstance(text, str)][: about["most"]]
    if isinstance(value, dict):
        return {
            key: [text for text in texts if isinstance(text, str)]
            for key, texts in value.items()
            if isinstance(key, str) and isinstance(texts, list)
        }
    return value
