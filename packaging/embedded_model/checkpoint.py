"""Checkpoints of the training: one safetensors file with weights, optimizer and everything needed to go on."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from safetensors import safe_open
from safetensors.torch import save_file

from network import Network, NetworkConfig

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer import Optimizer


def save(path: Path, network: Network, optimizer: Optimizer, progress: dict[str, Any]) -> None:
    """Write atomically: weights as `network.*`, optimizer as `optimizer.*`, sizes and progress in the metadata."""
    tensors = {f"network.{name}": value for name, value in network.state_dict().items()}
    tensors |= {f"optimizer.{name}": value for name, value in optimizer.state().items()}
    metadata = {"config": json.dumps(network.config.to_dict()), "progress": json.dumps(progress)}
    partial = path.with_suffix(".partial")
    save_file({name: value.detach().cpu().contiguous() for name, value in tensors.items()}, partial, metadata)
    os.replace(partial, path)


def load_network(path: Path) -> Network:
    """The network of a checkpoint, on the CPU."""
    with safe_open(path, "pt") as file:
        network = Network(NetworkConfig.from_dict(json.loads(file.metadata()["config"])))
        names = [name for name in file.keys() if name.startswith("network.")]  # noqa: SIM118 - not a mapping
        network.load_state_dict({name.removeprefix("network."): file.get_tensor(name) for name in names})
    return network


def restore(path: Path, network: Network, optimizer: Optimizer) -> dict[str, Any]:
    """Load weights and optimizer in place and return the saved progress. RuntimeError where sizes differ."""
    with safe_open(path, "pt") as file:
        tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - not a mapping
        progress = json.loads(file.metadata()["progress"])
    own = {name.removeprefix("network."): value for name, value in tensors.items() if name.startswith("network.")}
    network.load_state_dict(own)
    optimizer.load(
        {name.removeprefix("optimizer."): value for name, value in tensors.items() if name.startswith("optimizer.")}
    )
    return progress
