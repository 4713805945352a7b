"""Muon for matrices, AdamW for the rest, in one optimizer whose state is plain tensors.

Muon (Keller Jordan et al., 2024): momentum, then the nearest orthogonal matrix by five steps of a quintic
Newton–Schulz iteration. Matrices of one shape are iterated together, so that a step is a few batched products.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class Rates:
    """Learning rates at full speed; the schedule multiplies all of them."""

    matrix: float = 0.02
    embedding: float = 0.003
    other: float = 0.003
    matrix_decay: float = 0.05
    momentum: float = 0.95


def orthogonalise(matrices: Tensor, steps: int = 5) -> Tensor:
    """Push the singular values of (N, rows, columns) towards 1; bf16 inside, like the published coefficients assume."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = matrices.to(torch.bfloat16)
    tall = x.shape[1] > x.shape[2]
    if tall:
        x = x.transpose(1, 2)
    x = x / (x.float().norm(dim=(1, 2), keepdim=True).to(x.dtype) + 1e-7)
    for _ in range(steps):
        square = torch.bmm(x, x.transpose(1, 2))
        x = torch.baddbmm(x, torch.baddbmm(square, square, square, beta=b, alpha=c), x, beta=a)
    return (x.transpose(1, 2) if tall else x).float()


class Optimizer:
    """Steps named parameters; `state()` and `load()` carry everything over a restart."""

    def __init__(self, parameters: Iterable[tuple[str, nn.Parameter]], rates: Rates) -> None:
        self.rates = rates
        self.steps = 0
        self.parameters = dict(parameters)
        self.matrices = [name for name, value in self.parameters.items() if is_matrix(name, value)]
        self.others = [name for name in self.parameters if name not in set(self.matrices)]
        self.momentum = {name: torch.zeros_like(value) for name, value in self.parameters.items()}
        self.square = {name: torch.zeros_like(self.parameters[name]) for name in self.others}

    @torch.no_grad()
    def step(self, speed: float) -> None:
        """One update with gradients in `.grad`, which are cleared; `speed` in [0, 1] scales every rate."""
        self.steps += 1
        self._step_matrices(speed)
        self._step_others(speed)
        for parameter in self.parameters.values():
            parameter.grad = None

    def _step_matrices(self, speed: float) -> None:
        by_shape: dict[tuple[int, ...], list[str]] = {}
        for name in self.matrices:
            by_shape.setdefault(tuple(self.parameters[name].shape[-2:]), []).append(name)
        rates = self.rates
        for (rows, columns), names in by_shape.items():
            looks = []
            for name in names:
                gradient = self.parameters[name].grad
                if gradient is None:
                    gradient = torch.zeros_like(self.parameters[name])
                momentum = self.momentum[name].lerp_(gradient, 1 - rates.momentum)
                looks.append(gradient.lerp(momentum, rates.momentum).reshape(-1, rows, columns))
            update = orthogonalise(torch.cat(looks))
            size = rates.matrix * speed * max(1.0, rows / columns) ** 0.5
            for name, part in zip(names, update.split([len(look) for look in looks]), strict=True):
                parameter = self.parameters[name]
                parameter.mul_(1 - rates.matrix * speed * rates.matrix_decay)
                parameter.add_(part.view_as(parameter), alpha=-size)

    def _step_others(self, speed: float) -> None:
        beta1, beta2 = 0.9, 0.98
        for name in self.others:
            parameter = self.parameters[name]
            if parameter.grad is None:
                continue
            first = self.momentum[name].lerp_(parameter.grad, 1 - beta1)
            second = self.square[name].lerp_(parameter.grad.square(), 1 - beta2)
            rate = self.rates.embedding if name.startswith("embed_tokens") else self.rates.other
            scale = (second / (1 - beta2**self.steps)).sqrt_().add_(1e-10)
            parameter.addcdiv_(first, scale, value=-rate * speed / (1 - beta1**self.steps))

    def state(self) -> dict[str, Tensor]:
        """Tensors to save; names are `momentum.*`, `square.*` and `steps`."""
        tensors = {f"momentum.{name}": value for name, value in self.momentum.items()}
        tensors |= {f"square.{name}": value for name, value in self.square.items()}
        return {**tensors, "steps": torch.tensor(self.steps)}

    def load(self, tensors: dict[str, Tensor]) -> None:
        """Take back what `state` gave. KeyError where a parameter is missing."""
        self.steps = int(tensors["steps"])
        for name, value in self.momentum.items():
            value.copy_(tensors[f"momentum.{name}"])
        for name, value in self.square.items():
            value.copy_(tensors[f"square.{name}"])


def is_matrix(name: str, value: Tensor) -> bool:
    """Whether Muon takes it: projections and experts, not the embedding, the router or vectors."""
    return value.ndim >= 2 and not name.startswith("embed_tokens") and ".router." not in name
