"""Have the system libraries that Qt needs: tell what lacks; install it where that is allowed (root, apt)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from palimpsest.app import qt_libraries


def main() -> int:
    """Look for the libraries of the platform in use.

    Returns 0 if all are there or could be installed; otherwise prints what to type and returns 1.
    """
    # The tests and films draw offscreen, so its libraries are wanted whatever the display is.
    platforms = {"offscreen", qt_libraries.platform_in_use() or "offscreen"}
    lacks = _lacks(platforms)
    if lacks and os.geteuid() == 0 and shutil.which("apt-get"):
        wanted = qt_libraries.packages(lacks)
        print(f"Installing system libraries that Qt needs: {' '.join(wanted)}", flush=True)
        _install(wanted)
        lacks = _lacks(platforms)
    if not lacks:
        return 0
    names = ", ".join(lack.library for lack in lacks)
    print(f"Qt cannot start here, libraries are missing: {names}. Type this, then try again:")
    print(f"    {qt_libraries.remedy(lacks)}")
    return 1


def _lacks(platforms: set[str]) -> list[qt_libraries.Missing]:
    found = dict.fromkeys(lack for platform in sorted(platforms) for lack in qt_libraries.missing(platform))
    return list(found)


def _install(names: list[str]) -> None:
    """Run apt-get; where the package lists were never fetched the first try fails and an update mends it."""
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(command, env=environment, check=False, capture_output=True).returncode:
        subprocess.run(["apt-get", "update", "-q"], env=environment, check=False, capture_output=True)
        done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
        if done.returncode:
            print(done.stderr.strip(), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
