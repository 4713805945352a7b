"""The films of the README: scenes are played in the real window, every pass is seen, and files stay small."""

from __future__ import annotations

from pathlib import Path

import films as readme_films
import pytest
from PIL import Image
from scripted import ScriptedEngine

from palimpsest.app.regenerate.film_look import Look
from palimpsest.engine.request import Alternative, Cell, Failed, RunnerUp

pytestmark = pytest.mark.usefixtures("qapp")


class Speller(ScriptedEngine):
    """Tells of each word what else might have stood there, as the real engine does."""

    def infill(self, request, cancelled):
        for event in super().infill(request, cancelled):
            if hasattr(event, "alternatives"):
                words = tuple(
                    Cell(place, piece, 0.6, runners_up=(RunnerUp(90 + place, " lamp", 0.3),))
                    for place, piece in enumerate(("Zoe", " sees", " it", "."))
                )
                text = "".join(cell.piece for cell in words)
                object.__setattr__(event, "alternatives", (Alternative(text, -1.0, 4, words),))
            yield event


@pytest.mark.parametrize("name", readme_films.SCENES)
def test_every_scene_is_played_to_its_end(name):
    engine = Speller(passes=5)
    frames = readme_films.shoot(readme_films.SCENES[name], engine, Look(size=readme_films.SIZE))
    runs = len(engine.requests)
    assert runs == (2 if name in ("strength", "reroll") else 1)
    assert {frame.size for frame in frames} == {(readme_films.SIZE.width, readme_films.SIZE.height)}
    passes = [frame for frame in frames if frame.milliseconds < readme_films.SEE_MS]
    assert len(passes) == 5 * runs
    if name == "pin":
        assert engine.requests[0].pins
    elif name == "holes":
        assert len(engine.requests[0].holes) == 3
    elif name == "strength":
        assert [request.strength for request in engine.requests] == [0.3, 0.9]
    elif name == "reroll":
        assert any(90 in segment.ids for segment in engine.requests[1].resume)


def test_a_run_that_fails_is_no_film():
    engine = ScriptedEngine(failure=Failed("No room.", "Select less."))
    with pytest.raises(RuntimeError, match="No room"):
        readme_films.shoot(readme_films.SCENES["code"], engine, Look(size=readme_films.SIZE))


@pytest.mark.parametrize("kind", ["webp", "gif"])
def test_files_are_written_and_measured(tmp_path: Path, monkeypatch, capsys, kind):
    monkeypatch.setattr(readme_films, "open_engine", lambda model: Speller())
    assert readme_films.main(["code", "--folder", str(tmp_path), "--format", kind]) == 0
    with Image.open(tmp_path / f"code.{kind}") as film:
        assert film.format == kind.upper()
    assert "pictures" in capsys.readouterr().out
    monkeypatch.setattr(readme_films, "MOST_BYTES", 10)
    assert readme_films.main(["code", "--folder", str(tmp_path), "--format", kind]) == 1


def test_unknown_scenes_are_refused(capsys):
    with pytest.raises(SystemExit):
        readme_films.main(["dance"])
    assert "no scene dance" in capsys.readouterr().err
