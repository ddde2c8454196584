"""`tagdrop serve` and `tagdrop worker`."""

from __future__ import annotations

import click

from app import create_app
from commands.serving import run_server, run_worker


@click.command()
def serve() -> None:
    """Serve until interrupted, and do the background work.

    Prints four lines: the page's address, the owner's login link, CLOUDINARY_URL for SDKs, and the
    name of the preset for unsigned uploads. `python app.py` does the same.
    """
    run_server(create_app)


@click.command()
def worker() -> None:
    """Do background work without serving, beside a server.

    For servers on PostgreSQL: a machine more to tag videos. It needs the server's
    TAGDROP_DATABASE_URL, TAGDROP_STORAGE_URL, TAGDROP_API_KEY and TAGDROP_API_SECRET, and a
    TAGDROP_DATA_DIR of its own. On the embedded SQLite, `tagdrop serve` does this work itself.
    """
    run_worker(create_app)
