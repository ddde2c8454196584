"""`python -m commands` is `tagdrop`."""

from commands.main import run

run()
