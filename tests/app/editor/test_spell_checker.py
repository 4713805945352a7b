"""The dictionary that ships, what systems have, people's own words, and files that are damaged."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from palimpsest import resources
from palimpsest.app.editor.spell_checker import PersonalWords, SpellChecker, SpellError, accepts, dictionaries, folders

RULES = "SET UTF-8\n"


@pytest.fixture(scope="module")
def english() -> SpellChecker:
    return SpellChecker(resources.dictionary_folder() / "en_US.aff")


def make(folder: Path, name: str, words: list[str], rules: str = RULES, encoding: str = "utf-8") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    aff = folder / f"{name}.aff"
    aff.write_text(rules, encoding=encoding)
    aff.with_suffix(".dic").write_text("\n".join([str(len(words)), *words]) + "\n", encoding=encoding)
    return aff


def test_english_ships_and_stays_small_with_its_licence() -> None:
    folder = resources.dictionary_folder()
    assert {"en_US", "en_GB"} <= set(dictionaries([folder]))
    assert sum(file.stat().st_size for file in folder.iterdir()) < 1.5 * 2**20
    for name in ("en_US", "en_GB"):
        assert "Copyright" in (folder / f"{name}-LICENSE.txt").read_text(encoding="utf-8")


def test_right_and_wrong_words(english: SpellChecker) -> None:
    for word in ("lighthouse", "Don't", "well-known", "Tolkien", "naïve", "café", "keeper's", "LIGHTHOUSE"):
        assert english.correct(word), word
    for word in ("lihgthouse", "dont", "well-knwn", "tolkien", "nïave", "zzz", ""):
        assert english.correct(word) == (word == ""), word


def test_other_scripts_are_not_for_this_dictionary_to_judge(english: SpellChecker) -> None:
    assert english.correct("Русский")
    assert english.correct("ελληνικά")
    assert not english.correct("Rusky")


def test_suggestions_begin_with_what_was_meant(english: SpellChecker) -> None:
    assert english.suggest("recieve")[0] == "receive"
    assert english.suggest("Teh")[0] == "The"
    assert english.suggest("isnt")[:2] == ["isn't", "inst"]
    assert len(english.suggest("speling", 2)) == 2
    assert english.suggest("\ud800") == []


def test_british_spells_colour() -> None:
    british = SpellChecker(resources.dictionary_folder() / "en_GB.aff")
    assert british.correct("colour")
    assert not british.correct("color")


def test_added_words_are_suggested(tmp_path: Path) -> None:
    checker = SpellChecker(make(tmp_path, "xx", ["hello"]))
    assert checker.suggest("palimpsesst") == []
    checker.add(["palimpsest", "\ud800"])
    assert checker.suggest("palimpsesst") == ["palimpsest"]


def test_old_encodings_are_read(tmp_path: Path) -> None:
    checker = SpellChecker(make(tmp_path, "de", ["Straße", "Öl"], "SET ISO8859-1\n", "iso8859-1"))
    assert checker.correct("Straße")
    assert not checker.correct("Strasse")
    assert not checker.correct("ő")


def test_dictionaries_are_found_where_systems_keep_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "share" / "hunspell", "xx_YY", ["one"])
    make(tmp_path / "mine", "en_US", ["one"])
    (tmp_path / "share" / "hunspell" / "lonely.aff").write_text(RULES)
    monkeypatch.setenv("XDG_DATA_DIRS", str(tmp_path / "share"))
    monkeypatch.setenv("DICPATH", str(tmp_path / "mine"))
    found = dictionaries()
    if sys.platform != "win32":
        assert found["xx_YY"] == tmp_path / "share" / "hunspell" / "xx_YY.aff"
    assert "lonely" not in found
    assert found["en_US"].parent == resources.dictionary_folder(), "what ships comes before what systems have"
    assert tmp_path / "mine" in folders()


@pytest.mark.parametrize(
    "damage",
    [
        lambda aff: aff.with_suffix(".dic").write_bytes(b""),
        lambda aff: aff.with_suffix(".dic").write_bytes(b"not a count\nword\n"),
        lambda aff: aff.with_suffix(".dic").write_bytes(b"5000\nword\n"),
        lambda aff: aff.with_suffix(".dic").write_bytes(b"2\nwo\0rd\nother\n"),
        lambda aff: aff.with_suffix(".dic").unlink(),
        lambda aff: aff.unlink(),
        lambda aff: aff.write_bytes(b"SET nothing-known\n"),
        lambda aff: aff.write_bytes(b"\0\1\2"),
    ],
)
def test_a_damaged_dictionary_says_so_and_what_to_do(tmp_path: Path, damage) -> None:
    aff = make(tmp_path, "xx", ["word", "other"])
    damage(aff)
    with pytest.raises(SpellError, match="Install it again, or choose another language"):
        SpellChecker(aff)


def test_without_the_library_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hunspell", None)
    with pytest.raises(SpellError, match="Install the package chunspell"):
        SpellChecker(make(tmp_path, "xx", ["word"]))


def test_own_words_are_a_text_with_one_word_a_line(tmp_path: Path) -> None:
    path = tmp_path / "data" / "dictionary.txt"
    words = PersonalWords(path)
    words.load()
    words.keep("Zoë")
    path.write_text(path.read_text(encoding="utf-8") + "without line end", encoding="utf-8")
    words.keep("last")
    assert path.read_text(encoding="utf-8") == "Zoë\nwithout line end\nlast\n"
    again = PersonalWords(path)
    again.load()
    assert again.words == {"Zoë", "without line end", "last"}


def test_own_words_that_cannot_be_read_or_kept_say_so(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.txt"
    path.write_bytes(b"\xff\xfe\x80")
    with pytest.raises(SpellError, match="could not be read"):
        PersonalWords(path).load()
    assert path.read_bytes() == b"\xff\xfe\x80"
    with pytest.raises(SpellError, match="counts as right until you quit"):
        PersonalWords(path / "below" / "dictionary.txt").keep("word")


@pytest.mark.parametrize(
    ("word", "right"),
    [
        ("palimpsest", True),
        ("Palimpsest", True),
        ("PALIMPSEST", True),
        ("palimpsest's", True),
        ("Zoe", True),
        ("Zoe's", True),
        ("ZOE'S", True),
        ("zoe", False),
        ("palimpsests", False),
        ("pAlimpsest", False),
    ],
)
def test_own_words_in_other_cases(word: str, right: bool) -> None:
    assert accepts({"palimpsest", "Zoe"}, word) is right
