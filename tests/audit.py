"""What can be worked on a screen with, and whether everybody can: names, roles, Tab, order, visible focus."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox, QKeySequenceEdit),
    *(QLineEdit, QPlainTextEdit, QTextEdit, QTabBar),
)
MADE_OF_PARTS = (QAbstractSpinBox, QComboBox, QKeySequenceEdit, QTabBar, QAbstractItemView)
NO_ROLES = (QAccessible.Role.NoRole, QAccessible.Role.Client)
PATIENCE_MS = 20_000
TEXT, OFF = 4.5, 3.0
"""Least contrast of words that are on, and of those that are off, which must be seen to be there."""
LINE = 3.0
"""Least contrast of a border, a ring or a mark."""


def controls(root: QWidget) -> Iterator[QWidget]:
    """What on a screen can be worked with now; parts of a control are left to it."""
    for widget in root.findChildren(QWidget):
        if not isinstance(widget, CONTROLS) or isinstance(widget, QScrollBar | QHeaderView):
            continue
        parents = [widget.parentWidget()]
        while parents[-1] is not None and parents[-1] is not root:
            parents.append(parents[-1].parentWidget())
        if any(isinstance(parent, MADE_OF_PARTS) for parent in parents):
            continue
        if widget.isVisible() and widget.isEnabled() and widget.window() is root.window():
            yield widget


def nameless(root: QWidget) -> list[str]:
    """Controls of which a screen reader could not say what they are."""
    faults = []
    for widget in controls(root):
        spoken = QAccessible.queryAccessibleInterface(widget)
        name = spoken.text(QAccessible.Text.Name).strip() if spoken is not None else ""
        if spoken is None or spoken.role() in NO_ROLES or not any(letter.isalnum() for letter in name):
            faults.append(f"{_path(widget)} is called {name!r}")
    return faults


def tab_chain(root: QWidget) -> list[QWidget]:
    """What Tab leads to on a screen, in its order, from the top. It is really gone through."""
    window, chain = root.window(), []
    while True:
        window.focusNextPrevChild(True)
        widget = window.focusWidget()
        if widget is None or widget in chain:
            break
        chain.append(widget)
    starts = [place for place, widget in enumerate(chain) if not _in_title(widget)] or range(len(chain))
    first = min(starts, key=lambda place: (_place(chain[place]).top(), _place(chain[place]).left()))
    return chain[first:] + chain[:first]


def unreachable(root: QWidget) -> list[str]:
    """Controls to which neither Tab nor the arrows of their group lead."""
    chain = tab_chain(root)
    return [
        f"{_path(widget)} cannot be reached"
        for widget in controls(root)
        if widget not in chain and not _in_reached_group(widget, chain)
    ]


def disorder(root: QWidget) -> list[str]:
    """Steps of Tab that lead upwards past what lies in the same column; a panel comes before its title's buttons."""
    wanted = [widget for widget in tab_chain(root) if widget in set(controls(root))]
    faults = []
    for one, other in pairwise(wanted):
        if _in_title(other) or _in_title(one):
            continue
        here, there = _place(one), _place(other)
        beside = min(here.right(), there.right()) - max(here.left(), there.left())
        if there.bottom() <= here.top() and beside > 0:
            faults.append(f"from {_path(one)} up to {_path(other)}")
        same_row = abs(there.center().y() - here.center().y()) < min(here.height(), there.height()) // 2
        if same_row and there.right() <= here.left():
            faults.append(f"from {_path(one)} back to {_path(other)}")
    return faults


def unmarked(qtbot: QtBot, root: QWidget) -> list[str]:
    """Controls that look the same with the keyboard as without it, or nearly so."""
    faults = []
    chain = [widget for widget in tab_chain(root) if widget in set(controls(root))]
    for widget in chain:
        others = [other for other in chain if other is not widget and other.isVisible() and other.isEnabled()]
        if not others or not widget.isVisible() or not widget.isEnabled():
            continue
        others[-1].setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(others[-1].hasFocus, timeout=PATIENCE_MS)
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        qtbot.waitUntil(widget.hasFocus, timeout=PATIENCE_MS)
        QApplication.processEvents()
        now = widget.grab().toImage()
        if now == before:
            faults.append(f"{_path(widget)} does not show the keyboard")
        elif (best := _change(before, now)) < LINE:
            faults.append(f"{_path(widget)} shows the keyboard with a contrast of {best:.1f}")
    return faults


def pale(root: QWidget) -> list[str]:
    """Words that stand too faint on their ground: as painted, so whatever style and state they have."""
    picture = root.window().grab().toImage()
    faults = []
    for widget in root.findChildren(QWidget):
        texts = isinstance(widget, QLabel | QAbstractButton) and any(letter.isalnum() for letter in widget.text())
        if not texts or widget.visibleRegion().boundingRect().size() != widget.size() or widget.hasFocus():
            continue
        place = _place(widget).intersected(picture.rect())
        best = strongest(picture, place)
        if best < (TEXT if widget.isEnabled() else OFF):
            faults.append(f"{_path(widget)} has a contrast of {best:.1f}")
    return faults


def strongest(picture: QImage, place: QRect) -> float:
    """The contrast of what stands out most in a place of a picture, beside the colour that there is most of."""
    colours = Counter(_pixels(picture.copy(place)))
    ground = _name(colours.most_common(1)[0][0])
    return max(contrast(_name(colour), ground) for colour in colours)


def contrast(one: str, other: str) -> float:
    """Of two colours "#rrggbb", by WCAG 2.2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def faults(qtbot: QtBot, root: QWidget) -> list[str]:
    """All that is wrong with a screen."""
    assert list(controls(root)), "there is nothing to look at"
    return pale(root) + nameless(root) + unreachable(root) + disorder(root) + unmarked(qtbot, root)


def _change(before: QImage, now: QImage) -> float:
    """The greatest contrast of a pixel with what it was; infinite for pictures of different sizes."""
    if before.size() != now.size():
        return math.inf
    pairs = set(zip(_pixels(before), _pixels(now), strict=True))
    return max(contrast(_name(old), _name(new)) for old, new in pairs)


def _pixels(picture: QImage) -> Sequence[int]:
    """The colours of a picture, row by row."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    return memoryview(plain.constBits()).cast("I").tolist()


def _name(colour: int) -> str:
    return f"#{colour & 0xFFFFFF:06x}"


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _in_title(widget: QWidget) -> bool:
    """True for what stands over a panel, and for the tabs behind which panels stand."""
    parent = widget.parentWidget()
    return widget.objectName() == "dock_tabs" or (parent is not None and parent.objectName() == "dock_title")


def _in_reached_group(widget: QWidget, chain: list[QWidget]) -> bool:
    return isinstance(widget, QRadioButton) and any(
        isinstance(other, QRadioButton) and other.parentWidget() is widget.parentWidget() for other in chain
    )


def _place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


def _path(widget: QWidget) -> str:
    names = []
    step: QWidget | None = widget
    while step is not None and not step.isWindow():
        names.append(step.objectName() or type(step).__name__)
        step = step.parentWidget()
    text = f" “{widget.text()}”" if isinstance(widget, QAbstractButton) else ""
    return " in ".join(names[:3]) + text
