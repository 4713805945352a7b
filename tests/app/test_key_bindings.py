"""Key bindings: the table's keys changed by the user's, clashes of every kind, import and export."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QAction, QKeySequence

from palimpsest.app.commands import COMMANDS
from palimpsest.app.key_bindings import Clash, KeyBindings, apply, normal, shown, writes

DEFAULTS = {
    "file.save": ("Ctrl+S",),
    "edit.redo": ("Ctrl+Shift+Z", "Ctrl+Y"),
    "edit.upper": ("Ctrl+K, Ctrl+U",),
    "edit.sort": (),
    "find.next": ("F3",),
    "regenerate.stop": ("Esc",),
    "regenerate.discard": ("Esc",),
}
KEYS = ("Ctrl+S", "Ctrl+Y", "Ctrl+K", "Ctrl+K, Ctrl+U", "Ctrl+K, Ctrl+C", "F3", "Esc", "Ctrl+,", "Alt+R")


@pytest.fixture
def bindings() -> KeyBindings:
    return KeyBindings(DEFAULTS)


def test_the_table_of_the_program_has_no_clash() -> None:
    table = KeyBindings({command.id: command.keys for command in COMMANDS})
    assert table.all_clashes() == []


@pytest.mark.parametrize(
    ("given", "stored"),
    [("ctrl+s", "Ctrl+S"), ("ctrl+k,ctrl+c", "Ctrl+K, Ctrl+C"), ("Ctrl+,", "Ctrl+,"), ("Shift+Alt+f5", "Alt+Shift+F5")],
)
def test_keys_are_stored_in_one_way(given: str, stored: str) -> None:
    assert normal(given) == stored
    assert normal(stored) == stored


@pytest.mark.parametrize("wrong", ["", "Ctrl+", "Ctrl+nothing", "fish"])
def test_what_is_no_key_is_refused(bindings: KeyBindings, wrong: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        normal(wrong)
    with pytest.raises(ValueError, match="no key"):
        bindings.set_keys("file.save", ["Ctrl+S", wrong])
    assert bindings.keys_of("file.save") == ("Ctrl+S",)


def test_only_what_differs_is_remembered(bindings: KeyBindings) -> None:
    assert bindings.user == {}
    bindings.add_key("file.save", "f2")
    bindings.remove_key("edit.redo", "Ctrl+Y")
    bindings.set_keys("find.next", [])
    assert bindings.user == {"file.save": ["Ctrl+S", "F2"], "edit.redo": ["Ctrl+Shift+Z"], "find.next": []}
    bindings.add_key("edit.redo", "Ctrl+Y")
    assert bindings.user == {"file.save": ["Ctrl+S", "F2"], "find.next": []}
    assert bindings.shipped("file.save") == ("Ctrl+S",)
    assert [bindings.is_changed(command) for command in ("file.save", "edit.redo")] == [True, False]
    bindings.reset("file.save")
    assert bindings.keys_of("file.save") == ("Ctrl+S",)
    bindings.reset()
    assert bindings.user == {}


def test_what_is_remembered_may_be_out_of_date() -> None:
    remembered = {"file.save": ["F2", "fish", "x"], "file.gone": ["F9"], "edit.redo": ["Ctrl+Shift+Z", "Ctrl+Y"]}
    assert KeyBindings(DEFAULTS, remembered).user == {"file.save": ["F2"]}


def test_a_key_of_another_command_clashes(bindings: KeyBindings) -> None:
    assert bindings.clashes("edit.sort", "ctrl+y") == [Clash("same", "Ctrl+Y", "edit.redo")]
    assert bindings.clashes("edit.redo", "Ctrl+Y") == []
    assert bindings.clashes("edit.sort", "F9") == []


def test_the_beginning_of_a_longer_key_clashes_both_ways(bindings: KeyBindings) -> None:
    assert bindings.clashes("edit.sort", "Ctrl+K") == [Clash("prefix", "Ctrl+K, Ctrl+U", "edit.upper")]
    assert bindings.clashes("edit.sort", "Ctrl+K, Ctrl+C") == []
    assert bindings.clashes("edit.sort", "Ctrl+S, Ctrl+C") == [Clash("prefix", "Ctrl+S", "file.save")]


@pytest.mark.parametrize("key", ["a", "Shift+A", "Space", "ü", "1", "Return", "Shift+Left", "Tab", "Backspace", "Del"])
def test_keys_that_write_are_kept_for_writing(bindings: KeyBindings, key: str) -> None:
    assert writes(normal(key))
    assert bindings.clashes("edit.sort", key)[0].kind == "writing"


@pytest.mark.parametrize("key", ["Ctrl+A", "Alt+1", "F1", "Shift+F3", "Esc", "Ctrl+Left", "Meta+Space", "Ins"])
def test_other_keys_do_not_write(key: str) -> None:
    assert not writes(normal(key))


def test_commands_that_are_never_there_together_may_share_a_key(bindings: KeyBindings) -> None:
    assert bindings.clashes("regenerate.stop", "Esc") == []
    assert {clash.command for clash in bindings.clashes("edit.sort", "Esc")} == {
        "regenerate.stop",
        "regenerate.discard",
    }
    parted = KeyBindings(DEFAULTS, contexts={"find.next": "find", "file.save": "page"})
    assert parted.clashes("find.next", "Ctrl+S") == []
    assert [clash.command for clash in parted.clashes("edit.sort", "Ctrl+S")] == ["file.save"]


def test_taking_a_key_over(bindings: KeyBindings) -> None:
    bindings.take_over("edit.sort", "Ctrl+K")
    assert bindings.keys_of("edit.sort") == ("Ctrl+K",)
    assert bindings.keys_of("edit.upper") == ()
    bindings.release("edit.sort", "Ctrl+Y")
    assert bindings.keys_of("edit.redo") == ("Ctrl+Shift+Z",)
    assert bindings.all_clashes() == []


def test_who_holds_a_key(bindings: KeyBindings) -> None:
    assert bindings.holders("ctrl+y") == ["edit.redo"]
    assert bindings.holders("Ctrl+K") == ["edit.upper"]
    assert bindings.holders("Esc") == ["regenerate.stop", "regenerate.discard"]
    assert bindings.holders("F9") == []


def test_actions_get_their_keys(qapp) -> None:
    actions = {command: QAction(command) for command in (*DEFAULTS, "file.unknown")}
    result = apply(actions, DEFAULTS, {"file.save": ["F2", "Ctrl+S"], "edit.redo": []})
    assert actions["file.save"].shortcuts() == [QKeySequence("F2"), QKeySequence("Ctrl+S")]
    assert actions["edit.redo"].shortcuts() == []
    assert actions["find.next"].shortcuts() == [QKeySequence("F3")]
    assert result.keys_of("file.save") == ("F2", "Ctrl+S")
    result.reset()
    result.apply(actions)
    assert actions["edit.redo"].shortcuts() == [QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")]


def test_keys_are_shown_as_people_read_them(qapp) -> None:
    assert shown(("Ctrl+S", "F2")) == "Ctrl+S or F2"
    assert shown(()) == ""


def test_a_file_goes_round(bindings: KeyBindings) -> None:
    bindings.add_key("file.save", "F2")
    other = KeyBindings(DEFAULTS, {"find.next": ["F4"]})
    assert other.from_json(bindings.to_json()) == []
    assert other.user == {"file.save": ["Ctrl+S", "F2"]}
    assert other.from_json('{"keys": {"file.gone": ["F5"], "find.next": []}}') == ["file.gone"]
    assert other.user == {"find.next": []}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"keys": []}', '{"keys": {"a": "F1"}}', '{"keys": {"a": ["fish"]}}', '{"keys": {"a": [1]}}'],
)
def test_a_wrong_file_changes_nothing(bindings: KeyBindings, text: str) -> None:
    bindings.add_key("file.save", "F2")
    before = bindings.user
    with pytest.raises(ValueError, match="file"):
        bindings.from_json(text)
    assert bindings.user == before


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("take", "add", "remove", "release", "reset")),
        st.sampled_from(tuple(DEFAULTS)),
        st.sampled_from(KEYS),
    ),
    max_size=12,
)


@given(STEPS)
def test_what_is_remembered_brings_the_same_keys_back(steps: list[tuple[str, str, str]]) -> None:
    bindings = KeyBindings(DEFAULTS)
    for step, command, key in steps:
        match step:
            case "take":
                bindings.take_over(command, key)
                assert bindings.clashes(command, key) == []
                assert key in bindings.keys_of(command)
            case "add":
                bindings.add_key(command, key)
            case "remove":
                bindings.remove_key(command, key)
            case "release":
                bindings.release(command, key)
                assert key not in bindings.keys_of(command)
            case _:
                bindings.reset(command)
    again = KeyBindings(DEFAULTS, json.loads(json.dumps(bindings.user)))
    assert {command: again.keys_of(command) for command in DEFAULTS} == {
        command: bindings.keys_of(command) for command in DEFAULTS
    }
    assert {(command, clash.command) for command, clash in bindings.all_clashes()} == {
        (clash.command, command) for command, clash in bindings.all_clashes()
    }
