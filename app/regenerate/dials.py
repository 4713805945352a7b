"""The second line of the prompt bar: strength, length, drafts and seed, and a short note at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLabel, QSpinBox, QWidget

from palimpsest.app.documents.translate import mark
from palimpsest.app.idle_keys import is_idle
from palimpsest.app.regenerate.fitting_row import FittingRow
from palimpsest.app.regenerate.seed_dial import SeedDial
from palimpsest.app.regenerate.strength_slider import StrengthSlider, name_of
from palimpsest.app.regenerate.wish import MARKS, SCALES, Wish

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

LENGTHS = {"shorter": mark("shorter"), "same": mark("same length"), "longer": mark("longer")}
DRAFTS_MOST = 8
TOKENS_FIRST, TOKENS_MOST = 40, 2048
_EXACT = "exact"
_BETWEEN = 12
"""Pixels between two dials."""
_EDGES = 36
"""Pixels beside the text of a field: edges, padding, arrows."""


def asks_the_same(wish: Wish, standing: Wish) -> bool:
    """True if `wish` asks for nothing that `standing` was not asked for; a fresh seed is no other wish."""
    if wish.tokens is not None and wish.tokens == standing.tokens:
        wish = replace(wish, length=standing.length)
    if wish.seed is None:
        wish = replace(wish, seed=standing.seed)
    return replace(wish, strength=standing.strength) == standing and percent_of(wish) == percent_of(standing)


def percent_of(wish: Wish) -> int:
    """The strength as the dial shows it."""
    return round(100 * wish.strength)


class _Spin(QSpinBox):
    """As wide as its largest number."""

    def sizeHint(self) -> QSize:
        texts = (f"{number}{self.suffix()}" for number in (self.minimum(), self.maximum()))
        widest = max(self.fontMetrics().horizontalAdvance(text) for text in texts)
        return QSize(widest + _EDGES, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class _Combo(QComboBox):
    """As wide as its longest choice."""

    def sizeHint(self) -> QSize:
        widest = max(self.fontMetrics().horizontalAdvance(self.itemText(row)) for row in range(self.count()))
        return QSize(widest + _EDGES, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Dials(FittingRow):
    """Holds a `Wish`, but for its instruction. Every part can be worked with the keyboard."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length = "same"
        self._has_text = True
        self._narrow_value = False
        self._keys: dict[str, str] = {}
        self.setAccessibleName(self.tr("Dials"))
        self.strength_caption = self._caption(self.tr("Strength"))
        self.strength = StrengthSlider(theme, self)
        self.strength.setAccessibleName(self.tr("Strength"))
        self.strength_value = QLabel(self)
        self.length_caption = self._caption(self.tr("Length"))
        self.length = _Combo(self)
        self.length.setAccessibleName(self.tr("Length"))
        for key, name in LENGTHS.items():
            self.length.addItem(QCoreApplication.translate("", name), key)
        self.length.addItem(self.tr("exact…"), _EXACT)
        self.length.setCurrentIndex(self.length.findData(self._length))
        self.tokens = self._spin(self.tr("Exact length, tokens"), TOKENS_MOST, TOKENS_FIRST)
        self.tokens.setSuffix(self.tr(" tokens"))
        self.drafts_caption = self._caption(self.tr("Drafts"))
        self.drafts = self._spin(self.tr("Drafts"), DRAFTS_MOST, Wish().alternatives)
        self.seed_caption = self._caption(self.tr("Seed"))
        self.seed = SeedDial(theme, self)
        self.note = QLabel(self)
        self.note.setObjectName("note")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setContentsMargins(0, 0, 9, 0)
        self._place()
        for part in (self.length, self.tokens, self.drafts):
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            part.setProperty("flat", True)
            part.installEventFilter(self)
        self.strength.valueChanged.connect(self._on_strength)
        self.length.currentIndexChanged.connect(self._on_length)
        self.tokens.valueChanged.connect(self.changed)
        self.drafts.valueChanged.connect(self.changed)
        self.seed.changed.connect(self.changed)
        self.set_keys({})
        self._show_strength()
        self.set_note("")

    @property
    def wish(self) -> Wish:
        """What the dials stand at, with no instruction."""
        return Wish(
            strength=self.strength.value() / 100,
            alternatives=self.drafts.value(),
            seed=self.seed.value,
            length=self._length,
            tokens=self.tokens.value() if self._exact else None,
        )

    def set_wish(self, wish: Wish) -> None:
        """Stand at a wish; what a dial cannot show becomes the nearest that it can."""
        before = self.wish
        self.blockSignals(True)
        self.strength.setValue(percent_of(wish))
        self._length = wish.length if wish.length in SCALES else "same"
        if wish.tokens is not None:
            self.tokens.setValue(wish.tokens)
        self.length.setCurrentIndex(self.length.findData(self._length if wish.tokens is None else _EXACT))
        self.drafts.setValue(wish.alternatives)
        self.seed.set_value(wish.seed)
        self.blockSignals(False)
        if self.wish != before:
            self.changed.emit()

    def turn_length(self, by: int) -> None:
        """The next relative length; with an exact one, so many tokens more or fewer, in eighths."""
        if self._exact:
            self.tokens.setValue(self.tokens.value() + by * max(1, self.tokens.value() // 8))
            return
        names = list(LENGTHS)
        place = min(max(0, names.index(self._length) + by), len(names) - 1)
        self.length.setCurrentIndex(place)

    def set_has_text(self, has_text: bool) -> None:
        """Whether the span holds text, of which a run can keep something."""
        self._has_text = has_text
        self.strength.setEnabled(has_text)
        for part in (self.strength_caption, self.strength_value):
            part.setEnabled(has_text)
        self._tell_strength()

    def set_note(self, text: str) -> None:
        """Say something short at the right end; "" is nothing."""
        if text != self.note.text() or self.note.isVisibleTo(self) != bool(text):
            self.note.setText(text)
            self.note.setVisible(bool(text))
            self.fit()

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """Name the keys of the dials' commands, by command, in the tooltips."""
        self._keys = dict(keys)
        self.seed.set_keys(keys.get("regenerate.new_seed", ""), keys.get("regenerate.lock_seed", ""))
        length = self.tr("How long the new text is, beside the old one")
        self.length.setToolTip(self._keyed(length, "regenerate.shorter", "regenerate.longer"))
        drafts = self.tr("How many drafts a run makes, to choose from")
        self.drafts.setToolTip(self._keyed(drafts, "regenerate.fewer_drafts", "regenerate.more_drafts"))
        self._tell_strength()

    def set_theme(self, theme: Theme) -> None:
        """Wear another theme."""
        self.strength.set_theme(theme)
        self.seed.set_theme(theme)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The wheel turns only what has the keyboard, and keys held with Alt write nothing.
        wheel = event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus()
        idle = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and is_idle(event)
        if wheel or idle:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    @property
    def _exact(self) -> bool:
        return self.length.currentData() == _EXACT

    def _place(self) -> None:
        groups: tuple[tuple[QWidget, ...], ...] = (
            (self.strength_caption, self.strength, self.strength_value),
            (self.length_caption, self.length, self.tokens),
            (self.drafts_caption, self.drafts),
            (self.seed_caption, self.seed),
        )
        for number, group in enumerate(groups):
            if number:
                self.row.addSpacing(_BETWEEN)
            for part in group:
                self.row.addWidget(part, 1 if part is self.strength else 0)
        self.row.addSpacing(_BETWEEN)
        # The slider takes what room there is, up to its own most; then this does.
        self.row.addStretch()
        self.row.addWidget(self.note)
        self.tokens.hide()
        captions = (self.strength_caption, self.length_caption, self.drafts_caption, self.seed_caption)
        self.set_steps(
            lambda narrow: [caption.setVisible(not narrow) for caption in captions],
            self._shorten_value,
            self.seed.set_narrow,
            lambda narrow: self.tokens.setSuffix("" if narrow else self.tr(" tokens")),
        )

    @Slot()
    def _on_strength(self) -> None:
        self._show_strength()
        self.changed.emit()

    @Slot()
    def _on_length(self) -> None:
        if not self._exact:
            self._length = self.length.currentData()
        if self.tokens.isVisibleTo(self) != self._exact:
            self.tokens.setVisible(self._exact)
            self.fit()
        self.changed.emit()

    def _shorten_value(self, narrow: bool) -> None:
        self._narrow_value = narrow
        self._show_strength()

    def _show_strength(self) -> None:
        percent = self.strength.value()
        whole = self.tr("{percent} % · {name}")
        bare = self.tr("{percent} %")
        spoken = whole.format(percent=percent, name=name_of(percent))
        # As wide as the widest, so that nothing moves under the mouse.
        names = [""] if self._narrow_value else [name_of(most) for most, _ in MARKS]
        template = bare if self._narrow_value else whole
        metrics = self.strength_value.fontMetrics()
        widest = max(metrics.horizontalAdvance(template.format(percent=100, name=name)) for name in names)
        self.strength_value.setMinimumWidth(widest)
        self.strength_value.setText(template.format(percent=percent, name=name_of(percent)))
        self.strength.setAccessibleDescription(spoken)
        self._tell_strength()

    def _tell_strength(self) -> None:
        tip = self.tr("About how much of the text changes: {value}")
        if not self._has_text:
            tip = self.tr("There is no old text here of which something could be kept")
        tip = tip.format(value=self.strength.accessibleDescription())
        tip = self._keyed(tip, "regenerate.weaker", "regenerate.stronger")
        for part in (self.strength_caption, self.strength, self.strength_value):
            part.setToolTip(tip)

    def _keyed(self, tip: str, less: str, more: str) -> str:
        """A tooltip with the keys of two commands, if they have some."""
        keys = ", ".join(key for key in (self._keys.get(less, ""), self._keys.get(more, "")) if key)
        return f"{tip} ({keys})" if keys else tip

    def _caption(self, text: str) -> QLabel:
        return QLabel(text, self)

    def _spin(self, name: str, most: int, value: int) -> _Spin:
        spin = _Spin(self)
        spin.setRange(1, most)
        spin.setValue(value)
        spin.setAccessibleName(name)
        spin.setToolTip(name)
        return spin
