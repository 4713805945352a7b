"""Which tokens may be read out into a cell: never control tokens, at borders only what keeps the text around it."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from palimpsest.engine.canvas import Rule

KEPT_RULES = 16
"""Masks of rules that are kept for the next canvas: a mask of a large vocabulary takes long to make."""


class Readout:
    """What may be read out where, for one vocabulary."""

    def __init__(
        self, banned: torch.Tensor, spelled: Sequence[bytes] = (), controls: torch.Tensor | None = None
    ) -> None:
        """`banned` (V,) bool is True for tokens never read out; `spelled` tells what each token stands for.

        `controls` (n,) are ids of control tokens, if it is of interest where a model would rather write one.
        """
        self.banned = banned
        self.spelled = spelled
        self.controls = controls
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

    def ends(self, logits: torch.Tensor) -> torch.Tensor:
        """(n,) bool: where a control token is likelier than all that may be read out; logits (n, V)."""
        if self.controls is None:
            return torch.zeros(len(logits), dtype=torch.bool, device=logits.device)
        return logits[:, self.controls].amax(-1) > logits.masked_fill(self.banned, -torch.inf).amax(-1)

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
