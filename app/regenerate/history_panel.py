"""The history of a document's runs: a list to walk through, and what is to be known and done about the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QListView, QMenu, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from palimpsest.app.regenerate.history_detail import HistoryDetail, first_text
from palimpsest.app.regenerate.history_entry import ORIGINAL, HistoryEntry
from palimpsest.app.regenerate.history_row import HistoryRow
from palimpsest.app.regenerate.history_rows import HistoryRows

if TYPE_CHECKING:
    from palimpsest.app.regenerate.history import History
    from palimpsest.app.theme import Theme


class HistoryPanel(QWidget):
    """Shows and asks; it changes nothing but stars. Texts are named as `HistoryEntry.text_at` takes them.

    Arrows and clicks look at a text in place, Space puts the preview on and off, Enter applies (or makes again what
    is no longer there), Delete forgets.
    """

    entry_chosen = Signal(object)
    """A `HistoryEntry`: now is the time to call `show_place`."""
    preview_wanted = Signal(object, int)
    preview_ended = Signal()
    apply_wanted = Signal(object, int)
    reuse_wanted = Signal(object)
    again_wanted = Signal(object)
    """The same request with the same seed."""
    remove_wanted = Signal(object)
    clear_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history_panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._history: History | None = None
        self._theme = theme
        self._previewed: tuple[str, int] | None = None
        self.rows = HistoryRows(self)
        self.list = QListView(self)
        self.list.setObjectName("runs")
        self.list.setAccessibleName(self.tr("Runs, newest first"))
        self.list.setModel(self.rows)
        self._row = HistoryRow(theme, self.list)
        self.list.setItemDelegate(self._row)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.detail = HistoryDetail(theme, self)
        self.note = QLabel(
            self.tr(
                "No runs yet.\n\nEvery regeneration of this document will stand here, with its settings and its "
                "texts: to look at on the page, to apply, or to make again."
            ),
            self,
        )
        self.note.setObjectName("empty")
        self.note.setWordWrap(True)
        self.note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note.setMargin(24)
        self._place()
        self.setFocusProxy(self.list)
        self._connect()
        self._refresh()

    @property
    def entry(self) -> HistoryEntry | None:
        """The chosen run."""
        return self.rows.entry(self.list.currentIndex())

    @property
    def previewing(self) -> bool:
        """True while a text of the history is wanted on the page."""
        return self._previewed is not None

    def set_history(self, history: History | None) -> None:
        """Show the runs of another document, or none."""
        if history is self._history:
            return
        self._end_preview()
        if self._history is not None:
            self._history.changed.disconnect(self._refresh)
        self._history = history
        if history is not None:
            history.changed.connect(self._refresh)
        self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Change the colours."""
        self._theme = self._row.theme = theme
        self.detail.set_theme(theme)
        self.list.viewport().update()

    def show_place(self, entry: HistoryEntry, found: bool) -> None:
        """Say whether a run's span is still to be found (`history_place.place_in`); without it nothing is applied."""
        self.rows.set_found(entry, found)
        if self.entry is not None and self.entry.id == entry.id:
            self.detail.set_found(found)
            if not found:
                self._end_preview()

    def end_preview(self) -> None:
        """Somebody else has taken the preview from the page."""
        self._previewed = None
        self.detail.show_previewed(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        entry, place = self.entry, self.detail.place
        match event.key():
            case Qt.Key.Key_Escape if self.previewing:
                self._end_preview()
            case Qt.Key.Key_Space if entry is not None:
                self._toggle()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if entry is not None:
                self._take(entry, place)
            case Qt.Key.Key_Delete if entry is not None:
                self.remove_wanted.emit(entry)
            case _:
                super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._end_preview()
        super().hideEvent(event)

    def _place(self) -> None:
        self.parts = QSplitter(Qt.Orientation.Vertical, self)
        self.parts.setChildrenCollapsible(False)
        self.parts.addWidget(self.list)
        self.parts.addWidget(self.detail)
        self.parts.setStretchFactor(0, 3)
        self.parts.setStretchFactor(1, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._pages = QStackedLayout()
        whole.addLayout(self._pages)
        self._pages.addWidget(self.note)
        self._pages.addWidget(self.parts)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.clicked.connect(self._on_clicked)
        self.list.doubleClicked.connect(self._on_double_clicked)
        self.list.customContextMenuRequested.connect(self._on_menu)
        self.detail.text_chosen.connect(self._on_text)
        self.detail.text_taken.connect(self._on_text_taken)
        self.detail.taken.connect(self._on_taken)
        self.detail.reuse.clicked.connect(self._on_reuse)
        self.detail.again.clicked.connect(self._on_again)
        # Else a list keeps these keys to itself: Space would select, Enter would edit.
        for view in (self.list, self.detail.texts):
            view.installEventFilter(self)

    def eventFilter(self, watched: object, event: object) -> bool:
        if watched is self.list and isinstance(event, QFocusEvent) and event.gotFocus():
            self._choose_first()
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Escape)
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress and event.key() in keys:
            self.keyPressEvent(event)
            return event.isAccepted()
        return False

    def _choose_first(self) -> None:
        """Where nothing is chosen, choose the newest run without showing it on the page.

        Qt would choose it as the keyboard comes here, if only on its way, and that would be a preview.
        """
        index = self.rows.nearest(0)
        if self.list.currentIndex().isValid() or not index.isValid():
            return
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        self.list.setCurrentIndex(index)
        selection.blockSignals(False)
        self._fill(self.entry)
        self.entry_chosen.emit(self.entry)

    @Slot()
    def _refresh(self) -> None:
        """Show the runs as they are now, with the same one chosen, or its neighbour if it is gone."""
        chosen, row = self.entry, self.list.currentIndex().row()
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        scrolled = self.list.verticalScrollBar().value()
        self.rows.set_groups(self._history.groups() if self._history is not None else ())
        index = self.rows.index_of(chosen.id) if chosen is not None else QModelIndex()
        if chosen is not None and not index.isValid():
            index = self.rows.nearest(row)
        if index.isValid():
            self.list.setCurrentIndex(index)
        selection.blockSignals(False)
        self.list.verticalScrollBar().setValue(scrolled)
        self._pages.setCurrentWidget(self.parts if self.rows.rowCount() else self.note)
        entry = self.entry
        same = entry is not None and chosen is not None and entry.id == chosen.id
        place = self.detail.place if same else None
        if self._previewed is not None and (not same or not _has(entry, self._previewed[1])):
            self._end_preview()
        self._fill(entry, place)

    def _fill(self, entry: HistoryEntry | None, place: int | None = None) -> None:
        self.detail.setVisible(entry is not None)
        if entry is not None:
            self.detail.show_entry(entry, self.rows.found(entry), first_text(entry) if place is None else place)
            previewed = self._previewed
            self.detail.show_previewed(previewed[1] if previewed and previewed[0] == entry.id else None)

    @Slot(QModelIndex, QModelIndex)
    def _on_current(self, index: QModelIndex, _: QModelIndex) -> None:
        entry = self.rows.entry(index)
        self._fill(entry)
        if entry is not None:
            self.entry_chosen.emit(entry)
        self._look()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        # The chosen one, clicked again after its preview had ended.
        if self.rows.entry(index) is not None and not self.previewing:
            self._look()

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        entry = self.rows.entry(index)
        if entry is not None:
            self._take(entry, self.detail.place)

    @Slot(int)
    def _on_text(self, _: int) -> None:
        self._look()

    @Slot(int)
    def _on_text_taken(self, place: int) -> None:
        if self.entry is not None:
            self._take(self.entry, place)

    @Slot()
    def _on_taken(self) -> None:
        if self.entry is not None:
            self._take(self.entry, self.detail.place)

    @Slot()
    def _on_reuse(self) -> None:
        self.reuse_wanted.emit(self.entry)

    @Slot()
    def _on_again(self) -> None:
        self.again_wanted.emit(self.entry)

    @Slot(QPoint)
    def _on_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at) if self.list.rect().contains(at) else QModelIndex()
        entry = self.rows.entry(index) or self.entry
        if entry is not None:
            menu = self.menu_of(entry)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.list.viewport().mapToGlobal(at))

    def menu_of(self, entry: HistoryEntry) -> QMenu:
        """What can be done with a run, as a menu."""
        menu = QMenu(self)
        place = self.detail.place if entry == self.entry else first_text(entry)
        apply = menu.addAction(self.tr("Apply"), lambda: self._take(entry, place))
        apply.setEnabled(_has(entry, place) and self.rows.found(entry))
        menu.addAction(self.tr("Reuse settings"), lambda: self.reuse_wanted.emit(entry))
        menu.addAction(self.tr("Make again"), lambda: self.again_wanted.emit(entry)).setEnabled(self.rows.found(entry))
        menu.addSeparator()
        star = self.tr("Remove star") if entry.starred else self.tr("Star")
        menu.addAction(star, lambda: self._star(entry))
        menu.addAction(self.tr("Forget"), lambda: self.remove_wanted.emit(entry))
        menu.addAction(self.tr("Forget all"), self.clear_wanted.emit)
        return menu

    def _star(self, entry: HistoryEntry) -> None:
        if self._history is not None:
            self._history.star(entry, not entry.starred)

    def _take(self, entry: HistoryEntry, place: int) -> None:
        if not self.rows.found(entry):
            self.detail.tell_why()
        elif _has(entry, place) and (place != ORIGINAL or entry.offers):
            self.apply_wanted.emit(entry, place)
        else:
            self.again_wanted.emit(entry)

    def _toggle(self) -> None:
        if self.previewing:
            self._end_preview()
        else:
            self._look()

    def _look(self) -> None:
        """Show the chosen text on the page, where that can be."""
        entry, place = self.entry, self.detail.place
        if entry is None or not _has(entry, place) or not self.rows.found(entry):
            self._end_preview()
            return
        self._previewed = (entry.id, place)
        self.detail.show_previewed(place)
        self.preview_wanted.emit(entry, place)

    def _end_preview(self) -> None:
        if self._previewed is not None:
            self.end_preview()
            self.preview_ended.emit()


def _has(entry: HistoryEntry | None, place: int) -> bool:
    return entry is not None and entry.text_at(place) is not None
