"""Dictionaries in their thread: verdicts, suggestions, people's own words, and what is said when something fails."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from palimpsest import resources
from palimpsest.app.editor.speller import Speller, language_names

PATIENCE_MS = 20_000


@pytest.fixture
def own_words(tmp_path: Path) -> Path:
    return tmp_path / "own" / "dictionary.txt"


@pytest.fixture
def make(own_words: Path) -> Iterator[Callable[..., Speller]]:
    made: list[Speller] = []

    def start(*places: Path) -> Speller:
        made.append(Speller(own_words, places or [resources.dictionary_folder()]))
        return made[-1]

    yield start
    for speller in made:
        speller.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "speller"]


def learn(qtbot: QtBot, speller: Speller, *words: str, language: str = "en_US") -> list[bool | None]:
    speller.ask(language, words)
    qtbot.waitUntil(lambda: all(speller.verdict(language, word) is not None for word in words), timeout=PATIENCE_MS)
    return [speller.verdict(language, word) for word in words]


def test_verdicts_come_when_asked_for(qtbot: QtBot, make: Callable[..., Speller]) -> None:
    speller = make()
    assert speller.verdict("en_US", "hello") is None
    assert learn(qtbot, speller, "hello", "helllo") == [True, False]
    assert speller.verdict("en_GB", "hello") is None
    assert learn(qtbot, speller, "colour", language="en_GB") == [True]


def test_suggestions_come_once_and_are_remembered(qtbot: QtBot, make: Callable[..., Speller]) -> None:
    speller = make()
    heard: list[list[str]] = []
    speller.suggest("en_US", "recieve", heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE_MS)
    assert heard[0][0] == "receive"
    assert speller.suggestions("en_US", "recieve") == heard[0]
    speller.suggest("en_US", "recieve", heard.append)
    assert heard[1] == heard[0]


def test_added_words_are_right_at_once_everywhere_and_next_time(
    qtbot: QtBot, make: Callable[..., Speller], own_words: Path
) -> None:
    speller = make()
    assert learn(qtbot, speller, "Zorblax", "zorblax") == [False, False]
    with qtbot.waitSignal(speller.words_changed, timeout=PATIENCE_MS):
        speller.add("Zorblax")
    assert speller.verdict("en_US", "Zorblax") is True
    assert speller.verdict("en_US", "zorblax") is False
    heard: list[list[str]] = []
    speller.suggest("en_US", "Zorblaxx", heard.append)
    qtbot.waitUntil(lambda: bool(heard), timeout=PATIENCE_MS)
    assert "Zorblax" in heard[0]
    assert own_words.read_text(encoding="utf-8") == "Zorblax\n"
    assert learn(qtbot, make(), "Zorblax's") == [True]


def test_a_word_is_kept_once(qtbot: QtBot, make: Callable[..., Speller], own_words: Path) -> None:
    own_words.parent.mkdir()
    own_words.write_text("zorblax\n", encoding="utf-8")
    speller = make()
    speller.add("zorblax")
    speller.add("zorblax")
    assert learn(qtbot, speller, "zorblax") == [True]
    speller.close()
    assert own_words.read_text(encoding="utf-8") == "zorblax\n"


def test_a_damaged_dictionary_is_said_once_and_tried_again_on_request(
    qtbot: QtBot, make: Callable[..., Speller], tmp_path: Path
) -> None:
    folder = tmp_path / "dictionaries"
    folder.mkdir()
    for name in ("en_US.aff", "en_US.dic"):
        (folder / name).write_bytes((resources.dictionary_folder() / name).read_bytes())
    whole = (folder / "en_US.dic").read_bytes()
    (folder / "en_US.dic").write_bytes(whole[: len(whole) // 4])
    speller = make(folder)
    said: list[str] = []
    speller.failed.connect(said.append)
    with qtbot.waitSignal(speller.failed, timeout=PATIENCE_MS):
        speller.ask("en_US", ["hello"])
    assert "damaged" in said[0]
    assert "choose another language" in said[0]
    assert not speller.usable("en_US")
    speller.ask("en_US", ["hello"])
    (folder / "en_US.dic").write_bytes(whole)
    with qtbot.waitSignal(speller.learned, timeout=PATIENCE_MS):
        speller.open("en_US")
    assert speller.opened("en_US")
    assert learn(qtbot, speller, "hello") == [True]
    assert len(said) == 1


def test_a_missing_dictionary_says_what_to_do(qtbot: QtBot, make: Callable[..., Speller]) -> None:
    speller = make()
    with qtbot.waitSignal(speller.failed, timeout=PATIENCE_MS) as heard:
        speller.open("de_DE")
    assert heard.args is not None
    assert heard.args[0].startswith("There is no spelling dictionary for Deutsch. Install one")
    answers: list[list[str]] = []
    speller.suggest("de_DE", "Wrot", answers.append)
    assert answers == [[]]


def test_own_words_that_cannot_be_kept_count_until_the_end(
    qtbot: QtBot, make: Callable[..., Speller], own_words: Path
) -> None:
    own_words.mkdir(parents=True)
    speller = make()
    said: list[str] = []
    speller.failed.connect(said.append)
    speller.add("zorblax")
    qtbot.waitUntil(lambda: len(said) == 2, timeout=PATIENCE_MS)
    assert "could not be read" in said[0]
    assert "“zorblax” could not be written" in said[1]
    assert learn(qtbot, speller, "zorblax") == [True]


def test_after_the_end_nothing_is_told(qtbot: QtBot, make: Callable[..., Speller]) -> None:
    speller = make()
    heard: list[list[str]] = []
    speller.suggest("en_US", "recieve", heard.append)
    speller.close()
    with qtbot.assertNotEmitted(speller.learned, wait=50):
        speller.ask("en_US", ["hello"])
    assert heard == []


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        (["en-GB", "en"], "en_GB"),
        (["en-Latn-NZ", "en-NZ", "en"], "en_GB"),
        (["fi-FI", "fi"], ""),
        (["fi", "en-US"], ""),
    ],
)
def test_the_system_says_which_language_is_first(
    make: Callable[..., Speller], monkeypatch: pytest.MonkeyPatch, system: list[str], expected: str
) -> None:
    class Locale(QLocale):
        def uiLanguages(self, *_: object, **__: object) -> list[str]:
            return system

        def language(self) -> QLocale.Language:
            return QLocale.Language.English

    monkeypatch.setattr(QLocale, "system", Locale)
    assert make().system_language() == expected


def test_a_system_without_a_language_gets_english(
    make: Callable[..., Speller], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", QLocale.c)
    assert make().system_language() == "en_US"


def test_languages_are_named_by_their_own_names_and_told_apart() -> None:
    names = language_names(["en_US", "en_GB", "de_DE", "de_AT", "en_ZA", "en_NA", "xx", "de_DE_frami"])
    assert names["en_US"] == "American English"
    assert names["en_GB"] == "British English"
    assert names["xx"] == "xx"
    assert names["en_ZA"] == "English (South Africa)"
    assert len(set(names.values())) == len(names)
