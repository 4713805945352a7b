"""Sizes, speeds and times of downloads as people say them; for the window and for the terminal, where Qt is not."""

from __future__ import annotations

import sys

from palimpsest.app.documents.translate import translate


def number(value: float, digits: int = 0) -> str:
    """A decimal number as the language of the frame writes it."""
    core = sys.modules.get("PySide6.QtCore")
    return f"{value:.{digits}f}" if core is None else core.QLocale().toString(float(value), "f", digits)


def size_text(count: int, unit_of: int | None = None) -> str:
    """Bytes as "17.2 GB", in powers of ten as shops and hubs count them; `unit_of` has the unit of another amount."""
    scale = max(abs(count if unit_of is None else unit_of), 0)
    for least, unit, digits in ((10**9, "GB", 1), (10**6, "MB", 0), (10**3, "kB", 0)):
        if scale >= least:
            return f"{number(count / least, digits)} {unit}"
    return f"{count} B"


def amount_text(done: int, total: int) -> str:
    """ "4.2 of 17.2 GB"."""
    here, unit = size_text(done, total).rsplit(" ", 1)
    whole = size_text(total).rsplit(" ", 1)[0]
    return translate("Words", "{done} of {total} {unit}").format(done=here, total=whole, unit=unit)


def speed_text(bytes_per_second: float) -> str:
    """ "61 MB/s"."""
    for least, unit, digits in ((10**7, "MB/s", 0), (10**6, "MB/s", 1), (10**3, "kB/s", 0)):
        if bytes_per_second >= least:
            return f"{number(bytes_per_second / min(least, 10**6), digits)} {unit}"
    return f"{number(bytes_per_second)} B/s"


def time_text(seconds: float) -> str:
    """How long something still takes, rounded as people round it."""
    minutes = round(seconds / 60)
    if seconds < 60:
        return translate("Words", "less than a minute left")
    if minutes <= 1:
        return translate("Words", "1 minute left")
    if minutes < 100:
        return translate("Words", "{minutes} minutes left").format(minutes=minutes)
    if minutes < 60 * 24:
        return translate("Words", "{hours} hours left").format(hours=round(minutes / 60))
    return translate("Words", "more than a day left")
