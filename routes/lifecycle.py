"""The Upload API's methods `rename`, `destroy` and `delete_by_token`."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Request, Response, jsonify, request

from routes.authorisation import require_signature_or_owner
from routes.fields import Fields, read_fields
from routes.responses import ApiError
from services.assets.discarding import Discarding
from services.assets.editing import AssetEditor, AssetNotFound, Destroyed, NameTaken
from services.assets.presentation import AssetPresenter
from services.notifications.events import EventType
from services.notifications.notifications import Notifications
from services.notifications.payloads import deleted, renamed
from services.signing import LinkError, Signer
from services.structured_metadata.values import MetadataError
from services.uploads.authorisation import Gate
from services.uploads.errors import UploadError
from services.uploads.methods import DestroyRequest, RenameRequest, read_method

_METHOD = "/v1_1/<cloud:cloud_name>/<any(image, video, raw):resource_type>"


def lifecycle_blueprint(
    gate: Gate,
    editor: AssetEditor,
    discarding: Discarding,
    presenter: AssetPresenter,
    signer: Signer,
    notifications: Notifications,
    base_url: Callable[[Request], str],
) -> Blueprint:
    """The routes of these methods."""
    blueprint = Blueprint("lifecycle", __name__)

    @blueprint.post(f"{_METHOD}/rename")
    def rename(cloud_name: str, resource_type: str) -> Response:
        asked = read_method(_signed_fields(), RenameRequest)
        from_name = (asked.type, asked.from_public_id)
        to_name = (asked.to_type or asked.type, asked.to_public_id)
        if from_name == to_name:
            raise UploadError("from_public_id and to_public_id must not be identical")
        try:
            done = editor.rename(
                resource_type,
                from_name,
                to_name,
                overwrite=asked.overwrite,
                context=asked.context,
                metadata=asked.metadata,
            )
        except MetadataError as error:
            raise UploadError(str(error)) from None
        except AssetNotFound:
            raise ApiError(404, f"Resource not found - {asked.from_public_id}") from None
        except NameTaken:
            raise UploadError(
                f"to_public_id({asked.to_public_id}) already exists. With overwrite=true it is "
                "replaced."
            ) from None
        if done.replaced_key is not None:
            discarding.discard(done.replaced_key)
        notifications.announce(
            "rename",
            renamed(done.asset, asked.from_public_id),
            notification_url=asked.notification_url,
        )
        return jsonify(presenter.as_json(done.asset, base_url(request)))

    @blueprint.post(f"{_METHOD}/destroy")
    def destroy(cloud_name: str, resource_type: str) -> Response:
        asked = read_method(_signed_fields(), DestroyRequest)
        done = editor.destroy(resource_type, asked.type, asked.public_id)
        return _destroyed(done, "delete", asked.notification_url)

    @blueprint.post("/v1_1/<cloud:cloud_name>/delete_by_token")
    def delete_by_token(cloud_name: str) -> Response:
        token = read_fields(request).get("token")
        if not isinstance(token, str):
            raise UploadError("Missing required parameter - token")
        try:
            asset_id, version_id = signer.check_delete_token(token)
        except LinkError as error:
            raise UploadError(str(error)) from None
        return _destroyed(editor.destroy_version(asset_id, version_id), "delete_by_token", None)

    def _destroyed(
        done: Destroyed | None, event: EventType, notification_url: str | None
    ) -> Response:
        if done is None:
            return jsonify(result="not found")
        if done.discarded_key is not None:
            discarding.discard(done.discarded_key)
        notifications.announce(event, deleted([done.asset]), notification_url=notification_url)
        return jsonify(result="ok")

    def _signed_fields() -> Fields:
        fields = read_fields(request)
        require_signature_or_owner(request, gate, fields)
        return fields

    return blueprint
