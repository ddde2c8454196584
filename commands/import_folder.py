"""`tagdrop import`."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import click

from commands.connection import connected
from commands.owner import owners_settings
from services.importing.sending import Outcome, Sender, ServerGone
from services.importing.tree import TreeFile, read_tree

_AHEAD: Final = 1_000
"""Files that are handed out at a time."""
_LOOK_AGAIN: Final = 1.0
"""Seconds between two looks at what is still being tagged."""


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--into", default="", metavar="PREFIX", help="What public IDs begin with.")
@click.option("--preset", help="The upload preset whose settings hold.")
@click.option(
    "--categorization",
    metavar="ENGINES",
    help="Engines that tag, comma-separated; local_tagging without a preset.",
)
@click.option(
    "--auto-tagging",
    type=click.FloatRange(0, 1),
    help="Confidence from which tags are given; 0.5 without a preset.",
)
@click.option("--tags", help="Tags that every file gets, comma-separated.")
@click.option("--overwrite", is_flag=True, help="Replace assets whose file is another one now.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 32), default=4, show_default=True, help="Files at once."
)
@click.option("--wait/--no-wait", default=True, help="Wait until videos are tagged, too.")
@click.option(
    "--server",
    envvar="CLOUDINARY_URL",
    metavar="CLOUDINARY_URL",
    help="The server to send to, as `tagdrop serve` prints it.",
)
def import_folder(
    folder: Path,
    into: str,
    preset: str | None,
    categorization: str | None,
    auto_tagging: float | None,
    tags: str | None,
    overwrite: bool,
    jobs: int,
    wait: bool,
    server: str | None,
) -> None:
    """Upload every file below FOLDER, and tag it.

    The public ID is the path without extension: holiday/beach.jpg becomes holiday/beach. Hidden
    files are left out. What is there already, with the same public ID and the same content, is
    skipped, so an import that was interrupted goes on when it is started again.

    Files go the way of every upload: to the server that has the data folder, to the one that
    --server or CLOUDINARY_URL names, or to one that runs for as long as the import does.

    The exit status is 1 when a file could not be imported; each is listed with the reason.
    """
    tree = read_tree(folder, into)
    options = _options(upload_preset=preset, tags=tags)
    tagging = _tagging(preset, categorization, auto_tagging)
    with connected(owners_settings(), server) as address:
        sender = Sender(address, options, tagging, overwrite=overwrite, at_once=jobs)
        outcomes: list[Outcome] = []
        try:
            sender.check()
            _import(sender, tree.files, jobs, outcomes)
            if wait:
                _wait(sender, outcomes)
        except ServerGone as error:
            _report(outcomes, tree.unreadable)
            raise click.ClickException(f"{error}. Start the import again to go on.") from None
        except KeyboardInterrupt:
            _report(outcomes, tree.unreadable)
            raise click.ClickException("Interrupted. Start the import again to go on.") from None
    _report(outcomes, tree.unreadable)
    if tree.unreadable or any(each.result in {"failed", "different"} for each in outcomes):
        raise click.exceptions.Exit(1)


def _options(**options: str | None) -> dict[str, str]:
    return {name: value for name, value in options.items() if value}


def _tagging(
    preset: str | None, categorization: str | None, auto_tagging: float | None
) -> dict[str, str]:
    if preset is None:
        categorization = categorization or "local_tagging"
        auto_tagging = 0.5 if auto_tagging is None else auto_tagging
    threshold = None if auto_tagging is None else str(auto_tagging)
    return _options(categorization=categorization, auto_tagging=threshold)


def _import(sender: Sender, files: Sequence[TreeFile], jobs: int, outcomes: list[Outcome]) -> None:
    with click.progressbar(length=len(files), label="Importing", show_pos=True) as bar:
        for outcome in _sent(sender, files, jobs):
            outcomes.append(outcome)
            bar.update(1)


def _sent(sender: Sender, files: Sequence[TreeFile], jobs: int) -> Iterator[Outcome]:
    pool = ThreadPoolExecutor(jobs)
    try:
        for start in range(0, len(files), _AHEAD):
            yield from pool.map(sender.send, files[start : start + _AHEAD])
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _wait(sender: Sender, outcomes: Sequence[Outcome]) -> None:
    """Wait until nothing of what was stored is still being tagged."""
    waiting = [outcome for outcome in outcomes if outcome.pending]
    if not waiting:
        return
    with click.progressbar(waiting, label="Tagging videos", show_pos=True) as bar:
        for outcome in bar:
            while sender.is_pending(outcome.resource_type, outcome.file.public_id):
                time.sleep(_LOOK_AGAIN)


def _report(outcomes: Sequence[Outcome], unreadable: Sequence[tuple[Path, str]]) -> None:
    for outcome in outcomes:
        if outcome.result in {"failed", "different"}:
            click.echo(f"{_shown(outcome.file.path)}: {outcome.reason}", err=True)
    for path, reason in unreadable:
        click.echo(f"{_shown(path)}: {reason}", err=True)
    counts = Counter(outcome.result for outcome in outcomes)
    failed = counts["failed"] + len(unreadable)
    click.echo(
        f"{counts['stored']} imported, {counts['there']} there already, "
        f"{counts['different']} left as they are, {failed} failed."
    )


def _shown(path: Path) -> str:
    return click.format_filename(path)
