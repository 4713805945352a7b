"""The dialog about an error that nobody caught: one, however often and from wherever it comes."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWidget

from palimpsest.app import crash_dialog, settings
from palimpsest.app.crash_dialog import KINDS_SHOWN, CrashDialog, CrashReporter
from palimpsest.app.faults import Fault

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

PATIENCE_MS = 20_000


def fault(kind: str = "ValueError", line: int = 1, thread: str = "") -> Fault:
    return Fault(kind, f"Traceback …\n{kind}: of line {line}", f"{kind} file:{line}", ("file",), thread)


@dataclass
class Desk:
    """Stands for the program around the reporter."""

    told: list[str] = field(default_factory=list)
    closed: int = 0
    fault: Exception | None = None
    asked: int = 0

    def saved(self) -> str:
        self.asked += 1
        if self.fault is not None:
            raise self.fault
        return "All texts are kept as of 14:05:21."

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def reporter(qtbot: QtBot, desk: Desk) -> Iterator[CrashReporter]:
    reporter = CrashReporter(desk.saved, desk.close, desk.told.append)
    yield reporter
    if reporter.dialog is not None:
        reporter.dialog.close()
    reporter.deleteLater()


def dialog_of(qtbot: QtBot, reporter: CrashReporter) -> CrashDialog:
    qtbot.waitUntil(lambda: reporter.dialog is not None, timeout=PATIENCE_MS)
    assert reporter.dialog is not None
    return reporter.dialog


def test_it_says_what_happened_what_is_kept_and_where_the_log_lies(qtbot: QtBot, reporter: CrashReporter) -> None:
    reporter.report(fault())
    assert reporter.dialog is None, "not from within whatever is going on"
    dialog = dialog_of(qtbot, reporter)
    assert "ValueError" in dialog.what.text()
    assert "goes on" in dialog.what.text()
    assert dialog.kept.text() == "All texts are kept as of 14:05:21."
    assert str(settings.log_file()) in dialog.where.text()
    assert not dialog.details.isVisible()
    dialog.unfold.click()
    assert dialog.details.isVisible()
    assert "of line 1" in dialog.details.document().toRawText()
    assert not dialog.isModal()


def test_stray_keys_press_nothing(qtbot: QtBot, reporter: CrashReporter, desk: Desk) -> None:
    reporter.report(fault())
    dialog = dialog_of(qtbot, reporter)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_A):
        qtbot.keyClick(dialog, key)
    assert dialog.isVisible()
    assert desk.closed == 0
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert reporter.dialog is None


def test_a_hundred_of_the_same_are_one_dialog_that_counts(qtbot: QtBot, reporter: CrashReporter) -> None:
    reporter.report(fault())
    dialog = dialog_of(qtbot, reporter)
    for _ in range(99):
        reporter.report(fault())
    qtbot.waitUntil(lambda: "It happened 100 times." in dialog.what.text(), timeout=PATIENCE_MS)
    assert reporter.dialog is dialog
    assert [box for box in QApplication.topLevelWidgets() if isinstance(box, CrashDialog)] == [dialog]


def test_different_errors_share_the_dialog_up_to_a_number(qtbot: QtBot, reporter: CrashReporter) -> None:
    for line in range(KINDS_SHOWN + 5):
        reporter.report(fault(line=line))
    dialog = dialog_of(qtbot, reporter)
    assert f"{KINDS_SHOWN} different errors" in dialog.what.text()


def test_after_continue_the_same_error_is_only_told(qtbot: QtBot, reporter: CrashReporter, desk: Desk) -> None:
    reporter.report(fault())
    dialog_of(qtbot, reporter).go_on.click()
    reporter.report(fault())
    qtbot.waitUntil(lambda: len(desk.told) == 1, timeout=PATIENCE_MS)
    assert reporter.dialog is None
    assert "ValueError" in desk.told[0]
    reporter.report(fault("KeyError"))
    assert "KeyError" in dialog_of(qtbot, reporter).what.text()


def test_other_threads_are_shown_in_this_one(qtbot: QtBot, reporter: CrashReporter) -> None:
    threads = [threading.Thread(target=reporter.report, args=(fault(thread="worker"),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    dialog = dialog_of(qtbot, reporter)
    assert dialog.thread() is QApplication.instance().thread()  # type: ignore[union-attr]
    assert "It happened 8 times." in dialog.what.text()
    assert "in worker" in dialog.details.document().toRawText()


def test_close_is_a_normal_close(qtbot: QtBot, reporter: CrashReporter, desk: Desk) -> None:
    reporter.report(fault())
    dialog = dialog_of(qtbot, reporter)
    dialog.leave.click()
    assert desk.closed == 1
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog), timeout=PATIENCE_MS)


def test_copy_and_the_log_s_folder(qtbot: QtBot, reporter: CrashReporter, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    reporter.report(fault())
    dialog = dialog_of(qtbot, reporter)
    assert not opened
    dialog.folder.click()
    assert [url.toLocalFile() for url in opened] == [str(settings.log_file().parent)]
    dialog.copy.click()
    text = QApplication.clipboard().text()
    assert text.startswith("Palimpsest ")
    assert "ValueError: of line 1" in text


def test_an_error_of_the_dialog_itself_opens_no_other(qtbot: QtBot, reporter: CrashReporter, desk: Desk) -> None:
    reporter.report(Fault("ValueError", "trace", "key", (crash_dialog.__file__,)))
    reporter.report(fault("KeyError"))
    assert "KeyError" in dialog_of(qtbot, reporter).what.text()


def test_a_dialog_that_cannot_be_made_is_told_instead_and_not_tried_again(
    qtbot: QtBot, reporter: CrashReporter, desk: Desk
) -> None:
    desk.fault = OSError("no disk")
    reporter.report(fault())
    qtbot.waitUntil(lambda: len(desk.told) == 1, timeout=PATIENCE_MS)
    reporter.report(fault("KeyError"))
    qtbot.waitUntil(lambda: len(desk.told) == 2, timeout=PATIENCE_MS)
    assert desk.asked == 1
    assert reporter.dialog is None


def test_it_goes_with_its_window_and_comes_again(qtbot: QtBot, reporter: CrashReporter) -> None:
    window = QWidget()
    with qtbot.waitActive(window):
        window.show()
    reporter.report(fault())
    dialog = dialog_of(qtbot, reporter)
    assert dialog.parentWidget() is window
    shiboken6.delete(window)
    assert not shiboken6.isValid(dialog)
    reporter.report(fault("KeyError"))
    qtbot.waitUntil(lambda: reporter.dialog is not None and shiboken6.isValid(reporter.dialog), timeout=PATIENCE_MS)
