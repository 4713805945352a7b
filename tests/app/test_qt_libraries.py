"""The probe for Qt's system libraries: what it reads from ldd, which packages it names, what it tells to type."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import PySide6
import pytest

from palimpsest.app import qt_libraries
from palimpsest.app.qt_libraries import Missing

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="shared libraries of Linux")

BOOKWORM = {"ID": "debian", "VERSION_ID": "12", "VERSION_CODENAME": "bookworm"}
TRIXIE = {"ID": "debian", "VERSION_ID": "13", "VERSION_CODENAME": "trixie"}
SID = {"ID": "debian"}
JAMMY = {"ID": "ubuntu", "VERSION_ID": "22.04", "VERSION_CODENAME": "jammy", "UBUNTU_CODENAME": "jammy"}
NOBLE = {"ID": "ubuntu", "VERSION_ID": "24.04", "VERSION_CODENAME": "noble", "UBUNTU_CODENAME": "noble"}
MINT_ON_NOBLE = {"ID": "linuxmint", "VERSION_ID": "22", "UBUNTU_CODENAME": "noble"}

PRINTED = """\
\tlinux-vdso.so.1 (0x00007ffd3d5f2000)
\tlibQt6Widgets.so.6 => /x/PySide6/Qt/lib/libQt6Widgets.so.6 (0x00007f0000000000)
\tlibGL.so.1 => not found
\tlibglib-2.0.so.0 => not found
\tlibGL.so.1 => not found
\t/lib64/ld-linux-x86-64.so.2 (0x00007f10)
"""


@pytest.fixture
def pyside(tmp_path: Path) -> Path:
    """A folder with the files of PySide6 that the probe asks about."""
    for name in (
        "QtWidgets.abi3.so",
        "Qt/plugins/platforms/libqoffscreen.so",
        "Qt/plugins/platforms/libqxcb.so",
        "Qt/plugins/platforms/libqwayland.so",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return tmp_path


@pytest.fixture
def with_apt(tmp_path: Path) -> dict[str, str]:
    """An environment whose PATH holds an apt-get."""
    program = tmp_path / "bin" / "apt-get"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return {"PATH": str(program.parent)}


def test_missing_libraries_are_named_once_with_their_package(pyside):
    found = qt_libraries.missing("offscreen", pyside, lambda file: PRINTED)
    assert found == [Missing("libGL.so.1", "libgl1"), Missing("libglib-2.0.so.0", "libglib2.0-0")]


@pytest.mark.parametrize(
    ("platform", "plugin"),
    [("offscreen", "libqoffscreen.so"), ("xcb", "libqxcb.so"), ("wayland", "libqwayland.so")],
)
def test_only_the_plugin_of_the_platform_is_asked(pyside, platform, plugin):
    asked: list[str] = []

    def ldd(file: Path) -> str:
        asked.append(file.name)
        return ""

    assert qt_libraries.missing(platform, pyside, ldd) == []
    assert asked == ["QtWidgets.abi3.so", plugin]


def test_a_library_without_a_known_package_is_told_by_name(pyside, with_apt):
    found = qt_libraries.missing("xcb", pyside, lambda file: "libnew.so.9 => not found\n")
    assert found == [Missing("libnew.so.9", None)]
    assert "libnew.so.9" in qt_libraries.remedy(found, BOOKWORM, with_apt)


@linux
def test_the_real_ldd_is_understood(pyside):
    """A plugin of Qt, copied to where its neighbours are not, lacks just those."""
    installed = Path(PySide6.__path__[0])
    copy = pyside / "Qt" / "plugins" / "platforms" / "libqoffscreen.so"
    shutil.copy(installed / "Qt" / "plugins" / "platforms" / "libqoffscreen.so", copy)
    lacks = qt_libraries.missing("offscreen", pyside)
    assert Missing("libQt6Gui.so.6", None) in lacks
    assert "libc.so.6" not in {lack.library for lack in lacks}


def test_this_machine_can_draw_offscreen():
    """Holds wherever the window's tests run at all: a false alarm of the probe would keep the program from starting."""
    assert qt_libraries.missing("offscreen") == []


@linux
def test_what_can_be_loaded_needs_no_ldd(pyside):
    """Asked in a process of its own, for what is loaded stays."""
    code = "import sys; from palimpsest.app.qt_libraries import *; print(loadable(sys.argv[1], Path(sys.argv[2])))"
    installed = Path(PySide6.__path__[0])
    copy = pyside / "Qt" / "plugins" / "platforms" / "libqoffscreen.so"
    shutil.copy(installed / "Qt" / "plugins" / "platforms" / "libqoffscreen.so", copy)
    (pyside / "QtWidgets.abi3.so").unlink()
    for folder, expected in ((installed, "True"), (pyside, "False")):
        done = subprocess.run(
            [sys.executable, "-c", code, "offscreen", str(folder)],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert done.stdout.strip() == expected


@linux
@pytest.mark.parametrize("platform", qt_libraries.PLATFORMS)
def test_every_library_of_the_display_has_a_known_package(platform):
    """What the real plugins want of the system must be in the table, or the remedy would name no package."""
    wanted: set[str] = set()

    def ldd(file: Path) -> str:
        done = subprocess.run(["ldd", str(file)], capture_output=True, text=True, timeout=30, check=False)
        lines = done.stdout.splitlines()
        wanted.update(line.split("=>")[0].strip() for line in lines if "=>" in line)
        return ""

    qt_libraries.missing(platform, ldd=ldd)
    families = ("libxcb", "libX11", "libGL.", "libEGL", "libxkb", "libwayland", "libfontconfig", "libdbus", "libglib")
    named = sorted(name for name in wanted if name.startswith(families))
    assert len(named) >= 7
    lacks = qt_libraries.missing(platform, ldd=lambda file: "".join(f"{name} => not found\n" for name in named))
    assert [lack.library for lack in lacks if lack.package is None] == []


@pytest.mark.parametrize(
    ("release", "package"),
    [
        (BOOKWORM, "libglib2.0-0"),
        (TRIXIE, "libglib2.0-0t64"),
        (SID, "libglib2.0-0t64"),
        (JAMMY, "libglib2.0-0"),
        (NOBLE, "libglib2.0-0t64"),
        (MINT_ON_NOBLE, "libglib2.0-0t64"),
        ({}, "libglib2.0-0"),
    ],
)
def test_packages_carry_the_name_of_the_release(release, package):
    lacks = [Missing("libglib-2.0.so.0", "libglib2.0-0"), Missing("libGL.so.1", "libgl1")]
    assert qt_libraries.packages(lacks, release) == [package, "libgl1"]


def test_remedy_is_one_line_to_type(monkeypatch, with_apt):
    lacks = [Missing("libGL.so.1", "libgl1"), Missing("libEGL.so.1", "libegl1")]
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert qt_libraries.remedy(lacks, BOOKWORM, with_apt) == (
        "apt-get install -y --no-install-recommends libgl1 libegl1"
    )
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert qt_libraries.remedy(lacks, BOOKWORM, with_apt).startswith("sudo apt-get install")
    assert qt_libraries.remedy([], BOOKWORM, with_apt) == ""


def test_remedy_without_apt_names_the_libraries(tmp_path):
    lacks = [Missing("libGL.so.1", "libgl1")]
    told = qt_libraries.remedy(lacks, {}, {"PATH": str(tmp_path)})
    assert "libGL.so.1" in told
    assert "apt-get" not in told


@pytest.mark.parametrize(
    ("environment", "platform"),
    [
        ({}, None),
        ({"DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "wayland"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "xcb"),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, "wayland"),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "xcb;offscreen"}, "xcb"),
        ({"QT_QPA_PLATFORM": "offscreen:size=800x600"}, "offscreen"),
        ({"QT_QPA_PLATFORM": "wayland-egl"}, "wayland"),
    ],
)
def test_platform_in_use(environment, platform):
    assert qt_libraries.platform_in_use(environment) == platform


def test_release_is_read_unquoted(tmp_path):
    file = tmp_path / "os-release"
    file.write_text('# a remark\nID=debian\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nEMPTY=\n\nodd line\n')
    assert qt_libraries.read_release(file) == {
        "ID": "debian",
        "PRETTY_NAME": "Debian GNU/Linux 12 (bookworm)",
        "EMPTY": "",
    }
    assert qt_libraries.read_release(tmp_path / "none") == {}


def test_the_probe_loads_no_qt():
    """It runs before Qt may be loaded."""
    code = (
        "import sys; from palimpsest.app import qt_libraries as q; q.missing('xcb'); "
        "print([name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))])"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
