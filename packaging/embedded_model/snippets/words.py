"""The closed vocabulary of the code generator: what a snippet is about and how its names are built."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Domain:
    """A small world: things, their numbers and texts, and what holds them."""

    items: tuple[str, ...]
    numbers: tuple[str, ...]
    texts: tuple[str, ...]
    boxes: tuple[str, ...]


def _domain(items: str, numbers: str, texts: str, boxes: str) -> Domain:
    return Domain(tuple(items.split()), tuple(numbers.split()), tuple(texts.split()), tuple(boxes.split()))


DOMAINS = (
    _domain("order product ticket parcel", "price amount weight cost", "name label code kind", "shop basket store"),
    _domain("student lesson course exam", "score grade age rating", "name subject teacher", "school group club"),
    _domain("book chapter story poem", "year rating length price", "title author topic", "library shelf"),
    _domain("trip train route flight", "distance speed fare delay", "city driver code", "station network"),
    _domain("plant tree flower seed", "height age width depth", "name colour kind", "garden field"),
    _domain("recipe dish meal cake", "cost weight portion rating", "name taste cook", "kitchen menu"),
    _domain("message letter user contact", "length age score limit", "subject sender title", "inbox archive"),
    _domain("task job project worker", "cost priority budget delay", "title owner status", "board office plan"),
    _domain("player card goal", "score power level rank", "name team colour", "game deck league"),
    _domain("sensor signal device lamp", "level limit power voltage", "label unit status", "monitor panel"),
    _domain("song album concert band", "length year rating volume", "title singer style", "radio stage"),
    _domain("account payment bill loan", "balance amount fee rate", "owner bank kind", "ledger wallet"),
    _domain("folder image photo video", "width height depth rating", "label owner topic", "album archive"),
    _domain("room house flat tower", "area height rent age", "street city owner", "village square"),
    _domain("runner race horse rider", "speed distance rank age", "name team country", "track league"),
    _domain("cloud storm river lake", "depth speed width volume", "name country colour", "atlas region"),
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PEOPLE = _words(
    "Anna Ben Clara David Emma Frank Grace Henry Ivan Julia Karl Laura Maria Nina Oscar Paul Rose Simon Tom Vera"
)
PLACES = _words("Paris Rome Oslo Berlin London Madrid Vienna Prague Lisbon Dublin")
COLOURS = _words("red blue green black white yellow brown grey pink orange")
THINGS = _words(
    "apple bread stone paper river silver cotton honey lemon candle window garden winter summer copper forest"
)
STATES = _words("open closed ready waiting broken empty full quiet busy late")

POOLS: dict[str, tuple[str, ...]] = {
    "name": PEOPLE,
    "teacher": PEOPLE,
    "author": PEOPLE,
    "driver": PEOPLE,
    "cook": PEOPLE,
    "sender": PEOPLE,
    "owner": PEOPLE,
    "singer": PEOPLE,
    "city": PLACES,
    "country": PLACES,
    "street": PLACES,
    "colour": COLOURS,
    "team": COLOURS,
    "status": STATES,
    "taste": STATES,
}

FLAGS = _words("active done valid paid visible ready")

PLURALS = {"city": "cities", "country": "countries", "story": "stories", "match": "matches", "status": "states"}
PLURALS |= {"boss": "bosses", "class": "classes", "taste": "tastes", "dish": "dishes", "index": "indices"}
PLURALS |= {"priority": "priorities", "fish": "fish", "library": "libraries", "box": "boxes"}


def plural(noun: str) -> str:
    """The plural of a noun of this vocabulary."""
    return PLURALS.get(noun) or noun + "s"


VERBS: dict[str, tuple[str, ...]] = {
    "find": ("find", "get", "pick", "fetch"),
    "select": ("select", "filter", "choose", "keep"),
    "sum": ("total", "sum"),
    "make": ("make", "build", "create"),
    "show": ("show", "describe", "report"),
    "load": ("load", "read"),
    "save": ("save", "write", "store"),
    "add": ("add", "insert", "put"),
    "remove": ("remove", "drop", "delete"),
    "check": ("check", "verify", "validate"),
    "count": ("count", "tally"),
    "group": ("group", "split", "collect"),
    "sort": ("sort", "arrange"),
    "compute": ("compute", "measure"),
    "merge": ("merge", "combine", "join"),
    "update": ("update", "change"),
    "parse": ("parse", "decode"),
    "format": ("format", "render", "encode"),
    "scale": ("scale", "multiply"),
    "raise": ("increase", "grow", "lift"),
    "lower": ("lower", "reduce", "decrease"),
    "clean": ("clean", "trim", "tidy"),
}

DOC_VERBS: dict[str, tuple[str, ...]] = {
    "Return": ("Return", "Give", "Find"),
    "Compute": ("Return", "Compute", "Give"),
}

LOCALS: dict[str, tuple[str, ...]] = {
    "acc": ("result", "total", "answer"),
    "out": ("result", "output", "found"),
    "best": ("best", "top", "winner"),
    "key": ("key", "word"),
    "i": ("index", "position", "i"),
    "data": ("data", "entries", "records"),
    "limit": ("minimum", "threshold", "bound"),
    "step": ("step", "factor"),
    "part": ("part", "piece"),
    "line": ("line", "row"),
    "error": ("error", "problem"),
    "default": ("default", "fallback"),
    "target": ("target", "wanted"),
    "store": ("cache", "seen", "table"),
}
