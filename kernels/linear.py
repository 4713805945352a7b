"""Matrix products with weights, which are rearranged once for oneDNN on a CPU, where that is faster."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from palimpsest.kernels.packed import Matrix, Packed, product


@dataclass(frozen=True, slots=True)
class Linear:
    """A weight (rows, columns) = (out, in), in the arrangement that its device multiplies fastest.

    For inputs whose number of rows recurs: oneDNN takes about 0.4 ms to prepare for a number it has not seen.
    """

    weight: Matrix
    """The matrix itself, packed in fewer bits or not, or an opaque tensor of oneDNN's."""
    rows: int
    arranged: bool = False
    """True for oneDNN's."""

    @staticmethod
    def of(weight: Matrix) -> Linear:
        """Take over a matrix (out, in); one that is arranged for oneDNN is a copy."""
        if isinstance(weight, Packed) or not _arranges(weight):
            return Linear(weight, weight.shape[0])
        # The second argument is the number of rows expected of the input; the arrangement hardly depends on it.
        arranged = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), 128)
        return Linear(arranged, weight.shape[0], arranged=True)

    def __call__(self, x: Tensor) -> Tensor:
        """x (…, in) → (…, out), always a new tensor."""
        if isinstance(self.weight, Packed):
            return product(x, self.weight)
        if self.arranged and x.numel():
            return torch.ops.mkldnn._linear_pointwise(x, self.weight, None, "none", [], "")
        if self.arranged:
            return x.new_empty(*x.shape[:-1], self.rows)
        return functional.linear(x, self.weight)


@dataclass(frozen=True, slots=True)
class Beside:
    """Matrices over the same input that cannot stand in one storage, since each is packed in its own way."""

    parts: tuple[Linear, ...]

    def __call__(self, x: Tensor) -> Tensor:
        """x (…, in) → (…, sum of out): the results of the parts in their order."""
        return torch.cat([part(x) for part in self.parts], dim=-1)


Projection = Linear | Beside


def _arranges(weight: Tensor) -> bool:
    """Whether oneDNN takes it: torch multiplies fp32 through BLAS otherwise, which packs the weight at every call.

    The two operations are those of torch's own compiler; they are looked for, since no promise is made about them.
    """
    return (
        weight.device.type == "cpu"
        and weight.dtype == torch.float32
        and torch.backends.mkldnn.is_available()
        and hasattr(torch.ops.mkldnn, "_reorder_linear_weight")
        and hasattr(torch.ops.mkldnn, "_linear_pointwise")
    )
