"""The fonts that ship: made known to Qt, and lent to the frame where the system has none of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from palimpsest import resources

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def load(app: QApplication) -> None:
    """Register the shipped fonts. If the system had no font before, the frame takes the shipped serif."""
    bare = not QFontDatabase.families()
    known = set(QFontDatabase.families())
    if not {resources.PROSE_FONT, resources.CODE_FONT} <= known:
        for file in resources.font_files():
            QFontDatabase.addApplicationFont(str(file))
    if bare:
        frame = QFont(resources.PROSE_FONT)
        frame.setPointSizeF(max(10.0, QFontInfo(app.font()).pointSizeF()))
        app.setFont(frame)
