"""The find bar: one slim line under the page for what is sought, and a second for what takes its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from palimpsest.app.announce import announce
from palimpsest.app.editor.replace import Replacement
from palimpsest.app.editor.search import Query, Span
from palimpsest.app.editor.searcher import Searcher
from palimpsest.app.find_parts import SearchLine, Words, button, row, toggle
from palimpsest.app.icons import icon

if TYPE_CHECKING:
    from palimpsest.app.editor.text_editor import TextEditor
    from palimpsest.app.theme import Theme

SLOW_MS = 300
"""What takes longer says so."""
_MARKS = re.compile(r"([\\^$.|?*+()\[\]{}])")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Modifier = Qt.KeyboardModifier


class FindBar(QWidget):
    """One per window; goes along with the page that is shown. Enter finds the next, Shift+Enter the previous."""

    closed = Signal()
    """It was put away; the page has the keyboard."""
    missed = Signal(str)
    """Why a step led nowhere, while the bar that would say so is put away."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Find and replace"))
        self.protected: Callable[[], Span | None] = lambda: None
        """The span under a draft, which replacing leaves alone and finding steps over."""
        self._theme = theme
        self._editor: TextEditor | None = None
        self._searcher: Searcher | None = None
        self._origin: int | None = None
        self._told = ""
        self._busy = False
        self._unseen = False
        """True while a step is under way that was asked for with the bar put away."""
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(self._refresh)

        self.line = SearchLine(self)
        self.line.setPlaceholderText(self.tr("Find"))
        self.line.setAccessibleName(self.tr("Find"))
        self.replace_line = SearchLine(self)
        self.replace_line.setPlaceholderText(self.tr("Replace with"))
        self.replace_line.setAccessibleName(self.tr("Replace with"))
        self.match_case = toggle(self, self.tr("Match case"), "Alt+C", icon="case")
        self.whole_word = toggle(self, self.tr("Whole words"), "Alt+W", icon="word")
        self.regex = toggle(self, self.tr("Regular expression"), "Alt+X", icon="regex")
        self.in_selection = toggle(self, self.tr("In the selection only"), "Alt+L", icon="selection")
        self.keep_case = toggle(self, self.tr("Keep capitals as they are found"), "Alt+P", text="AB")
        self.counter = Words(self)
        self.counter.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.below = Words(self)
        """Says what the counter has no room for."""
        self.previous = button(self, self.tr("Previous match (Shift+Enter)"), self.find_previous, icon="previous")
        self.next = button(self, self.tr("Next match (Enter)"), self.find_next, icon="next")
        self.replace_button = button(
            self, self.tr("Replace this match and go to the next (Enter)"), self.replace, text=self.tr("Replace")
        )
        self.all_button = button(
            self, self.tr("Replace every match (Ctrl+Alt+Enter)"), self.replace_all, text=self.tr("Replace All")
        )
        # Made last, for Tab goes to the parts as they were made.
        self.close_button = button(self, self.tr("Close the find bar (Esc)"), self.close_bar, icon="close")
        self._place_parts()

        self.line.edited.connect(self._on_edited)
        for part in (self.match_case, self.whole_word, self.regex):
            part.toggled.connect(self._on_edited)
        self.in_selection.toggled.connect(self._on_in_selection)
        for child in self.findChildren(QWidget):
            if isinstance(child, QLineEdit | QPushButton):
                child.installEventFilter(self)
        self.set_theme(theme)
        self._show_replace(False)
        self.hide()

    @property
    def query(self) -> Query:
        """What is sought."""
        return Query(self.line.value, self.regex.isChecked(), self.whole_word.isChecked(), self.match_case.isChecked())

    @property
    def replacement(self) -> Replacement:
        """What takes its place."""
        return Replacement(self.replace_line.value, self.keep_case.isChecked())

    def attach(self, editor: TextEditor | None) -> None:
        """Go along to another page, or to none. The query stays; only this page is marked."""
        if editor is self._editor:
            return
        if self._searcher is not None:
            self._searcher.close()
        if self._editor is not None and shiboken6.isValid(self._editor):
            self._editor.destroyed.disconnect(self._on_page_gone)
        self._editor, self._searcher, self._origin, self._told = editor, None, None, ""
        self.in_selection.blockSignals(True)
        self.in_selection.setChecked(False)
        self.in_selection.blockSignals(False)
        if editor is not None:
            self._searcher = Searcher(editor, self._protected_now, self)
            self._searcher.changed.connect(self._refresh)
            self._searcher.replaced.connect(self._on_replaced)
            editor.destroyed.connect(self._on_page_gone)
            if not self.isHidden():
                self._searcher.set_query(self.query)
                self._searcher.show_marks(True)
        self._refresh()

    def open(self, replace: bool = False) -> None:
        """Show the bar (`replace`: with both lines) and take the keyboard.

        A selection within a line is what will be sought; one of several lines is where.
        """
        at_home = self.line.hasFocus() and not self.isHidden()
        self._show_replace(replace or (not self.isHidden() and not self.replace_line.isHidden()))
        self.show()
        self._told, self._origin = "", None
        if self._editor is not None and self._searcher is not None:
            if not at_home and not self.replace_line.hasFocus():
                self._take_selection(self._editor)
            self._searcher.set_query(self.query)
            self._searcher.show_marks(True)
        target = self.replace_line if replace and at_home else self.line
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        target.selectAll()
        self._refresh()

    @Slot()
    def find_next(self) -> None:
        """Select the next match; without anything to seek, ask for it."""
        self._step(backward=False)

    @Slot()
    def find_previous(self) -> None:
        """Select the match before; without anything to seek, ask for it."""
        self._step(backward=True)

    @Slot()
    def replace(self) -> None:
        """Replace the selected match and go to the next; if none is selected, only go there."""
        if self._ready() and self._searcher is not None:
            self.replace_line.remember()
            self._searcher.replace_current(self.replacement)

    @Slot()
    def replace_all(self) -> None:
        """Replace every match at once; the counter says how many."""
        if self._ready() and self._searcher is not None:
            self.replace_line.remember()
            self._searcher.replace_all(self.replacement)

    @Slot()
    def close_bar(self) -> None:
        """Put it away, with the marks, and give the keyboard back to the page; the current match stays selected."""
        if self.isHidden():
            return
        self.line.remember()
        focus = self.window().focusWidget()
        self.hide()
        self.in_selection.setChecked(False)
        if self._searcher is not None:
            self._searcher.show_marks(False)
        if self._editor is not None and (focus is None or self.isAncestorOf(focus)):
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        for part in self.findChildren(QPushButton):
            if name := part.property("icon_name"):
                part.setIcon(icon(name, theme))
        if self._searcher is not None:
            self._searcher.refresh_marks()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), 1), QColor(self._theme.line))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and (act := self._meaning(watched, event)) is not None:
            # Claimed before any command of the window that is bound to the same key.
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                act()
                return True
        return super().eventFilter(watched, event)

    # Inside

    def _meaning(self, watched: QObject, event: QKeyEvent) -> Callable[[], object] | None:
        """What a key does here; None leaves it to the part that has the keyboard, or to the window."""
        key, modifiers = event.key(), event.modifiers() & ~_Modifier.KeypadModifier
        if modifiers == _Modifier.AltModifier:
            return next((part.click for part in self._toggles() if part.isVisible() and _key_of(part) == key), None)
        if key == Qt.Key.Key_Escape:
            return self.close_bar if modifiers == _Modifier.NoModifier else None
        if key not in _ENTER:
            return None
        if isinstance(watched, QPushButton):
            enter: Callable[[], object] = watched.click
        else:
            enter = self.replace if watched is self.replace_line else self.find_next
        meanings: dict[_Modifier, Callable[[], object]] = {
            _Modifier.NoModifier: enter,
            _Modifier.ShiftModifier: self.find_previous,
        }
        if self.replace_line.isVisible():
            meanings[_Modifier.ControlModifier | _Modifier.AltModifier] = self.replace_all
        return meanings.get(modifiers)

    def _toggles(self) -> tuple[QPushButton, ...]:
        return self.match_case, self.whole_word, self.regex, self.in_selection, self.keep_case

    def _ready(self) -> bool:
        """True if there is something to seek on this page; what was told is over now."""
        self._told, self._origin = "", None
        self.line.remember()
        if not self.line.value or self._searcher is None:
            return False
        self._searcher.set_query(self.query)
        return True

    def _step(self, backward: bool) -> None:
        if self._ready() and self._searcher is not None:
            self._unseen = self.isHidden()
            self._searcher.step(backward)
            self._refresh()
        elif not self.line.value:
            self.open(not self.replace_line.isHidden() and not self.isHidden())

    def _protected_now(self) -> Span | None:
        return self.protected()

    def _take_selection(self, editor: TextEditor) -> None:
        cursor = editor.textCursor()
        chosen = cursor.selectedText()
        if not chosen:
            return
        if "\u2029" in chosen or "\u2028" in chosen:
            if self.in_selection.isChecked():
                self._limit()
            else:
                self.in_selection.setChecked(True)
        elif self._searcher is not None and self._searcher.current is None:
            self.line.set_value(_MARKS.sub(r"\\\1", chosen) if self.regex.isChecked() else chosen)

    def _limit(self) -> None:
        """Seek in the selection only, if there is one."""
        if self._editor is None or self._searcher is None:
            return
        cursor = self._editor.textCursor()
        within = (cursor.selectionStart(), cursor.selectionEnd())
        if within[0] == within[1] or self._searcher.current is not None:
            self.in_selection.setChecked(False)
            self._told = self.tr("Select the part to search first.")
            self._refresh()
        else:
            self._searcher.set_range(within)

    @Slot()
    def _on_edited(self) -> None:
        self._told = ""
        if self._editor is None or self._searcher is None:
            return
        if self._origin is None:
            self._origin = self._editor.textCursor().selectionStart()
        self._searcher.set_query(self.query)
        if not self.isHidden() and self.line.value:
            within = self._searcher.range
            self._searcher.seek(max(self._origin, within[0]) if within else self._origin)
        self._refresh()

    @Slot(bool)
    def _on_in_selection(self, chosen: bool) -> None:
        self._told, self._origin = "", None
        if chosen:
            self._limit()
        elif self._searcher is not None and self._searcher.range is not None:
            self._searcher.set_range(None)

    @Slot()
    def _on_page_gone(self) -> None:
        self.attach(None)

    @Slot(int, int)
    def _on_replaced(self, replaced: int, left_alone: int) -> None:
        number = self.locale().toString
        told = self.tr("{count} replaced").format(count=number(replaced))
        if left_alone:
            told += self.tr(", {count} left alone under the draft").format(count=number(left_alone))
        self._told = told
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        """Bring the counter and the buttons in line with what was found."""
        searcher = self._searcher
        busy = searcher is not None and searcher.busy
        if busy and not self._busy:
            self._slow.start()
        elif not busy:
            self._slow.stop()
        self._busy = busy
        fault = False
        if searcher is None or not self.line.value:
            text = ""
        elif busy and self._slow.isActive():
            # Most searches are over before the words have changed and changed back.
            return
        elif busy:
            text = self.tr("Searching… {percent} %").format(percent=round(100 * searcher.progress))
        elif searcher.error is not None:
            text, fault = str(searcher.error), True
        else:
            text = self._told or self._count(searcher)
        fits = self.counter.fits(text)
        changed = self.counter.say(text if fits else "", fault), self.below.say("" if fits else text, fault)
        self.below.setVisible(not fits)
        if any(changed) and not busy:
            announce(self, text)
        if self._unseen and not busy and searcher is not None:
            self._unseen = False
            if not len(searcher.matches):
                self.missed.emit(text)
        some = searcher is not None and bool(len(searcher.matches)) and bool(self.line.value)
        for part in (self.previous, self.next, self.replace_button, self.all_button):
            part.setEnabled(some)

    def _count(self, searcher: Searcher) -> str:
        number, matches, current = self.locale().toString, searcher.matches, searcher.current
        count = number(len(matches)) + ("" if matches.complete else "+")
        if not len(matches):
            return self.tr("No results")
        if current is not None:
            return self.tr("{number} of {count}").format(number=number(current + 1), count=count)
        return self.tr("1 result") if count == "1" else self.tr("{count} results").format(count=count)

    def _show_replace(self, shown: bool) -> None:
        for part in (self.replace_line, self.keep_case, self.replace_button, self.all_button):
            part.setVisible(shown)

    def _place_parts(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(14, 8, 10, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        self.line.setMinimumWidth(140)
        grid.setColumnStretch(0, 1)
        # What is said there must not move the parts.
        grid.setColumnStretch(2, 1)
        grid.addWidget(self.line, 0, 0)
        grid.addLayout(row(self.match_case, self.whole_word, self.regex, self.in_selection), 0, 1)
        end = row(self.counter, self.previous, self.next, self.close_button)
        end.insertSpacing(1, 6)
        grid.addLayout(end, 0, 2)
        grid.addWidget(self.replace_line, 1, 0)
        beside = row(self.keep_case, self.replace_button, self.all_button)
        grid.addLayout(beside, 1, 1, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.below, 2, 0, 1, 3)
        self.below.hide()


def _key_of(part: QPushButton) -> Qt.Key:
    return QKeySequence(part.property("keys"))[0].key()  # pyright: ignore[reportIndexIssue]
