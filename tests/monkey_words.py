"""Words that nobody writes by chance: where one stands that no user has accepted, a draft has got out."""

from __future__ import annotations

import contextlib
import random
import re
import zlib

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LENGTH = 7
_IN_TEXT = re.compile(f"Q([a-z]{{{_LENGTH}}})")
_IN_BYTES = tuple(
    re.compile(pattern % _LENGTH)
    for pattern in (rb"Q((?:[a-z]){%d})", rb"Q\0((?:[a-z]\0){%d})", rb"Q((?:\0[a-z]){%d})")
)
"""As most encodings have them, and as UTF-16 has them, in either order of bytes."""


class Words:
    """Gives words out to an engine, and remembers which of them a user has taken into a document."""

    def __init__(self) -> None:
        self._given: set[str] = set()
        self._taken: set[str] = set()

    def new(self, dice: random.Random) -> str:
        """A word that only drafts have, as these dice give it."""
        letters = "".join(dice.choices(_LETTERS, k=_LENGTH))
        self._given.add(letters)
        return f"Q{letters}"

    def forget(self) -> None:
        """Begin anew: no word has been given out."""
        self._given.clear()
        self._taken.clear()

    def take(self, text: str) -> None:
        """The user has put this into a document; from now on its words may be anywhere."""
        self._taken.update(_IN_TEXT.findall(text))

    def strangers(self, text: str) -> set[str]:
        """Words of drafts in a text that were never taken."""
        # Two words of which a part was deleted may make up one that nobody has given out.
        return {f"Q{word}" for word in _IN_TEXT.findall(text) if word in self._given and word not in self._taken}

    def strangers_in(self, data: bytes) -> set[str]:
        """The same of a file, whatever its encoding, also if it is compressed."""
        with contextlib.suppress(zlib.error):
            data = zlib.decompressobj().decompress(data)
        found = (match.replace(b"\0", b"").decode() for each in _IN_BYTES for match in each.findall(data))
        return {f"Q{word}" for word in found if word in self._given and word not in self._taken}
