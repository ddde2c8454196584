"""Which assets go into an archive, and what they are called in it.

As in Cloudinary's "Generate archives" and `generate_archive` of its "Upload API reference".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from services.assets.moderations import is_withheld
from services.assets.names import AssetName
from services.assets.tables import Asset, AssetTag
from services.database import Database

MOST_ASSETS: Final = 1_000
"""Assets of one archive, as with Cloudinary."""

_NOT_IN_A_NAME: Final = re.compile(r"[/\\:*?\"<>|\x00-\x1f\x7f]")


class NothingToArchive(Exception):
    """The assets that were asked for are not there, or too many; the message says which."""


@dataclass(frozen=True)
class ArchiveSelection:
    """Assets by their names, and those of some types that have one of the tags or prefixes."""

    names: Sequence[AssetName] = ()
    resource_types: Sequence[str] = ()
    delivery_type: str = "upload"
    tags: Sequence[str] = ()
    prefixes: Sequence[str] = ()
    allow_missing: bool = False


@dataclass(frozen=True)
class ArchiveNaming:
    """How files are named in an archive."""

    flatten_folders: bool = False
    flatten_transformations: bool = False
    use_original_filename: bool = False
    skip_transformation_name: bool = False


def archived_assets(database: Database, selection: ArchiveSelection) -> list[Asset]:
    """The assets, each once, by their public IDs; not those that moderation rejected.

    Raises NothingToArchive.
    """
    with database.reading() as session:
        found = _shown(_named(session, selection.names))
        if not selection.allow_missing:
            _check_complete(selection.names, list(found.values()))
        if selection.tags or selection.prefixes:
            found |= _shown(_matching(session, selection))
    if not found:
        raise NothingToArchive("No resources found for archive creation")
    if len(found) > MOST_ASSETS:
        raise NothingToArchive(f"An archive has {MOST_ASSETS:,} assets at most")
    return sorted(found.values(), key=lambda asset: (asset.public_id, asset.resource_type))


def _shown(assets: Iterable[Asset]) -> dict[str, Asset]:
    """By asset ID; whoever is given an archive gets no more by it than by other addresses."""
    return {asset.asset_id: asset for asset in assets if not is_withheld(asset)}


def _named(session: Session, names: Sequence[AssetName]) -> Iterator[Asset]:
    kinds = {(name.resource_type, name.delivery_type) for name in names}
    for resource_type, delivery_type in sorted(kinds):
        public_ids = [
            name.public_id
            for name in names
            if (name.resource_type, name.delivery_type) == (resource_type, delivery_type)
        ]
        yield from session.scalars(
            select(Asset).where(
                Asset.resource_type == resource_type,
                Asset.delivery_type == delivery_type,
                Asset.public_id.in_(public_ids),
            )
        )


def _check_complete(names: Sequence[AssetName], found: Sequence[Asset]) -> None:
    there = {
        AssetName(asset.resource_type, asset.delivery_type, asset.public_id) for asset in found
    }
    missing = [name.public_id for name in names if name not in there]
    if missing:
        raise NothingToArchive(
            f"Resources not found - {', '.join(missing[:10])[:500]}. With allow_missing=true they "
            "are left out."
        )


def _matching(session: Session, selection: ArchiveSelection) -> Iterator[Asset]:
    conditions = [
        Asset.public_id.startswith(prefix, autoescape=True) for prefix in selection.prefixes
    ]
    if selection.tags:
        tagged = select(AssetTag.asset_id).where(AssetTag.tag.in_(selection.tags))
        conditions.append(Asset.asset_id.in_(tagged))
    yield from session.scalars(
        select(Asset)
        .where(
            and_(
                Asset.resource_type.in_(selection.resource_types),
                Asset.delivery_type == selection.delivery_type,
                or_(*conditions),
            )
        )
        .limit(MOST_ASSETS + 1)
    )


class EntryNames:
    """Gives every file of an archive a name of its own, which leads nowhere else."""

    def __init__(self, naming: ArchiveNaming) -> None:
        self._naming = naming
        self._given: set[str] = set()

    def original(self, asset: Asset) -> str:
        """What the asset's original is called."""
        folder, stem, extension = self._parts(asset)
        return self._distinct(f"{folder}{stem}", extension)

    def derived(self, asset: Asset, transformation: str, extension: str) -> str:
        """What a picture that was derived of the asset is called."""
        folder, stem, _ = self._parts(asset)
        text = _NOT_IN_A_NAME.sub("_", transformation)
        if self._naming.skip_transformation_name:
            name = f"{folder}{stem}"
        elif self._naming.flatten_transformations:
            name = f"{folder}{stem}-{text}"
        else:
            name = f"{text}/{folder}{stem}"
        return self._distinct(name, extension)

    def _parts(self, asset: Asset) -> tuple[str, str, str]:
        """Folder with its slash, name and extension."""
        folder, _, last = asset.public_id.rpartition("/")
        extension = asset.format
        if asset.resource_type == "raw":
            stem, dot, ending = last.rpartition(".")
            last, extension = (stem, ending) if dot and stem else (last, "")
        if self._naming.use_original_filename and asset.original_filename:
            last = _NOT_IN_A_NAME.sub("_", asset.original_filename).strip(". ") or last
        if self._naming.flatten_folders or not folder:
            return "", last, extension
        return f"{folder}/", last, extension

    def _distinct(self, name: str, extension: str) -> str:
        ending = f".{extension}" if extension else ""
        chosen, number = f"{name}{ending}", 1
        while chosen.lower() in self._given:
            number += 1
            chosen = f"{name} ({number}){ending}"
        self._given.add(chosen.lower())
        return chosen
