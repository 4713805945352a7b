"""Sizes, speeds and times as people say them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from palimpsest.app.models.words import amount_text, size_text, speed_text, time_text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (268_435_456, "268 MB"), (17_220_000_000, "17.2 GB")],
)
def test_sizes(count: int, text: str) -> None:
    assert size_text(count) == text


def test_an_amount_has_one_unit() -> None:
    assert amount_text(420_000_000, 17_220_000_000) == "0.4 of 17.2 GB"


@pytest.mark.parametrize(
    ("speed", "text"), [(12, "12 B/s"), (61_400, "61 kB/s"), (1_400_000, "1.4 MB/s"), (61_400_000, "61 MB/s")]
)
def test_speeds(speed: float, text: str) -> None:
    assert speed_text(speed) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (3, "less than a minute left"),
        (61, "1 minute left"),
        (200, "3 minutes left"),
        (7200, "2 hours left"),
        (10**6, "more than a day left"),
    ],
)
def test_times(seconds: float, text: str) -> None:
    assert time_text(seconds) == text


def test_the_terminal_needs_no_qt() -> None:
    code = (
        "import sys; from palimpsest.app.models import catalogue, download, hub, places, words;"
        "print(words.amount_text(1, 2), words.speed_text(3e6), [m for m in sys.modules if 'PySide' in m or 'torch' == m"
        " or 'huggingface_hub' == m])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1 of 2 B 3.0 MB/s []\n"
