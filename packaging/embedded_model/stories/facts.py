"""The facts of one document, drawn when a frame first names them and the same ever after.

A frame is a `str.format` string; its fields are keys of `Facts`. What a key means is told by its first part
and by the letter at its end:

- `A B C D`: people. `heA himA hisA HeA HisA` pronouns; `sibB` sister or brother, as B is; `parentA childA`
  likewise.
- `x y z`: portable things. `x` kettle, `xs` kettles, `ax` red kettle, `axs` red kettles, `a_ax` a red
  kettle, `A_ax` A red kettle, `a_x` a kettle, `jx` red. With the same forms: `o` furniture, `v` vehicle, `k
  l` wild animals, `a` farm animal, `f g h i` fruit and vegetables, `b` something baked, `e` flower, `t`
  tree, `j` clothes, `V` vessel, `W` treasure, `I` instrument, `T` tool for the chore u, `U` tool for the
  chore c, `R S` people by trade (`R` baker, `aR` kind baker).
- `p q r`: places. `p` mill, `in_p` at the mill, `In_p` At the mill, `to_p` to the mill, `ap` old mill;
  `spot spot2 spot3` under the table, a spot within p, q and r.
- `u w c d`: chores. `do_u` paint the green gate, `does_ did_ doing_ done_` (painted) its other forms,
  `ob_u` the green gate, `be_u` was or were, `is_u` is or are.
- `act acts acted acting` sing, `walk walks walked walking`: verbs without an object, and again with 2 or 3
  (`acted2`).
- `n m`: two numbers, the second smaller (`N` with a capital, `n9` in digits); `sum` and `rest` of them.
- `day next before`: days in a row; `month date`; `hour later` times in words and `clock late` in digits.
- `glad sad` feelings, `adv` manner of work, `tone` of speech, `wx` weather, `mass dish` food, `col`
  colours, `nice` what people are like; and each again with 2 or 3.

"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from . import lexicon as lex
from .inflect import NUMBERS, Verb

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

T = TypeVar("T")

_PERSON = ("he", "him", "his", "He", "His", "sib", "parent", "child", "adult", "uncle", "heir", "self")
_NOUN_FORMS = ("{}", "{}s", "a{}", "a_a{}", "A_a{}", "a_{}", "j{}", "a{}s")
_PLACE_FORMS = ("{}", "in_{}", "In_{}", "to_{}", "a{}", "in_a{}", "j{}")
_SPOT = {"p": "spot", "q": "spot2", "r": "spot3"}
_CHORE_FORMS = (
    "do_{}",
    "does_{}",
    "did_{}",
    "doing_{}",
    "done_{}",
    "ob_{}",
    "be_{}",
    "Do_{}",
    "is_{}",
    "Ob_{}",
    "verb_{}",
)


class Facts(dict[str, Any]):
    """Keys of frames and what they stand for; a missing key is drawn with its whole family."""

    __slots__ = ("_taken", "places", "random", "roof")

    def __init__(self, rng: random.Random) -> None:
        super().__init__()
        self.random = rng.random
        self._taken: set[str] = set()
        self.places = lex.PLACES
        self.roof: bool | None = None  # whether place p and the chores are indoors, once one of them is drawn

    def __missing__(self, key: str) -> str:
        draw, letter = _FAMILY[key]
        draw(self, letter)
        return self[key]

    def outdoors(self) -> None:
        """Let this document play in the open: its places, and chores that suit them."""
        self.places = lex.OUTDOORS
        self.roof = False

    def tell(self, frames: Sequence[str]) -> str:
        """One of the frames, filled."""
        return frames[int(self.random() * len(frames))].format_map(self)

    def fill(self, frame: str) -> str:
        """This frame, filled."""
        return frame.format_map(self)

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[int(self.random() * len(options))]

    def chance(self, share: float) -> bool:
        """True with probability `share`."""
        return self.random() < share

    def put_noun(self, letter: str, noun: lex.Noun, adjective: str | None = None) -> None:
        """Give the letter this noun, with all its forms."""
        adj = adjective or self.pick(noun.adjectives)
        one = noun.one
        both = f"{adj} {one}"
        with_article = lex.a(both)
        self[letter] = one
        self[letter + "s"] = noun.many
        self["a" + letter] = both
        self["a_a" + letter] = with_article
        self["A_a" + letter] = "A" + with_article[1:]
        self["a_" + letter] = lex.a(one)
        self["j" + letter] = adj
        self["a" + letter + "s"] = f"{adj} {noun.many}"

    def fresh(self, options: Sequence[T], name: Callable[[T], str]) -> T:
        """One of the options whose name this document has not used yet."""
        while True:
            found = options[int(self.random() * len(options))]
            word = name(found)
            if word not in self._taken:
                self._taken.add(word)
                return found


def _one(noun: lex.Noun) -> str:
    return noun.one


def _base(chores: Sequence[lex.Chore]) -> str:
    return chores[0].verb.base


def _chore_noun(chore: lex.Chore) -> str:
    return chore.noun


def _place_noun(place: lex.Place) -> str:
    return place.noun


def _verb_base(verb: Verb) -> str:
    return verb.base


def _same(word: str) -> str:
    return word


def _nouns(options: Sequence[lex.Noun]) -> Callable[[Facts, str], None]:
    def draw(facts: Facts, letter: str) -> None:
        noun = facts.fresh(options, _one)
        suits = noun.adjectives
        adjective = suits[int(facts.random() * len(suits))]
        while adjective in facts._taken:
            adjective = suits[int(facts.random() * len(suits))]
        facts._taken.add(adjective)
        facts.put_noun(letter, noun, adjective)

    return draw


def _tool(chore: str) -> Callable[[Facts, str], None]:
    def draw(facts: Facts, letter: str) -> None:
        options = lex.TOOLS_FOR.get(facts["verb_" + chore], lex.ANY_TOOL)
        noun = facts.pick(options)
        if noun.one in facts._taken or noun.one in facts["ob_" + chore]:
            noun = facts.fresh(lex.ANY_TOOL, _one)
        facts._taken.add(noun.one)
        facts.put_noun(letter, noun)

    return draw


def _person(facts: Facts, letter: str) -> None:
    woman = facts.random() < 0.5
    facts[letter] = facts.fresh(lex.WOMEN if woman else lex.MEN, _same)
    for form, word in zip(_PERSON, lex.SHE if woman else lex.HE, strict=True):
        facts[form + letter] = word


def _places(facts: Facts, letter: str) -> None:
    place = facts.fresh(facts.places, _place_noun)
    if letter == "p":
        while facts.roof is not None and lex.roofed(place.noun) is (not facts.roof):
            place = facts.fresh(facts.places, _place_noun)
        if facts.roof is None:
            facts.roof = lex.roofed(place.noun)
    noun, preposition = place.noun, place.preposition
    adjective = facts.fresh(lex.PLACE_ADJECTIVES, _same)
    facts[letter] = noun
    facts["in_" + letter] = f"{preposition} the {noun}"
    facts["In_" + letter] = f"{preposition.capitalize()} the {noun}"
    facts["to_" + letter] = f"to the {noun}"
    facts["a" + letter] = f"{adjective} {noun}"
    facts["in_a" + letter] = f"{preposition} the {adjective} {noun}"
    facts["j" + letter] = adjective
    facts[_SPOT[letter]] = facts.fresh(lex.spots(noun), _same)


def _chore(facts: Facts, letter: str) -> None:
    chores = facts.fresh(lex.CHORES, _base)
    while facts.roof is not None and lex.needs_roof(chores[0].verb.base) is (not facts.roof):
        chores = facts.fresh(lex.CHORES, _base)
    if facts.roof is None:
        facts.roof = lex.needs_roof(chores[0].verb.base)
    chore = facts.fresh(chores, _chore_noun) if len(chores) > 8 else facts.pick(chores)
    verb = chore.verb
    what = f"the {facts.pick(chore.adjectives)} {chore.noun}"
    facts["do_" + letter] = f"{verb.base} {what}"
    facts["Do_" + letter] = f"{verb.base.capitalize()} {what}"
    facts["does_" + letter] = f"{verb.third} {what}"
    facts["did_" + letter] = f"{verb.past} {what}"
    facts["doing_" + letter] = f"{verb.ing} {what}"
    facts["done_" + letter] = verb.participle
    facts["ob_" + letter] = what
    facts["Ob_" + letter] = "T" + what[1:]
    facts["verb_" + letter] = verb.base
    facts["be_" + letter] = "were" if chore.many else "was"
    facts["is_" + letter] = "are" if chore.many else "is"


def _numbers(facts: Facts, _: str) -> None:
    m = 2 + int(facts.random() * 7)
    n = m + 1 + int(facts.random() * 9)
    facts.update(
        n=NUMBERS[n], N=NUMBERS[n].capitalize(), n9=str(n), m=NUMBERS[m], M=NUMBERS[m].capitalize(), m9=str(m),
        sum9=str(n + m), rest=NUMBERS[n - m], sum=NUMBERS[n + m] if n + m <= 20 else str(n + m),
        leave="was" if n - m == 1 else "were",
    )  # fmt: skip


def _days(facts: Facts, _: str) -> None:
    at = int(facts.random() * 7)
    facts["before"], facts["day"], facts["next"] = (lex.DAYS[(at + step) % 7] for step in (-1, 0, 1))
    facts["month"] = facts.pick(lex.MONTHS)
    facts["date"] = str(1 + int(facts.random() * 28))


def _times(facts: Facts, _: str) -> None:
    hour = 1 + int(facts.random() * 9)
    shape = facts.pick(
        (("{} o'clock", "00"), ("half past {}", "30"), ("a quarter past {}", "15"), ("ten past {}", "10"))
    )
    later = hour + 1 + int(facts.random() * 2)
    facts["hour"], facts["clock"] = shape[0].format(NUMBERS[hour]), f"{hour}:{shape[1]}"
    facts["later"], facts["late"] = shape[0].format(NUMBERS[later]), f"{later}:{shape[1]}"


def _words(options: Sequence[str]) -> Callable[[Facts, str], None]:
    def draw(facts: Facts, key: str) -> None:
        facts[key] = facts.fresh(options, _same)

    return draw


def _verbs(options: Sequence[Verb], base: str) -> Callable[[Facts, str], None]:
    def draw(facts: Facts, number: str) -> None:
        found = facts.fresh(options, _verb_base)
        facts[base + number] = found.base
        facts[base + "s" + number] = found.third
        facts[base + "ed" + number] = found.past
        facts[base + "ing" + number] = found.ing

    return draw


_NOUNS = (
    ("xyz", lex.THINGS), ("o", lex.FURNITURE), ("v", lex.VEHICLES), ("kl", lex.WILD), ("a", lex.FARM),
    ("fghi", lex.FOODS), ("b", lex.BAKED), ("e", lex.FLOWERS), ("t", lex.TREES), ("j", lex.CLOTHES),
    ("V", lex.VESSELS), ("W", lex.TREASURES), ("I", lex.INSTRUMENTS), ("RS", lex.ROLES),
)  # fmt: skip
_WORDS = (
    ("glad", lex.GLAD), ("sad", lex.SAD), ("adv", lex.MANNERS), ("tone", lex.TONES), ("wx", lex.WEATHER),
    ("mass", lex.MASSES), ("dish", lex.DISHES), ("col", lex.COLOURS), ("nice", lex.PEOPLE),
)  # fmt: skip
_Draw = tuple["Callable[[Facts, str], None]", str]


def _families() -> dict[str, _Draw]:
    family: dict[str, _Draw] = {}

    def add(letters: str, forms: Sequence[str], draw: Callable[[Facts, str], None]) -> None:
        for letter in letters:
            family.update({form.format(letter): (draw, letter) for form in forms})

    add("ABCD", ["{}", *(form + "{}" for form in _PERSON)], _person)
    for letters, options in _NOUNS:
        add(letters, _NOUN_FORMS, _nouns(options))
    add("T", _NOUN_FORMS, _tool("u"))
    add("U", _NOUN_FORMS, _tool("c"))
    add("pqr", _PLACE_FORMS, _places)
    family.update({spot: (_places, letter) for letter, spot in _SPOT.items()})
    add("uwcd", _CHORE_FORMS, _chore)
    for keys, draw in (
        ("n N n9 m M m9 rest sum sum9 leave", _numbers),
        ("day next before month date", _days),
        ("hour later clock late", _times),
    ):
        family.update({key: (draw, key) for key in keys.split()})
    for number in ("", "2", "3"):
        for name, verbs in (("act", lex.INTRANSITIVE), ("walk", lex.MOVES)):
            draw = _verbs(verbs, name)
            family.update({name + form + number: (draw, number) for form in ("", "s", "ed", "ing")})
        family.update({name + number: (_words(options), name + number) for name, options in _WORDS})
    return family


_FAMILY = _families()
