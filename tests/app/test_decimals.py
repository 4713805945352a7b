"""Numbers follow the language of the frame."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale

from palimpsest.app.decimals import decimal


@pytest.fixture(autouse=True)
def usual_language() -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(("language", "point"), [("en_US", "."), ("de_DE", ",")])
def test_the_point_is_the_language_s(language: str, point: str) -> None:
    QLocale.setDefault(QLocale(language))
    assert decimal(0.346, 2) == f"0{point}35"
    assert decimal(0.01) == f"0{point}01"
    assert decimal(3.0) == "3"
