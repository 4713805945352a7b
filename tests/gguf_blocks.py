"""Random matrices in GGUF's types, valid and of a usual size, for types that the gguf package cannot write, too."""

from __future__ import annotations

import gguf
import numpy as np

# Where the half-precision numbers of a block lie: random bytes there would be of any size, or not be numbers.
HALVES = {
    "Q4_0": (0,),
    "Q4_1": (0, 2),
    "Q5_0": (0,),
    "Q5_1": (0, 2),
    "Q8_0": (0,),
    "Q2_K": (80, 82),
    "Q3_K": (108,),
    "Q4_K": (0, 2),
    "Q5_K": (0, 2),
    "Q6_K": (208,),
    "IQ4_NL": (0,),
    "IQ4_XS": (0,),
    "IQ3_S": (0,),
    "IQ2_XXS": (0,),
    "TQ2_0": (64,),
}


def random_blocks(kind: str, shape: tuple[int, ...], random: np.random.Generator, size: float = 1.0) -> np.ndarray:
    """uint8 (…, rows, bytes of a row) of a matrix of this shape: random codes, its numbers about `size` apart."""
    elements, width = gguf.GGML_QUANT_SIZES[gguf.GGMLQuantizationType[kind]]
    count = shape[-1] // elements
    blocks = random.integers(0, 256, (*shape[:-1], count, width), dtype=np.uint8)
    for place in HALVES.get(kind, ()):
        numbers = random.uniform(0.5, 1.0, (*shape[:-1], count, 1)) * size
        blocks[..., place : place + 2] = numbers.astype(np.float16).view(np.uint8)
    if kind == "MXFP4":
        blocks[..., 0] = random.integers(120, 132, (*shape[:-1], count), dtype=np.uint8)
    return blocks.reshape(*shape[:-1], count * width)
