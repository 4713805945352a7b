"""The rows of the settings dialog: bound to the store both ways, found by their words, safe from the wheel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontDatabase, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel

from palimpsest.app.settings import Settings
from palimpsest.app.settings_controls import Choice, Decimal, FontFamily, Switch, Text, Whole
from palimpsest.app.settings_page import SettingRow, SettingsPage, marked
from palimpsest.app.settings_store import SettingsStore
from palimpsest.app.theme import dark, light
from palimpsest.resources import CODE_FONT, PROSE_FONT

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

DICTIONARIES = (("de_DE", "German"), ("en_GB", "English"))


@pytest.fixture
def page(qtbot: QtBot, fonts: None) -> SettingsPage:
    store = SettingsStore(Settings())
    page = SettingsPage(store, light, {"spelling_language": DICTIONARIES})
    store.setParent(page)
    qtbot.addWidget(page)
    page.resize(600, 500)
    page.show_group("page")
    with qtbot.waitActive(page):
        page.show()
    return page


def store_of(page: SettingsPage) -> SettingsStore:
    store = page.findChild(SettingsStore)
    assert store is not None
    return store


def row_of(page: SettingsPage, name: str) -> SettingRow:
    return next(row for row in page.rows if row.row.name == name)


def shown(page: SettingsPage) -> list[str]:
    return [row.row.name for row in page.rows if not row.isHidden()]


def test_only_the_group_is_shown_and_fits_a_small_window(page: SettingsPage) -> None:
    page.show_group("look")
    assert shown(page) == ["theme", "language", "zoom_percent", "reduced_motion"]
    assert [group for group, heading in page.headings.items() if not heading.isHidden()] == ["look"]
    inside = page.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= 560


def test_every_control_has_a_name_and_can_be_reached(page: SettingsPage) -> None:
    for row in page.rows:
        assert row.control.accessibleName() == row.row.title
        assert row.control.accessibleDescription() == row.row.explanation
        assert row.control.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert row.row.title in row.reset.accessibleName()


def test_controls_write_into_the_store(qtbot: QtBot, page: SettingsPage) -> None:
    store = store_of(page)
    switch, choice = row_of(page, "current_line").control, row_of(page, "wrap").control
    number, decimal = row_of(page, "measure").control, row_of(page, "prose_size").control
    assert isinstance(switch, Switch)
    assert isinstance(choice, Choice)
    assert isinstance(number, Whole)
    assert isinstance(decimal, Decimal)
    switch.setFocus()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Down)
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, "66")
    assert store.values.measure == 72
    qtbot.keyClick(number, Qt.Key.Key_Return)
    decimal.setFocus()
    qtbot.keyClick(decimal, Qt.Key.Key_Up)
    values = store.values
    assert (values.current_line, values.wrap, values.measure, values.prose_size) == (False, "none", 66, 14.5)


def test_a_dictionary_that_is_not_there_is_still_shown(page: SettingsPage) -> None:
    control = row_of(page, "spelling_language").control
    assert isinstance(control, Choice)
    assert [control.itemData(place) for place in range(control.count())] == ["", "de_DE", "en_GB"]
    assert control.currentText() == "As the system"
    store_of(page).set("spelling_language", "fr_FR")
    assert control.currentText() == "fr_FR"


def test_without_known_choices_a_text_is_typed(qtbot: QtBot) -> None:
    store = SettingsStore(Settings())
    page = SettingsPage(store, light, {})
    store.setParent(page)
    qtbot.addWidget(page)
    control = row_of(page, "spelling_language").control
    assert isinstance(control, Text)
    qtbot.keyClicks(control, " de_DE ")
    assert store.values.spelling_language == ""
    qtbot.keyClick(control, Qt.Key.Key_Return)
    assert store.values.spelling_language == "de_DE"


def test_the_font_that_ships_is_remembered_as_none(page: SettingsPage) -> None:
    store = store_of(page)
    for name, family in (("prose_font", PROSE_FONT), ("code_font", CODE_FONT)):
        control = row_of(page, name).control
        assert isinstance(control, FontFamily)
        assert control.currentFont().family() == family
        other = next(control.itemText(place) for place in range(control.count()) if control.itemText(place) != family)
        for pick, kept in ((other, other), (family, "")):
            place = control.findText(pick)
            control.setCurrentIndex(place)
            control.activated.emit(place)
            assert store.value(name) == kept
    code = row_of(page, "code_font").control
    assert isinstance(code, FontFamily)
    assert all(QFontDatabase.isFixedPitch(code.itemText(place)) for place in range(code.count()))


def test_changes_from_elsewhere_are_shown_and_told_once(page: SettingsPage) -> None:
    store = store_of(page)
    told: list[str] = []
    store.changed.connect(told.append)
    number = row_of(page, "measure").control
    assert isinstance(number, Whole)
    store.set("measure", 90)
    assert number.value() == 90
    assert told == ["measure"]


def test_reset_stands_where_something_was_changed(qtbot: QtBot, page: SettingsPage) -> None:
    row = row_of(page, "measure")
    assert row.reset.isHidden()
    store_of(page).set("measure", 90)
    assert not row.reset.isHidden()
    row.reset.setFocus()
    qtbot.keyClick(row.reset, Qt.Key.Key_Space)
    assert store_of(page).values == Settings()
    assert row.reset.isHidden()
    assert row.control.hasFocus()


def test_searching_goes_over_all_groups_and_marks_what_is_found(page: SettingsPage) -> None:
    assert page.search("LINE wrap") == {"page"}
    assert shown(page) == ["measure", "wrap", "wrap_column"]
    assert light.selection in row_of(page, "wrap").title.text()
    page.set_theme(dark)
    assert dark.selection in row_of(page, "wrap").title.text()
    assert page.search("monospace") == {"code"}
    assert shown(page) == ["code_font"]
    assert page.search("xyzzy") == set()
    assert not page.nothing.isHidden()
    page.show_group("files")
    assert page.nothing.isHidden()
    assert "span" not in row_of(page, "wrap").title.text()


def test_marks_leave_the_text_as_it_is(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    for text, words, marks in (("A <b> & line", ("<b>", "line"), 2), ("a.b", (".",), 1), ("plain", (), 0)):
        rich = marked(text, words, light)
        assert rich.count("<span") == marks
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setText(rich)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSelection(0, len(text))
        assert label.selectedText() == text


def test_the_wheel_changes_nothing_in_passing(page: SettingsPage) -> None:
    for name in ("measure", "prose_size", "wrap", "prose_font"):
        control = row_of(page, name).control
        before = store_of(page).value(name)
        for focused in (False, True):
            if focused:
                control.setFocus()
            wheel = QWheelEvent(
                *(QPointF(5, 5), QPointF(control.mapToGlobal(QPoint(5, 5))), QPoint(), QPoint(0, 120)),
                *(Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False),
            )
            QApplication.sendEvent(control, wheel)
            if not focused:
                assert store_of(page).value(name) == before
    assert store_of(page).values.measure > 72
