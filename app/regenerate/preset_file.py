"""Presets as a file, to be kept and to be given away: checked when read, bounded in every way."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from palimpsest.app.documents.translate import translate
from palimpsest.app.regenerate.wish import SCALES

FORMAT, VERSION = "palimpsest presets", 1
PRESETS_MOST, NAME_MOST, INSTRUCTION_MOST = 200, 60, 2000
"""Presets in a file; characters."""
BYTES_MOST = 4 * 1024 * 1024
ALTERNATIVES_MOST, TOKENS_MOST = 8, 2048
STRENGTH_LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Preset:
    """An instruction under a name, and where the dials stand with it; None leaves a dial where it is."""

    name: str
    instruction: str = ""
    strength: float | None = None
    """0.1 to 1."""
    length: str | None = None
    """A key of `SCALES`."""
    tokens: int | None = None
    """Exact length, 1 to 2048 tokens; then `length` is not read."""
    alternatives: int | None = None
    """1 to 8."""


class PresetFileError(Exception):
    """A file that holds no presets; the message is a sentence."""


def checked(preset: Preset) -> Preset:
    """The preset with its name trimmed and its instruction in one line. Raises `ValueError`, with a sentence."""
    name = preset.name.strip() if isinstance(preset.name, str) else ""
    if not name or len(name) > NAME_MOST or not name.isprintable():
        raise ValueError(translate("Presets", "A name has 1 to {most} characters, in one line.").format(most=NAME_MOST))
    faulty = translate("Presets", "The preset “{name}” is not as a preset should be: {field}.")
    for field, fits in (
        ("instruction", _is_text(preset.instruction)),
        ("strength", preset.strength is None or _within(preset.strength, STRENGTH_LEAST, 1.0, float | int)),
        ("length", preset.length is None or (isinstance(preset.length, str) and preset.length in SCALES)),
        ("tokens", preset.tokens is None or _within(preset.tokens, 1, TOKENS_MOST, int)),
        ("alternatives", preset.alternatives is None or _within(preset.alternatives, 1, ALTERNATIVES_MOST, int)),
    ):
        if not fits:
            raise ValueError(faulty.format(name=name, field=field))
    strength = None if preset.strength is None else float(preset.strength)
    return Preset(
        name, " ".join(preset.instruction.split()), strength, preset.length, preset.tokens, preset.alternatives
    )


def merged(old: Sequence[Preset], new: Sequence[Preset]) -> tuple[Preset, ...]:
    """Both, each name once: what is new takes the place of what was called the same, or comes last."""
    by_name = {preset.name: preset for preset in old}
    by_name.update((preset.name, preset) for preset in new)
    return tuple(by_name.values())


def text_of(presets: Sequence[Preset]) -> str:
    """The text of a file of presets."""
    listed = [{key: value for key, value in asdict(preset).items() if value is not None} for preset in presets]
    # Escaped, so that whatever was typed can be written.
    return json.dumps({"format": FORMAT, "version": VERSION, "presets": listed}, indent=2, ensure_ascii=True) + "\n"


def parse(text: str) -> tuple[Preset, ...]:
    """Presets from the text of a file, each name once. Raises `PresetFileError`."""
    try:
        stored = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise PresetFileError(translate("Presets", "The file is no JSON.")) from error
    if not isinstance(stored, dict) or stored.get("format") != FORMAT or not isinstance(stored.get("presets"), list):
        raise PresetFileError(translate("Presets", "The file holds no presets."))
    version = stored.get("version")
    if not isinstance(version, int) or version < VERSION:
        raise PresetFileError(translate("Presets", "The file holds no presets."))
    if version > VERSION:
        raise PresetFileError(translate("Presets", "The file was written by a newer version of Palimpsest."))
    if len(stored["presets"]) > PRESETS_MOST:
        raise PresetFileError(
            translate("Presets", "The file holds more than {most} presets.").format(most=PRESETS_MOST)
        )
    try:
        return merged((), [_preset(each) for each in stored["presets"]])
    except ValueError as error:
        raise PresetFileError(str(error)) from error


def read(path: Path) -> tuple[Preset, ...]:
    """Read a file of presets. Raises `PresetFileError` for whatever is wrong with it."""
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_MOST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PresetFileError(
            translate("Presets", "The file cannot be read: {reason}.").format(reason=reason)
        ) from error
    if len(data) > BYTES_MOST:
        raise PresetFileError(translate("Presets", "The file is too large to hold presets."))
    try:
        return parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PresetFileError(translate("Presets", "The file is no text.")) from error


def _preset(stored: Any) -> Preset:
    if not isinstance(stored, dict) or not isinstance(stored.get("name"), str):
        raise ValueError(translate("Presets", "The file holds a preset without a name."))
    known = ("name", "instruction", "strength", "length", "tokens", "alternatives")
    return checked(Preset(**{key: stored[key] for key in known if key in stored}))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= INSTRUCTION_MOST


def _within(value: Any, least: float, most: float, kind: Any) -> bool:
    return isinstance(value, kind) and not isinstance(value, bool) and least <= value <= most
