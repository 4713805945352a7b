"""Upper, lower, title and sentence case, by Python's rules: "ß" becomes "SS", "ı" becomes "I". No Qt."""

from __future__ import annotations

import re
from typing import Literal

Case = Literal["upper", "lower", "title", "sentence", "swap"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE = re.compile(r"(?:\A|[.!?…][\"'”’»)\]]*\s+|\n)\W*?([^\W\d_])")


def in_case(text: str, case: Case) -> str:
    """`text` in another case."""
    match case:
        case "upper":
            return text.upper()
        case "lower":
            return text.lower()
        case "swap":
            return text.swapcase()
        case "title":
            # Not str.title, which takes the t of "don't" for a word.
            return _WORD.sub(lambda word: word[0][0].title() + word[0][1:].lower(), text)
        case "sentence":
            low = text.lower()
            return _SENTENCE.sub(lambda head: head[0][:-1] + head[1].title(), low)
