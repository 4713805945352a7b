"""Single operations, each with the torch reference that defines it."""
