"""Checkpoint formats, one file each, read into one internal layout."""
