"""Where a run stands, in few words: for the status line and the prompt bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from palimpsest.app.translations import progress_text

if TYPE_CHECKING:
    from palimpsest.engine.request import Pass
    from palimpsest.engine.service import Loading


def preparing(loading: Loading | None) -> str:
    """What is waited for before the first pass."""
    if loading is not None and loading.share < 1:
        return progress_text(loading.doing, loading.share)
    return QCoreApplication.translate("Run", "preparing")


def sharpening(latest: Pass, *, stopping: bool) -> str:
    """ "part 2 of 3 · pass 7 of 24"."""
    translate = QCoreApplication.translate
    doing = translate("Run", "stopping")
    if not stopping:
        doing = translate("Run", "pass {number} of {limit}").format(number=latest.number, limit=latest.limit)
    if latest.canvases == 1:
        return doing
    canvas = translate("Run", "part {number} of {count}").format(number=latest.canvas, count=latest.canvases)
    return f"{canvas} · {doing}"


def proposed(counter: str) -> str:
    """ "draft 2 of 4"."""
    if not counter:
        return QCoreApplication.translate("Run", "draft")
    return QCoreApplication.translate("Run", "draft {counter}").format(counter=counter)


def share(latest: Pass) -> float:
    """How much of the work is done, 0 to 1, as far as can be told."""
    done = (latest.canvas - 1) + latest.number / max(1, latest.limit)
    return min(1.0, done / max(1, latest.canvases))
