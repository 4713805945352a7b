"""`palimpsest infill` with a scripted engine: output, exit codes, faithful bytes, Ctrl+C."""

from __future__ import annotations

import argparse
import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scripted import NOISE, ScriptedEngine

from palimpsest.app import infill_command
from palimpsest.app.regenerate.film import Film
from palimpsest.app.regenerate.wish import SCALES
from palimpsest.engine.request import Failed, InfillError, InfillRequest, Notice


def infill(engine, *argv: object) -> int:
    parser = argparse.ArgumentParser(prog="palimpsest infill")
    infill_command.add_arguments(parser)
    try:
        return infill_command.run(parser.parse_args([str(entry) for entry in argv]), engine)
    except SystemExit as stop:  # argparse's own way out
        return int(stop.code or 0)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_bytes(b"Anna has a cat. The cat is red. Tom has a cat.\n")
    return path


def test_prints_before_and_after(story, capsys):
    engine = ScriptedEngine(["The cat is old.", "The cat sleeps."])
    assert infill(engine, story, "--match", "The cat is red.", "--alternatives", 2) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[:5] == ["Before", "    The cat is red.", "", "After", "    The cat is old."]
    assert "    The cat sleeps." in out
    assert "4 passes, 0.1 s, model scripted on cpu, seed 1" in out
    assert NOISE not in out
    assert err == ""
    assert story.read_bytes() == b"Anna has a cat. The cat is red. Tom has a cat.\n"


def test_json_is_one_object_best_first_and_nothing_else(story, capsys):
    engine = ScriptedEngine(["first", "second"])
    assert infill(engine, story, "--span", "0:4", "--alternatives", 2, "--seed", 9, "--json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out) == {
        "alternatives": [
            {"text": "first", "score": -1.0, "passes": 4},
            {"text": "second", "score": -2.0, "passes": 4},
        ],
        "seconds": 0.1,
        "model": "scripted",
        "seed": 9,
    }
    assert out.endswith("}\n")
    assert err == ""


def test_every_argument_reaches_the_engine(story):
    engine = ScriptedEngine()
    numbers = ["--strength", ".5", "--alternatives", 3, "--length", 12, "--seed", 7, "--passes", 20]
    options = [*numbers, "--pin", "22:25", "--pin", "16:19", "--json"]
    assert infill(engine, story, "--span", "16:31", "--instruction", "sadder", *options) == 0
    assert engine.requests == [
        InfillRequest(
            text=story.read_text(),
            start=16,
            end=31,
            instruction="sadder",
            strength=0.5,
            alternatives=3,
            pins=((16, 19), (22, 25)),
            length=12,
            seed=7,
            passes=20,
            name="story.txt",
        )
    ]


@pytest.mark.parametrize("name", ["shorter", "longer"])
def test_lengths_have_the_names_of_the_dial(story, name):
    engine = ScriptedEngine()
    assert infill(engine, story, "--span", "0:4", f"--{name}", "--json") == 0
    assert engine.requests[0].scale == SCALES[name]


def test_holes_pins_by_text_and_the_length_reach_the_engine(story):
    engine = ScriptedEngine()
    assert infill(engine, story, "--hole", "37:40", "--hole", "0:4", "--pin", "has", "--shorter", "--json") == 0
    (request,) = engine.requests
    assert (request.start, request.end) == (0, 40)
    assert request.holes == ((0, 4), (37, 40))
    assert request.pins == ((5, 8), (36, 39))
    assert request.scale == SCALES["shorter"]


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ([], "--span, --match or --hole"),
        (["--hole", "1:2", "--hole", "2:4"], "meets"),
        (["--hole", "40:99"], "the text ends at 47"),
        (["--span", "1:5", "--hole", "4:6"], "inside the span 1:5"),
        (["--span", "1:5", "--pin", "dog"], "does not stand in the span"),
        (["--span", "1:5", "--length", "3", "--longer"], "not allowed with"),
        (["--span", "1:5", "--scale", "9"], "up to 8"),
        (["--span", "1:2", "--match", "cat"], "not allowed with"),
        (["--span", "2"], "not of the form A:B"),
        (["--span", "-1:2"], "expected one argument"),
        (["--span=-1:2"], "not of the form A:B"),
        (["--span", "5:2"], "ends before it starts"),
        (["--span", "0:48"], "the text ends at 47"),
        (["--match", "dog"], "does not occur"),
        (["--match", "cat"], "occurs 3 times"),
        (["--match", ""], "needs some text"),
        (["--span", "1:5", "--pin", "0:3"], "inside the span 1:5"),
        (["--span", "1:5", "--pin", "3:3"], "inside the span 1:5"),
        (["--span", "1:5", "--strength", "0"], "above 0"),
        (["--span", "1:5", "--strength", "nan"], "above 0"),
        (["--span", "1:5", "--alternatives", "0"], "from 1"),
        (["--span", "1:5", "--seed", "-4"], "--seed"),
        (["--span", "1:5", "--film", "out.avi"], "does not end in"),
        (["--span", "1:5", "--json", "--in-place"], "not allowed with"),
    ],
)
def test_wrong_usage(story, capsys, argv, says):
    engine = ScriptedEngine()
    assert infill(engine, story, *argv) == 2
    out, err = capsys.readouterr()
    assert says in err
    assert out == ""
    assert engine.requests == []


def test_match_counts_overlapping_places(tmp_path, capsys):
    path = tmp_path / "a.txt"
    path.write_bytes(b"aaa")
    assert infill(ScriptedEngine(), path, "--match", "aa") == 2
    assert "2 times" in capsys.readouterr().err


def one_line(err: str) -> str:
    assert err.endswith("\n")
    assert err.count("\n") == 1
    return err


def test_a_file_that_cannot_be_read(tmp_path, capsys):
    assert infill(ScriptedEngine(), tmp_path / "none.txt", "--span", "0:1") == 1
    assert "none.txt" in one_line(capsys.readouterr().err)


def test_a_binary_file_is_refused(tmp_path, capsys):
    path = tmp_path / "a.bin"
    path.write_bytes(b"\x00\x01\x02\x00\xff\xfe\xfd")
    assert infill(ScriptedEngine(), path, "--span", "0:1") == 1
    assert "a.bin" in one_line(capsys.readouterr().err)


def test_a_failed_run_says_what_and_what_to_do(story, capsys):
    engine = ScriptedEngine(failure=Failed("The span is too long.", "Select less."))
    assert infill(engine, story, "--span", "0:4", "--in-place") == 1
    out, err = capsys.readouterr()
    assert one_line(err) == "palimpsest infill: The span is too long. Select less.\n"
    assert out == ""
    assert story.read_bytes().startswith(b"Anna has")


class Broken(ScriptedEngine):
    """Raises in the middle of a run, as a real engine may."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def infill(self, request, cancelled):
        yield from list(super().infill(request, cancelled))[:2]
        raise self.error


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (InfillError("No lone surrogates.", "Remove them."), "No lone surrogates. Remove them."),
        (MemoryError(), "not enough memory"),
        (RuntimeError("CUDA error:\n  out of memory"), "CUDA error: out of memory"),
    ],
)
def test_an_engine_that_raises(story, capsys, error, says):
    assert infill(Broken(error), story, "--span", "0:4") == 1
    assert says in one_line(capsys.readouterr().err)


class Noticing(ScriptedEngine):
    """Has something to say in the middle of a run."""

    def infill(self, request, cancelled):
        first, *others = super().infill(request, cancelled)
        yield from (first, Notice("The GPU ran out of memory, and goes on with less."), *others)


def test_a_notice_is_told_beside_the_result(story, capsys):
    assert infill(Noticing(["new"]), story, "--span", "0:4", "--json") == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["alternatives"][0]["text"] == "new"
    assert one_line(told.err) == "The GPU ran out of memory, and goes on with less.\n"


def test_a_model_folder_that_is_not_there(story, tmp_path, capsys):
    assert infill(None, story, "--span", "0:4", "--model", tmp_path / "nothing") == 1
    assert one_line(capsys.readouterr().err).startswith("palimpsest infill: ")


@pytest.mark.parametrize(
    ("before", "old", "new", "after"),
    [
        ("a\r\nb\r\nc", "b", "x", "a\r\nx\r\nc"),
        ("a\r\nb\nc\rd\n", "c", "x y", "a\r\nb\nx y\rd\n"),
        (
            "\ufeffhello \U0001f469\u200d\U0001f680 you",
            "you",
            "\U0001f600",
            "\ufeffhello \U0001f469\u200d\U0001f680 \U0001f600",
        ),
        ("e\u0301t\u00e9 ", "t", "", "e\u0301\u00e9 "),
        ("\u05e9\u05dc\u05d5\u05dd b \u202b", "b", "c", "\u05e9\u05dc\u05d5\u05dd c \u202b"),
        ("\ta  \n\n", "a", "b", "\tb  \n\n"),
        ("a\u2028b\u00a0c\u0085\x0b\x0c", "b", "d", "a\u2028d\u00a0c\u0085\x0b\x0c"),
    ],
)
def test_in_place_changes_the_span_alone(tmp_path, before, old, new, after):
    path = tmp_path / "a.txt"
    path.write_bytes(before.encode())
    assert infill(ScriptedEngine([new]), path, "--match", old, "--in-place") == 0
    assert path.read_bytes() == after.encode()


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_in_place_keeps_other_encodings(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes("Caf\u00e9 \u2013 old\r\n".encode(encoding))
    assert infill(ScriptedEngine(["new"]), path, "--match", "old", "--in-place") == 0
    assert path.read_bytes() == "Caf\u00e9 \u2013 new\r\n".encode(encoding)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.text(st.sampled_from("a\u00e9\u05e9\U0001f600\u0301 \t\n\r\u2028"), max_size=12),
    st.data(),
    st.text(st.sampled_from("xy \u00e9\U0001f600"), max_size=5),
)
def test_no_byte_outside_the_span_changes(tmp_path, text, data, new):
    path = tmp_path / "a.txt"
    raw = text.encode()
    path.write_bytes(raw)
    seen = infill_command.files.read(path).text
    end = data.draw(st.integers(0, len(seen)))
    start = data.draw(st.integers(0, end))
    assert infill(ScriptedEngine([new]), path, "--span", f"{start}:{end}", "--in-place") == 0

    after = path.read_bytes()
    assert new.encode() in after
    cut = len(after) - len(new.encode())
    # Where the span lay in bytes is not known here; what must hold is that some cut of the old bytes gives the new.
    assert any(after == raw[:place] + new.encode() + raw[place + len(raw) - cut :] for place in range(cut + 1))


def test_in_place_leaves_a_file_that_changed_meanwhile(story, capsys):
    def drafts(request, number):
        story.write_bytes(b"somebody else was here")
        return (NOISE,)

    assert infill(ScriptedEngine(drafts=drafts), story, "--span", "0:4", "--in-place") == 1
    assert "changed on disk" in one_line(capsys.readouterr().err)
    assert story.read_bytes() == b"somebody else was here"


def standard_input(monkeypatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_reads_standard_input(monkeypatch, capsys):
    standard_input(monkeypatch, "caf\u00e9 \U0001f600 old".encode())
    engine = ScriptedEngine(["new"])
    assert infill(engine, "-", "--match", "old", "--json") == 0
    assert engine.requests[0].text == "caf\u00e9 \U0001f600 old"
    assert engine.requests[0].name == ""
    assert json.loads(capsys.readouterr().out)["alternatives"][0]["text"] == "new"


def test_standard_input_has_no_place(monkeypatch, capsys):
    standard_input(monkeypatch, b"old")
    assert infill(ScriptedEngine(), "-", "--match", "old", "--in-place") == 2
    assert "--in-place" in capsys.readouterr().err


def test_interrupt_stops_and_keeps_nothing(story, tmp_path, capsys):
    def drafts(request, number):
        if number == 2:
            signal.raise_signal(signal.SIGINT)
        return (NOISE,)

    film = tmp_path / "film.json"
    handler = signal.getsignal(signal.SIGINT)
    engine = ScriptedEngine(drafts=drafts)
    assert infill(engine, story, "--span", "0:4", "--in-place", "--film", film) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "Cancelled" in one_line(err)
    assert story.read_bytes().startswith(b"Anna has")
    assert not film.exists()
    assert signal.getsignal(signal.SIGINT) is handler


def test_second_interrupt_does_not_wait(story, capsys):
    passes = []

    class Deaf(ScriptedEngine):
        def infill(self, request, cancelled):
            for event in super().infill(request, type(cancelled)()):
                passes.append(event)
                signal.raise_signal(signal.SIGINT)
                yield event

    assert infill(Deaf(passes=40), story, "--span", "0:4") == 1
    assert len(passes) == 2
    assert "Cancelled" in one_line(capsys.readouterr().err)


def test_films_are_written(story, tmp_path):
    page, record = tmp_path / "film.html", tmp_path / "film.json"
    assert infill(ScriptedEngine(["new"]), story, "--span", "0:4", "--film", page, "--film", record) == 0
    film = Film.load(record)
    assert [entry.number for entry in film.passes] == [1, 2, 3, 4]
    assert film.info is not None
    assert film.info.name == "scripted"
    assert (film.before, film.after) == ("Anna", "new")
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_film_without_a_folder_is_told_before_the_run(story, tmp_path, capsys):
    engine = ScriptedEngine()
    assert infill(engine, story, "--span", "0:4", "--film", tmp_path / "no" / "film.html") == 1
    assert "no folder" in one_line(capsys.readouterr().err)
    assert engine.requests == []


def test_a_film_that_cannot_be_written_leaves_the_result(story, tmp_path, capsys):
    folder = tmp_path / "film.html"
    folder.mkdir()
    assert infill(ScriptedEngine(["new"]), story, "--span", "0:4", "--film", folder, "--json") == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["alternatives"][0]["text"] == "new"
    assert "could not be written" in one_line(err)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_on_a_terminal_leaves_no_trace(story, monkeypatch, capsys):
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    assert infill(ScriptedEngine(), story, "--span", "0:4", "--json") == 0
    written = stream.getvalue()
    assert "pass 3 of 4" in written
    assert "\n" not in written
    assert written.endswith("\r\x1b[K")
    json.loads(capsys.readouterr().out)


def test_neither_qt_nor_torch_is_loaded(story):
    code = f"""
import argparse, sys
from scripted import ScriptedEngine
from palimpsest.app import infill_command
parser = argparse.ArgumentParser()
infill_command.add_arguments(parser)
argv = [{str(story)!r}, "--span", "0:4", "--in-place", "--film", {str(story.with_suffix(".html"))!r}]
assert infill_command.run(parser.parse_args(argv), ScriptedEngine()) == 0
found = [name for name in sys.modules if name.split(".")[0] in ("PySide6", "torch")]
assert not found, found
"""
    subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": ":".join(entry for entry in sys.path if entry)},
        check=True,
        timeout=60,
        stdout=subprocess.DEVNULL,
    )
