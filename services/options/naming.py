"""Options that say what an asset is called."""

from __future__ import annotations

from typing import Annotated

from services.options.option import ANY_REQUEST_ONLY, UNSIGNED_TOO, Options
from services.options.values import Folder, Line, PublicId


class NamingOptions(Options):
    """Public ID, folders, display name."""

    public_id: Annotated[PublicId | None, ANY_REQUEST_ONLY] = None
    """The asset's name in its address."""
    folder: Annotated[Folder | None, UNSIGNED_TOO] = None
    """The first part of the public ID."""
    asset_folder: Annotated[Line | None, UNSIGNED_TOO] = None
    """Where people find the asset, whatever its public ID."""
    display_name: Annotated[Line | None, ANY_REQUEST_ONLY] = None
    """What people read as the asset's name."""
    use_filename: bool | None = None
    """Whether the public ID is made from the file's name."""
    unique_filename: bool | None = None
    """Whether a public ID made from the file's name gets random characters at its end."""
    filename_override: Annotated[Line | None, ANY_REQUEST_ONLY] = None
    """The file's name in the place of the one that it came under."""
    overwrite: bool | None = None
    """Whether an asset with the same public ID is replaced."""
