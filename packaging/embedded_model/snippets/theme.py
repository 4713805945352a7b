"""What one snippet is about: a dictionary from slot names to words and values, drawn once, so that all names agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from .words import DOC_VERBS, DOMAINS, FLAGS, LOCALS, POOLS, THINGS, VERBS, plural

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

_T = TypeVar("_T")
Theme = dict[str, str]

SHAPES = ("dataclass", "dataclass", "frozen", "tuple", "class", "dict", "dict")
_WIDTH = 75


def _camel(*words: str) -> str:
    return "".join(word.capitalize() for word in words)


def _pick(rng: random.Random, options: Sequence[_T]) -> _T:
    return options[int(rng.random() * len(options))]


def _quoted(words: list[str]) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words) + "]"


def listing(name: str, values: list[str]) -> str:
    """`name = [values]` on one line where it fits, else one value a line."""
    line = f"{name} = [{', '.join(values)}]"
    if len(line) <= _WIDTH:
        return line
    rows = "".join(f"    {value},\n" for value in values)
    return f"{name} = [\n{rows}]"


def _values(theme: Theme, rng: random.Random) -> None:
    """Three texts with three numbers, and what follows from them."""
    pool = POOLS.get(theme["text"], THINGS)
    texts = rng.sample(pool, 4)
    numbers = [1 + int(rng.random() * 12) for _ in range(3)]
    while len(set(numbers)) < 3:
        numbers = [1 + int(rng.random() * 20) for _ in range(3)]
    pairs = sorted(zip(numbers, texts, strict=False))
    ordered = [number for number, _ in pairs]
    total = sum(numbers)
    theme.update(
        {
            "s1": f'"{texts[0]}"', "s2": f'"{texts[1]}"', "s3": f'"{texts[2]}"', "s4": f'"{texts[3]}"',
            "t1": texts[0], "t2": texts[1], "t3": texts[2], "t4": texts[3],
            "low1": f'"{texts[0].lower()}"', "low2": f'"{texts[1].lower()}"',
            "up1": f'"{texts[0].upper()}"', "len1": str(len(texts[0])), "len2": str(len(texts[1])),
            "rev1": f'"{texts[0][::-1]}"', "first1": f'"{texts[0][0]}"', "last1": f'"{texts[0][-1]}"',
            "n1": str(numbers[0]), "n2": str(numbers[1]), "n3": str(numbers[2]),
            "n12": str(numbers[0] + numbers[1]), "n1x2": str(2 * numbers[0]), "n1x3": str(3 * numbers[0]),
            "n2x2": str(2 * numbers[1]), "n3x2": str(2 * numbers[2]), "n1p": str(numbers[0] + 1),
            "n1xn2": str(numbers[0] * numbers[1]), "n1sq": str(numbers[0] ** 2), "n2sq": str(numbers[1] ** 2),
            "n3sq": str(numbers[2] ** 2), "sum.": str(total), "sumx2": str(2 * total), "sump": str(total + 1),
            "mean": repr(total / 3), "max": str(ordered[2]), "min": str(ordered[0]), "med": str(ordered[1]),
            "span": str(ordered[2] - ordered[0]), "maxp": str(ordered[2] + 1), "minm": str(ordered[0] - 1),
            "prod": str(numbers[0] * numbers[1] * numbers[2]),
            "asc": f"[{ordered[0]}, {ordered[1]}, {ordered[2]}]",
            "desc": f"[{ordered[2]}, {ordered[1]}, {ordered[0]}]",
            "nums3": f"[{numbers[0]}, {numbers[1]}, {numbers[2]}]",
            "d12": str(numbers[1] - numbers[0]), "d23": str(numbers[2] - numbers[1]),
            "smax": f'"{pairs[2][1]}"', "smin": f'"{pairs[0][1]}"',
            "imax": str(numbers.index(ordered[2])), "imin": str(numbers.index(ordered[0])),
            "atleast": _quoted([text for number, text in zip(numbers, texts, strict=False) if number >= ordered[1]]),
            "atmost": _quoted([text for number, text in zip(numbers, texts, strict=False) if number <= ordered[1]]),
            "natleast": repr([number for number in numbers if number >= ordered[1]]),
            "natmost": repr([number for number in numbers if number <= ordered[1]]),
            "even": repr([number for number in numbers if number % 2 == 0]),
            "sasc": _quoted([text for _, text in pairs]), "sdesc": _quoted([text for _, text in pairs[::-1]]),
            "salpha": _quoted(sorted(texts[:3])), "sall": _quoted(texts[:3]), "srev": _quoted(texts[2::-1]),
            "sjoin": '"' + ", ".join(texts[:3]) + '"', "slong": str(max(len(text) for text in texts[:3])),
            "sup": _quoted([text.upper() for text in texts[:3]]),
            "slens": repr([len(text) for text in texts[:3]]), "slensum": str(sum(len(text) for text in texts[:3])),
        }
    )  # fmt: skip
    flags = [rng.random() < 0.5 for _ in range(3)]
    theme["f1"], theme["f2"], theme["f3"] = map(str, flags)
    theme["fcount"] = str(sum(flags))
    theme["ftexts"] = _quoted([text for flag, text in zip(flags, texts, strict=False) if flag])
    theme["fsum"] = str(sum(number for flag, number in zip(flags, numbers, strict=False) if flag))
    theme["fall"], theme["fany"] = str(all(flags)), str(any(flags))


def _records(theme: Theme, rng: random.Random, flag: bool) -> None:
    """How one record is made and how its fields are read."""
    shape = theme["shape"]
    names = [theme["text"], theme["num"], theme["flag"]][: 3 if flag else 2]
    keywords = rng.random() < 0.25
    for index in "123":
        values = [theme["s" + index], theme["n" + index], theme["f" + index]][: len(names)]
        if shape == "dict":
            inner = ", ".join(f'"{name}": {value}' for name, value in zip(names, values, strict=True))
            theme["new" + index] = "{" + inner + "}"
        else:
            pairs = zip(names, values, strict=True)
            inner = ", ".join(f"{name}={value}" for name, value in pairs) if keywords else ", ".join(values)
            theme["new" + index] = f"{theme['Item']}({inner})"
    for owner in ("item", "other", "best"):
        for field in ("text", "num", "flag"):
            read = f'["{theme[field]}"]' if shape == "dict" else f".{theme[field]}"
            theme[f"{owner}.{field}"] = theme[owner] + read
            theme[f"{owner}.{field}.q"] = theme[owner] + read.replace('"', "'")
            theme["dot." + field] = read
    theme["has.flag"] = "yes" if flag else ""
    theme["Record"] = "dict" if shape == "dict" else theme["Item"]
    theme["setup"] = listing(theme["items"], [theme["new1"], theme["new2"], theme["new3"]])


def _nouns(rng: random.Random) -> Theme:
    """A thing, its number, its text and what holds it: all different, often from one domain, often mixed."""
    while True:
        domain = _pick(rng, DOMAINS)
        mixed = rng.random() < 0.5
        nouns = {
            "item": _pick(rng, domain.items),
            "num": _pick(rng, (_pick(rng, DOMAINS) if mixed else domain).numbers),
            "text": _pick(rng, (_pick(rng, DOMAINS) if mixed else domain).texts),
            "box": _pick(rng, domain.boxes),
        }
        if len(set(nouns.values())) == len(nouns):
            return nouns


def draw(rng: random.Random) -> Theme:
    """A fresh theme: nouns, verbs, local names and values."""
    theme: Theme = {}
    for slot, options in VERBS.items():
        theme[slot] = _pick(rng, options)
        theme[slot + "."] = theme[slot].capitalize()
    for table in (DOC_VERBS, LOCALS):
        for slot, options in table.items():
            theme[slot] = _pick(rng, options)
    theme.update(_nouns(rng))
    theme["other"] = "other"
    theme["flag"] = _pick(rng, FLAGS)
    for noun in ("item", "num", "text", "box"):
        theme[noun + "s"] = plural(theme[noun])
        article = "an" if theme[noun][0] in "aeio" else "a"
        theme["a." + noun], theme["A." + noun] = f"{article} {theme[noun]}", f"{article.capitalize()} {theme[noun]}"
    theme["Item"], theme["Box"] = _camel(theme["item"]), _camel(theme["box"])
    theme["ItemError"] = _camel(theme["item"], "error")
    theme["NUM"], theme["ITEM"] = theme["num"].upper(), theme["item"].upper()
    theme["ITEMS"], theme["TEXTS"] = theme["items"].upper(), theme["texts"].upper()
    theme["shape"] = _pick(rng, SHAPES)
    _values(theme, rng)
    _records(theme, rng, flag=rng.random() < 0.35)
    theme["nums.setup"] = f"{theme['nums']} = {theme['nums3']}"
    theme["texts.setup"] = f"{theme['texts']} = {theme['sall']}"
    pairs = ", ".join(f"{theme['s' + i]}: {theme['n' + i]}" for i in "123")
    theme["table.setup"] = f"{theme['nums']} = {{{pairs}}}"
    theme["table"] = "{" + pairs + "}"
    return theme
