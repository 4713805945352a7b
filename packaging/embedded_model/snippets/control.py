"""Frames of larger shapes that stand alone: errors, decorators, context managers, generators, trees, queues, states."""

from __future__ import annotations

from .frame import frames

CONTROL = frames(
    r'''
==
class <ItemError>(Exception):
    """Raised where a <item> has a wrong <num>."""


def <check>_<num>(<num>«: int», <limit>«: int» = <maxp>)« -> int»:
    """<Return> the <num>, or raise <ItemError> where it is above <limit>."""
    if <num> > <limit>:
        raise <ItemError>(f"<num> {<num>} is above {<limit>}")
    return <num>


def safe_<num>(<num>«: int»)« -> int»:
    """<Return> the <num>, or zero where it is wrong."""
    try:
        return <check>_<num>(<num>)
    except <ItemError>:
        return 0
--
assert safe_<num>(<n1>) == <n1>
assert safe_<num>(<maxp> + 1) == 0
==
def count_calls(function«: Callable[..., Any]»)« -> Callable[..., Any]»:
    """Count how often the function is called."""
    @wraps(function)
    def wrapper(*args«: Any», **options«: Any»)« -> Any»:
        wrapper.calls += 1
        return function(*args, **options)

    wrapper.calls = 0
    return wrapper


@count_calls
def <compute>_<num>(<num>«: int»)« -> int»:
    """<Return> the <num> multiplied by two."""
    return <num> * 2
--
assert <compute>_<num>(<n1>) == <n1x2>
assert <compute>_<num>.calls == 1
==
def retry(times«: int»)« -> Callable[..., Any]»:
    """Call the function again after a ValueError, at most the given number of times."""
    def decorate(function«: Callable[..., Any]»)« -> Callable[..., Any]»:
        @wraps(function)
        def wrapper(*args«: Any»)« -> Any»:
            for attempt in range(times):
                try:
                    return function(*args)
                except ValueError:
                    if attempt == times - 1:
                        raise
        return wrapper
    return decorate


@retry(times=3)
def parse_<num>(text«: str»)« -> int»:
    """<Return> the <num> in the text."""
    return int(text)
--
assert parse_<num>("<n1>") == <n1>
==
@contextmanager
def open_<box>(<texts>«: list[str]»)« -> Iterator[list[str]]»:
    """Open the <box> and note when it is closed."""
    <texts>.append("open")
    try:
        yield <texts>
    finally:
        <texts>.append("closed")
--
<texts> = []
with open_<box>(<texts>) as <box>:
    <box>.append(<s1>)
assert <texts> == ["open", <s1>, "closed"]
==
class <Box>:
    """A <box> that is open inside a with block."""

    def __init__(self)« -> None»:
        self.is_open = False

    def __enter__(self)« -> "<Box>"»:
        self.is_open = True
        return self

    def __exit__(self, *error«: object»)« -> None»:
        self.is_open = False
--
with <Box>() as <box>:
    assert <box>.is_open
assert not <box>.is_open
==
def iter_<nums>(start«: int», stop«: int», step«: int» = 1)« -> Iterator[int]»:
    """Yield the <nums> from start up to stop."""
    <num> = start
    while <num> < stop:
        yield <num>
        <num> += step


def <sum>_<nums>(start«: int», stop«: int»)« -> int»:
    """<Compute> the total of the <nums> from start up to stop."""
    return sum(iter_<nums>(start, stop))
--
assert list(iter_<nums>(0, 3)) == [0, 1, 2]
assert <sum>_<nums>(0, 4) == 6
==
def take(<items>«: Iterable[str]», number«: int»)« -> Iterator[str]»:
    """Yield the first of the <items>, at most number of them."""
    for <i>, <item> in enumerate(<items>):
        if <i> >= number:
            return
        yield <item>


def skip(<items>«: Iterable[str]», number«: int»)« -> Iterator[str]»:
    """Yield the <items> after the first number of them."""
    for <i>, <item> in enumerate(<items>):
        if <i> >= number:
            yield <item>
--
<items> = <sall>
assert list(take(<items>, 1)) == [<s1>]
assert list(skip(<items>, 2)) == [<s3>]
==
class <Item>:
    """One <item> in a chain, with a <num> and the next <item>."""

    def __init__(self, <num>«: int», following«: "<Item> | None"» = None)« -> None»:
        self.<num> = <num>
        self.following = following


def <sum>_<num>(<item>«: <Item> | None»)« -> int»:
    """<Compute> the total <num> of the chain that starts at the <item>."""
    <acc> = 0
    while <item> is not None:
        <acc> += <item>.<num>
        <item> = <item>.following
    return <acc>
--
last = <Item>(<n2>)
assert <sum>_<num>(<Item>(<n1>, last)) == <n12>
==
class <Item>:
    """A <item> with a <num> and the <items> below it."""

    def __init__(self, <num>«: int», <items>«: "list[<Item>] | None"» = None)« -> None»:
        self.<num> = <num>
        self.<items> = <items> or []

    def total(self)« -> int»:
        """<Compute> the <num> of this <item> and of all <items> below it."""
        return self.<num> + sum(<item>.total() for <item> in self.<items>)

    def count_levels(self)« -> int»:
        """<Return> how many levels of <items> there are."""
        return 1 + max((<item>.count_levels() for <item> in self.<items>), default=0)
--
<item> = <Item>(<n1>, [<Item>(<n2>), <Item>(<n3>)])
assert <item>.total() == <sum.>
assert <item>.count_levels() == 2
==
class <Item>Status(Enum):
    """What can be said of a <item>."""

    OPEN = "open"
    READY = "ready"
    CLOSED = "closed"


def next_status(status«: <Item>Status»)« -> <Item>Status»:
    """<Return> the status that follows, where closed follows itself."""
    if status is <Item>Status.OPEN:
        return <Item>Status.READY
    return <Item>Status.CLOSED
--
assert next_status(<Item>Status.OPEN) is <Item>Status.READY
assert next_status(<Item>Status("ready")) is <Item>Status.CLOSED
==
def make_counter(start«: int» = 0)« -> Callable[[], int]»:
    """<Return> a function that counts up from start."""
    count = start

    def advance()« -> int»:
        nonlocal count
        count += 1
        return count

    return advance
--
advance = make_counter(<n1>)
assert advance() == <n1p>
==
@lru_cache(maxsize=None)
def <compute>_<num>(<i>«: int»)« -> int»:
    """<Compute> the <num> at the <i> from the two before it."""
    if <i> < 2:
        return <i>
    return <compute>_<num>(<i> - 1) + <compute>_<num>(<i> - 2)
--
assert [<compute>_<num>(<i>) for <i> in range(6)] == [0, 1, 1, 2, 3, 5]
==
<ITEMS> = <table>


def <num>_of(<text>«: str»)« -> int»:
    """<Return> the <num> of the <text>, or zero."""
    return <ITEMS>.get(<text>, 0)


def is_known(<text>«: str»)« -> bool»:
    """Say whether there is an <item> with this <text>."""
    return <text> in <ITEMS>
--
assert <num>_of(<s1>) == <n1>
assert is_known(<s2>)
assert not is_known(<s4>)
==
MAX_<NUM> = <max>


def fits(<num>«: int»)« -> bool»:
    """Say whether the <num> is within the limit."""
    return 0 <= <num> <= MAX_<NUM>


def limit_<num>(<num>«: int»)« -> int»:
    """<Return> the <num> or the limit, whichever is smaller."""
    return <num> if fits(<num>) else MAX_<NUM>
--
assert fits(<n1>)
assert not fits(<maxp>)
assert limit_<num>(<maxp>) == <max>
==
def visit(links«: dict[str, list[str]]», start«: str»)« -> list[str]»:
    """<Return> all <items> that can be reached from start, nearest first."""
    waiting = deque([start])
    seen = [start]
    while waiting:
        <item> = waiting.popleft()
        for other in links.get(<item>, []):
            if other not in seen:
                seen.append(other)
                waiting.append(other)
    return seen
--
links = {<s1>: [<s2>], <s2>: [<s3>]}
assert visit(links, <s1>) == <sall>
==
def find_path(links«: dict[str, str]», start«: str», end«: str»)« -> list[str]»:
    """Follow the links from start to end and return the <texts> on the way."""
    path = [start]
    while path[-1] != end:
        <text> = links.get(path[-1])
        if <text> is None or <text> in path:
            return []
        path.append(<text>)
    return path
--
links = {<s1>: <s2>, <s2>: <s3>}
assert find_path(links, <s1>, <s3>) == <sall>
assert find_path(links, <s3>, <s1>) == []
==
def make_grid(rows«: int», columns«: int», <num>«: int» = 0)« -> list[list[int]]»:
    """<Return> a grid of rows and columns that holds the <num> everywhere."""
    return [[<num>] * columns for _ in range(rows)]


def flip_grid(grid«: list[list[int]]»)« -> list[list[int]]»:
    """<Return> the grid with its rows and columns changed over."""
    return [list(column) for column in zip(*grid)]
--
grid = make_grid(2, 1, <n1>)
assert grid == [[<n1>], [<n1>]]
assert flip_grid(grid) == [[<n1>, <n1>]]
==
class <ItemError>(ValueError):
    """A <item> that cannot be used."""

    def __init__(self, <text>«: str»)« -> None»:
        super().__init__(f"wrong <item>: {<text>}")
        self.<text> = <text>


def <parse>_<item>(line«: str»)« -> tuple[str, int]»:
    """<parse.> a line with the <text> and the <num> of a <item>."""
    <text>, _, <num> = line.partition(":")
    if not <num>.strip().isdigit():
        raise <ItemError>(<text>)
    return <text>, int(<num>)
--
assert <parse>_<item>("<t1>: <n1>") == (<s1>, <n1>)
try:
    <parse>_<item>(<s2>)
except <ItemError> as error:
    assert error.<text> == <s2>
==
def apply_all(<num>«: int», functions«: list[Callable[[int], int]]»)« -> int»:
    """Apply the functions to the <num>, one after the other."""
    for function in functions:
        <num> = function(<num>)
    return <num>


def <raise>_<num>(<num>«: int»)« -> int»:
    """<Return> the <num> and one more."""
    return <num> + 1


def double_<num>(<num>«: int»)« -> int»:
    """<Return> two times the <num>."""
    return <num> * 2
--
assert apply_all(<n1>, [<raise>_<num>]) == <n1p>
assert apply_all(<n1>, [double_<num>]) == <n1x2>
==
class <Box>Iterator:
    """Go through the <items> of a <box>, the last first."""

    def __init__(self, <items>«: list[str]»)« -> None»:
        self.<items> = <items>
        self.position = len(<items>)

    def __iter__(self)« -> "<Box>Iterator"»:
        return self

    def __next__(self)« -> str»:
        if self.position == 0:
            raise StopIteration
        self.position -= 1
        return self.<items>[self.position]
--
assert list(<Box>Iterator(<sall>)) == <srev>
==
def roll_<num>(seed«: int», <limit>«: int»)« -> int»:
    """<Return> a random <num> from one to <limit>."""
    return random.Random(seed).randint(1, <limit>)


def roll_<nums>(seed«: int», times«: int»)« -> list[int]»:
    """<Return> as many random <nums> as there are times."""
    return [roll_<num>(seed + <i>, 6) for <i> in range(times)]
--
assert 1 <= roll_<num>(<n1>, 6) <= 6
assert len(roll_<nums>(<n1>, 3)) == 3
==
def log_<item>(<text>«: str», level«: int» = logging.INFO)« -> None»:
    """Log the <text> of a <item>."""
    logging.getLogger("<box>").log(level, "<item> %s", <text>)


def log_<items>(<texts>«: list[str]»)« -> int»:
    """Log all <texts> and return how many there were."""
    for <text> in <texts>:
        log_<item>(<text>)
    return len(<texts>)
--
assert log_<items>(<sall>) == 3
'''
)
