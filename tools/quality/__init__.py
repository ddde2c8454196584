"""Measures how right the local engine's tags are; see `python -m tools.quality --help`."""
