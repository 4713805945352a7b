"""Which system libraries Qt lacks on this machine, found before Qt is loaded: by the loader, then by name with `ldd`.

Qt aborts the process, with a misleading message, when a library of its platform plugin is missing; nothing
can be caught then. So the probe runs first, on the standard library alone.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

PLATFORMS = ("offscreen", "xcb", "wayland")
"""Qt's platform plugins that the program can be asked to draw with on Linux."""

_MODULES = ("QtCore", "QtGui", "QtWidgets")
_PLUGINS = {
    "offscreen": ("platforms/libqoffscreen.so",),
    "xcb": ("platforms/libqxcb.so", "xcbglintegrations/libqxcb-egl-integration.so"),
    "wayland": ("platforms/libqwayland.so", "wayland-shell-integration/libxdg-shell.so"),
}

_PACKAGES = {
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libgio-2.0.so.0": "libglib2.0-0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
_RENAMED = {"libglib2.0-0": "libglib2.0-0t64"}
"""Packages that took another name when Debian 13 and Ubuntu 24.04 moved to 64-bit time."""
_UBUNTU_BEFORE_RENAMING = ("bionic", "focal", "jammy")


@dataclass(frozen=True, slots=True)
class Missing:
    """A shared library that Qt wants and the system does not have."""

    library: str
    """As the loader names it: `libGL.so.1`."""
    package: str | None
    """The Debian or Ubuntu package that holds it; None if it is not known."""


def platform_in_use(environment: Mapping[str, str] = os.environ) -> str | None:
    """The platform plugin Qt would take here: one of `PLATFORMS` or another that the user named.

    None without a display.
    """
    named = environment.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    if named:
        return named.removesuffix("-egl")
    wayland, x11 = environment.get("WAYLAND_DISPLAY"), environment.get("DISPLAY")
    if wayland and (environment.get("XDG_SESSION_TYPE") == "wayland" or not x11):
        return "wayland"
    return "xcb" if x11 else None


def loadable(platform: str, folder: Path | None = None) -> bool:
    """True if the loader finds whatever Qt wants for `platform`; what lacks otherwise is told by `missing`.

    It costs next to nothing: all of it is loaded now, and would be a moment later.
    """
    import ctypes

    folder = folder or _pyside_folder()
    if folder is None:
        return False
    try:
        for file in _wanted(folder, platform):
            ctypes.CDLL(str(file))
    except OSError:
        return False
    return True


def missing(
    platform: str,
    folder: Path | None = None,
    ldd: Callable[[Path], str] | None = None,
) -> list[Missing]:
    """Libraries that Qt lacks for `platform`, in the order the loader met them.

    `folder` is that of the PySide6 package (found without importing it) and `ldd` returns what that command
    prints about a file. Empty where there is nothing to ask: no Linux, no `ldd`, no PySide6.
    """
    folder = folder or _pyside_folder()
    if folder is None or (ldd is None and shutil.which("ldd") is None):
        return []
    ask = ldd or _ldd
    libraries: dict[str, None] = {}
    for file in _wanted(folder, platform):
        libraries.update(dict.fromkeys(_not_found(ask(file))))
    return [Missing(library, _PACKAGES.get(library)) for library in libraries]


def packages(lacks: Iterable[Missing], release: Mapping[str, str] | None = None) -> list[str]:
    """Debian or Ubuntu packages that hold the missing libraries, as this release of the system names them."""
    newer = _renamed(release if release is not None else read_release())
    names = dict.fromkeys(lack.package for lack in lacks if lack.package)
    return [_RENAMED.get(name, name) if newer else name for name in names]


def remedy(
    lacks: Iterable[Missing],
    release: Mapping[str, str] | None = None,
    environment: Mapping[str, str] = os.environ,
) -> str:
    """What to type to get the missing libraries, in one line; empty if none is missing."""
    lacks = list(lacks)
    if not lacks:
        return ""
    unknown = [lack.library for lack in lacks if lack.package is None]
    if unknown or shutil.which("apt-get", path=environment.get("PATH")) is None:
        return f"install the packages of your system that hold {', '.join(lack.library for lack in lacks)}"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    prefix = "" if root else "sudo "
    return f"{prefix}apt-get install -y --no-install-recommends {' '.join(packages(lacks, release))}"


def read_release(file: Path = Path("/etc/os-release")) -> dict[str, str]:
    """The fields of os-release(5), unquoted; empty where there is no such file."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}


def _renamed(release: Mapping[str, str]) -> bool:
    """Whether this system uses the package names of the move to 64-bit time."""
    ubuntu = release.get("UBUNTU_CODENAME") or (
        release.get("VERSION_CODENAME", "") if release.get("ID") == "ubuntu" else ""
    )
    if ubuntu:
        return ubuntu not in _UBUNTU_BEFORE_RENAMING
    if release.get("ID") != "debian":
        return False
    version = release.get("VERSION_ID", "").split(".")[0]
    return not version.isdecimal() or int(version) >= 13  # testing and unstable have no number


def _pyside_folder() -> Path | None:
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def _wanted(folder: Path, platform: str) -> list[Path]:
    """What is loaded for a window on `platform`, as far as it is there."""
    files = [folder / f"{module}.abi3.so" for module in _MODULES]
    files += [folder / "Qt" / "plugins" / plugin for plugin in _PLUGINS.get(platform, ())]
    return [file for file in files if file.exists()]


def _ldd(file: Path) -> str:
    import subprocess

    # LC_ALL=C because the words "not found" are translated elsewhere.
    done = subprocess.run(
        ["ldd", str(file)],
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        errors="replace",
        timeout=30,
        check=False,
    )
    return done.stdout


def _not_found(output: str) -> list[str]:
    lines = (line.strip() for line in output.splitlines())
    return [line.split("=>")[0].strip() for line in lines if line.endswith("=> not found")]
