"""`python -m commands` is `tagdrop`."""

from commands.main import main

main(prog_name="tagdrop")
