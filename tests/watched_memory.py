"""What tensors are made while something runs: the largest, and the most memory that is held at once."""

from __future__ import annotations

from typing import Any

import torch
from torch.multiprocessing.reductions import StorageWeakRef
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves


class Watched(TorchDispatchMode):
    """Looks at what every operation gives back; memory that was there before counts as nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.largest: dict[torch.dtype, tuple[int, ...]] = {}
        """Shape of the tensor with the most elements that has memory of its own, by its dtype."""
        self.peak = 0
        """Bytes."""
        self._alive: dict[int, tuple[StorageWeakRef, int]] = {}

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        before = {tensor.untyped_storage()._cdata for tensor in _tensors((args, kwargs))}
        result = func(*args, **(kwargs or {}))
        for tensor in _tensors(result):
            storage = tensor.untyped_storage()
            if storage._cdata in before or storage._cdata in self._alive:
                continue
            self._alive[storage._cdata] = StorageWeakRef(storage), storage.nbytes()
            if tensor.numel() > torch.Size(self.largest.get(tensor.dtype, (0,))).numel():
                self.largest[tensor.dtype] = tuple(tensor.shape)
        self._alive = {key: (ref, n) for key, (ref, n) in self._alive.items() if not ref.expired()}
        self.peak = max(self.peak, sum(nbytes for _, nbytes in self._alive.values()))
        return result


def _tensors(tree: Any) -> list[torch.Tensor]:
    """All in it but oneDNN's own, which have no storage: weights, arranged once."""
    return [leaf for leaf in tree_leaves(tree) if isinstance(leaf, torch.Tensor) and not leaf.is_mkldnn]
