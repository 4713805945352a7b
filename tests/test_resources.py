"""What ships: fonts that really render, icons of the sizes they claim, samples whose marks are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetrics, QImage, QRawFont, QTextLayout

from palimpsest import resources
from palimpsest.resources import samples


@pytest.fixture
def loaded_fonts(qapp):
    """Give the shipped fonts to Qt for one test."""
    numbers = [QFontDatabase.addApplicationFont(str(file)) for file in resources.font_files()]
    yield numbers
    for number in numbers:
        QFontDatabase.removeApplicationFont(number)


def test_fonts_load_under_the_names_the_program_uses(loaded_fonts):
    assert -1 not in loaded_fonts
    families = {family for number in loaded_fonts for family in QFontDatabase.applicationFontFamilies(number)}
    assert families == {resources.PROSE_FONT, resources.CODE_FONT}
    assert {"Regular", "Italic", "Bold", "Bold Italic"} <= set(QFontDatabase.styles(resources.PROSE_FONT))
    assert {"Regular", "Bold"} <= set(QFontDatabase.styles(resources.CODE_FONT))


def test_the_code_font_gives_every_letter_the_same_width(loaded_fonts):
    font = QFont(resources.CODE_FONT, 12)
    assert QFontInfo(font).family() == resources.CODE_FONT
    assert QFontDatabase.isFixedPitch(resources.CODE_FONT)
    metrics = QFontMetrics(font)
    assert len({metrics.horizontalAdvance(letter) for letter in "il1WM@.→"}) == 1


def test_the_code_font_draws_no_ligatures(loaded_fonts):
    font = QFont(resources.CODE_FONT, 12)
    raw = QRawFont.fromFont(font)
    for text in ("!=", "->", "==", "fi", "=>"):
        layout = QTextLayout(text, font)
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        drawn = [glyph for part in layout.glyphRuns() for glyph in part.glyphIndexes()]
        assert drawn == list(raw.glyphIndexesForString(text))


def test_fonts_have_the_letters_of_the_samples(loaded_fonts):
    for name in samples.names():
        family = resources.CODE_FONT if name.endswith(".py") else resources.PROSE_FONT
        raw = QRawFont.fromFont(QFont(family, 12))
        assert raw.familyName() == family
        letters = set(samples.load(name).text) - {"\n"}
        assert [letter for letter in letters if not raw.supportsCharacter(ord(letter))] == []


def test_fonts_stay_small_and_keep_their_licences():
    assert sum(file.stat().st_size for file in resources.font_files()) < 3 << 20
    for family in (resources.PROSE_FONT, resources.CODE_FONT):
        assert "Copyright" in resources.path(f"fonts/{family}-LICENSE.txt").read_text(encoding="utf-8")


def test_icons_have_the_size_of_their_name():
    sizes = []
    for file in resources.icon_files():
        image = QImage(str(file))
        size = int(file.stem.split("-")[1])
        assert (image.width(), image.height()) == (size, size)
        assert image.pixelColor(0, 0).alpha() == 0
        assert image.pixelColor(size // 2, size // 8).alpha() == 255
        sizes.append(size)
    assert sizes == [16, 24, 32, 48, 64, 128, 256]


def test_every_sample_marks_one_span():
    assert set(samples.names()) == {"welcome.md", "story.txt", "code.py"}
    for name in samples.names():
        sample = samples.load(name)
        assert sample.name == name
        assert 0 < sample.start < sample.end < len(sample.text)
        assert sample.span == sample.text[sample.start : sample.end]
        assert sample.text.endswith("\n")


def test_the_welcome_names_the_sentence_it_marks():
    sample = samples.welcome()
    assert sample.span.startswith("Zoe the musician")
    assert '"Zoe"' in sample.text[: sample.start]
    for key in ("Ctrl+K", "Enter", "Esc", "Ctrl+Z"):
        assert key in sample.text


def test_the_code_sample_is_right():
    sample = samples.load("code.py")
    names: dict[str, object] = {}
    exec(compile(ast.parse(sample.text), sample.name, "exec"), names)
    running, test = names["running_levels"], names["test_running_levels"]
    assert callable(running)
    assert callable(test)
    assert running([1, 2]) == [1, 3]
    test()


def test_an_unknown_sample_is_refused():
    with pytest.raises(KeyError):
        samples.load("nothing.md")


def test_a_mark_that_is_not_there_once_is_refused(monkeypatch):
    monkeypatch.setattr(samples, "_marks", lambda: {"story.txt": "Ben"})
    with pytest.raises(ValueError, match="instead of once"):
        samples.load("story.txt")


def test_paths_stay_inside():
    assert resources.path("samples/welcome.md").is_file()
    assert resources.path() == Path(resources.__file__).resolve().parent
    with pytest.raises(ValueError, match="outside"):
        resources.path("../pyproject.toml")
