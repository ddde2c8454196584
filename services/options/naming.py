"""Options that say what an asset is called."""

from __future__ import annotations

from typing import Annotated

from services.options.option import ANY_REQUEST_ONLY, PRESET_ONLY, UNSIGNED_TOO, Options
from services.options.values import Folder, Line, PublicId


class NamingOptions(Options):
    """Public ID, folders, display name."""

    public_id: Annotated[PublicId | None, ANY_REQUEST_ONLY] = None
    """The asset's name in its address."""
    disallow_public_id: Annotated[bool | None, PRESET_ONLY] = None
    """Whether uploads may not choose their public ID."""
    public_id_prefix: Annotated[Folder | None, UNSIGNED_TOO] = None
    """What stands before the public ID, with a slash between them."""
    folder: Annotated[Folder | None, UNSIGNED_TOO] = None
    """The first part of the public ID, and the folder where people find the asset."""
    asset_folder: Annotated[Folder | None, UNSIGNED_TOO] = None
    """Where people find the asset, whatever its public ID."""
    use_asset_folder_as_public_id_prefix: bool | None = None
    """Whether the public ID begins with the asset folder, where no other prefix is set."""
    use_filename: bool | None = None
    """Whether the public ID is made from the file's name."""
    unique_filename: bool | None = None
    """Whether a public ID made from the file's name gets random characters at its end."""
    display_name: Annotated[Line | None, ANY_REQUEST_ONLY] = None
    """What people read as the asset's name."""
    use_filename_as_display_name: bool | None = None
    """Whether people read the file's name as the asset's."""
    unique_display_name: bool | None = None
    """Whether an upload is refused that has the display name of another asset in its folder."""
    filename_override: Annotated[Line | None, ANY_REQUEST_ONLY] = None
    """The file's name in the place of the one that it came under."""
    discard_original_filename: bool | None = None
    """Whether the file's name is forgotten."""
    overwrite: bool | None = None
    """Whether an asset with the same public ID is replaced."""
