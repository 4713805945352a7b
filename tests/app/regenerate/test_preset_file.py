"""Files of presets: what is written is read again, and whatever else is refused with one sentence."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.regenerate import preset_file
from palimpsest.app.regenerate.preset_file import (
    BYTES_MOST,
    INSTRUCTION_MOST,
    NAME_MOST,
    PRESETS_MOST,
    Preset,
    PresetFileError,
    checked,
    merged,
    parse,
    read,
    text_of,
)
from palimpsest.app.regenerate.wish import SCALES

TEXTS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=NAME_MOST)
PRESETS = st.builds(
    Preset,
    TEXTS,
    TEXTS | st.just(""),
    st.none() | st.floats(0.1, 1.0),
    st.none() | st.sampled_from(sorted(SCALES)),
    st.none() | st.integers(1, 2048),
    st.none() | st.integers(1, 8),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


def packed(presets: object, **other: object) -> str:
    return json.dumps({"format": "palimpsest presets", "version": 1, "presets": presets, **other})


@given(st.lists(PRESETS, max_size=6))
def test_what_is_written_is_read_again(presets: list[Preset]) -> None:
    presets = list(merged((), [checked(each) for each in presets]))
    assert parse(text_of(presets)) == tuple(presets)


@given(st.lists(st.dictionaries(st.sampled_from([*Preset.__dataclass_fields__, "x"]), JSON), max_size=3))
def test_never_anything_but_presets_or_a_refusal(stored: list[dict[str, Any]]) -> None:
    found: tuple[Preset, ...] = ()
    with contextlib.suppress(PresetFileError):
        found = parse(packed(stored))
    assert all(checked(preset) == preset for preset in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "[" * 100_000,
        '{"presets": []}',
        packed({}),
        packed([], format="something else"),
        packed([], version=0),
        packed([], version="1"),
        packed([], version=2),
        packed([None]),
        packed([{}]),
        packed([{"name": 3}]),
        packed([{"name": " "}]),
        packed([{"name": "a\nb"}]),
        packed([{"name": "n" * (NAME_MOST + 1)}]),
        packed([{"name": "a", "instruction": None}]),
        packed([{"name": "a", "instruction": "i" * (INSTRUCTION_MOST + 1)}]),
        packed([{"name": "a", "strength": 0}]),
        packed([{"name": "a", "strength": True}]),
        packed([{"name": "a", "strength": float("nan")}]),
        packed([{"name": "a", "strength": 10**400}]),
        packed([{"name": "a", "length": "longest"}]),
        packed([{"name": "a", "length": ["same"]}]),
        packed([{"name": "a", "tokens": 2049}]),
        packed([{"name": "a", "tokens": 1.5}]),
        packed([{"name": "a", "alternatives": 9}]),
        packed([{"name": str(number)} for number in range(PRESETS_MOST + 1)]),
    ],
)
def test_bad_files_are_refused(text: str) -> None:
    with pytest.raises(PresetFileError, match=r"\.$"):
        parse(text)


def test_a_newer_version_is_named_as_such() -> None:
    with pytest.raises(PresetFileError, match="newer version"):
        parse(packed([], version=2))


def test_unknown_fields_are_passed_over_and_missing_ones_leave_the_dials() -> None:
    assert parse(packed([{"name": " a ", "colour": "red", "strength": 1}])) == (Preset("a", strength=1.0),)


def test_an_instruction_is_one_line() -> None:
    assert checked(Preset("a", "one\n  two\t")).instruction == "one two"


def test_the_last_of_a_name_counts() -> None:
    assert parse(packed([{"name": "a"}, {"name": "b"}, {"name": "a", "tokens": 3}])) == (
        Preset("a", tokens=3),
        Preset("b"),
    )


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "p.json"
    for content, reason in (
        (b"\xff\xfe", "no text"),
        (b" " * (BYTES_MOST + 1), "too large"),
    ):
        path.write_bytes(content)
        with pytest.raises(PresetFileError, match=reason):
            read(path)
    with pytest.raises(PresetFileError, match="cannot be read"):
        read(tmp_path / "missing.json")
    path.write_bytes(b"\xef\xbb\xbf" + text_of([Preset("ä")]).encode())
    assert read(path) == (Preset("ä"),)


def test_what_the_dials_allow_is_what_a_preset_allows() -> None:
    from palimpsest.app.regenerate import dials, strength_slider

    assert (preset_file.TOKENS_MOST, preset_file.ALTERNATIVES_MOST) == (dials.TOKENS_MOST, dials.DRAFTS_MOST)
    assert preset_file.STRENGTH_LEAST == strength_slider.LEAST / 100
