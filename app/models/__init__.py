"""Models that lie on this machine, models that can be downloaded, and which of them fit."""
