"""Presets of the prompt bar: an instruction and where the dials stand, those that ship and those of the user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Signal

from palimpsest.app import settings
from palimpsest.app.documents.state_files import make_folder, replace_file
from palimpsest.app.documents.translate import mark
from palimpsest.app.regenerate import preset_file
from palimpsest.app.regenerate.preset_file import PRESETS_MOST, Preset, PresetFileError
from palimpsest.app.regenerate.wish import Wish

PROSE = mark("Prose")
CODE = mark("Code")


@dataclass(frozen=True, slots=True)
class Shipped:
    """A preset of the program; its group, name and instruction are translated where they are shown."""

    group: str
    preset: Preset


SHIPPED: tuple[Shipped, ...] = (
    Shipped(PROSE, Preset(mark("Shorter"), mark("Say the same in fewer words."), 0.7, "shorter")),
    Shipped(PROSE, Preset(mark("Longer"), mark("Say it with more detail."), 0.8, "longer")),
    Shipped(PROSE, Preset(mark("Fix grammar"), mark("Mend spelling and grammar. Change nothing else."), 0.25, "same")),
    Shipped(PROSE, Preset(mark("Simpler words"), mark("Use simple words and short sentences."), 0.55, "same")),
    Shipped(PROSE, Preset(mark("More formal"), mark("Write in a formal tone."), 0.55, "same")),
    Shipped(PROSE, Preset(mark("More vivid"), mark("Make it more vivid, with concrete details."), 0.7, "same")),
    Shipped(PROSE, Preset(mark("Friendlier"), mark("Write in a warm and friendly tone."), 0.55, "same")),
    Shipped(CODE, Preset(mark("Add type hints"), mark("Add type hints. Change nothing else."), 0.4, "longer")),
    Shipped(CODE, Preset(mark("Add a docstring"), mark("Add a docstring. Change nothing else."), 0.4, "longer")),
    Shipped(CODE, Preset(mark("Handle errors"), mark("Handle the errors that can happen here."), 0.7, "longer")),
    Shipped(CODE, Preset(mark("Rename for clarity"), mark("Give the variables clear names."), 0.4, "same")),
    Shipped(CODE, Preset(mark("Simplify"), mark("Make this code simpler. It shall do the same."), 0.8, "shorter")),
)


def translated(preset: Preset) -> Preset:
    """A shipped preset as it is shown and asked for."""
    name, instruction = (QCoreApplication.translate("", text) for text in (preset.name, preset.instruction))
    return replace(preset, name=name, instruction=instruction)


def preset_of(name: str, wish: Wish) -> Preset:
    """Keep a wish under a name; its seed is left out. Raises `ValueError` for what is no name."""
    return preset_file.checked(
        Preset(name, wish.instruction, wish.strength, wish.length, wish.tokens, wish.alternatives)
    )


def applied(preset: Preset, wish: Wish) -> Wish:
    """A wish with everything that the preset says; the rest, and the seed, stay."""
    return replace(
        wish,
        instruction=preset.instruction,
        strength=wish.strength if preset.strength is None else preset.strength,
        length=wish.length if preset.length is None else preset.length,
        tokens=preset.tokens if preset.tokens is not None or preset.length is not None else wish.tokens,
        alternatives=wish.alternatives if preset.alternatives is None else preset.alternatives,
    )


def presets_path() -> Path:
    """Where the user's presets lie."""
    return settings.settings_path().with_name("presets.json")


class Presets(QObject):
    """The user's presets, by name. Every change is written at once, onto what others may have written meanwhile."""

    changed = Signal()
    faulted = Signal(str)
    """A sentence: the file is damaged or could not be written."""

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        """Read the presets at `path`. A damaged file is kept beside it, and `fault` says so."""
        super().__init__(parent)
        self.path = path or presets_path()
        self.fault = ""
        """The sentence of `faulted`, for what happened before anybody could listen."""
        self.own: tuple[Preset, ...] = ()
        """In the order in which they were made."""
        self._read()

    def names(self) -> set[str]:
        """Of the user's presets."""
        return {preset.name for preset in self.own}

    def add(self, preset: Preset) -> bool:
        """Keep a preset, in place of one of the same name. False if it could not be written, or there are too many."""
        return self.take_in([preset])

    def take_in(self, presets: Sequence[Preset]) -> bool:
        """Keep several; those of the same names give way, and the rest stays."""
        self._read()
        return self._write(preset_file.merged(self.own, presets))

    def rename(self, name: str, new: str) -> bool:
        """Give a preset another name; another one of that name gives way. Raises `ValueError` for what is no name."""
        self._read()
        renamed = [preset_file.checked(replace(each, name=new)) if each.name == name else each for each in self.own]
        kept = [each for each, before in zip(renamed, self.own, strict=True) if each.name != new or before.name == name]
        return self._write(tuple(kept))

    def remove(self, name: str) -> bool:
        """Forget a preset."""
        self._read()
        return self._write(tuple(preset for preset in self.own if preset.name != name))

    def import_file(self, path: Path) -> int:
        """Take in the presets of a file, and return their number.

        Raises `PresetFileError`, with a sentence, and changes nothing then.
        """
        found = preset_file.read(path)
        self._read()
        merged = preset_file.merged(self.own, found)
        if len(merged) > PRESETS_MOST:
            template = self.tr("Not more than {most} presets can be kept; with those of this file there were {count}.")
            raise PresetFileError(template.format(most=PRESETS_MOST, count=len(merged)))
        if not self._write(merged):
            raise PresetFileError(self.fault)
        return len(found)

    def export_file(self, path: Path) -> None:
        """Write the user's presets, to be given away. Raises `OSError`."""
        path.write_text(preset_file.text_of(self.own), encoding="utf-8")

    def _read(self) -> None:
        try:
            self.own = preset_file.read(self.path) if self.path.exists() else ()
        except PresetFileError as error:
            aside = settings.keep_aside(self.path)
            kept = self.tr("It was kept as {path}.").format(path=aside) if aside is not None else ""
            self._fail(
                " ".join(part for part in (self.tr("Your presets could not be read."), str(error), kept) if part)
            )

    def _write(self, presets: tuple[Preset, ...]) -> bool:
        if len(presets) > PRESETS_MOST:
            self._fail(self.tr("Not more than {most} presets can be kept.").format(most=PRESETS_MOST))
            return False
        try:
            if self.path.exists():
                # Still there although it is damaged: it could not be kept aside, and must not be lost.
                preset_file.read(self.path)
            make_folder(self.path.parent)
            replace_file(self.path, preset_file.text_of(presets).encode())
        except (OSError, PresetFileError) as error:
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            self._fail(self.tr("Your presets could not be written. {reason}").format(reason=reason))
            return False
        self.own = presets
        self.changed.emit()
        return True

    def _fail(self, sentence: str) -> None:
        self.fault = sentence
        self.faulted.emit(sentence)
