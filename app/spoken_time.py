"""Times as people say them: "14:05", "yesterday 14:05", "Monday 14:05"."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale


def spoken(when: datetime, now: datetime | None = None, seconds: bool = False) -> str:
    """A time that is past, in the user's zone and language. Both must know their zone."""
    local = when.astimezone()
    today = (now or datetime.now().astimezone()).astimezone().date()
    time = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    days = (today - local.date()).days
    if days == 0:
        return QCoreApplication.translate("SpokenTime", "today {time}").format(time=time)
    if days == 1:
        return QCoreApplication.translate("SpokenTime", "yesterday {time}").format(time=time)
    locale = QLocale()
    if 1 < days < 7:
        day = locale.standaloneDayName(local.isoweekday())
    else:
        near = 0 < days < 300
        translate = QCoreApplication.translate
        form = translate("SpokenTime", "d MMMM") if near else translate("SpokenTime", "d MMMM yyyy")
        day = locale.toString(QDate(local.year, local.month, local.day), form)
    return QCoreApplication.translate("SpokenTime", "{day} {time}").format(day=day, time=time)
