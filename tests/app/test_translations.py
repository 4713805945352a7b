"""The second language: whole, in step with the sources, and spoken by the window."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
import translate
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from scripted import ScriptedEngine
from windows import select, wait_for

from palimpsest import resources
from palimpsest.app import settings as settings_file
from palimpsest.app import translations
from palimpsest.app.commands import COMMANDS, MENUS
from palimpsest.app.documents.languages import by_name
from palimpsest.app.faults import Fault, sentence
from palimpsest.app.keys_page import KeysPage
from palimpsest.app.model_manager import count_text
from palimpsest.app.settings import Settings
from palimpsest.app.settings_dialog import SettingsDialog
from palimpsest.app.spoken_time import spoken
from palimpsest.app.translations import progress_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot
    from windows import OpenWindow

    from palimpsest.app.window import Window

SHIPPED = translate.FOLDER / "palimpsest_de.ts"
PLACE = re.compile(r"\{\w*\}|%n")
NBSP = "\u00a0"

GermanWindow = Callable[..., "Window"]


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    translations.install(qapp, "en")
    QLocale.setDefault(QLocale.system())


@pytest.fixture
def german(qapp: QApplication) -> None:
    translations.install(qapp, "de")


@pytest.fixture
def open_german(open_window: OpenWindow) -> GermanWindow:
    settings_file.save(Settings(language="de", welcomed=True))
    return open_window


def messages(path: Path) -> list[tuple[str, str, list[str]]]:
    """(context, source, translations) of every message; an unfinished translation is no translation."""
    found = []
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            done = forms if translation.get("type") is None else []
            found.append((context.findtext("name", ""), message.findtext("source", ""), done))
    return found


def pairs() -> list[tuple[str, str]]:
    """Every text with its German, once for each form."""
    return [(source, form) for _, source, forms in messages(SHIPPED) for form in forms]


def asked_for(tree: ast.Module) -> Iterator[tuple[int, ast.expr]]:
    """Line and text of each call that translates; in the empty context tables are translated, by variables."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        if name == "tr" or (name == "mark" and isinstance(call.func, ast.Name)):
            yield call.lineno, call.args[0]
        elif name == "translate" and isinstance(call.args[0], ast.Constant) and call.args[0].value:
            yield call.lineno, call.args[1]


# The files


def test_every_text_is_translated_and_none_is_left_over(tmp_path: Path) -> None:
    gathered = tmp_path / SHIPPED.name
    gathered.write_bytes(SHIPPED.read_bytes())
    translate.gather(gathered)
    assert len(messages(gathered)) > 100
    assert messages(gathered) == messages(SHIPPED), "call `make translations`"
    assert [source for _, source, forms in messages(SHIPPED) if not forms or not all(forms)] == []


def test_no_text_is_written_so_that_it_is_not_gathered() -> None:
    known = {source for _, source, _ in messages(SHIPPED)}
    missed = [
        f"{file.name}:{line}"
        for file in (translate.ROOT / "app").rglob("*.py")
        for line, text in asked_for(ast.parse(file.read_text(encoding="utf-8")))
        if not isinstance(text, ast.Constant) or text.value not in known
    ]
    assert missed == []


def test_the_steps_of_the_engine_are_known() -> None:
    said = {
        str(argument.value)
        for file in (translate.ROOT / "engine").rglob("*.py")
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) == "progress"
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    assert said == set(translations.ENGINE_STEPS)


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    for source, german in pairs():
        assert sorted(PLACE.findall(german)) == sorted(PLACE.findall(source)), source


def test_the_form_is_the_same_in_both_languages() -> None:
    def form(text: str) -> tuple[object, ...]:
        plain = text.replace(NBSP, " ")
        ends = text.rstrip(" .")[-1:] == "…", plain.endswith("."), len(plain) - len(plain.lstrip())
        return text.count("&"), text.count("\n"), *ends

    assert [source for source, german in pairs() if form(source) != form(german)] == []


def test_the_german_is_set_as_german_is() -> None:
    for source, german in pairs():
        assert not re.search(r"\b(Ctrl|Shift)\b|\.\.\.|[\"'”]|„[^“]*$", german), german
        assert not re.search(r"\w…", german), f"no space before the ellipsis: {german}"
        assert not re.search(r"[\w,;] (Sie|Ihnen|Ihr\w*)\b", german), german
        assert source.strip(), "an empty text"


def test_the_packed_file_is_that_of_the_texts(tmp_path: Path) -> None:
    packed = tmp_path / "palimpsest_de.qm"
    translate.pack(SHIPPED, packed)
    shipped = resources.translation_file("de")
    assert shipped is not None
    assert shipped.read_bytes() == packed.read_bytes(), "call `make translations`"


# Which language is spoken


def test_the_system_decides_where_nothing_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    class System:
        def __init__(self, *languages: str) -> None:
            self.languages = languages

        def uiLanguages(self) -> list[str]:
            return list(self.languages)

    for languages, spoken_one in ((("fr-FR", "de-AT"), "de"), (("en-GB", "de-DE"), "en"), (("fr",), "en")):
        with monkeypatch.context() as patch:
            patch.setattr(QLocale, "system", lambda languages=languages: System(*languages))
            assert translations._of_system() == spoken_one


def test_another_choice_takes_the_place_of_the_first(qapp: QApplication) -> None:
    assert translations.install(qapp, "de") == "de"
    assert qapp.translate("", "&File") == "&Datei"
    assert translations.install(qapp, "en") == "en"
    assert qapp.translate("", "&File") == "&File"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert qapp.findChildren(QTranslator) == []


def test_what_is_wrong_with_the_settings_is_told_in_the_language_of_the_system(
    open_window: OpenWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(translations, "_of_system", lambda: "de")
    path = settings_file.settings_path()
    path.parent.mkdir(parents=True)
    path.write_text("[]", encoding="utf-8")
    text = open_window().notice.text
    assert text.startswith("Die Einstellungsdatei wurde nicht verwendet, weil sie kein JSON-Objekt ist.")


# The window


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_letter_opens_one_menu(open_window: OpenWindow, language: str) -> None:
    settings_file.save(Settings(language=language, welcomed=True))
    window = open_window()
    bar = [QKeySequence.mnemonic(action.text()).toString() for action in window.menuBar().actions()]
    assert len(bar) == len(MENUS)
    assert "" not in bar
    keys = [QKeySequence(key).toString() for command in COMMANDS for key in command.keys]
    assert [key for key, count in Counter([*bar, *keys]).items() if count > 1 and key in bar] == []
    for menu in window.findChildren(QMenu):
        letters = [QKeySequence.mnemonic(action.text()).toString() for action in menu.actions()]
        assert [letter for letter, count in Counter(letters).items() if letter and count > 1] == []


def test_menus_and_commands(open_german: GermanWindow) -> None:
    window = open_german()
    assert window.commands["file.open"].text() == "Öffnen …"
    assert window.menuBar().actions()[0].text() == "&Datei"
    page = KeysPage(window.commands, COMMANDS, window, window.desk.bindings.keys_of)
    assert "Datei\n  Neu" in page.text()
    assert "Strg+Umschalt+S" in page.text()
    page.close()


def test_the_page_and_its_status_line(open_german: GermanWindow, qtbot: QtBot) -> None:
    window = open_german(ScriptedEngine(), text="one two")
    assert "Strg+K" in window.editor.placeholderText()
    assert window.status.place.text() == "Zeile 1, Spalte 8"
    assert window.status.language.text() == "Einfacher Text"
    qtbot.waitUntil(lambda: window.status.counts.text() == "2 Wörter", timeout=20_000)
    assert window.document.title == "Unbenannt"
    select(window, 0, 3)
    window.commands["regenerate.prompt"].trigger()
    assert window.prompt_bar.enter.text() == "Neu schreiben  ↵"
    window.commands["regenerate.start"].trigger()
    wait_for(qtbot, window, "proposed")
    assert window.prompt_bar.enter.text() == "Übernehmen  ↵"
    assert window.prompt_bar.counter.text() == "1 von 2"
    assert window.status.run_state.text() == "Entwurf 1 von 2"


def test_the_palette_finds_german_titles(open_german: GermanWindow, qtbot: QtBot) -> None:
    window = open_german()
    palette = window.palette_box
    palette.open()
    assert palette.line.placeholderText() == "Befehl suchen"
    for typed, label in (("offnen", "Öffnen …"), ("vollb", "Vollbild"), ("datei: neu", "Neu")):
        palette.line.setText(typed)
        found = palette.list.topLevelItem(0)
        assert found is not None
        assert found.text(0) == label
    palette.close_palette()
    window.commands["document.language"].trigger()
    assert "Einfacher Text" in [item.label for item in palette._shown]
    palette.close_palette()


def test_the_settings_dialog(open_german: GermanWindow) -> None:
    window = open_german()
    window.commands["view.settings"].trigger()
    (dialog,) = window.findChildren(SettingsDialog)
    assert dialog.windowTitle() == "Einstellungen"
    assert [dialog.list.item(row).text() for row in (0, 2)] == ["Seite", "Schreiben"]
    dialog.line.setText("schriftart")
    assert [row.row.name for row in dialog.page.rows if not row.isHidden()] == ["prose_font", "code_font"]
    dialog.open_group("keys")
    editor = dialog.keys.editor
    editor.show_command("file.save")
    editor.record()
    field = editor.recorder.findChild(QLineEdit)
    assert field is not None
    assert field.placeholderText() == "Taste drücken"
    assert field.fontMetrics().horizontalAdvance(field.placeholderText()) < editor.recorder.minimumWidth()
    editor.recorder.setKeySequence(QKeySequence("Ctrl+O"))
    editor.recorder.editingFinished.emit()
    assert editor.question.text() == "Strg+O gehört zu Datei: Öffnen."
    dialog.close()


def test_numbers_times_and_names(german: None) -> None:
    assert count_text(11_800_000) == "11,8 Millionen Parameter"
    assert progress_text("reading the weights", 0.42) == f"Gewichte werden gelesen 42{NBSP}%"
    assert sentence(Fault.of(OSError(), "")).startswith("Etwas ist schiefgegangen (OSError). Der Text ist, wie er war.")
    now = datetime(2026, 11, 21, 14, 5).astimezone()
    assert spoken(now, now) == "heute 14:05"
    assert spoken(now - timedelta(days=2), now) == "Donnerstag 14:05"
    assert spoken(now - timedelta(days=7), now) == "14. November 14:05"
    assert spoken(now - timedelta(days=365), now) == "21. November 2025 14:05"
    assert [getattr(by_name(name), "shown_name", None) for name in ("Plain Text", "Python")] == [
        "Einfacher Text",
        "Python",
    ]
