"""What the prompt bar says of its keys: the labels of Enter and Esc, and the words in an empty line."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from palimpsest.app.documents.translate import mark
from palimpsest.app.regenerate.run import WORKING, RunState

PLACEHOLDER = mark("Regenerate the selection, or say how")
PLACEHOLDER_INSERT = mark("Write here, or say what")
PLACEHOLDER_HOLES = mark("Fill the {count} holes together, or say with what")
PLACEHOLDER_DEAF = mark("This small model continues the text; it does not follow instructions")

Target = Literal["selection", "caret", "holes"]
"""What the next run works on."""


def placeholder(target: Target, holes: int, deaf: bool) -> str:
    """What stands in the line while nothing is typed; `deaf` is a model that follows no instructions."""
    if deaf:
        return QCoreApplication.translate("", PLACEHOLDER_DEAF)
    texts = {"selection": PLACEHOLDER, "caret": PLACEHOLDER_INSERT, "holes": PLACEHOLDER_HOLES}
    return QCoreApplication.translate("", texts[target]).format(count=holes)


def enter_label(state: RunState | None, edited: bool, queueing: bool, target: Target) -> str:
    """What Enter does; "" where it does nothing. `state` is None before a run."""
    translate = QCoreApplication.translate
    working = state in WORKING
    if queueing and (working or state is RunState.PROPOSED):
        label = translate("PromptBar", "Queue  ↵")
    elif working:
        label = translate("PromptBar", "Go on with this  ↵") if edited else ""
    elif state is RunState.PROPOSED and not edited:
        label = translate("PromptBar", "Accept  ↵")
    elif state is RunState.FAILED:
        label = translate("PromptBar", "Try again  ↵")
    elif state is None and target == "caret":
        label = translate("PromptBar", "Write  ↵")
    elif state is None and target == "holes":
        label = translate("PromptBar", "Fill  ↵")
    else:
        label = translate("PromptBar", "Regenerate  ↵")
    return label


def escape_label(state: RunState | None, stopping: bool) -> str:
    """What Esc does; `stopping` is a run that has been told to."""
    if state in WORKING and not stopping:
        return QCoreApplication.translate("PromptBar", "Stop  Esc")
    if state is None or state is RunState.FAILED:
        return QCoreApplication.translate("PromptBar", "Close  Esc")
    return QCoreApplication.translate("PromptBar", "Discard  Esc")
