"""The server that a command talks to: a running one, or one for the length of the command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from app import create_app
from commands.serving import CANNOT_START, serving_locally
from services.credentials import load_credentials
from services.data_folder import is_held
from services.importing.sending import ServerAddress, read_cloudinary_url
from services.settings import Settings


@contextmanager
def connected(settings: Settings, cloudinary_url: str | None) -> Iterator[ServerAddress]:
    """The server of the CLOUDINARY_URL; without one the server that has the data folder.

    When none has it, one runs for the length of the block. Raises click.ClickException.
    """
    if cloudinary_url:
        try:
            yield read_cloudinary_url(cloudinary_url)
        except ValueError as error:
            raise click.ClickException(f"CLOUDINARY_URL {error}") from None
        return
    try:
        if is_held(settings.data_dir):
            yield _address(settings, settings.local_url)
            return
        with serving_locally(create_app, settings) as url:
            yield _address(settings, url)
    except CANNOT_START as error:
        raise click.ClickException(str(error)) from None


def _address(settings: Settings, url: str) -> ServerAddress:
    credentials = load_credentials(settings)
    return ServerAddress(url, settings.cloud_name, credentials.api_key, credentials.api_secret)
