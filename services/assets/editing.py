"""Changing assets by a person's hand: each change is made wholly, or not at all.

Whoever changes an asset holds its row until the change is committed, so of two changes at once the
second one sees what the first one did. Several rows are always taken in the order of their IDs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.assets.catalogue import check_display_name
from services.assets.changes import Change
from services.assets.corrections import give_tags, set_tags, take_tags
from services.assets.tables import Asset, AssetTag
from services.assets.updates import (
    AssetUpdate,
    Description,
    apply_update,
    description_of,
    update_metadata,
)
from services.assets.versions import let_go
from services.database import Database
from services.structured_metadata.schema import load_schema

TagCommand = Literal["add", "remove", "replace", "remove_all", "set_exclusive"]
ContextCommand = Literal["add", "remove_all"]
_LOST_RACES = 50
"""Others that may take the same name in the same moment; each of them wins but once."""

Value = TypeVar("Value")


class AssetNotFound(Exception):
    """There is no such asset; the message names it."""


class ReplacedMeanwhile(Exception):
    """The asset has other bytes than those that were looked at."""


class NameTaken(Exception):
    """Another asset has the name; the message names it."""


@dataclass(frozen=True)
class Selection:
    """Assets of one resource type and one delivery type, by their public IDs."""

    resource_type: str
    delivery_type: str
    public_ids: Sequence[str]


@dataclass(frozen=True)
class Renamed:
    """An asset with its new name, and where the original of the asset lies that had the name."""

    asset: Asset
    replaced_key: str | None


@dataclass(frozen=True)
class Destroyed:
    """An asset that is no more, and where its original lies if it is to be discarded."""

    asset: Asset
    discarded_key: str | None


class AssetEditor:
    """Changes the records of assets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def edit_tags(
        self, command: TagCommand, names: Sequence[str], selection: Selection, actor: str
    ) -> list[Change[list[str]]]:
        """Give tags to the selected assets or take them away; what is not there is left out.

        `set_exclusive` also takes the tags from every other asset of the same types.
        """
        with self._database.writing() as session:
            exclusive = names if command == "set_exclusive" else ()
            assets = _locked(session, selection, having_tags=exclusive)
            selected = set(selection.public_ids)

            def edit(asset: Asset) -> None:
                if asset.public_id not in selected or command == "remove":
                    take_tags(session, asset, names, actor)
                elif command == "replace":
                    set_tags(session, asset, names, actor)
                elif command == "remove_all":
                    set_tags(session, asset, [], actor)
                else:
                    give_tags(session, asset, names, actor)

            return _edited(assets, edit, tag_names)

    def edit_context(
        self, command: ContextCommand, pairs: Mapping[str, str], selection: Selection
    ) -> list[Change[dict[str, str]]]:
        """Add pairs to the context of the selected assets, or empty it."""
        with self._database.writing() as session:

            def edit(asset: Asset) -> None:
                asset.context = {**asset.context, **pairs} if command == "add" else {}

            return _edited(_locked(session, selection), edit, lambda asset: asset.context)

    def edit_metadata(
        self, values: Mapping[str, Any], selection: Selection, *, clear_invalid: bool
    ) -> list[Change[dict[str, Any]]]:
        """Change the structured metadata of the selected assets. Raises MetadataError."""
        with self._database.writing() as session:
            schema = load_schema(session)

            def edit(asset: Asset) -> None:
                update_metadata(asset, schema, values, clear_invalid=clear_invalid)

            assets = _locked(session, selection)
            return _edited(assets, edit, lambda asset: asset.structured_metadata or {})

    def update(
        self,
        asset_id: str,
        update: AssetUpdate,
        *,
        version_id: str | None = None,
        unique_display_name: bool = False,
    ) -> Change[Description]:
        """Make an update, of this version of the asset alone where one is given.

        Raises AssetNotFound, ReplacedMeanwhile, CannotUpdate, DisplayNameTaken, MetadataError.
        """
        with self._database.writing() as session:
            asset = session.get(Asset, asset_id, with_for_update=True)
            if asset is None:
                raise AssetNotFound(asset_id)
            if version_id is not None and asset.version_id != version_id:
                raise ReplacedMeanwhile(asset.public_id)
            before = description_of(asset)
            apply_update(session, asset, update)
            if unique_display_name:
                check_display_name(session, asset)
            return Change(asset, before, description_of(asset))

    def rename(
        self,
        resource_type: str,
        from_name: tuple[str, str],
        to_name: tuple[str, str],
        *,
        overwrite: bool,
        context: Mapping[str, str] | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Renamed:
        """Give an asset another delivery type and public ID, and perhaps say more of it.

        With `overwrite` the asset that has the name goes. Raises AssetNotFound, NameTaken,
        MetadataError.
        """
        for _ in range(_LOST_RACES):
            # On PostgreSQL an upload may take the name meanwhile; the next look finds it.
            with suppress(IntegrityError):
                return self._rename(resource_type, from_name, to_name, overwrite, context, metadata)
        return self._rename(resource_type, from_name, to_name, overwrite, context, metadata)

    def _rename(
        self,
        resource_type: str,
        from_name: tuple[str, str],
        to_name: tuple[str, str],
        overwrite: bool,
        context: Mapping[str, str] | None,
        metadata: Mapping[str, Any] | None,
    ) -> Renamed:
        with self._database.writing() as session:
            named = _locked_by_name(session, resource_type, [from_name, to_name])
            asset, other = named.get(from_name), named.get(to_name)
            if asset is None:
                raise AssetNotFound(from_name[1])
            if other is not None and not overwrite:
                raise NameTaken(to_name[1])
            replaced_key = let_go(session, other, keep=other.backup) if other else None
            asset.delivery_type, asset.public_id = to_name
            if context is not None:
                asset.context = dict(context)
            if metadata is not None:
                update_metadata(asset, load_schema(session), metadata, clear_invalid=False)
            asset.updated_at = datetime.now(UTC)
            return Renamed(asset, replaced_key)

    def destroy(self, resource_type: str, delivery_type: str, public_id: str) -> Destroyed | None:
        """Forget the asset; one that is backed up becomes a kept version."""
        with self._database.writing() as session:
            name = (delivery_type, public_id)
            asset = _locked_by_name(session, resource_type, [name]).get(name)
            return _destroyed(session, asset) if asset else None

    def destroy_version(self, asset_id: str, version_id: str) -> Destroyed | None:
        """Forget the asset, if that is its version still."""
        with self._database.writing() as session:
            asset = session.get(Asset, asset_id, with_for_update=True)
            if asset is None or asset.version_id != version_id:
                return None
            return _destroyed(session, asset)


def tag_names(asset: Asset) -> list[str]:
    """The names of the asset's tags, in their order."""
    return [tag.tag for tag in asset.tags]


def _edited(
    assets: Sequence[Asset], edit: Callable[[Asset], None], value: Callable[[Asset], Value]
) -> list[Change[Value]]:
    changes = []
    for asset in assets:
        before = value(asset)
        edit(asset)
        asset.updated_at = datetime.now(UTC)
        changes.append(Change(asset, before, value(asset)))
    return changes


def _locked(session: Session, selection: Selection, having_tags: Sequence[str] = ()) -> list[Asset]:
    """The selected assets, and those of the same types that have one of the tags."""
    wanted: list[ColumnElement[bool]] = [Asset.public_id.in_(selection.public_ids)]
    if having_tags:
        wanted.append(Asset.tags.any(AssetTag.tag.in_(having_tags)))
    query = (
        select(Asset)
        .where(
            Asset.resource_type == selection.resource_type,
            Asset.delivery_type == selection.delivery_type,
            or_(*wanted),
        )
        .order_by(Asset.asset_id)
        .with_for_update()
    )
    return list(session.scalars(query))


def _locked_by_name(
    session: Session, resource_type: str, names: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], Asset]:
    """The assets of those delivery types and public IDs."""
    query = (
        select(Asset)
        .where(
            Asset.resource_type == resource_type,
            or_(
                *[
                    (Asset.delivery_type == delivery_type) & (Asset.public_id == public_id)
                    for delivery_type, public_id in names
                ]
            ),
        )
        .order_by(Asset.asset_id)
        .with_for_update()
    )
    return {(asset.delivery_type, asset.public_id): asset for asset in session.scalars(query)}


def _destroyed(session: Session, asset: Asset) -> Destroyed:
    return Destroyed(asset, let_go(session, asset, keep=asset.backup))
