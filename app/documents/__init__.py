"""Documents: bytes on disk, text in memory, and the way between them."""
