"""Licences: nothing that is used is left out, and what the LGPL asks for is there."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

import palimpsest
from palimpsest import resources
from palimpsest.app import licences


def test_the_program_s_own() -> None:
    own = licences.program()
    assert (own.name, own.version, own.licence) == ("Palimpsest", palimpsest.__version__, "Apache-2.0")
    assert "Apache License" in own.text()


def test_qt_comes_with_both_texts_and_a_notice() -> None:
    text = licences.qt().text()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "                    GNU GENERAL PUBLIC LICENSE\n                       Version 3, 29 June 2007" in text
    notice = licences.qt_notice("6.11.3", Path("/somewhere/PySide6"))
    for word in ("Qt 6.11.3", "Lesser General Public License, version 3", "/somewhere/PySide6", "replaced", "source"):
        assert word in notice


def test_everything_shipped_under_its_own_licence_is_found() -> None:
    found = {one.name: one for one in licences.shipped()}
    assert "Vollkorn" in found[""].text()
    for file in resources.path().rglob("*LICENSE*"):
        (one,) = (one for one in found.values() if file in one.files)
        assert one.text()
    assert {"fonts/Hack", "fonts/Vollkorn"} <= set(found)


def test_packages_are_those_the_program_asks_for_and_what_they_ask_for() -> None:
    found = {one.name.lower().replace("_", "-"): one for one in licences.packages()}
    assert {"pyside6-essentials", "shiboken6", "torch", "numpy", "safetensors", "platformdirs"} <= set(found)
    assert not {"pytest", "ruff", "hypothesis", "palimpsest"} & set(found)
    assert all(one.version for one in found.values())
    assert [one.name for one in found.values() if not one.licence] == []
    assert found["numpy"].version == importlib.metadata.version("numpy")
    assert "NumPy Developers" in found["numpy"].text()
    assert "LESSER" in found["shiboken6"].text()


def test_without_the_program_s_own_record_all_packages_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "PROGRAM", "not-installed")
    assert {"pytest", "torch"} <= {one.name for one in licences.packages()}
    assert licences.program().licence == "Apache-2.0"
    assert "Apache License" in licences.program().text()


def test_a_text_that_is_gone_is_left_out(tmp_path: Path) -> None:
    here = tmp_path / "LICENSE"
    here.write_text("the licence\n")
    assert licences.Licence("x", files=(tmp_path / "none", here, here)).text() == "the licence"
    assert licences.Licence("x", files=(tmp_path / "none",)).text() == ""
