"""The command that lists models."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import models_here
import pytest

from palimpsest.app import model_list, settings
from palimpsest.app.models.catalogue import CATALOGUE
from palimpsest.app.models.places import downloads
from palimpsest.app.settings import Settings


def command(*argv: str) -> int:
    """Run `palimpsest model list` with these arguments."""
    parser = argparse.ArgumentParser()
    model_list.add_arguments(parser)
    return model_list.run(parser.parse_args(argv))


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models_here.empty_home(tmp_path / "home", monkeypatch)


def test_nothing_here_yet(capsys: pytest.CaptureFixture[str]) -> None:
    assert command() == 0
    told = capsys.readouterr().out
    assert told.startswith("No DiffusionGemma has been found on this computer.")
    assert all(each.repo in told for each in CATALOGUE)
    (best,) = [line for line in told.splitlines() if "the right one here" in line]
    assert best.split()[0] == "int4"


def test_what_is_here(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    whole = models_here.lay(downloads() / "owner" / "whole")
    cut = models_here.lay(tmp_path / "mine" / "cut")
    (cut / "model.safetensors").unlink()
    settings.save(Settings(model_folders=[str(tmp_path / "mine")]))
    assert command() == 0
    told = capsys.readouterr().out
    assert f"whole\n  float32 · 18 MB · owner · downloaded here\n  {whole}\n  Fits wholly" in told
    assert f"cut\n  your folder\n  {cut}\n  " in told


def test_one_json_object(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = models_here.lay(tmp_path / "mine")
    models_here.lay(downloads() / "owner" / "name")
    assert command("--json", str(folder)) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(each["path"], each["fit"], each["fault"]) for each in told["models"]] == [(str(folder), "whole", None)]
    assert told["best"] == "int4"
    assert [each["name"] for each in told["published"]] == [each.name for each in CATALOGUE]


def test_a_folder_that_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert command(str(tmp_path / "missing")) == 1
    assert capsys.readouterr().err == f"palimpsest: There is no {tmp_path / 'missing'}. Check the name.\n"
