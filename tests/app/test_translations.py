"""The second language: whole, in step with the sources, and spoken by the window."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
import translate
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from palimpsest import resources
from palimpsest.app import settings as settings_file
from palimpsest.app import translations
from palimpsest.app.settings import Settings

if TYPE_CHECKING:
    from windows import OpenWindow

SHIPPED = translate.FOLDER / "palimpsest_de.ts"
PLACE = re.compile(r"\{\w*\}|%n")


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication):
    yield
    translations.install(qapp, "en")
    QLocale.setDefault(QLocale.system())


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


def test_every_text_is_translated_and_none_is_left_over(tmp_path: Path) -> None:
    gathered = tmp_path / SHIPPED.name
    gathered.write_bytes(SHIPPED.read_bytes())
    translate.gather(gathered)
    assert len(messages(gathered)) > 100
    assert messages(gathered) == messages(SHIPPED), "call `make translations`"
    assert [source for _, source, forms in messages(SHIPPED) if not forms or not all(forms)] == []


def test_what_is_filled_in_is_the_same_in_both_languages() -> None:
    for _, source, forms in messages(SHIPPED):
        for form in forms:
            assert sorted(PLACE.findall(form)) == sorted(PLACE.findall(source)), source


def test_the_packed_file_is_that_of_the_texts(tmp_path: Path) -> None:
    packed = tmp_path / "palimpsest_de.qm"
    translate.pack(SHIPPED, packed)
    shipped = resources.translation_file("de")
    assert shipped is not None
    assert shipped.read_bytes() == packed.read_bytes(), "call `make translations`"


def test_the_window_speaks_it(open_window: OpenWindow) -> None:
    settings_file.save(Settings(language="de", welcomed=True))
    window = open_window()
    assert window.commands["file.open"].text() == "Öffnen …"
    assert window.menuBar().actions()[0].text() == "&Datei"


def test_the_system_decides_where_nothing_was_chosen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    class System:
        def __init__(self, *languages: str) -> None:
            self.languages = languages

        def uiLanguages(self) -> list[str]:
            return list(self.languages)

    for languages, spoken in ((("fr-FR", "de-AT"), "de"), (("en-GB", "de-DE"), "en"), (("fr",), "en")):
        monkeypatch.setattr(QLocale, "system", lambda languages=languages: System(*languages))
        assert translations._of_system() == spoken


def test_another_choice_takes_the_place_of_the_first(qapp: QApplication) -> None:
    assert translations.install(qapp, "de") == "de"
    assert qapp.translate("", "&File") == "&Datei"
    assert translations.install(qapp, "en") == "en"
    assert qapp.translate("", "&File") == "&File"
    assert len(qapp.findChildren(QTranslator)) <= 2
