"""Where the arguments of `palimpsest infill` say that text is to be written."""

from __future__ import annotations

import argparse

import pytest

from palimpsest.app.span_arguments import Place, add_length, add_place, place_of
from palimpsest.app.terminal_run import CommandError

TEXT = "one two one three"


def parsed(*argv: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_place(parser)
    add_length(parser)
    return parser.parse_args(argv)


def test_the_span_is_the_hull_of_the_holes():
    assert place_of(parsed("--hole", "8:11", "--hole", "4:4"), TEXT) == Place(4, 11, ((4, 4), (8, 11)), ())
    assert place_of(parsed("--span", "0:17", "--hole", "4:7"), TEXT) == Place(0, 17, ((4, 7),), ())
    assert place_of(parsed("--match", "two one"), TEXT) == Place(4, 11, (), ())


def test_pins_are_ranges_or_texts():
    args = parsed("--span", "0:12", "--pin", "one", "--pin", "4:7", "--pin", "two")
    assert place_of(args, TEXT).pins == ((0, 3), (4, 7), (8, 11))


def test_a_pin_whose_text_is_not_in_the_span_is_refused():
    with pytest.raises(CommandError, match="three"):
        place_of(parsed("--span", "0:7", "--pin", "three"), TEXT)
    with pytest.raises(CommandError, match="''"):
        place_of(parsed("--span", "0:7", "--pin", ""), TEXT)


def test_the_length_is_tokens_or_a_factor():
    assert (parsed("--length", "9").length, parsed("--length", "9").scale) == (9, 1.0)
    assert (parsed("--scale", "2.5").scale, parsed().scale) == (2.5, 1.0)
    assert parsed("--shorter").scale < 1 < parsed("--longer").scale
