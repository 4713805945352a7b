"""The demonstration without a display, with a scripted engine: what it prints and what it leaves."""

from __future__ import annotations

import pytest
from PIL import Image
from scripted import NOISE, ScriptedEngine

from palimpsest.app import demo
from palimpsest.engine.request import Failed
from palimpsest.resources import samples

pytestmark = pytest.mark.usefixtures("qapp")


def test_prints_the_span_and_names_its_film(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    engine = ScriptedEngine(["Anna put the kettle away."])
    assert demo.main([], engine) == 0

    out, err = capsys.readouterr()
    sample = samples.welcome()
    assert f"Before\n    {sample.span}\n" in out
    assert "After\n    Anna put the kettle away.\n" in out
    assert str(tmp_path / "palimpsest-film.gif") in out
    assert NOISE not in out
    assert err == ""
    request = engine.requests[0]
    assert request.text[request.start : request.end] == sample.span
    with Image.open(tmp_path / "palimpsest-film.gif") as film:
        assert film.format == "GIF"
        assert film.n_frames >= engine.passes  # pyright: ignore[reportAttributeAccessIssue]


def test_another_sample_as_a_page(tmp_path):
    target = tmp_path / "out.html"
    engine = ScriptedEngine()
    assert demo.main(["--sample", "code.py", "--seed", "3", "--film", str(target)], engine) == 0
    assert (engine.requests[0].name, engine.requests[0].seed) == ("code.py", 3)
    assert "code.py" in target.read_text(encoding="utf-8")


def test_a_failed_run_is_one_line(tmp_path, capsys):
    engine = ScriptedEngine(failure=Failed("The model broke.", "Try again."))
    assert demo.main(["--film", str(tmp_path / "a.html")], engine) == 1
    assert capsys.readouterr().err == "palimpsest: The model broke. Try again.\n"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there(tmp_path, capsys):
    engine = ScriptedEngine()
    assert demo.main(["--film", str(tmp_path / "no" / "a.html")], engine) == 1
    assert "no folder" in capsys.readouterr().err
    assert engine.requests == []
