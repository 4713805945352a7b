"""Which tokens may be read out into a cell: never control tokens, at borders only what keeps the text around it."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from palimpsest.engine.canvas import Rule

KEPT_RULES = 16
"""Masks of rules that are kept for the next canvas: a mask of a large vocabulary takes long to make."""


class Readout:
    """What may be read out where, for one vocabulary."""

    def __init__(self, banned: torch.Tensor, spelled: Sequence[bytes] = ()) -> None:
        """`banned` (V,) bool is True for tokens never read out; `spelled` tells what each token stands for."""
        self.banned = banned
        self.spelled = spelled
        self._broken: dict[tuple[bytes, bytes], torch.Tensor] = {}

    def forbidden(self, rule: Rule) -> torch.Tensor:
        """(V,) bool: what may not be read out into a cell with this rule.

        A rule that leaves no token gives way: first what is unwanted or left to other drafts comes back, then borders
        are not kept.
        """
        banned = self.banned
        if rule.head or rule.tail:
            banned = self._of_borders(rule)
        if rule.unwanted or rule.left:
            fewer = banned.clone()
            fewer[[*rule.unwanted, *rule.left]] = True
            banned = banned if bool(fewer.all()) else fewer
        return banned

    def _of_borders(self, rule: Rule) -> torch.Tensor:
        key = rule.head, rule.tail
        if key not in self._broken:
            if len(self._broken) >= KEPT_RULES:
                self._broken.clear()
            broken = torch.tensor([not rule.allows(piece) for piece in self.spelled], device=self.banned.device)
            mask = self.banned.clone()
            mask[: len(broken)] |= broken
            self._broken[key] = self.banned if bool(mask.all()) else mask
        return self._broken[key]
