"""What `make setup` says when Python or its venv module is missing, and which Python it takes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent.parent / "packaging" / "setup_environment.sh"

TELLS_NOTHING = "#!/bin/sh\nexit 127\n"
"""As version managers leave: the name is there, the interpreter is not."""

TOO_OLD = "#!/bin/sh\ncase $2 in *version_info*) exit 1;; esac\n"

WITHOUT_VENV = """#!/bin/sh
case $2 in
*"import venv"*) exit 1 ;;
*print*) echo 3.13 ;;
*version_info*) exit 0 ;;
esac
"""

WHOLE = """#!/bin/sh
case "$*" in
*"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
*"pip install"*) echo "$*" > asked ;;
*print*) echo 3.12 ;;
esac
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A checkout with the script, and a PATH of the few commands it may rely on: no Python, no apt-get."""
    (tmp_path / "packaging").mkdir()
    shutil.copy(SCRIPT, tmp_path / "packaging")
    commands = tmp_path / "bin"
    commands.mkdir()
    for name in ("sh", "dirname", "id", "uname", "touch", "grep", "mkdir", "cp"):
        found = shutil.which(name)
        assert found is not None
        (commands / name).symlink_to(found)
    return tmp_path


def give(house: Path, name: str, script: str) -> None:
    file = house / "bin" / name
    file.write_text(script)
    file.chmod(0o755)


def set_up(house: Path, purpose: str = "run") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(house / "packaging" / "setup_environment.sh"), purpose],
        env={"PATH": str(house / "bin")},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


@pytest.mark.parametrize("python", [None, TELLS_NOTHING, TOO_OLD])
def test_without_a_python_it_tells_what_to_type(house, python):
    if python:
        give(house, "python3", python)
    done = set_up(house)
    assert done.returncode == 1
    assert "sudo apt-get install -y python3.11 python3.11-venv" in done.stderr
    assert not (house / ".venv").exists()


def test_without_venv_it_names_the_package_of_that_python(house):
    give(house, "python3", WITHOUT_VENV)
    done = set_up(house)
    assert done.returncode == 1
    assert done.stderr.strip().endswith("sudo apt-get install -y python3.13-venv")


def test_a_python_that_does_not_run_is_passed_over(house):
    give(house, "python3", TELLS_NOTHING)
    give(house, "python3.12", WHOLE)
    done = set_up(house)
    assert done.returncode == 0, done.stderr
    assert "Making .venv with Python 3.12" in done.stdout
    assert (house / ".venv" / "installed").exists()
    assert not (house / ".venv" / "installed-for-development").exists()
    assert (house / "asked").read_text().strip().endswith("--editable .")


def test_development_brings_the_extra(house):
    give(house, "python3", WHOLE)
    assert set_up(house, "development").returncode == 0
    assert (house / "asked").read_text().strip().endswith("--editable .[dev]")
    assert (house / ".venv" / "installed").exists()
    assert (house / ".venv" / "installed-for-development").exists()


def test_an_environment_that_works_is_kept(house):
    give(house, "python3", WHOLE)
    assert set_up(house).returncode == 0
    again = set_up(house)
    assert again.returncode == 0
    assert "Making" not in again.stdout


def test_an_environment_whose_python_is_gone_is_made_anew(house):
    give(house, "python3", WHOLE)
    assert set_up(house).returncode == 0
    (house / ".venv" / "bin" / "python").write_text(TELLS_NOTHING)
    again = set_up(house)
    assert again.returncode == 0
    assert "Making" in again.stdout


def test_the_script_is_what_plain_shells_understand():
    assert SCRIPT.read_text().startswith("#!/bin/sh\n")
    assert subprocess.run(["sh", "-n", str(SCRIPT)], timeout=10, check=False).returncode == 0
