"""What may be read out: rules narrow it, and give way before nothing is left."""

from __future__ import annotations

import pytest
import torch

from palimpsest.engine.canvas import Rule
from palimpsest.engine.readout import KEPT_RULES, Readout

SPELLED = [b"", b"lamp", b" lamp", b" map", b"s"]


@pytest.fixture
def readout():
    banned = torch.zeros(7, dtype=torch.bool)
    banned[[0, 5, 6]] = True
    return Readout(banned, SPELLED)


def allowed(readout, rule):
    return (~readout.forbidden(rule)).nonzero().flatten().tolist()


def test_rules_narrow_what_is_read(readout):
    assert allowed(readout, Rule()) == [1, 2, 3, 4]
    assert allowed(readout, Rule(head=b" ")) == [2, 3]
    assert allowed(readout, Rule(head=b" ", tail=b"amp")) == [2]
    assert allowed(readout, Rule(head=b" ", unwanted=(3,))) == [2]


def test_a_rule_without_a_token_gives_way(readout):
    assert allowed(readout, Rule(head=b"x")) == [1, 2, 3, 4]
    assert allowed(readout, Rule(head=b" l", unwanted=(2,))) == [2]


def test_an_end_is_where_a_control_token_is_likelier_than_all_else():
    banned = torch.tensor([True, True, False, False])
    logits = torch.tensor([[5.0, 0.0, 4.0, 1.0], [4.0, 9.0, 5.0, 1.0], [0.0, 0.0, 1.0, 2.0]])
    assert Readout(banned, (), torch.tensor([0])).ends(logits).tolist() == [True, False, False]
    assert Readout(banned, (), torch.tensor([0, 1])).ends(logits).tolist() == [True, True, False]
    assert Readout(banned).ends(logits).tolist() == [False] * 3


def test_many_rules_leave_the_first_as_it_was(readout):
    for number in range(2 * KEPT_RULES):
        readout.forbidden(Rule(head=str(number).encode()))
    assert allowed(readout, Rule(head=b" ")) == [2, 3]
    assert readout.banned.sum() == 3
