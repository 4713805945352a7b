"""The strip of tabs above the pages, unseen while there is only one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QTabBar, QWidget

if TYPE_CHECKING:
    from palimpsest.app.page import Page

NARROWEST, WIDEST = 130, 240
"""Widths of a tab. Rather than become narrower than a name can be read, the strip is scrolled."""


def labels(pages: Sequence[Page]) -> list[str]:
    """What the tabs say: the title, with the folder where two files have one name."""
    titles = [page.document.title for page in pages]
    counts = Counter(titles)
    return [
        f"{title} — {path.parent.name}" if counts[title] > 1 and (path := page.document.path) is not None else title
        for page, title in zip(pages, titles, strict=True)
    ]


class Tabs(QTabBar):
    """Drag to reorder, middle click to close, double click on the empty strip for a new page."""

    new_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tabs")
        self.setAccessibleName(self.tr("Open documents"))
        self.setDocumentMode(True)
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setMovable(True)
        self.setTabsClosable(True)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSelectionBehaviorOnRemove(QTabBar.SelectionBehavior.SelectPreviousTab)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def refresh(self, pages: Sequence[Page]) -> None:
        """Bring texts and tool tips in line with the pages, which are in the order of the tabs."""
        for place, (page, label) in enumerate(zip(pages, labels(pages), strict=True)):
            modified = page.document.modified
            self.setTabText(place, f"{label} •" if modified else label)
            self.setTabToolTip(place, str(page.document.path or self.tr("Never saved")))
            self.setAccessibleTabName(place, self.tr("{title}, changed").format(title=label) if modified else label)
        self.setVisible(len(pages) > 1)

    def tabSizeHint(self, index: int) -> QSize:
        size = super().tabSizeHint(index)
        return QSize(min(size.width(), WIDEST), size.height())

    def minimumTabSizeHint(self, index: int) -> QSize:
        size = self.tabSizeHint(index)
        return QSize(min(size.width(), NARROWEST), size.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.tabAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.MiddleButton and place >= 0:
            self.tabCloseRequested.emit(place)
        else:
            super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.tabAt(event.position().toPoint()) < 0:
            self.new_wanted.emit()
        else:
            super().mouseDoubleClickEvent(event)
