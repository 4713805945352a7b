"""Palimpsest: regenerate any span of a document in place, with a text-diffusion model on your own machine."""

__version__ = "0.1.0"
