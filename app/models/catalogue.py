"""The published checkpoints of DiffusionGemma that can be read here: what each is, and which files of it are wanted."""

from __future__ import annotations

from dataclasses import dataclass

SAFETENSORS = ("*.safetensors", "*.json", "LICENSE*")
"""Weights, their index, the configuration and the tokenizer; nothing in folders below."""
_MODEL = "diffusiongemma-26B-A4B-it"
_GB = 10**9


@dataclass(frozen=True, slots=True)
class Published:
    """One checkpoint that can be downloaded."""

    name: str
    """Short, for the command line."""
    repo: str
    """Owner and name on the hub."""
    format: str
    """As `Checkpoint.format` says it, about."""
    files: tuple[str, ...]
    """Patterns of the names of what is wanted."""
    size: int | None
    """Bytes to download, about; None where only the hub knows."""
    licence: str = "Apache-2.0"

    @property
    def owner(self) -> str:
        """Who publishes it."""
        return self.repo.partition("/")[0]

    @property
    def page(self) -> str:
        """Where people read about it, below the hub's address."""
        return f"/{self.repo}"


def _gguf(quantisation: str, size: int) -> Published:
    return Published(
        f"gguf-{quantisation.lower().replace('_', '-')}",
        f"unsloth/{_MODEL}-GGUF",
        f"GGUF {quantisation}",
        (f"*{quantisation}*.gguf",),
        size,
    )


# Sizes as their owners give them; the hub's own figures take their place once it has been asked.
CATALOGUE = (
    Published("int4", f"cyankiwi/{_MODEL}-AWQ-INT4", "int4 (compressed-tensors)", SAFETENSORS, 17_220_000_000),
    Published("nvfp4", f"nvidia/{_MODEL}-NVFP4", "NVFP4 (modelopt)", SAFETENSORS, 18_860_000_000),
    Published("nvfp4-redhat", f"RedHatAI/{_MODEL}-NVFP4", "NVFP4 (compressed-tensors)", SAFETENSORS, 18 * _GB),
    Published("int4-autoround", f"Intel/{_MODEL}-int4-AutoRound", "int4 (AutoRound)", SAFETENSORS, None),
    Published("fp8", f"RedHatAI/{_MODEL}-FP8-dynamic", "FP8 (compressed-tensors)", SAFETENSORS, 26 * _GB),
    _gguf("Q4_K_M", 16_800_000_000),
    _gguf("Q5_K_M", 18 * _GB),
    _gguf("Q6_K", 21 * _GB),
    _gguf("Q8_0", 25 * _GB),
    Published("bf16", f"google/{_MODEL}", "bfloat16", SAFETENSORS, 51_680_000_000),
)


def find(name: str) -> Published | None:
    """The checkpoint of a short name, or of a repository that has but one of them; None if there is none."""
    named = [each for each in CATALOGUE if each.name == name.lower()]
    named = named or [each for each in CATALOGUE if each.repo.lower() == name.lower()]
    return named[0] if len(named) == 1 else None
