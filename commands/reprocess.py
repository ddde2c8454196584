"""`tagdrop reprocess`."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import click

from commands.connection import connected
from commands.owner import owners_settings
from services.importing.reprocessing import Reprocessing
from services.importing.sending import ServerGone


@click.command()
@click.option("--tag", default="", help="Only assets that have this tag.")
@click.option("--folder", default="", help="Only assets in this folder, or below it.")
@click.option(
    "--type",
    "resource_types",
    type=click.Choice(["image", "video"]),
    multiple=True,
    help="Only assets of this type.",
)
@click.option("--all", "everything", is_flag=True, help="Every image and video.")
@click.option(
    "--categorization", default="local_tagging", show_default=True, help="Engines that look again."
)
@click.option(
    "--auto-tagging", type=click.FloatRange(0, 1), help="Confidence for tags to be given."
)
@click.option("--skip", type=click.IntRange(0), default=0, help="Leave out the first so many.")
@click.option(
    "-j", "--jobs", type=click.IntRange(1, 32), default=2, show_default=True, help="Assets at once."
)
@click.option(
    "--server",
    envvar="CLOUDINARY_URL",
    metavar="CLOUDINARY_URL",
    help="The server, as `tagdrop serve` prints it.",
)
def reprocess(
    tag: str,
    folder: str,
    resource_types: tuple[str, ...],
    everything: bool,
    categorization: str,
    auto_tagging: float | None,
    skip: int,
    jobs: int,
    server: str | None,
) -> None:
    """Have engines look again at assets that are stored.

    Tags that a person gave stay, those that one removed do not come back. Each picture is done when
    it is counted; videos are queued, and tagged by the server though it be restarted. The oldest
    asset comes first: when this is interrupted, --skip with the number reached goes on there.

    The exit status is 1 when an asset could not be looked at; each is listed with the reason.
    """
    if not (tag or folder or resource_types or everything):
        raise click.UsageError("Say which assets: --tag, --folder, --type or --all.")
    options = {"categorization": categorization}
    if auto_tagging is not None:
        options["auto_tagging"] = str(auto_tagging)
    failures: list[str] = []
    done = skip
    with connected(owners_settings(), server) as address:
        asking = Reprocessing(address, options)
        try:
            types = resource_types or ("image", "video")
            assets = [asset for kind in types for asset in asking.assets(kind, tag, folder)]
            with (
                ThreadPoolExecutor(jobs) as pool,
                click.progressbar(assets[skip:], label="Looking again", show_pos=True) as bar,
            ):
                for asset, failure in zip(
                    bar, pool.map(asking.look_again, assets[skip:]), strict=True
                ):
                    done += 1
                    if failure:
                        failures.append(f"{asset.public_id}: {failure}")
        except ServerGone as error:
            raise click.ClickException(f"{error}. `--skip {done}` goes on there.") from None
    for line in failures:
        click.echo(line, err=True)
    click.echo(f"{done - skip - len(failures)} looked at or queued, {len(failures)} failed.")
    if failures:
        raise click.exceptions.Exit(1)
