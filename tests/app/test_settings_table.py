"""The table of settings: every field has a row or is known to need none, and every row fits its field."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields

import pytest

from palimpsest.app import settings
from palimpsest.app.settings import Settings
from palimpsest.app.settings_table import NOT_SHOWN, Row, groups, rows

KINDS = {"switch": bool, "choice": str, "font": str, "code font": str, "text": str}


def test_every_setting_is_shown_or_known_not_to_be() -> None:
    shown = Counter(row.name for row in rows())
    assert set(shown.values()) == {1}
    assert set(shown) | NOT_SHOWN == {field.name for field in fields(Settings)}
    assert not set(shown) & NOT_SHOWN


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_a_row_fits_its_setting(row: Row) -> None:
    default = settings.default(row.name)
    if row.control == "number":
        assert settings.limits(row.name) is not None
        assert type(default) in (int, float)
    else:
        assert type(default) is KINDS[row.control]
    if row.control == "choice":
        assert tuple(value for value, _ in row.choices) == settings.choices(row.name)
    else:
        assert settings.choices(row.name) == ()


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.name)
def test_a_row_says_what_it_is_in_calm_words(row: Row) -> None:
    assert row.group in groups()
    assert row.title[0].isupper()
    assert not row.title.endswith((".", ":"))
    assert row.explanation.endswith(".")
    assert "!" not in row.title + row.explanation


def test_titles_are_unlike_each_other_and_every_group_has_something() -> None:
    assert len({row.title for row in rows()}) == len(rows())
    assert {row.group for row in rows()} | {"keys"} == set(groups())
