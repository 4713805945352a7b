"""The regenerate experience: run, prompt bar, alternatives, film."""
