"""Translates what people read in modules that must also work where Qt cannot load."""

from __future__ import annotations

import sys


def mark(text: str) -> str:
    """Mark a text of a table for translation; it is translated where it is shown, in the empty context."""
    return text


def translate(context: str, text: str) -> str:
    """`text` in the language of the program; as it is while Qt is not in use."""
    core = sys.modules.get("PySide6.QtCore")
    return text if core is None else core.QCoreApplication.translate(context, text)
