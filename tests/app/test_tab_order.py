"""Tab goes through parts in the order given, whenever they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from palimpsest.app.tab_order import lead

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def chain(window: QWidget) -> list[str]:
    """Names of what Tab leads to, in its order."""
    names: list[str] = []
    while True:
        window.focusNextPrevChild(True)
        widget = window.focusWidget()
        if widget is None or widget.objectName() in names:
            return names
        names.append(widget.objectName())


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(4)), st.lists(st.integers(0, 4), min_size=4, max_size=4))
def test_parts_come_in_any_order(qtbot: QtBot, order: list[int], sizes: list[int]) -> None:
    window = QWidget()
    parts = [QWidget(window) for _ in range(4)]
    for name, part in enumerate(parts):
        QLabel("not a stop", part)
        for number in range(sizes[name]):
            QLineEdit(part).setObjectName(f"{name}.{number}")
    window.show()
    wanted = [f"{name}.{number}" for name in order for number in range(sizes[name])]
    for _ in range(2):
        lead(parts[order[0]], [parts[name] for name in order[1:]])
        found = chain(window)
        start = found.index(wanted[0]) if wanted else 0
        assert found[start:] + found[:start] == wanted
    window.deleteLater()
