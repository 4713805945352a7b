"""Pygments' lexers, run so that they can stop at the start of a line and be taken up there again. No Qt."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, TypeAlias

from pygments.lexer import ExtendedRegexLexer, Lexer, LexerContext, RegexLexer
from pygments.lexers.data import YamlLexer, YamlLexerContext
from pygments.token import Error, Text, Whitespace, _TokenType

Token: TypeAlias = tuple[int, _TokenType, str]
"""Where it begins, its type, its text."""
State: TypeAlias = tuple[tuple[str, ...], tuple[tuple[str, bool, Any], ...]]
"""What a lexer knows between two tokens: its stack, and what else its context holds. From equal states it goes on
alike."""
Passing: TypeAlias = Callable[[int, State], bool]
"""Told of every line's start at which a token begins, before it; True ends the lexing there."""

START: State = (("root",), ())


class Machine(Protocol):
    """A lexer that goes over a text from a place of it."""

    resumable: bool
    """False if it can be started at the text's beginning alone, and tells of no line's start."""

    def tokens(self, text: str, position: int, state: State, passing: Passing) -> Iterator[Token]:
        """The tokens of `text` from `position` on, where the lexer was in `state`. The text ends in a line end."""
        ...


def machine_of(lexer: Lexer) -> Machine:
    """The machine that runs `lexer`."""
    if isinstance(lexer, ExtendedRegexLexer):
        return _Plain(lexer)
    if isinstance(lexer, RegexLexer):
        own = type(lexer).get_tokens_unprocessed is not RegexLexer.get_tokens_unprocessed
        return _Revised(lexer) if own else _Plain(lexer)
    return _Whole(lexer)


class _Plain:
    """Walks the table of states itself."""

    resumable = True

    def __init__(self, lexer: RegexLexer) -> None:
        self._lexer = lexer

    def tokens(self, text: str, position: int, state: State, passing: Passing) -> Iterator[Token]:
        return _walk(self._lexer, text, position, state, passing)


class _Revised:
    """Walks the table of states, and has each token revised by a lexer that looks again at what it finds.

    Such lexers (C, Lisp, PHP, …) loop over the tokens of `RegexLexer` and know some names better. They are given a
    table whose one rule hands out the tokens that the walk has found, however it was started.
    """

    resumable = True

    def __init__(self, lexer: RegexLexer) -> None:
        self._lexer = lexer

    def tokens(self, text: str, position: int, state: State, passing: Passing) -> Iterator[Token]:
        replay = copy.copy(self._lexer)
        replay._tokens = _Replay(_walk(self._lexer, text, position, state, passing))  # pyright: ignore
        # Over no text: the rule is asked again and again at its start, and the loop ends when it fails there.
        return replay.get_tokens_unprocessed("")


class _Replay:
    """A table of states that has one rule in all of them."""

    def __init__(self, tokens: Iterator[Token]) -> None:
        self._tokens = tokens
        self._rules = [(self._next, _found, None)]

    def __getitem__(self, _: str) -> list[tuple[Any, Any, None]]:
        return self._rules

    def _next(self, *_: object) -> _Found | None:
        token = next(self._tokens, None)
        return None if token is None else _Found(token)


class _Found:
    """Stands for a match that leaves the lexer where it was."""

    __slots__ = ("tokens",)

    def __init__(self, token: Token) -> None:
        self.tokens = (token,)

    @staticmethod
    def end() -> int:
        return 0


def _found(_: Lexer, match: _Found) -> Iterable[Token]:
    return match.tokens


class _Whole:
    """Leaves the lexer its own way."""

    resumable = False

    def __init__(self, lexer: Lexer) -> None:
        self._lexer = lexer

    def tokens(self, text: str, position: int, state: State, passing: Passing) -> Iterator[Token]:
        assert position == 0
        del state, passing
        return self._lexer.get_tokens_unprocessed(text)


def _walk(  # noqa: PLR0912 (the same branches as its source, for the same speed)
    lexer: RegexLexer, text: str, position: int, state: State, passing: Passing
) -> Iterator[Token]:
    """The loop of `RegexLexer.get_tokens_unprocessed`, or of `ExtendedRegexLexer`'s, of Pygments 2.21.

    It can begin anywhere, and tells of its state at the starts of lines.
    """
    table: dict[str, list[tuple[Any, Any, Any]]] = lexer._tokens  # pyright: ignore
    context = _context(lexer, text, state) if isinstance(lexer, ExtendedRegexLexer) else None
    stack = list(state[0]) if context is None else context.stack
    rules = table[stack[-1]]
    told = position
    length = len(text)
    while True:
        if position != told and text[position - 1] == "\n":
            told = position
            if passing(position, (tuple(stack), () if context is None else _snapshot(context))):
                return
        end = length if context is None else context.end
        for matches, action, change in rules:
            match = matches(text, position, end)
            if not match:
                continue
            if type(action) is _TokenType:
                yield position, action, match.group()
                position = match.end()
            elif context is None:
                if action is not None:
                    yield from action(lexer, match)
                position = match.end()
            elif action is not None:
                context.pos = position
                yield from action(lexer, match, context)
                position, stack = context.pos, context.stack
                rules = table[stack[-1]]
            if change is not None:
                _change(stack, change)
                rules = table[stack[-1]]
            break
        else:
            if position >= end:
                return
            if text[position] == "\n":
                stack[:] = ["root"]
                rules = table["root"]
                yield position, Whitespace if context is None else Text, "\n"
            else:
                yield position, Error, text[position]
            position += 1


def _change(stack: list[str], change: tuple[str, ...] | int | str) -> None:
    """Change the state as a rule says. One state is always left."""
    if isinstance(change, tuple):
        for name in change:
            if name == "#pop":
                if len(stack) > 1:
                    stack.pop()
            else:
                stack.append(stack[-1] if name == "#push" else name)
    elif isinstance(change, int):
        # So many states less, as a negative number.
        del stack[max(1, len(stack) + change) :]
    else:
        assert change == "#push"
        stack.append(stack[-1])


def _context(lexer: RegexLexer, text: str, state: State) -> LexerContext:
    """A context as it was when `state` was taken."""
    made = YamlLexerContext if isinstance(lexer, YamlLexer) else LexerContext
    context = made(text, 0, list(state[0]))
    for name, is_list, value in state[1]:
        setattr(context, name, list(value) if is_list else value)
    return context


def _snapshot(context: LexerContext) -> tuple[tuple[str, bool, Any], ...]:
    """What a lexer has noted in its context, beside the stack; it cannot change any more."""
    return tuple(
        (name, isinstance(value, list), tuple(value) if isinstance(value, list) else value)
        for name, value in sorted(vars(context).items())
        if name not in ("text", "pos", "end", "stack")
    )
