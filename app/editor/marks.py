"""What is marked on the page without being part of the text: found words, misspellings, brackets; one layer each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTextEdit

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPlainTextEdit

LAYERS = ("spelling", "search", "brackets")
"""From the lowest to the highest; where two meet, the later one is seen."""


class Marks:
    """The extra selections of one editor, kept apart by who set them."""

    def __init__(self, editor: QPlainTextEdit) -> None:
        self._editor = editor
        self._layers: dict[str, list[QTextEdit.ExtraSelection]] = {layer: [] for layer in LAYERS}

    def set(self, layer: str, selections: Sequence[QTextEdit.ExtraSelection]) -> None:
        """Replace what a layer marks. Keep it to what is in view: Qt looks at every one of them at every repaint."""
        before = self._layers[layer]
        if selections or before:
            self._layers[layer] = list(selections)
            self._editor.setExtraSelections([one for each in self._layers.values() for one in each])

    def of(self, layer: str) -> Sequence[QTextEdit.ExtraSelection]:
        """What a layer marks now."""
        return tuple(self._layers[layer])
