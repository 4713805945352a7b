"""The line icons of the frame: drawn in one ink, coloured for a theme."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from palimpsest import resources

if TYPE_CHECKING:
    from palimpsest.app.theme import Theme

RATIOS = (1, 2, 3)
"""Device pixels per pixel at which an icon is drawn beforehand."""

STYLE_FILES = {
    "check": ("check", "ink"),
    "check-off": ("check", "gutter"),
    "dot": ("modified", "ink"),
    "up": ("up", "frame_ink"),
    "up-off": ("up", "gutter"),
    "down": ("down", "frame_ink"),
    "down-off": ("down", "gutter"),
    "previous": ("previous", "frame_ink"),
    "next": ("next", "frame_ink"),
    "close": ("close", "faint"),
    "close-hover": ("close", "ink"),
}
"""What a style sheet shows, which can only name files: file → icon and the role of its colour in the theme."""


def names() -> tuple[str, ...]:
    """Every icon there is."""
    return tuple(sorted(file.stem for file in resources.path("icons/line").glob("*.svg")))


def svg(name: str, colour: str) -> str:
    """An icon as SVG in one colour, "#rrggbb". Raises `KeyError` for an unknown name."""
    return _drawn(name).replace("currentColor", colour)


@cache
def icon(name: str, theme: Theme, size: int = 16) -> QIcon:
    """An icon in the inks of a theme: usual, under the mouse or chosen, and disabled. `size` is in pixels of Qt.

    The same one for all who ask, so nobody may add to it. Raises `KeyError` for an unknown name.
    """
    result = QIcon()
    modes = QIcon.Mode
    for mode, colour in (
        (modes.Normal, theme.frame_ink),
        (modes.Active, theme.ink),
        (modes.Selected, theme.selection_ink),
        (modes.Disabled, theme.gutter),
    ):
        for ratio in RATIOS:
            result.addPixmap(pixmap(name, colour, size, ratio), mode)
    return result


def pixmap(name: str, colour: str, size: int = 16, ratio: float = 1) -> QPixmap:
    """An icon in one colour, `size` wide and high, for a screen of `ratio` device pixels per pixel."""
    drawn = QPixmap()
    key = f"palimpsest/{name}/{colour}/{size}/{ratio}"
    if QPixmapCache.find(key, drawn):
        return drawn
    renderer = QSvgRenderer(QByteArray(svg(name, colour).encode()))
    side = round(size * ratio)
    drawn = QPixmap(side, side)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def style_file(name: str, theme: Theme) -> Path:
    """The shipped file of `STYLE_FILES` in the colours of a theme."""
    assert name in STYLE_FILES
    return resources.path(f"icons/{theme.name}/{name}.svg")


def write_style_files(themes: tuple[Theme, ...]) -> None:
    """Draw what style sheets name; wanted after an icon or a colour has changed."""
    for theme in themes:
        for name, (drawn, role) in STYLE_FILES.items():
            target = style_file(name, theme)
            target.parent.mkdir(exist_ok=True)
            target.write_text(svg(drawn, getattr(theme, role)), encoding="utf-8")


@cache
def _drawn(name: str) -> str:
    file = resources.path(f"icons/line/{name}.svg")
    if not file.is_file():
        raise KeyError(name)
    return file.read_text(encoding="utf-8")


if __name__ == "__main__":
    from palimpsest.app.theme import dark, light

    write_style_files((light, dark))
