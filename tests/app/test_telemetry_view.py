"""The numbers in words: what is known is said, what is not is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from palimpsest.app.run_numbers import RunNumbers
from palimpsest.app.telemetry import GpuSample, Sample
from palimpsest.app.telemetry_view import TelemetryView, numbers_text, sample_text, status_text

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

NUMBERS = RunNumbers(9, 32, 41.3, 12.2, 3.56, 200, 0.961, 85.4)
GPU = Sample(GpuSample(87, int(15.2 * (1 << 30)), 24 << 30, 309.6, 64), 198.4, 1 << 30)
CPU = Sample(None, 198.4, int(1.1 * (1 << 30)))


@pytest.fixture(autouse=True)
def english():
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        (NUMBERS, "41 tok/s · 12 ms a pass · 9 passes · 3.6 tokens a pass · prefix 96% reused · 85 ms saved"),
        (RunNumbers(1, 4, tokens_per_pass=4.0), "1 pass · 4.0 tokens a pass"),
        (RunNumbers(2, 4, 9.46, 1204.0, 2.0), "9.5 tok/s · 1,204 ms a pass · 2 passes · 2.0 tokens a pass"),
        (RunNumbers(1, 4, prefix=9, reused=0.0, saved_ms=0.0), "1 pass · prefix 0% reused"),
        (RunNumbers(1, 4, prefix=9, reused=0.5, saved_ms=None), "1 pass · prefix 50% reused"),
        (RunNumbers(1, 4, prefix=9, reused=0.5, saved_ms=1204.4), "1 pass · prefix 50% reused · 1,204 ms saved"),
        (RunNumbers(), ""),
    ],
)
def test_numbers_of_a_run(numbers: RunNumbers, text: str):
    assert numbers_text(numbers) == text


@pytest.mark.parametrize(
    ("sample", "text"),
    [
        (GPU, "GPU 87% · 15.2 of 24.0 GB · 310 W · 64 °C"),
        (Sample(GpuSample(load=3), 0, None), "GPU 3%"),
        (Sample(GpuSample(celsius=50), 0, None), "GPU · 50 °C"),
        (CPU, "CPU 198% · 1.1 GB"),
        (Sample(None, 0.2, None), "CPU 0%"),
        (None, ""),
    ],
)
def test_the_machine(sample: Sample | None, text: str):
    assert sample_text(sample) == text


def test_the_status_line_has_few_words():
    assert status_text(NUMBERS, GPU) == "41 tok/s · GPU 87%"
    assert status_text(NUMBERS, CPU) == "41 tok/s · CPU 198%"
    assert status_text(NUMBERS, None) == "41 tok/s"
    assert status_text(RunNumbers(), Sample(GpuSample(), 0, None)) == ""


def test_the_view_says_what_will_be_there(qtbot: QtBot):
    view = TelemetryView()
    qtbot.addWidget(view)
    view.show()
    assert "once a run has begun" in view.run.text()
    assert not view.machine.isVisible()
    view.show_numbers(NUMBERS)
    view.show_sample(GPU)
    assert view.run.text() == numbers_text(NUMBERS)
    assert view.machine.isVisible()
    assert view.machine.accessibleDescription() == sample_text(GPU)
    view.show_numbers(RunNumbers())
    assert "once a run has begun" in view.run.text()
