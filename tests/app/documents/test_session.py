"""A session is read back as it was; a damaged one gives what is readable, never an error."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from palimpsest.app.documents.session import (
    PageState,
    PendingRun,
    SessionState,
    WindowState,
    from_json,
    to_json,
)

STATE = SessionState(
    (
        WindowState(-5, 7, 900, 700, True, 1, (PageState("a", Path("/tmp/ä.md"), 3, 1, 40, "Python", True, "ä.md"),)),
        WindowState(pages=(PageState("b", pending=PendingRun(2, 9, "shorter", 0.5, 3, 2**31 - 1, 1)), PageState("c"))),
    )
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


def test_there_and_back():
    assert from_json(json.loads(json.dumps(to_json(STATE)))) == STATE


def test_what_is_wrong_is_left_out():
    content = {
        "windows": [
            {
                "x": "left",
                "width": 10**30,
                "height": 600,
                "pages": [{"document_id": 3}, {"document_id": "z", "path": ""}],
            },
            "no window",
            {"pages": "none", "current": True},
        ]
    }
    assert from_json(content) == SessionState((WindowState(height=600, pages=(PageState("z"),)), WindowState()))


@given(st.data())
def test_no_damage_raises(data: st.DataObject):
    content: Any = to_json(STATE)
    for _ in range(data.draw(st.integers(1, 4))):
        place, names = content, []
        while isinstance(place, (dict, list)) and place and (not names or data.draw(st.booleans())):
            name = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else list(range(len(place)))))
            names.append((place, name))
            place = place[name]
        holder, name = names[-1]
        holder[name] = data.draw(json_values)
    state = from_json(content)
    assert from_json(json.loads(json.dumps(to_json(state)))) == state
