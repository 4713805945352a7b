"""How a snippet is put together: a plan draws frames, checks on names and size keep the file correct and small."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .classes import STORAGES
from .control import CONTROL
from .files import FILES, MAINS
from .frame import Frame, fill, imports, parts
from .heads import MODULE_DOCS, RECORD_SHAPES
from .mappings import MAPPINGS
from .numeric import NUMBERS
from .records import FLAGGED, RECORDS
from .texts import TEXTS
from .theme import Theme, draw

if TYPE_CHECKING:
    import random

MAX_LINES = 40
"""No snippet is longer than this."""

MAX_CHARACTERS = 1_100
"""Keeps nearly all snippets within 300 tokens."""

MAX_WIDTH = 100

_GUARD = 'if __name__ == "__main__":\n    main()'
_STORAGE_SETUPS = {id(storage): tuple(parts(line) for line in storage.setup) for storage in STORAGES}


class _File:
    """One snippet in the making: its blocks in their order, the names it defines and the imports it needs."""

    def __init__(self, theme: Theme, rng: random.Random) -> None:
        self.theme = theme
        self.rng = rng
        self.hints = rng.random() < 0.5
        self.docs = rng.random() < 0.7
        self.needed: set[str] = set()
        self.blocks: list[str] = []
        self.names: set[str] = set()
        self.lines = 0

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def fits(self, text: str) -> bool:
        return not self.blocks or self.lines + text.count("\n") + 3 <= MAX_LINES - 3

    def add(self, text: str, needed: tuple[str, ...] = ()) -> bool:
        """Add a block at the top level unless it would make the file too long; say whether it was added."""
        if not self.fits(text):
            return False
        self.blocks.append(text)
        self.needed.update(needed)
        self.lines += text.count("\n") + 3
        return True

    def frame(self, frame: Frame) -> str:
        """Add a frame and return its name, or nothing where the name is taken or the frame does not fit."""
        name = fill(frame.name, self.theme, self.rng)
        body = frame.body(self.hints, self.docs)
        if name in self.names or not self.add(fill(body.template, self.theme, self.rng), body.imports):
            return ""
        self.names.add(name)
        return name

    def statements(self, frame: Frame) -> list[str]:
        return fill(frame.asserts, self.theme, self.rng).split("\n")

    def function(self, name: str, lines: list[str], parameters: str = "", doc: str = "") -> bool:
        """Add a function that returns nothing, made of statements."""
        hint = " -> None" if self.hints else ""
        rows = [f'    """{doc}"""'] if doc and self.docs else []
        rows += ["    " + line for line in "\n".join(lines).split("\n")]
        return self.add(f"def {name}({parameters}){hint}:\n" + "\n".join(rows))

    def test(self, frame: Frame, name: str, lines: list[str], setup: str, argument: str) -> None:
        """Add the test of one frame, with the setup of `argument` where it is used."""
        used = [setup] if any(argument in line for line in lines) else []
        if self.function(f"test_{name}", used + lines):
            self.needed.update(frame.asserts_imports)

    def main(self, lines: list[str]) -> None:
        if self.function("main", lines, doc=fill(MODULE_DOCS[0], self.theme, self.rng)):
            self.blocks.append(_GUARD)

    def text(self) -> str:
        head: list[str] = []
        if self.chance(0.3) and self.lines < MAX_LINES - 4:
            options = MODULE_DOCS
            doc = fill(options[int(self.rng.random() * len(options))], self.theme, self.rng)
            head.append(f'"""{doc}"""')
        if self.needed:
            head.append(_import_block(self.needed))
        return "\n\n\n".join(["\n\n".join(head), *self.blocks] if head else self.blocks) + "\n"


def _import_block(needed: set[str]) -> str:
    """Import lines in the usual order, names from one module on one line."""
    lines = sorted(line for line in needed if line.startswith("import "))
    modules: dict[str, list[str]] = {}
    for line in needed:
        if line.startswith("from "):
            module, _, name = line.partition(" import ")
            modules.setdefault(module, []).append(name)
    lines += [f"{module} import {', '.join(sorted(modules[module]))}" for module in sorted(modules)]
    return "\n".join(lines)


def _functions(file: _File, pool: tuple[Frame, ...], setup: str, argument: str) -> None:
    """Functions over one kind of data, then tests, a summary or a `main` that call them."""
    rng, theme = file.rng, file.theme
    chosen: list[tuple[Frame, str]] = []
    wanted = 1 + int(rng.random() * 3.4)
    for frame in rng.sample(pool, wanted + 1):
        if len(chosen) == wanted or (chosen and file.lines > 22):
            break
        name = file.frame(frame)
        if name:
            chosen.append((frame, name))
    statements = [(frame, name, file.statements(frame)) for frame, name in chosen]
    pure = all(lines[0].startswith("assert ") for _, _, lines in statements)
    calls = [(name, fill(frame.calls[0], theme, rng)) for frame, name in chosen if frame.calls and pure]
    calls = [(name, call) for name, call in calls if call.startswith(name) and f"({argument}" in call]
    ending = rng.random()
    if calls and ending < 0.3:
        show = file.chance(0.5)
        rows = [f'print("{name.replace("_", " ")}:", {call})' if show else f"print({call})" for name, call in calls]
        file.main([setup, *rows])
        return
    if len(calls) > 1 and ending < 0.45:
        rows = [f'        "{name}": {call},' for name, call in calls]
        summary = f"summarise_{theme['items']}"
        hint = " -> dict[str, Any]" if file.hints else ""
        doc = f'    """Say what is known of the {argument}."""\n' if file.docs else ""
        if file.add(f"def {summary}({argument}){hint}:\n{doc}    return {{\n" + "\n".join(rows) + "\n    }"):
            file.needed.update(imports(hint))
            file.main([setup, f"print({summary}({argument}))"])
        return
    if pure and ending < 0.62:
        rows = [line for _, _, lines in statements for line in lines]
        if file.function(f"test_{argument}", [setup, *rows]):
            for frame, _ in chosen:
                file.needed.update(frame.asserts_imports)
            return
    for frame, name, lines in statements:
        file.test(frame, name, lines, setup, argument)


def _records(file: _File) -> None:
    theme = file.theme
    flagged = bool(theme["has.flag"])
    if theme["shape"] != "dict":
        head = RECORD_SHAPES[theme["shape"]][int(flagged)].body(file.hints, True)
        file.add(fill(head.template, theme, file.rng), head.imports)
    pool = FLAGGED + FLAGGED + RECORDS if flagged else RECORDS
    _functions(file, pool, theme["setup"], theme["items"])


def _numbers(file: _File) -> None:
    _functions(file, NUMBERS, file.theme["nums.setup"], file.theme["nums"])


def _texts(file: _File) -> None:
    _functions(file, TEXTS, file.theme["texts.setup"], file.theme["texts"])


def _mappings(file: _File) -> None:
    _functions(file, MAPPINGS, file.theme["table.setup"], file.theme["nums"])


def _class(file: _File) -> None:
    """A class with some of the methods that go with its storage, and what shows that they work."""
    rng, theme = file.rng, file.theme
    storage = STORAGES[int(rng.random() * len(STORAGES))]
    head = storage.heads[int(rng.random() * len(storage.heads))]
    body = head.body(file.hints, file.docs)
    pieces = [fill(body.template, theme, rng)]
    needed = set(body.imports)
    wanted = 1 + int(rng.random() * 3)
    chosen = rng.sample(storage.queries, wanted)
    change = storage.changes[int(rng.random() * len(storage.changes))] if file.chance(0.6) else None
    names = {theme["add"], "take"}
    lines: list[str] = [fill(line, theme, rng) for line in _STORAGE_SETUPS[id(storage)]]
    length = pieces[0].count("\n") + 12
    shown: list[str] = []
    for frame in [*chosen, *([change] if change else [])]:
        body = frame.body(file.hints, file.docs)
        name, text = fill(frame.name, theme, rng), fill(body.template, theme, rng)
        length += text.count("\n") + 3
        if name in names or length > MAX_LINES - 4:
            continue
        names.add(name)
        pieces.append("    " + text.lstrip())
        needed.update(body.imports)
        lines += file.statements(frame)
        needed.update(frame.asserts_imports)
        if frame.calls and frame is not change:
            shown.append(fill(frame.calls[0], theme, rng))
    file.add("\n\n".join(pieces), tuple(needed))
    setup = lines[: len(storage.setup)]
    if file.chance(0.3) and shown:
        file.main(setup + [f"print({call})" for call in shown])
    else:
        file.function(f"test_{setup[0].partition(' ')[0]}", lines)


def _files(file: _File) -> None:
    rng = file.rng
    chosen = [frame for frame in rng.sample(FILES, 1 + int(rng.random() * 3)) if file.frame(frame)]
    if file.chance(0.3):
        file.frame(MAINS[int(rng.random() * len(MAINS))])
        if "main" in file.names:
            file.blocks.append(_GUARD)
        return
    for frame in chosen:
        name = fill(frame.name, file.theme, rng)
        path = f'path = tmp_path / "{file.theme["items"]}.txt"'
        hint = ": Path" if file.hints else ""
        if file.function(f"test_{name}", [path, *file.statements(frame)], "tmp_path" + hint):
            file.needed.update(frame.asserts_imports)


def _control(file: _File) -> None:
    frame = CONTROL[int(file.rng.random() * len(CONTROL))]
    name = file.frame(frame)
    lines = file.statements(frame)
    file.needed.update(frame.asserts_imports)
    if file.lines < 18 and file.chance(0.3):
        extra = NUMBERS[int(file.rng.random() * len(NUMBERS))]
        extra_name = fill(extra.name, file.theme, file.rng)
        clash = any(f"{extra_name}(" in block for block in file.blocks)
        if not clash and file.frame(extra):
            theme = file.theme
            file.test(extra, extra_name, file.statements(extra), theme["nums.setup"], theme["nums"])
    file.function(f"test_{name}" if name.islower() else f"test_{file.theme['box']}", lines)


_PLANS = (_records, _records, _records, _records, _records, _class, _class, _class, _class)
_PLANS += (_numbers, _numbers, _texts, _texts, _mappings, _mappings, _files, _files, _control, _control)


def snippet(rng: random.Random) -> str:
    """One correct Python file of 8 to 40 lines with one final newline; the same `rng` state gives the same file."""
    while True:
        file = _File(draw(rng), rng)
        _PLANS[int(rng.random() * len(_PLANS))](file)
        text = file.text()
        fits = 8 <= text.count("\n") <= MAX_LINES and len(text) <= MAX_CHARACTERS
        if fits and max(map(len, text.split("\n"))) < MAX_WIDTH:
            return text
