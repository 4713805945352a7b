"""The presets in the palette: choose one for the prompt bar, keep what the bar stands at, rename, import, export."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from palimpsest.app.palette_item import Item
from palimpsest.app.regenerate.dials import LENGTHS
from palimpsest.app.regenerate.name_dialog import NameDialog
from palimpsest.app.regenerate.preset_file import NAME_MOST, Preset, PresetFileError
from palimpsest.app.regenerate.presets import CODE, SHIPPED, Presets, applied, preset_of, translated

if TYPE_CHECKING:
    from palimpsest.app.palette import Palette
    from palimpsest.app.regenerate.prompt_bar import PromptBar


class PresetMenu(QObject):
    """One per window. It works on the bar of the page that is shown."""

    bar_wanted = Signal()
    """A preset was chosen while the bar is put away; it is filled in when this returns."""
    run_wanted = Signal()
    """The bar stands at a preset that is to be run at once."""
    said = Signal(str)
    """A sentence: what has been done."""
    failed = Signal(str)
    """A sentence: what could not be done."""

    def __init__(
        self,
        presets: Presets,
        palette: Palette,
        bar: Callable[[], PromptBar],
        writes_code: Callable[[], bool],
        parent: QWidget,
    ) -> None:
        """`bar` is the bar of the page that is shown; `writes_code` tells whether that page holds code."""
        super().__init__(parent)
        self._presets = presets
        self._palette = palette
        self._bar = bar
        self._writes_code = writes_code
        self._home = parent

    @Slot()
    def choose(self) -> None:
        """Show the presets, and what can be done with them."""
        yours = self.tr("Yours")
        items = [self._item(preset, yours) for preset in self._presets.own]
        hidden = self._presets.names()
        # Those for what is on the page come first; the order is otherwise that of the table.
        shipped = sorted(SHIPPED, key=lambda each: (each.group == CODE) != self._writes_code())
        for each in shipped:
            preset = translated(each.preset)
            if preset.name not in hidden:
                items.append(self._item(preset, QCoreApplication.translate("", each.group)))
        self._palette.choose(self.tr("Choose a preset"), [*items, *self._tasks()], self._take)

    @Slot(int)
    def run(self, number: int) -> None:
        """Set the bar to the user's preset of this number, from 1, and ask for a run; say so where there is none."""
        own = self._presets.own
        if number > len(own):
            self.said.emit(self.tr("There is no preset number {number} of yours yet.").format(number=number))
            return
        if self._bar().isHidden():
            self.bar_wanted.emit()
        bar = self._bar()
        bar.set_wish(applied(own[number - 1], bar.wish))
        self.run_wanted.emit()

    @Slot()
    def save(self) -> None:
        """Ask for a name, and keep what the bar stands at."""
        wish = self._bar().wish

        def keep(name: str) -> None:
            preset = preset_of(name, wish)
            if self._presets.add(preset):
                self.said.emit(self.tr("The preset “{name}” is kept.").format(name=preset.name))

        title, label = self.tr("Keep these settings as a preset"), self.tr("Keep")
        NameDialog(self._home, title, label, wish.instruction[:NAME_MOST], self._presets.names(), keep).open()

    @Slot()
    def rename(self) -> None:
        """Choose one of the user's presets, and ask for its new name."""

        def ask(item: Item) -> None:
            old = str(item.data)
            others = self._presets.names() - {old}
            title = self.tr("Rename the preset “{name}”").format(name=old)
            take = lambda name: self._presets.rename(old, name)  # noqa: E731
            NameDialog(self._home, title, self.tr("Rename"), old, others, take).open()

        self._palette.choose(self.tr("Rename which preset?"), self._own(), ask)

    @Slot()
    def remove(self) -> None:
        """Choose one of the user's presets, and forget it."""

        def forget(item: Item) -> None:
            name = str(item.data)
            if self._presets.remove(name):
                self.said.emit(self.tr("The preset “{name}” is deleted.").format(name=name))

        def ask(item: Item) -> None:
            name = str(item.data)
            delete = self.tr("Delete “{name}”").format(name=name)
            answers = [Item(self.tr("Keep it")), Item(delete, data=name)]
            title = self.tr("Delete this preset?")
            self._palette.choose(title, answers, lambda answer: answer.data is not None and forget(answer))

        self._palette.choose(self.tr("Delete which preset?"), self._own(), ask)

    @Slot()
    def import_file(self) -> None:
        """Choose a file, and take its presets in."""
        title, kinds = self.tr("Import presets"), self.tr("Presets (*.json)")
        name, _ = QFileDialog.getOpenFileName(self._home, title, "", kinds)
        if not name:
            return
        try:
            count = self._presets.import_file(Path(name))
        except PresetFileError as error:
            self.failed.emit(self.tr("The presets are as they were. {reason}").format(reason=error))
        else:
            said = self.tr("One preset was taken in.") if count == 1 else self.tr("{count} presets were taken in.")
            self.said.emit(said.format(count=count))

    @Slot()
    def export_file(self) -> None:
        """Choose a file, and write the user's presets into it."""
        title, kinds = self.tr("Export presets"), self.tr("Presets (*.json)")
        name, _ = QFileDialog.getSaveFileName(self._home, title, "palimpsest-presets.json", kinds)
        if not name:
            return
        try:
            self._presets.export_file(Path(name))
        except OSError as error:
            reason = error.strerror or str(error)
            self.failed.emit(self.tr("The presets could not be written: {reason}.").format(reason=reason))
        else:
            self.said.emit(self.tr("The presets are in {file}.").format(file=Path(name).name))

    def _take(self, item: Item) -> None:
        if not isinstance(item.data, Preset):
            task = item.data
            assert callable(task)
            task()
            return
        if self._bar().isHidden():
            self.bar_wanted.emit()
        bar = self._bar()
        bar.set_wish(applied(item.data, bar.wish))
        bar.take_focus()

    def _tasks(self) -> list[Item]:
        group, own = self.tr("Presets"), bool(self._presets.own)
        return [
            Item(self.tr("Keep These Settings…"), data=self.save, group=group),
            Item(self.tr("Rename…"), data=self.rename, group=group, enabled=own),
            Item(self.tr("Delete…"), data=self.remove, group=group, enabled=own),
            Item(self.tr("Import…"), data=self.import_file, group=group),
            Item(self.tr("Export…"), data=self.export_file, group=group, enabled=own),
        ]

    def _own(self) -> list[Item]:
        return [Item(preset.name, _settings_of(preset), preset.name) for preset in self._presets.own]

    def _item(self, preset: Preset, group: str) -> Item:
        return Item(preset.name, _settings_of(preset), preset, group)


def _settings_of(preset: Preset) -> str:
    """Where a preset puts the dials, in a few words: "70 % · shorter"."""
    parts = []
    if preset.strength is not None:
        percent = QCoreApplication.translate("PresetMenu", "{percent} %")
        parts.append(percent.format(percent=round(100 * preset.strength)))
    if preset.tokens is not None:
        parts.append(QCoreApplication.translate("PresetMenu", "{count} tokens").format(count=preset.tokens))
    elif preset.length not in (None, "same"):
        parts.append(QCoreApplication.translate("", LENGTHS[preset.length]))
    return " · ".join(parts)
