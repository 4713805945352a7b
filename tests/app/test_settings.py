"""Settings: what comes back is what was kept, and a damaged file costs nothing but itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from palimpsest.app.settings import INSTRUCTIONS_KEPT, Settings, load, save


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "settings.json"
    kept = Settings(theme="dark", zoom=3, model="/models/26b", instructions=["kürzer"], welcomed=True)
    save(kept, path)
    assert load(path) == kept
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"text"', "\0", "[" * 10_000])
def test_a_damaged_file_gives_the_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content)
    assert load(path) == Settings()


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "none.json") == Settings()


def test_wrong_types_and_ranges_take_the_default_or_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    stored = {"theme": "pink", "zoom": 999, "alternatives": 0, "model": 7, "welcomed": 1, "width": True, "height": 1}
    path.write_text(json.dumps({**stored, "instructions": ["a", 3, "b"], "unknown": 1}))
    assert load(path) == Settings(zoom=24, alternatives=1, height=320, instructions=["a", "b"])


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    save(Settings(), tmp_path / "file" / "settings.json")
    assert (tmp_path / "file").read_text() == ""


def test_instructions_are_kept_once_newest_first() -> None:
    settings = Settings()
    for instruction in ("shorter", "  ", "warmer", "shorter", *map(str, range(INSTRUCTIONS_KEPT - 2))):
        settings.remember_instruction(instruction)
    assert settings.instructions[0] == str(INSTRUCTIONS_KEPT - 3)
    assert settings.instructions[-2:] == ["shorter", "warmer"]
    assert len(settings.instructions) == INSTRUCTIONS_KEPT
