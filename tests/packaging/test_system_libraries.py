"""Installing what Qt lacks: only as root with apt, said in one line; otherwise the command to type."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
import system_libraries

from palimpsest.app import qt_libraries
from palimpsest.app.qt_libraries import Missing

LACK = Missing("libEGL.so.1", "libegl1")


class Machine:
    """A machine that lacks one library until apt-get installs it; `failures` first tries of it fail."""

    def __init__(self, failures: int = 0) -> None:
        self.lacks = True
        self.failures = failures
        self.commands: list[list[str]] = []

    def missing(self, platform: str) -> list[Missing]:
        return [LACK] if self.lacks else []

    def run(self, command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        self.commands.append(command)
        if command[1] == "install":
            if self.failures:
                self.failures -= 1
                return subprocess.CompletedProcess(command, 100, "", "E: Unable to locate package libegl1")
            self.lacks = False
        return subprocess.CompletedProcess(command, 0, "", "")


@pytest.fixture
def on(monkeypatch):
    """Put the script on a machine, as a user with this id."""

    def put(machine: Machine, user: int) -> None:
        monkeypatch.setattr(qt_libraries, "missing", machine.missing)
        monkeypatch.setattr(subprocess, "run", machine.run)
        monkeypatch.setattr(os, "geteuid", lambda: user)
        monkeypatch.setattr(shutil, "which", lambda name, path=None: f"/usr/bin/{name}")

    return put


def test_nothing_missing_says_nothing(on, capsys):
    machine = Machine()
    machine.lacks = False
    on(machine, 0)
    assert system_libraries.main() == 0
    assert capsys.readouterr().out == ""
    assert machine.commands == []


def test_root_installs_and_says_so_in_one_line(on, capsys):
    machine = Machine()
    on(machine, 0)
    assert system_libraries.main() == 0
    assert capsys.readouterr().out == "Installing system libraries that Qt needs: libegl1\n"
    assert [command[:2] for command in machine.commands] == [["apt-get", "install"]]


def test_the_package_lists_are_fetched_when_the_first_try_fails(on):
    machine = Machine(failures=1)
    on(machine, 0)
    assert system_libraries.main() == 0
    assert [command[1] for command in machine.commands] == ["install", "update", "install"]


def test_a_failed_installation_ends_with_the_reason_and_the_command(on, capsys):
    on(Machine(failures=2), 0)
    assert system_libraries.main() == 1
    printed = capsys.readouterr()
    assert "Unable to locate package" in printed.err
    assert "apt-get install -y --no-install-recommends libegl1" in printed.out


def test_a_regular_user_gets_the_command_and_nothing_is_run(on, capsys):
    machine = Machine()
    on(machine, 1000)
    assert system_libraries.main() == 1
    assert machine.commands == []
    assert "sudo apt-get install -y --no-install-recommends libegl1" in capsys.readouterr().out
