"""The user's presets: written at once, never lost, merged by name; the shipped ones fit what they are for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from palimpsest.app.regenerate.preset_file import PRESETS_MOST, Preset, PresetFileError, checked, read, text_of
from palimpsest.app.regenerate.presets import SHIPPED, Presets, applied, preset_of, presets_path
from palimpsest.app.regenerate.wish import Wish

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

A, B = Preset("a", "do a", 0.5, "longer", None, 2), Preset("b", "do b")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "presets.json"


@pytest.fixture
def presets(qapp, path: Path) -> Presets:
    return Presets(path)


def test_changes_are_written_at_once_and_told(qtbot: QtBot, presets: Presets, path: Path) -> None:
    for change, wanted in (
        (lambda: presets.take_in([A, B]), (A, B)),
        (lambda: presets.add(Preset("a", tokens=3)), (Preset("a", tokens=3), B)),
        (lambda: presets.rename("b", " c "), (Preset("a", tokens=3), Preset("c", "do b"))),
        (lambda: presets.remove("a"), (Preset("c", "do b"),)),
    ):
        with qtbot.waitSignal(presets.changed):
            assert change()
        assert presets.own == wanted
        assert read(path) == wanted
        assert Presets(path).own == wanted


def test_they_lie_beside_the_settings(presets: Presets) -> None:
    assert presets_path().name == "presets.json"
    assert Presets().path == presets_path()


def test_a_name_that_is_taken_gives_way(presets: Presets) -> None:
    presets.take_in([A, B])
    presets.rename("b", "a")
    assert presets.own == (Preset("a", "do b"),)
    presets.rename("a", "a")
    assert presets.own == (Preset("a", "do b"),)


def test_no_name_changes_nothing(presets: Presets, path: Path) -> None:
    presets.add(A)
    for name in ("", " ", "a\nb", "n" * 61):
        with pytest.raises(ValueError, match="name"):
            presets.rename("a", name)
        with pytest.raises(ValueError, match="name"):
            preset_of(name, Wish())
    assert read(path) == (A,)


def test_what_another_program_wrote_meanwhile_stays(presets: Presets, path: Path) -> None:
    presets.add(A)
    Presets(path).add(B)
    presets.add(Preset("c"))
    assert read(path) == (A, B, Preset("c"))


def test_a_damaged_file_is_kept_aside_and_told(qapp, path: Path) -> None:
    path.parent.mkdir()
    path.write_text("not presets", encoding="utf-8")
    presets = Presets(path)
    assert presets.own == ()
    aside = path.with_name("presets.json.broken")
    assert str(aside) in presets.fault
    assert aside.read_text(encoding="utf-8") == "not presets"
    assert presets.add(A)
    assert read(path) == (A,)


def test_a_file_damaged_meanwhile_costs_nothing(qtbot: QtBot, presets: Presets, path: Path) -> None:
    presets.add(A)
    path.write_text("{", encoding="utf-8")
    with qtbot.waitSignal(presets.faulted):
        presets.add(B)
    assert read(path) == (A, B)
    assert path.with_name("presets.json.broken").exists()


def test_a_damaged_file_that_cannot_be_kept_aside_is_not_overwritten(
    presets: Presets, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    presets.add(A)
    path.write_text("{", encoding="utf-8")
    monkeypatch.setattr("palimpsest.app.settings.keep_aside", lambda _: None)
    assert not presets.add(B)
    assert path.read_text(encoding="utf-8") == "{"
    assert presets.own == (A,)


def test_what_cannot_be_written_is_told_and_changes_nothing(qtbot: QtBot, qapp, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    presets = Presets(tmp_path / "file" / "presets.json")
    with qtbot.waitSignal(presets.faulted), qtbot.assertNotEmitted(presets.changed):
        assert not presets.add(A)
    assert "could not be written" in presets.fault
    assert presets.own == ()


def test_import_merges_by_name_and_export_gives_it_back(presets: Presets, path: Path, tmp_path: Path) -> None:
    presets.take_in([A, B])
    given = tmp_path / "given.json"
    presets.export_file(given)
    assert read(given) == (A, B)
    given.write_text(text_of([Preset("b", "other"), Preset("c")]), encoding="utf-8")
    assert presets.import_file(given) == 2
    assert presets.own == (A, Preset("b", "other"), Preset("c"))


def test_a_bad_import_changes_nothing(presets: Presets, path: Path, tmp_path: Path) -> None:
    presets.add(A)
    given = tmp_path / "given.json"
    for text in ("[]", text_of([Preset(str(number)) for number in range(PRESETS_MOST)])):
        given.write_text(text, encoding="utf-8")
        with pytest.raises(PresetFileError):
            presets.import_file(given)
        assert presets.own == read(path) == (A,)


def test_a_wish_kept_and_applied_is_the_same_but_for_the_seed() -> None:
    wish = Wish("warmer", 0.35, 5, 77, "longer", 12)
    preset = preset_of("mine", wish)
    assert applied(preset, Wish(seed=3)) == Wish("warmer", 0.35, 5, 3, "longer", 12)


def test_what_a_preset_leaves_open_stays() -> None:
    wish = Wish("old", 0.35, 5, 77, "longer", 12)
    assert applied(Preset("x", "new"), wish) == Wish("new", 0.35, 5, 77, "longer", 12)
    assert applied(Preset("x", "new", length="shorter"), wish) == Wish("new", 0.35, 5, 77, "shorter", None)


def test_the_shipped_ones_are_presets_with_names_of_their_own() -> None:
    assert all(checked(each.preset) == each.preset for each in SHIPPED)
    assert len({each.preset.name for each in SHIPPED}) == len(SHIPPED)
    assert all(each.preset.instruction and each.preset.alternatives is None for each in SHIPPED)
