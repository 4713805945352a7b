"""What a report of a fault has to say about this program and this machine. Imports neither Qt nor torch."""

from __future__ import annotations

import importlib.metadata
import platform
import sys

from palimpsest import __version__
from palimpsest.app import qt_libraries


def information(device: str = "") -> str:
    """One line for each: program, Python, Qt, torch if it is loaded, system, and the `device` the model runs on."""
    lines = [f"Palimpsest {__version__}", f"Python {platform.python_version()} ({sys.executable})"]
    qt = sys.modules.get("PySide6.QtCore")
    if qt is not None:
        gui = sys.modules.get("PySide6.QtGui")
        shown_on = f", {gui.QGuiApplication.platformName()}" if gui is not None else ""
        lines.append(f"Qt {qt.qVersion()}, PySide6 {_version('PySide6_Essentials') or _version('PySide6')}{shown_on}")
    torch = sys.modules.get("torch")
    lines.append(f"PyTorch {torch.__version__}" if torch is not None else "PyTorch not loaded")
    name = qt_libraries.read_release().get("PRETTY_NAME") or platform.system()
    lines.append(f"{name}, {platform.system()} {platform.release()}, {platform.machine()}")
    if device:
        lines.append(f"Model on {device}")
    return "\n".join(lines)


def _version(distribution: str) -> str:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return ""
