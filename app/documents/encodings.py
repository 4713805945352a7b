"""The encodings that are offered by name, and a guess in which of them a file is written."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from palimpsest.app.documents.translate import translate

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

_WINDOW = 1 << 20
"""Bytes that are searched at once, so that another thread need not wait long."""
_SAMPLE = 16 << 10
_PART = 4 << 10
"""Bytes that are looked at for a guess, in all and in one place."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """One encoding that is offered."""

    name: str
    """For people; the same in all languages."""
    codec: str
    """Python's name."""
    group: str
    """Key of `group_labels`."""


OFFERED: tuple[Encoding, ...] = (
    Encoding("UTF-8", "utf-8", "unicode"),
    Encoding("UTF-16 LE", "utf-16-le", "unicode"),
    Encoding("UTF-16 BE", "utf-16-be", "unicode"),
    Encoding("UTF-32 LE", "utf-32-le", "unicode"),
    Encoding("UTF-32 BE", "utf-32-be", "unicode"),
    Encoding("Windows-1252", "cp1252", "western"),
    Encoding("ISO 8859-1", "latin-1", "western"),
    Encoding("ISO 8859-15", "iso8859-15", "western"),
    Encoding("Mac Roman", "mac-roman", "western"),
    Encoding("DOS 850", "cp850", "western"),
    Encoding("DOS 437", "cp437", "western"),
    Encoding("Windows-1250", "cp1250", "central"),
    Encoding("ISO 8859-2", "iso8859-2", "central"),
    Encoding("DOS 852", "cp852", "central"),
    Encoding("Windows-1251", "cp1251", "cyrillic"),
    Encoding("KOI8-R", "koi8-r", "cyrillic"),
    Encoding("KOI8-U", "koi8-u", "cyrillic"),
    Encoding("ISO 8859-5", "iso8859-5", "cyrillic"),
    Encoding("DOS 866", "cp866", "cyrillic"),
    Encoding("Windows-1253", "cp1253", "greek"),
    Encoding("ISO 8859-7", "iso8859-7", "greek"),
    Encoding("Windows-1254", "cp1254", "turkish"),
    Encoding("ISO 8859-9", "iso8859-9", "turkish"),
    Encoding("Windows-1255", "cp1255", "hebrew"),
    Encoding("ISO 8859-8", "iso8859-8", "hebrew"),
    Encoding("Windows-1256", "cp1256", "arabic"),
    Encoding("ISO 8859-6", "iso8859-6", "arabic"),
    Encoding("Windows-1257", "cp1257", "baltic"),
    Encoding("ISO 8859-13", "iso8859-13", "baltic"),
    Encoding("Shift JIS", "cp932", "japanese"),
    Encoding("EUC-JP", "euc-jp", "japanese"),
    Encoding("ISO-2022-JP", "iso2022-jp", "japanese"),
    Encoding("GB 18030", "gb18030", "chinese"),
    Encoding("Big5", "big5", "chinese"),
    Encoding("Big5-HKSCS", "big5hkscs", "chinese"),
    Encoding("Windows-949", "cp949", "korean"),
    Encoding("EUC-KR", "euc-kr", "korean"),
    Encoding("Windows-874", "cp874", "thai"),
    Encoding("Windows-1258", "cp1258", "vietnamese"),
)

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # The longer mark first: UTF-32's begins like UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARK_OF = {codec: mark for mark, codec in _MARKS}
_LABELS = {encoding.codec: encoding.name for encoding in OFFERED}
# ISO-2022-JP has only ASCII bytes and no other script in it would be found out; euc-kr is a part of cp949.
_NOT_GUESSED = frozenset({"iso2022-jp", "euc-kr", "big5hkscs", "latin-1"})
_OF_MANY_BYTES = frozenset({"cp932", "euc-jp", "gb18030", "big5", "cp949"})
# Read as Windows-1252 these languages look nearly as likely: only a few letters differ.
_HOME = {"Vietnamese": "cp1258"} | dict.fromkeys(
    ("Polish", "Czech", "Slovak", "Hungarian", "Romanian", "Croatian", "Slovene", "Slovenian"), "cp1250"
)
_DECLARED = re.compile(rb"(?:charset|coding|encoding)[ \t]*[=:][ \t]*[\"']?([A-Za-z][\w.:-]*)")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def group_labels() -> dict[str, str]:
    """What the groups of `OFFERED` are called, in the order of menus."""
    return {
        "unicode": translate("Encodings", "Unicode"),
        "western": translate("Encodings", "Western"),
        "central": translate("Encodings", "Central European"),
        "cyrillic": translate("Encodings", "Cyrillic"),
        "greek": translate("Encodings", "Greek"),
        "turkish": translate("Encodings", "Turkish"),
        "hebrew": translate("Encodings", "Hebrew"),
        "arabic": translate("Encodings", "Arabic"),
        "baltic": translate("Encodings", "Baltic"),
        "japanese": translate("Encodings", "Japanese"),
        "chinese": translate("Encodings", "Chinese"),
        "korean": translate("Encodings", "Korean"),
        "thai": translate("Encodings", "Thai"),
        "vietnamese": translate("Encodings", "Vietnamese"),
    }


def label(codec: str, bom: bool = False) -> str:
    """What people call an encoding: "UTF-8 with BOM"; Python's name if it is not offered."""
    name = _LABELS.get(codec, codec)
    return translate("Encodings", "{encoding} with BOM").format(encoding=name) if bom else name


def by_label(text: str) -> tuple[str, bool]:
    """Codec and mark of what `label` said. Raises `LookupError`."""
    for encoding in OFFERED:
        for bom in (False, True):
            if text == label(encoding.codec, bom):
                return encoding.codec, bom
    raise LookupError(text)


def can_be_marked(codec: str) -> bool:
    """True if a file in this encoding may begin with a byte order mark."""
    return codec in _MARK_OF


def mark(codec: str) -> bytes:
    """The byte order mark of a Unicode encoding; empty for others."""
    return _MARK_OF.get(codec, b"")


def by_mark(data: bytes) -> str | None:
    """The encoding whose mark stands at the beginning; None without one."""
    return next((codec for bytes_, codec in _MARKS if data.startswith(bytes_)), None)


def wide_guess(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark, by where its NUL bytes stand; None if they look like no such text."""
    sample = data[: _SAMPLE & ~3]
    length = len(sample)
    if length >= 4 and len(data) % 4 == 0:
        if not any(sample[3::4]) and max(sample[2::4]) <= 0x10:
            return "utf-32-le"
        if not any(sample[0::4]) and max(sample[1::4]) <= 0x10:
            return "utf-32-be"
    if length < 2 or len(data) % 2:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    # Line ends and spaces have a NUL in every script; on the other side there are hardly any.
    if odd > 8 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 8 * odd else None


def guesses(data: bytes) -> Iterator[str]:
    """Encodings of one or several bytes in which `data`, which is not UTF-8, may be written; the likeliest first."""
    seen = set()
    for codec in _guesses(data):
        if codec not in seen:
            seen.add(codec)
            yield codec


def looks_like_iso2022(data: bytes) -> bool:
    """True if ASCII bytes switch to Japanese and back."""
    return b"\x1b$B" in data and b"\x1b(" in data


def _guesses(data: bytes) -> Iterator[str]:
    if (declared := _DECLARED.search(data[:1024])) is not None and (codec := _offered(declared[1].decode())):
        yield codec
    from charset_normalizer import from_bytes  # late: nearly all files are UTF-8

    matches = list(
        from_bytes(_sample(data), cp_isolation=_guessed(), enable_fallback=False, preemptive_behaviour=False)
    )
    usual = next((match for match in matches if "cp1252" in match.could_be_from_charset), None)
    if matches and matches[0].coherence > 0.3 and (home := _HOME.get(matches[0].language)):
        at_home = next((match for match in matches if home in match.could_be_from_charset), None)
        if at_home is not None and at_home.coherence >= matches[0].coherence:
            yield home
    if not matches or not _beats(matches[0], usual):
        yield "cp1252"
    for match in matches:
        yield from (codec for name in (match.encoding, *match.could_be_from_charset) if (codec := _offered(name)))
    yield "cp1252"


def _beats(best: CharsetMatch, usual: CharsetMatch | None) -> bool:
    """True if `best` is clearly likelier than Windows-1252, in which most such files are written."""
    if usual is best:
        return False
    if _offered(best.encoding) in _OF_MANY_BYTES:
        return usual is None or best.coherence > usual.coherence
    return best.coherence > (usual.coherence if usual is not None else 0.15) + 0.04


def _offered(name: str) -> str | None:
    """Our name of a codec; None if it is unknown or not offered."""
    try:
        return _by_python().get(codecs.lookup(name).name)
    except LookupError:
        return None


@cache
def _by_python() -> dict[str, str]:
    """Our names by Python's. Not made at the start: looking up a codec imports it."""
    return {codecs.lookup(encoding.codec).name: encoding.codec for encoding in OFFERED}


def _guessed() -> list[str]:
    """What may be guessed, as charset-normalizer calls it."""
    return [
        codecs.lookup(encoding.codec).name.replace("-", "_")
        for encoding in OFFERED
        if encoding.group != "unicode" and encoding.codec not in _NOT_GUESSED
    ]


def _sample(data: bytes) -> bytes:
    """Some lines with bytes beyond ASCII, for nothing else tells encodings apart."""
    parts: list[bytes] = []
    begin, room = 0, _SAMPLE
    while begin < len(data) and room > 0:
        stop = min(begin + _WINDOW, len(data))
        found = _NOT_ASCII.search(data, begin, stop)
        if found is None:
            begin = stop
            continue
        start = max(data.rfind(b"\n", begin, found.start()) + 1, begin, found.start() - 200)
        end = data.find(b"\n", found.start(), found.start() + _PART)
        if end < 0:
            # Not through the middle of a character: what follows its first byte is never a space or a comma.
            end = next(
                (at for at in range(min(found.start() + _PART, len(data)) - 1, found.start(), -1) if data[at] < 0x30),
                found.start() + _PART,
            )
        parts.append(data[start : end + 1])
        room -= end + 1 - start
        begin = end + 1
    return b"".join(parts)
