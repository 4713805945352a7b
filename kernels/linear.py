"""Matrix products with weights, which are rearranged once for oneDNN on a CPU, where that is faster."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True, slots=True)
class Linear:
    """A weight (rows, columns) = (out, in), in the arrangement that its device multiplies fastest.

    For inputs whose number of rows recurs: oneDNN takes about 0.4 ms to prepare for a number it has not seen.
    """

    weight: Tensor
    """The matrix itself, or an opaque tensor of oneDNN's."""
    rows: int
    packed: bool = False

    @staticmethod
    def of(weight: Tensor) -> Linear:
        """Take over a matrix (out, in); a packed one is a copy."""
        if not _packs(weight):
            return Linear(weight, weight.shape[0])
        # The second argument is the number of rows expected of the input; the arrangement hardly depends on it.
        packed = torch.ops.mkldnn._reorder_linear_weight(weight.contiguous(), 128)
        return Linear(packed, weight.shape[0], packed=True)

    def __call__(self, x: Tensor) -> Tensor:
        """x (…, in) → (…, out), always a new tensor."""
        if self.packed and x.numel():
            return torch.ops.mkldnn._linear_pointwise(x, self.weight, None, "none", [], "")
        if self.packed:
            return x.new_empty(*x.shape[:-1], self.rows)
        return functional.linear(x, self.weight)


def _packs(weight: Tensor) -> bool:
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
