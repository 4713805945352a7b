"""Generator of small, correct Python files: `snippet(rng)` gives one; the embedded model learns code from them."""

from __future__ import annotations

from .compose import snippet

__all__ = ["snippet"]
