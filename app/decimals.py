"""Decimal numbers as the language of the frame writes them: "0.35" or "0,35"."""

from __future__ import annotations

from PySide6.QtCore import QLocale


def decimal(value: float, digits: int | None = None) -> str:
    """`value` with so many digits behind the point; without a number of them, as many as it has (at most six)."""
    number = float(value)  # Qt takes a whole number for another kind
    return QLocale().toString(number, "g", 6) if digits is None else QLocale().toString(number, "f", digits)
