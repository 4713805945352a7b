"""Settings: what comes back is what was kept, and a damaged file costs nothing but itself."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app import settings as file
from palimpsest.app.settings import Settings, load, save


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    kept = Settings(theme="dark", zoom_percent=130, model="/models/26b", instructions=["kürzer"], welcomed=True)
    save(kept, path)
    assert load(path) == kept
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"text"', "\0", "[" * 10_000])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    assert load(path) == Settings()
    assert not path.exists()
    assert (tmp_path / "settings.json.broken").read_text() == content


def test_each_damaged_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    for content in ("{", "["):
        path.write_text(content)
        load(path)
    kept = {file.name: file.read_text() for file in tmp_path.iterdir()}
    assert kept == {"settings.json.broken": "{", "settings.json.broken-2": "["}


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "none.json") == Settings()


def test_wrong_types_and_ranges_take_the_default_or_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    stored = {
        "theme": "pink",
        "zoom_percent": 999,
        "alternatives": 0,
        "model": 7,
        "welcomed": 1,
        "width": True,
        "height": 1,
    }
    path.write_text(json.dumps({**stored, "instructions": ["a", 3, "b"], "unknown": 1}))
    assert load(path) == Settings(zoom_percent=300, alternatives=1, height=320, instructions=["a", "b"])


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    save(Settings(), tmp_path / "file" / "settings.json")
    assert (tmp_path / "file").read_text() == ""


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=8,
)
NAMES = [field.name for field in fields(Settings)]


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_whatever_the_file_holds_every_setting_is_one_that_may_be_set(stored: dict[str, object]) -> None:
    read = file.parse(json.dumps(stored))
    for name in NAMES:
        assert file.checked(name, getattr(read, name)) == getattr(read, name)
    assert file.parse(file.text_of(read)) == read


@pytest.mark.parametrize("name", NAMES)
def test_defaults_may_be_set_and_other_types_may_not(name: str) -> None:
    assert file.checked(name, file.default(name)) == file.default(name)
    with pytest.raises(ValueError, match=name):
        file.checked(name, object())
    if (limits := file.limits(name)) is not None:
        kind = type(file.default(name))
        assert [file.checked(name, kind(limit)) for limit in limits] == list(limits)
        for beyond in (limits[0] - 1, limits[1] + 1):
            with pytest.raises(ValueError, match=name):
                file.checked(name, kind(beyond))
    if file.choices(name):
        with pytest.raises(ValueError, match=name):
            file.checked(name, "pink")


def test_a_whole_number_may_stand_for_a_decimal_one_and_truth_for_no_number() -> None:
    assert file.checked("prose_size", 12) == 12.0
    for value in (True, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="prose_size"):
            file.checked("prose_size", value)
    with pytest.raises(ValueError, match="measure"):
        file.checked("measure", True)
    with pytest.raises(ValueError, match="no setting"):
        file.checked("colour", "pink")


def test_what_is_checked_is_a_copy() -> None:
    files = ["a"]
    assert file.checked("recent_files", files) is not files
    assert file.default("keys") is not file.default("keys")


def test_the_file_can_be_read_by_people() -> None:
    text = file.text_of(Settings(instructions=["kürzer"]))
    assert "kürzer" in text
    assert text.count("\n") > len(NAMES)
