"""What `generate_archive` takes, as in Cloudinary's "Upload API reference"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from services.assets.archives import MOST_ASSETS, ArchiveNaming, ArchiveSelection
from services.assets.eager import EagerItem, read_eager
from services.assets.names import AssetName
from services.options.values import PublicId, Tags
from services.public_ids import checked_public_id
from services.uploads.errors import UploadError
from services.uploads.methods import MethodRequest, read_method


def _as_list(value: Any) -> Any:
    return value.split(",") if isinstance(value, str) else value


def _transformations(value: str) -> str:
    read_eager(value)
    return value


_Names = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=255)]],
    BeforeValidator(_as_list),
    Field(max_length=MOST_ASSETS),
]


_WITHOUT_EFFECT: Final = frozenset({"async", "phash"})
"""Parameters that change nothing: an archive is there when the answer comes."""


class ArchiveRequest(MethodRequest):
    """`generate_archive`, its parameters by their names in the API."""

    mode: Literal["create", "download"] = "create"
    target_format: Literal["zip"] = "zip"
    target_public_id: Annotated[PublicId, AfterValidator(checked_public_id)] | None = None
    target_asset_folder: Annotated[str, Field(max_length=255)] | None = None
    target_tags: Tags = Field(default_factory=list)
    public_ids: _Names = Field(default_factory=list)
    fully_qualified_public_ids: _Names = Field(default_factory=list)
    tags: Tags = Field(default_factory=list)
    prefixes: _Names = Field(default_factory=list)
    allow_missing: bool = False
    flatten_folders: bool = False
    flatten_transformations: bool = False
    skip_transformation_name: bool = False
    use_original_filename: bool = False
    keep_derived: bool = False
    transformations: Annotated[str, AfterValidator(_transformations)] = ""
    expires_at: int | None = None

    @property
    def items(self) -> list[EagerItem]:
        """The transformations that take the place of the originals."""
        return read_eager(self.transformations)

    @property
    def naming(self) -> ArchiveNaming:
        """How the files are named."""
        return ArchiveNaming(
            flatten_folders=self.flatten_folders,
            flatten_transformations=self.flatten_transformations,
            use_original_filename=self.use_original_filename,
            skip_transformation_name=self.skip_transformation_name,
        )

    def selection(self, resource_type: str) -> ArchiveSelection:
        """Which assets; `resource_type` may be `all`. Raises UploadError."""
        if not (self.public_ids or self.fully_qualified_public_ids or self.tags or self.prefixes):
            raise UploadError(
                "Name what goes into the archive: public_ids, fully_qualified_public_ids, tags or "
                "prefixes"
            )
        kinds = ("image", "video", "raw") if resource_type == "all" else (resource_type,)
        if self.public_ids and resource_type == "all":
            raise UploadError(
                "public_ids need a resource type; with the type all, name "
                "fully_qualified_public_ids such as image/upload/dog"
            )
        names = [AssetName(resource_type, self.type, public_id) for public_id in self.public_ids]
        names += [_qualified(name) for name in self.fully_qualified_public_ids]
        return ArchiveSelection(
            names, kinds, self.type, self.tags, self.prefixes, self.allow_missing
        )


def read_archive_request(fields: Mapping[str, Any]) -> ArchiveRequest:
    """What the fields of a request ask for. Raises UploadError."""
    asked = {name: value for name, value in fields.items() if name not in _WITHOUT_EFFECT}
    return read_method(asked, ArchiveRequest)


def _qualified(name: str) -> AssetName:
    resource_type, _, rest = name.partition("/")
    delivery_type, _, public_id = rest.partition("/")
    if not public_id:
        raise UploadError(
            f"{name[:100]!r} is not a fully qualified public ID such as image/upload/dog"
        )
    return AssetName(resource_type, delivery_type, public_id)
