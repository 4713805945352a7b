"""Times are said as people say them, in the user's own zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from palimpsest.app.spoken_time import spoken

NOW = datetime(2026, 11, 21, 14, 5, 21).astimezone()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("ago", "told"),
    [
        (timedelta(0), "today 14:05"),
        (timedelta(hours=14), "today 00:05"),
        (timedelta(hours=15), "yesterday 23:05"),
        (timedelta(days=2), "Thursday 14:05"),
        (timedelta(days=6), "Sunday 14:05"),
        (timedelta(days=7), "14 November 14:05"),
        (timedelta(days=365), "21 November 2025 14:05"),
    ],
)
def test_times_that_are_past(ago: timedelta, told: str):
    assert spoken(NOW - ago, NOW) == told
    assert spoken((NOW - ago).astimezone(UTC), NOW.astimezone(UTC)) == told


def test_with_seconds():
    assert spoken(NOW, NOW, seconds=True) == "today 14:05:21"
