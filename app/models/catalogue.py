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
    like: str
    """The one of the engine's `released.FORMATS` that it is, or that is nearest to it."""
    part: str = ""
    """What sets it apart from others of its repository; a folder of its own."""
    licence: str = "Apache-2.0"

    @property
    def owner(self) -> str:
        """Who publishes it."""
        return self.repo.partition("/")[0]

    @property
    def page(self) -> str:
        """Where people read about it, below the hub's address."""
        return f"/{self.repo}"


def _packed(name: str, owner: str, ending: str, format_: str, size: int | None, like: str) -> Published:
    return Published(name, f"{owner}/{_MODEL}{ending}", format_, SAFETENSORS, size, like)


def _gguf(quantisation: str, size: int, like: str) -> Published:
    return Published(
        f"gguf-{quantisation.lower().replace('_', '-')}",
        f"unsloth/{_MODEL}-GGUF",
        f"GGUF {quantisation}",
        (f"*{quantisation}*.gguf",),
        size,
        like,
        quantisation,
    )


# Sizes as their owners give them; the hub's own figures take their place once it has been asked.
CATALOGUE = (
    _packed("int4", "cyankiwi", "-AWQ-INT4", "int4 (compressed-tensors)", 17_220_000_000, "int4"),
    _packed("nvfp4", "nvidia", "-NVFP4", "NVFP4 (modelopt)", 18_860_000_000, "NVFP4"),
    _packed("nvfp4-redhat", "RedHatAI", "-NVFP4", "NVFP4 (compressed-tensors)", 18 * _GB, "NVFP4"),
    _packed("int4-autoround", "Intel", "-int4-AutoRound", "int4 (AutoRound)", None, "int4"),
    _packed("fp8", "RedHatAI", "-FP8-dynamic", "FP8 (compressed-tensors)", 26 * _GB, "FP8"),
    _gguf("Q4_K_M", 16_800_000_000, "GGUF Q4_K_M"),
    _gguf("Q5_K_M", 18 * _GB, "GGUF Q4_K_M"),
    _gguf("Q6_K", 21 * _GB, "GGUF Q8_0"),
    _gguf("Q8_0", 25 * _GB, "GGUF Q8_0"),
    _packed("bf16", "google", "", "bfloat16", 51_680_000_000, "bf16"),
)


def find(name: str) -> Published | None:
    """The checkpoint of a short name, or of a repository that has but one of them; None if there is none."""
    named = [each for each in CATALOGUE if each.name == name.lower()]
    named = named or [each for each in CATALOGUE if each.repo.lower() == name.lower()]
    return named[0] if len(named) == 1 else None
