"""The lexicon: classes of words made ready for drawing, and every word form that a story can hold."""
# ruff: noqa: SIM905 (word lists read best as running text)

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from . import adjectives, nouns, places, tools, verbs
from .inflect import NUMBERS, Verb, article, plural, verb
from .names import MEN, WOMEN

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()


HE = ("he", "him", "his", "He", "His", "brother", "father", "boy", "man", "uncle", "son", "himself")
SHE = ("she", "her", "her", "She", "Her", "sister", "mother", "girl", "woman", "aunt", "daughter", "herself")
PRONOUNS = (*HE, *SHE, "was", "were", "is", "are", "it", "them", "o'clock", "half", "quarter", "past", "ten")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun, its plural and the adjectives that suit it."""

    one: str
    many: str
    adjectives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A place and the preposition it takes: at, mill."""

    preposition: str
    noun: str


@dataclass(frozen=True, slots=True)
class Chore:
    """A verb and one noun that it can act on; `many` says that the noun stands in the plural."""

    verb: Verb
    noun: str
    adjectives: tuple[str, ...]
    many: bool


_COLOURS = tuple(adjectives.COLOURS.split())
_SIZES = tuple(adjectives.SIZES.split())
_HARD = tuple(adjectives.HARD.split()) + _COLOURS + _SIZES
_METAL = tuple(adjectives.METAL.split())
_METAL_OK = frozenset(nouns.METAL_OK.split())
_WOODEN_OK = frozenset(nouns.WOODEN_OK.split())
_CLOTH = tuple(adjectives.CLOTH.split()) + _COLOURS
_PAPER = tuple(adjectives.PAPER.split())
_FOOD = tuple(adjectives.FOOD.split())
_BAKED = tuple(adjectives.BAKED.split())
_FLOWER = (*adjectives.FLOWER.split(), "red", "blue", "yellow", "white", "pink", "orange", "purple")
_FARM = (*adjectives.FARM.split(), "brown", "black", "white", "grey")
_WILD = tuple(adjectives.WILD.split())


def _nouns(text: str, suits: tuple[str, ...]) -> tuple[Noun, ...]:
    made = []
    for entry in text.split():
        one, _, many = entry.partition("/")
        more: tuple[str, ...] = ()
        if suits is _HARD:
            more += _METAL if one in _METAL_OK else ()
            more += ("wooden",) if one in _WOODEN_OK else ()
        made.append(Noun(one, many or plural(one), tuple(word for word in suits + more if word != one)))
    return tuple(made)


VESSELS = _nouns(nouns.VESSELS, _HARD)
TOOLS = _nouns(nouns.TOOLS, _HARD)
FURNITURE = _nouns(nouns.FURNITURE, _HARD)
CLOTHES = _nouns(nouns.CLOTHES, _CLOTH)
TEXTILES = _nouns(nouns.TEXTILES, _CLOTH)
PAPERS = _nouns(nouns.PAPERS, _PAPER)
INSTRUMENTS = _nouns(nouns.INSTRUMENTS, _HARD)
TOYS = _nouns(nouns.TOYS, _COLOURS + _SIZES + ("old", "new", "shiny", "painted", "pretty"))
TREASURES = _nouns(nouns.TREASURES, _HARD)
VEHICLES = _nouns(nouns.VEHICLES, _HARD)
PARTS = _nouns(nouns.PARTS, _HARD)
FRUITS = _nouns(nouns.FRUITS, _FOOD)
VEGETABLES = _nouns(nouns.VEGETABLES, _FOOD)
BAKED = _nouns(nouns.BAKED, _BAKED)
FLOWERS = _nouns(nouns.FLOWERS, _FLOWER)
TREES = _nouns(nouns.TREES, ("old", "tall", "young", "crooked", "dark", "huge", "ancient", "slender"))
FARM = _nouns(nouns.FARM, _FARM)
WILD = _nouns(nouns.WILD, _WILD)
NATURE = _nouns(nouns.NATURE, tuple(adjectives.NATURE.split()))
SERVED = _nouns(nouns.DISHES_SERVED, tuple(adjectives.DISH.split()))
ROLES = _nouns(nouns.ROLES, tuple(adjectives.PEOPLE.split()))
MASSES = tuple(nouns.MASSES.split())
DISHES = tuple(nouns.DISHES.split())

THINGS = VESSELS + TOOLS + CLOTHES + TEXTILES + PAPERS + INSTRUMENTS + TOYS + TREASURES
FOODS = FRUITS + VEGETABLES


def _places(text: str) -> tuple[Place, ...]:
    return tuple(Place(*entry.split()) for entry in text.split(","))


ROOMS = _places(places.ROOMS)
BUILDINGS = _places(places.BUILDINGS)
OUTDOORS = _places(places.OUTDOORS)
PLACES = ROOMS + BUILDINGS + OUTDOORS
_INSIDE = frozenset(place.noun for place in ROOMS + BUILDINGS)
_WHERE = ("under", "behind", "beside", "near", "by")
INDOOR_SPOTS = tuple(f"{where} the {noun}" for where in _WHERE for noun in nouns.INDOOR_FIXTURES.split())
OUTDOOR_SPOTS = tuple(f"{where} the {noun}" for where in _WHERE for noun in nouns.OUTDOOR_FIXTURES.split())
MANNERS = tuple(adjectives.MANNERS.split())
TONES = tuple(adjectives.TONES.split())
INTRANSITIVE = tuple(verb(base) for base in verbs.INTRANSITIVE.split())
MOVES = tuple(verb(base) for base in verbs.MOVES.split())
WEATHER = tuple(adjectives.WEATHER.split())
GLAD = tuple(adjectives.GLAD.split())
SAD = tuple(adjectives.SAD.split())
PEOPLE = tuple(adjectives.PEOPLE.split())
PLACE_ADJECTIVES = tuple(adjectives.PLACE.split())
COLOURS = _COLOURS

_ALL_NOUNS = {
    noun.one: noun
    for group in (
        BAKED, VESSELS, TOOLS, FURNITURE, CLOTHES, TEXTILES, PAPERS, INSTRUMENTS, TOYS, TREASURES, VEHICLES, PARTS,
        FRUITS, VEGETABLES, FLOWERS, TREES, FARM, WILD, NATURE, SERVED,
    )
    for noun in group
}  # fmt: skip


def roofed(place: str) -> bool | None:
    """Whether chores at this place are done under a roof; None where both kinds are."""
    return None if place in places.ANYWHERE else place in _INSIDE


def needs_roof(base: str) -> bool | None:
    """Whether the chore of this verb belongs under a roof; None where it does not matter."""
    return True if base in verbs.INSIDE else False if base in verbs.OUTSIDE else None


def spots(place: str) -> tuple[str, ...]:
    """Where a thing can lie at this place: under the table, behind the hedge."""
    return INDOOR_SPOTS if place in _INSIDE else OUTDOOR_SPOTS


def _chores() -> tuple[tuple[Chore, ...], ...]:
    every = []
    for line in verbs.CHORES.strip().splitlines():
        base, _, rest = line.partition(": ")
        forms = verb(base)
        made: list[Chore] = []
        for entry in rest.split():
            if entry.startswith("$"):
                group = globals()[entry[1:]]
                made += [Chore(forms, noun.one, noun.adjectives, False) for noun in group]
                continue
            one, many, _ = entry.partition("/")
            noun = _ALL_NOUNS.get(one) or Noun(one, plural(one), _HARD)
            made.append(Chore(forms, noun.many if many else one, noun.adjectives, bool(many)))
        every.append(tuple(made))
    return tuple(every)


CHORES = _chores()


def _tools() -> dict[str, tuple[Noun, ...]]:
    found: dict[str, tuple[Noun, ...]] = {}
    for line in tools.TOOLS_FOR.strip().splitlines():
        bases, _, names = line.partition(": ")
        found.update(dict.fromkeys(bases.split(), tuple(_ALL_NOUNS[name] for name in names.split())))
    return found


TOOLS_FOR = _tools()
ANY_TOOL = tuple(_ALL_NOUNS[name] for name in tools.ANY_TOOL.split())


@cache
def a(phrase: str) -> str:
    """`phrase` with its indefinite article: "an old boot"."""
    return f"{article(phrase)} {phrase}"


def words() -> list[str]:
    """Every word form a story can hold, as written (with capitals where they occur), sorted."""
    from . import frames  # late: the kinds are built on this module

    found: set[str] = set(NUMBERS) | set(DAYS) | set(MONTHS) | set(WOMEN) | set(MEN) | {"a", "an", "the"}
    for noun in _ALL_NOUNS.values():
        found |= {noun.one, noun.many, *noun.adjectives}
    for noun in ROLES:
        found |= {noun.one, noun.many, *noun.adjectives}
    for v in [chores[0].verb for chores in CHORES] + [*INTRANSITIVE, *MOVES]:
        found |= {v.base, v.third, v.past, v.ing, v.participle}
    for chore in (chore for chores in CHORES for chore in chores):
        found |= {chore.noun, *chore.adjectives}
    for place in PLACES:
        found |= {place.noun, place.preposition, place.preposition.capitalize()}
    for group in (MASSES, DISHES, MANNERS, TONES, WEATHER, GLAD, SAD, PEOPLE, PLACE_ADJECTIVES, COLOURS):
        found |= set(group)
    for spot in INDOOR_SPOTS + OUTDOOR_SPOTS:
        found |= set(spot.split())
    found |= {*PRONOUNS, *(day + "s" for day in DAYS)}
    starts = {
        *NUMBERS,
        *(chores[0].verb.base for chores in CHORES),
        *(place.preposition for place in PLACES),
        "a",
        "an",
    }
    found |= {word.capitalize() for word in starts}
    for text in frames():
        found |= set(re.findall(r"[A-Za-z]+(?:'[a-z]+)?", re.sub(r"\{[^}]*\}", " ", text)))
    return sorted(word for word in found if word != "s")
