"""Delivery of originals and of what is derived of them, under
`/<cloud>/<resource type>/<delivery type>/…`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Blueprint, Response, request

from routes.authorisation import is_owner
from routes.delivery.responses import (
    attachment,
    file_name,
    not_found,
    original_response,
    picture_response,
    refused,
    with_headers,
)
from services.assets.access import STORED_TYPES, is_closed, needs_signature
from services.assets.catalogue import Catalogue
from services.assets.delivery_paths import DeliveryPath, read_delivery_path, split_signature
from services.assets.derived import transformation_hash
from services.assets.moderations import is_withheld
from services.assets.named_transformations import NamedTransformations
from services.assets.renditions import Renditions, RenditionsBusy, original_picture
from services.assets.tables import Asset
from services.credentials import Credentials
from services.media.encoding import PICTURE_FORMATS, PictureFormat
from services.media.errors import UnreadableMedia
from services.media.transformations.components import Transformation
from services.media.transformations.errors import TransformationError
from services.media.transformations.output import chosen_format
from services.signing import LinkError, Signer
from services.storage import Storage

_IMMUTABLE = "public, max-age=31536000, immutable"
_CHECK_AGAIN = "public, no-cache"
_FOR_ONE_READER = "private, no-cache"
_OWNERS_ALONE = "private, no-store"


@dataclass(frozen=True)
class _Asked:
    """What an address asks for: an asset, and what to make of it."""

    asset: Asset
    path: DeliveryPath
    extension: str
    signed: bool
    transformation: Transformation

    @property
    def file(self) -> bool:
        """Whether the original is asked for, as it is."""
        extension = "jpg" if self.extension == "jpeg" else self.extension
        return not self.transformation.encodes and extension in {"", self.asset.format}


def delivery_blueprint(
    catalogue: Catalogue,
    storage: Storage,
    renditions: Renditions,
    transformations: NamedTransformations,
    credentials: Credentials,
    signer: Signer,
    *,
    strict: bool = False,
) -> Blueprint:
    """The routes of delivery. What moderation rejected is there for the owner alone.

    With `strict`, an address that nobody signed gets no picture that has yet to be made, but by
    named transformations that are allowed for it.
    """
    blueprint = Blueprint("delivery", __name__)

    @blueprint.get(
        "/<cloud:cloud_name>/<any(image, video, raw):resource_type>"
        f"/<any({', '.join(STORED_TYPES)}):delivery_type>/<path:path>"
    )
    def deliver(cloud_name: str, resource_type: str, delivery_type: str, path: str) -> Response:
        try:
            asked = _asked(resource_type, delivery_type, path)
            if isinstance(asked, Response):
                return asked
            return _refusal(asked, path) or with_headers(_answer(asked), _caching(asked))
        except TransformationError as error:
            return refused(400, str(error))
        except UnreadableMedia as error:
            return refused(404, f"Resource not found - {error}")
        except RenditionsBusy as error:
            response = refused(503, str(error))
            response.headers["Retry-After"] = "5"
            return response

    def _asked(resource_type: str, delivery_type: str, path: str) -> _Asked | Response:
        signature, rest = split_signature(path)
        readings = read_delivery_path(rest)
        names = [(name, reading) for reading in readings for name in reading.names]
        asset = catalogue.find_first(
            resource_type, delivery_type, [public_id for (public_id, _), _ in names]
        )
        if asset is None:
            # An asset that is not there does not hide that the address could never work.
            transformations.read(readings[0].transformation)
            return not_found(path)
        (_, extension), reading = next(entry for entry in names if entry[0][0] == asset.public_id)
        signed = signature is not None and signer.is_delivery_signature(
            signature, reading.signed_text
        )
        if signature is not None and not signed:
            return refused(401, "Invalid signature in URL")
        transformation = transformations.read(reading.transformation)
        return _Asked(asset, reading, extension, signed, transformation)

    def _refusal(asked: _Asked, path: str) -> Response | None:
        """Why whoever asks does not get it."""
        if not _may_see(asked):
            return not_found(path)
        if strict and not _may_have_made(asked):
            return refused(401, "Unsigned addresses may not ask for this transformation")
        return None

    def _may_see(asked: _Asked) -> bool:
        """Whether whoever asks gets what is asked for.

        The owner is looked for last: a look at the session keeps caches from sharing the answer.
        """
        asset = asked.asset
        if not is_withheld(asset):
            closed = is_closed(asset, datetime.now(UTC))
            protected = needs_signature(asset, original=not asked.transformation.alters)
            if not closed and (asked.signed or not protected):
                return True
            if _came_by_link(asset):
                return True
        return is_owner(request, credentials)

    def _may_have_made(asked: _Asked) -> bool:
        """Whether whoever asks may have a picture made that is not there yet."""
        if asked.signed or asked.file or _stays_as_it_is(asked) or _came_by_link(asked.asset):
            return True
        name = asked.path.transformation.removeprefix("t_")
        named = transformations.get(name) if name != asked.path.transformation else None
        if named is not None and named.allowed_for_strict:
            return True
        kept = renditions.is_kept(asked.asset, asked.transformation, _format(asked))
        return kept or is_owner(request, credentials)

    def _came_by_link(asset: Asset) -> bool:
        """Whether the request has the token of the asset's info link, which its page passes on."""
        try:
            return signer.check_link(request.args.get("token", "")) == asset.asset_id
        except LinkError:
            return False

    def _answer(asked: _Asked) -> Response:
        asset, output = asked.asset, asked.transformation.output
        if asked.file or _stays_as_it_is(asked):
            response = original_response(request, asset, storage.open(asset.storage_key))
            extension = asset.format
        else:
            extension = _format(asked)
            picture = renditions.picture(asset, asked.transformation, extension)
            etag = f"{asset.etag}-{transformation_hash(str(asked.transformation))}-{extension}"
            response = picture_response(request, picture, extension, etag)
        if output.format == "auto":
            response.vary.add("Accept")
        if output.attachment:
            name = file_name(asset, extension, output.attachment_name)
            response.headers["Content-Disposition"] = attachment(name)
        return response

    return blueprint


def _stays_as_it_is(asked: _Asked) -> bool:
    """Whether a video is asked for in the format and quality that suit it: the original does."""
    return (
        asked.asset.resource_type == "video"
        and asked.extension in {"", asked.asset.format}
        and asked.transformation.output.format in {None, "auto"}
        and not asked.transformation.alters
    )


def _format(asked: _Asked) -> PictureFormat:
    """The format of the picture that is asked for. Raises TransformationError, UnreadableMedia."""
    asset, output = asked.asset, asked.transformation.output
    if asset.resource_type == "raw":
        raise TransformationError("Raw files are delivered as they are; they are not transformed")
    if not asset.width:
        raise UnreadableMedia("there is nothing to see in it")
    names_picture = asked.extension in PICTURE_FORMATS or output.format not in {None, "auto"}
    if asset.resource_type == "video" and not names_picture:
        raise TransformationError(
            "Videos are not transcoded here. Of a video, pictures are made: ask for "
            f"{asset.public_id}.jpg"
        )
    return chosen_format(output, asked.extension, original_picture(asset), _accepts)


def _accepts(kind: str) -> bool:
    """Whether the client lists the content type itself; `*/*` says nothing of what it reads."""
    return any(
        accepted.lower() == kind and quality > 0 for accepted, quality in request.accept_mimetypes
    )


def _caching(asked: _Asked) -> str:
    """How long others may keep the answer: an address with the current version never changes.

    What is under moderation may be withheld at any time, so whoever keeps it has to ask again.
    """
    asset = asked.asset
    if is_withheld(asset):
        return _OWNERS_ALONE
    if asset.access_control or needs_signature(asset, original=not asked.transformation.alters):
        return _FOR_ONE_READER
    if asked.path.version == asset.version and not asset.moderations:
        return _IMMUTABLE
    return _CHECK_AGAIN
