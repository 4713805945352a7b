"""Arguments of films: looks as they are asked for, and wrong ones told in a sentence."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from palimpsest.app.film_arguments import add_look, film_path, look_of
from palimpsest.app.regenerate.film_look import SIZES, Look, Size


@pytest.fixture
def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    add_look(parser)
    return parser


def test_looks(parser):
    assert look_of(parser.parse_args([])) == Look()
    words = ["--film-theme", "dark", "--film-size", "post", "--film-speed", "0.5", "--film-crop"]
    assert look_of(parser.parse_args(words)) == Look("dark", SIZES["post"], 0.5, crop=True)
    assert look_of(parser.parse_args(["--film-size", "640x480"])).size == Size(640, 480)
    assert look_of(parser.parse_args(["--film-size", "post", "--film-zoom", "90"])).size == Size(1200, 675, 90)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--film-size", "huge"], "is none of readme, post, square"),
        (["--film-size", "10x10"], "480 to 4096"),
        (["--film-zoom", "10"], "from 50 to 300"),
        (["--film-speed", "0"], "from 0.1 to 10"),
        (["--film-speed", "nan"], "from 0.1 to 10"),
        (["--film-speed", "fast"], "from 0.1 to 10"),
        (["--film-theme", "blue"], "invalid choice"),
    ],
)
def test_wrong_looks(parser, capsys, words, said):
    with pytest.raises(SystemExit) as end:
        parser.parse_args(words)
    assert end.value.code == 2
    assert said in capsys.readouterr().err


def test_paths():
    assert film_path("a/b.WebP") == Path("a/b.WebP")
    with pytest.raises(argparse.ArgumentTypeError, match=r"\.mp4"):
        film_path("film.avi")
