"""The numbers of a run and of the machine as two quiet lines, and as a few words for the status line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale, Slot
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from palimpsest.app.memory import size_text

if TYPE_CHECKING:
    from palimpsest.app.run_numbers import RunNumbers
    from palimpsest.app.telemetry import GpuSample, Sample

translate = QCoreApplication.translate
SEPARATOR = " · "


def numbers_text(numbers: RunNumbers) -> str:
    """ "41 tok/s · 12 ms a pass · 9 passes · 3.6 tokens a pass · prefix 96% reused · 85 ms saved".

    Empty before the first pass. What is saved is left out where nothing is, or nothing tells.
    """
    if not numbers.passes:
        return ""
    parts = [_speed(numbers)]
    if numbers.pass_ms is not None:
        parts.append(translate("Telemetry", "{time} ms a pass").format(time=_rounded(numbers.pass_ms)))
    parts.append(
        translate("Telemetry", "1 pass")
        if numbers.passes == 1
        else translate("Telemetry", "{count} passes").format(count=_whole(numbers.passes))
    )
    if numbers.tokens_per_pass is not None:
        parts.append(
            translate("Telemetry", "{count} tokens a pass").format(
                count=QLocale().toString(numbers.tokens_per_pass, "f", 1)
            )
        )
    if numbers.reused is not None:
        parts.append(translate("Telemetry", "prefix {percent}% reused").format(percent=round(100 * numbers.reused)))
    if numbers.saved_ms:
        parts.append(translate("Telemetry", "{time} ms saved").format(time=_rounded(numbers.saved_ms)))
    return SEPARATOR.join(filter(None, parts))


def sample_text(sample: Sample | None) -> str:
    """ "GPU 87% · 15.2 of 24.0 GB · 310 W · 64 °C", or "CPU 198% · 1.1 GB" where there is no GPU; empty for None."""
    if sample is None:
        return ""
    if sample.gpu is not None:
        return SEPARATOR.join(_gpu_parts(sample.gpu))
    parts = [translate("Telemetry", "CPU {percent}%").format(percent=_whole(round(sample.cpu)))]
    if sample.memory is not None:
        parts.append(size_text(sample.memory))
    return SEPARATOR.join(parts)


def status_text(numbers: RunNumbers, sample: Sample | None) -> str:
    """The shortest that is worth knowing while a run goes: "41 tok/s · GPU 87%"; empty if nothing is known."""
    parts = [_speed(numbers)]
    if sample is not None:
        if sample.gpu is None:
            parts.append(translate("Telemetry", "CPU {percent}%").format(percent=_whole(round(sample.cpu))))
        elif sample.gpu.load is not None:
            parts.append(translate("Telemetry", "GPU {percent}%").format(percent=sample.gpu.load))
    return SEPARATOR.join(filter(None, parts))


class TelemetryView(QWidget):
    """Two lines: what the run achieves, and what the machine does for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("telemetry")
        self.setAccessibleName(self.tr("Numbers of the run and of the machine"))
        self.run = self._line(self.tr("The run"))
        self.machine = self._line(self.tr("The machine"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.run)
        column.addWidget(self.machine)
        self._show(self.run, "", self.tr("Speed, passes and prefix reuse are shown here once a run has begun."))
        self._show(self.machine, "", "")

    def show_numbers(self, numbers: RunNumbers) -> None:
        """What the run has achieved so far."""
        empty = self.tr("Speed, passes and prefix reuse are shown here once a run has begun.")
        self._show(self.run, numbers_text(numbers), empty)

    @Slot(object)
    def show_sample(self, sample: Sample | None) -> None:
        """What the machine does; connect it to `Telemetry.sampled`."""
        self._show(self.machine, sample_text(sample), "")

    def _line(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setProperty("hint", True)
        label.setAccessibleName(name)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        return label

    def _show(self, label: QLabel, text: str, empty: str) -> None:
        label.setText(text or empty)
        label.setAccessibleDescription(label.text())
        label.setVisible(bool(label.text()))


def _gpu_parts(gpu: GpuSample) -> list[str]:
    parts = [
        translate("Telemetry", "GPU")
        if gpu.load is None
        else translate("Telemetry", "GPU {percent}%").format(percent=gpu.load)
    ]
    if gpu.used is not None and gpu.total is not None:
        # The unit stands once: both are gigabytes on any card that runs a model.
        used, total = (QLocale().toString(count / (1 << 30), "f", 1) for count in (gpu.used, gpu.total))
        parts.append(translate("Telemetry", "{used} of {total} GB").format(used=used, total=total))
    if gpu.watts is not None:
        parts.append(translate("Telemetry", "{power} W").format(power=_whole(round(gpu.watts))))
    if gpu.celsius is not None:
        parts.append(translate("Telemetry", "{degrees} °C").format(degrees=gpu.celsius))
    return parts


def _speed(numbers: RunNumbers) -> str:
    if numbers.tokens_per_second is None:
        return ""
    return translate("Telemetry", "{count} tok/s").format(count=_rounded(numbers.tokens_per_second))


def _rounded(value: float) -> str:
    """Two digits that tell something: "0.8", "9.5", "41", "1,204"."""
    return QLocale().toString(value, "f", 1) if value < 10 else _whole(round(value))


def _whole(value: int) -> str:
    return QLocale().toString(value)
