"""The text editor widget and what is drawn into it."""
