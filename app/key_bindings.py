"""Which keys run which command: the table's, changed by the user's; clashes between them; import and export."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

BY_TURNS: tuple[frozenset[str], ...] = (frozenset({"regenerate.stop", "regenerate.discard"}),)
"""Commands that may share a key, because only one of them can be run at a time."""

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_NATIVE = QKeySequence.SequenceFormat.NativeText
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_WRITING = frozenset(
    {
        *(Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Backspace),
        *(Qt.Key.Key_Delete, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down),
        *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
    }
)
"""Keys that move, break and remove text, alone or with Shift."""

Kind = Literal["same", "prefix", "writing"]


@dataclass(frozen=True, slots=True)
class Clash:
    """Why a key cannot simply be given to a command."""

    kind: Kind
    """"same": another command has it; "prefix": one of the two begins with the other, so the longer one never runs;
    "writing": the key writes or moves in the text."""
    keys: str
    """Of the other command, portable; for "writing" the key itself."""
    command: str = ""
    """Id of the other command; "" for "writing"."""


def normal(keys: str) -> str:
    """A key sequence as it is stored: "ctrl+k,ctrl+c" → "Ctrl+K, Ctrl+C". Raises `ValueError` for what is none."""
    sequence = QKeySequence(keys, _PORTABLE)
    text = sequence.toString(_PORTABLE)
    if not text or any(step.key() == Qt.Key.Key_unknown for step in _steps(sequence)):
        raise ValueError(f"{keys!r} is no key")
    return text


def shown(keys: Iterable[str]) -> str:
    """Keys as people of this system read them, divided by " or "."""
    between = QCoreApplication.translate("KeyBindings", " or ")
    return between.join(QKeySequence(each, _PORTABLE).toString(_NATIVE) for each in keys)


class KeyBindings:
    """The keys in force. `user` holds, by command, only what differs from `defaults`; that is what is remembered.

    Commands of different `contexts` do not clash, except with those of none, which hold everywhere.
    """

    def __init__(
        self,
        defaults: Mapping[str, Sequence[str]],
        user: Mapping[str, Sequence[str]] | None = None,
        contexts: Mapping[str, str] | None = None,
        by_turns: Collection[frozenset[str]] = BY_TURNS,
    ) -> None:
        """Raises `ValueError` if `defaults` holds what is no key. Of `user`, what is unknown or no key is left out."""
        self._defaults = {command: tuple(map(normal, keys)) for command, keys in defaults.items()}
        self._contexts = contexts or {}
        self._by_turns = tuple(by_turns)
        self._user: dict[str, tuple[str, ...]] = {}
        self.set_user(user or {})

    @property
    def commands(self) -> tuple[str, ...]:
        """Every command's id, in the order of the table."""
        return tuple(self._defaults)

    @property
    def user(self) -> dict[str, list[str]]:
        """What differs from the table, to be remembered."""
        return {command: list(keys) for command, keys in self._user.items()}

    def set_user(self, user: Mapping[str, Sequence[str]]) -> None:
        """Take over remembered keys in place of those set before. A key that writes text is left out."""
        self._user = {}
        for command, keys in user.items():
            if command in self._defaults:
                known = [text for each in keys if (text := _normal_or_none(each)) is not None]
                self.set_keys(command, [key for key in known if not writes(key) or key in self._defaults[command]])

    def keys_of(self, command: str) -> tuple[str, ...]:
        """The command's keys, portable; the first is the one that menus show. Raises `KeyError`."""
        return self._user.get(command, self._defaults[command])

    def shipped(self, command: str) -> tuple[str, ...]:
        """The keys that the table gives a command. Raises `KeyError`."""
        return self._defaults[command]

    def is_changed(self, command: str) -> bool:
        """True if the user gave it other keys than the table does."""
        return command in self._user

    def set_keys(self, command: str, keys: Iterable[str]) -> None:
        """Give a command these keys and no others; none is allowed. Raises `KeyError` and `ValueError`."""
        wanted = tuple(dict.fromkeys(map(normal, keys)))
        if wanted == self._defaults[command]:
            self._user.pop(command, None)
        else:
            self._user[command] = wanted

    def add_key(self, command: str, key: str) -> None:
        """Give a command one more key."""
        self.set_keys(command, (*self.keys_of(command), key))

    def remove_key(self, command: str, key: str) -> None:
        """Take one key from a command."""
        self.set_keys(command, (each for each in self.keys_of(command) if each != normal(key)))

    def reset(self, command: str | None = None) -> None:
        """Back to the table: one command, or all."""
        if command is None:
            self._user.clear()
        else:
            self._user.pop(command, None)

    def clashes(self, command: str, key: str) -> list[Clash]:
        """What stands against giving `key` to a command, other than that it has it already."""
        key = normal(key)
        found = [Clash("writing", key)] if writes(key) else []
        for other in self._defaults:
            if other == command or not self._meet(command, other):
                continue
            for theirs in self.keys_of(other):
                if theirs == key:
                    found.append(Clash("same", theirs, other))
                elif _begins(theirs, key) or _begins(key, theirs):
                    found.append(Clash("prefix", theirs, other))
        return found

    def all_clashes(self) -> list[tuple[str, Clash]]:
        """Every clash of the keys in force, by command; each pair is told from both sides."""
        return [
            (command, clash)
            for command in self._defaults
            for key in self.keys_of(command)
            for clash in self.clashes(command, key)
        ]

    def take_over(self, command: str, key: str) -> None:
        """Give a key to a command, and take whatever clashes with it from the others."""
        self.release(command, key)
        self.add_key(command, key)

    def release(self, command: str, key: str) -> None:
        """Take a key, and what clashes with it, from a command and from all others."""
        for clash in self.clashes(command, key):
            if clash.command:
                self.remove_key(clash.command, clash.keys)
        self.remove_key(command, key)

    def holders(self, key: str) -> list[str]:
        """The commands that a key runs, or begins to."""
        key = normal(key)
        return [
            command
            for command in self._defaults
            if any(each == key or _begins(key, each) for each in self.keys_of(command))
        ]

    def apply(self, actions: Mapping[str, QAction]) -> None:
        """Give every action its keys."""
        for command, action in actions.items():
            if command in self._defaults:
                wanted = [QKeySequence(key, _PORTABLE) for key in self.keys_of(command)]
                if action.shortcuts() != wanted:
                    action.setShortcuts(wanted)

    def to_json(self) -> str:
        """What differs from the table, as a file to keep or to give away."""
        return json.dumps({"keys": self.user}, indent=2, ensure_ascii=False) + "\n"

    def from_json(self, text: str) -> list[str]:
        """Take over keys from such a file in place of those set before; the ids that are unknown here are returned.

        Raises `ValueError`, with a sentence, and changes nothing then.
        """
        try:
            stored = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(QCoreApplication.translate("KeyBindings", "This is no JSON file.")) from error
        keys = stored.get("keys") if isinstance(stored, dict) else None
        if not isinstance(keys, dict) or not all(isinstance(each, list) for each in keys.values()):
            raise ValueError(QCoreApplication.translate("KeyBindings", "This file holds no keys."))
        for each in (key for listed in keys.values() for key in listed):
            if not isinstance(each, str) or _normal_or_none(each) is None:
                template = QCoreApplication.translate("KeyBindings", "“{key}” in this file is no key.")
                raise ValueError(template.format(key=each))
        self.set_user(keys)
        return [command for command in keys if command not in self._defaults]

    def _meet(self, one: str, other: str) -> bool:
        """True if both commands may be run at one time and place."""
        if any({one, other} <= group for group in self._by_turns):
            return False
        here, there = self._contexts.get(one, ""), self._contexts.get(other, "")
        return here == there or not here or not there


def writes(keys: str) -> bool:
    """True if a sequence begins with what a page needs for writing: letters, Space, Enter, Backspace, arrows…"""
    step = _steps(QKeySequence(keys, _PORTABLE))[0]
    if step.keyboardModifiers() & ~_PLAIN:
        return False
    return step.key() in _WRITING or Qt.Key.Key_Space <= step.key() < Qt.Key.Key_Escape


def apply(
    actions: Mapping[str, QAction], defaults: Mapping[str, Sequence[str]], user: Mapping[str, Sequence[str]]
) -> KeyBindings:
    """Give every action the keys in force, and return them."""
    bindings = KeyBindings(defaults, user)
    bindings.apply(actions)
    return bindings


def _steps(sequence: QKeySequence) -> list[QKeyCombination]:
    return [sequence[place] for place in range(sequence.count())]  # pyright: ignore[reportIndexIssue]


def _begins(short: str, long: str) -> bool:
    """True if the sequence `long` begins with `short` and goes on; both as `normal` gives them."""
    return long.startswith(f"{short}, ")


def _normal_or_none(keys: object) -> str | None:
    try:
        return normal(keys) if isinstance(keys, str) else None
    except ValueError:
        return None
