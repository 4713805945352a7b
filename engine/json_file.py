"""The JSON files of a checkpoint: data from elsewhere, so sizes and kinds are looked at before anything is done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from palimpsest.engine.request import InfillError

LARGEST = 32 << 20
"""Bytes of a file that is read; the index of a checkpoint with 47,067 tensors has 6 MB."""
LARGEST_SIZE = 1 << 24
"""No size of a model is larger: the vocabulary has 2¹⁸ entries."""

AGAIN = "Download the file again."
_REMEDY = "Choose the folder of a DiffusionGemma checkpoint."


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file of a checkpoint; raises `InfillError` that names the file."""
    # Neither a pipe nor a device: reading one might never end.
    if not path.is_file():
        raise InfillError(f"There is no {path.name} in {path.parent}.", _REMEDY)
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise InfillError(
            f"{path} cannot be read ({error.strerror or error}).", "Check the file and the disk."
        ) from None
    if len(content) > LARGEST:
        raise InfillError(f"{path.name} is far too large for what it should hold.", AGAIN)
    values = parse(content, path.name)
    if not isinstance(values, dict):
        raise InfillError(f"{path.name} does not hold what it should.", AGAIN)
    return values


def parse(content: bytes, name: str) -> Any:
    """JSON in UTF-8; raises `InfillError` that says it of `name` for whatever is none."""
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else f"{error}"
        raise InfillError(f"{name} cannot be read ({short(reason, 120)}).", AGAIN) from None


def whole(values: Mapping[str, Any], key: str) -> int:
    """A size: a whole number from 1 to `LARGEST_SIZE`. Raises `InfillError` for anything else."""
    value = values.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= LARGEST_SIZE:
        raise InfillError(f"The checkpoint's config.json has no usable {key} ({short(value)}).", AGAIN)
    return value


def number(values: Mapping[str, Any], key: str, otherwise: float) -> float:
    """A finite number above 0. Raises `InfillError` for anything else but none at all."""
    value = values.get(key)
    if value is None:
        return otherwise
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e12:
        raise InfillError(f"The checkpoint's config.json has no usable {key} ({short(value)}).", AGAIN)
    return float(value)


def table(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """An object inside another one; empty if there is none. Raises `InfillError` for anything else."""
    value = values.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise InfillError(f"The checkpoint's config.json has no usable {key} ({short(value)}).", AGAIN)
    return value


def short(value: object, most: int = 40) -> str:
    """Somebody else's value as it may stand in a sentence: neither long nor with characters that show nothing."""
    # str() of a huge integer raises.
    if isinstance(value, int) and value.bit_length() > 64:
        return "a huge number"
    text = "".join(letter if letter.isprintable() else "?" for letter in str(value)[: most + 1])
    return text if len(text) <= most else text[:most] + "…"


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")
