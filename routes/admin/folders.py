"""The Admin API: folders."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from routes.authorisation import refuse_other_sites, require_owner
from routes.fields import read_fields, read_query
from routes.responses import ApiError, error_response
from routes.typed_fields import need_text, read_cursor_text, read_flag, read_limit
from services.assets.cursors import CursorError
from services.assets.folder_rows import name_of
from services.assets.folders import (
    LONGEST_PATH,
    FolderError,
    FolderNotFound,
    Folders,
    FolderTaken,
)
from services.credentials import Credentials
from services.notifications.notifications import Notifications
from services.notifications.payloads import folder_changed, folder_moved
from services.public_ids import checked_folder

_FOLDERS = "/v1_1/<cloud:cloud_name>/folders"


def folders_blueprint(
    folders: Folders, notifications: Notifications, credentials: Credentials
) -> Blueprint:
    """The routes of folders, for the owner alone."""
    blueprint = Blueprint("folders", __name__)

    @blueprint.before_request
    def require_the_owner() -> None:
        refuse_other_sites(request)
        require_owner(request, credentials)

    @blueprint.errorhandler(FolderNotFound)
    def not_found(error: FolderNotFound) -> Response:
        return error_response(404, f"Can't find folder with path {error}")

    @blueprint.get(_FOLDERS)
    def root_folders(cloud_name: str) -> Response:
        return _listed("")

    @blueprint.get(f"{_FOLDERS}/<path:path>")
    def subfolders(cloud_name: str, path: str) -> Response:
        return _listed(path.strip("/"))

    @blueprint.post(f"{_FOLDERS}/<path:path>")
    def create(cloud_name: str, path: str) -> Response:
        folder, is_new = folders.create(_checked(path))
        if is_new:
            notifications.announce("create_folder", folder_changed(folder.path))
        return jsonify(
            success=True, path=folder.path, name=folder.name, external_id=folder.external_id
        )

    @blueprint.put(f"{_FOLDERS}/<path:path>")
    def rename(cloud_name: str, path: str) -> Response:
        path = path.strip("/")
        fields = read_query(request) | read_fields(request)
        to_path = _checked(need_text(fields, "to_folder", longest=10_000))
        try:
            folders.rename(path, to_path)
        except FolderTaken:
            raise ApiError(409, f"There is a folder {to_path} already") from None
        except FolderError as error:
            raise ApiError(400, str(error)) from None
        notifications.announce("move_or_rename_asset_folder", folder_moved(path, to_path))
        return jsonify(
            {
                "from": {"name": name_of(path), "path": path},
                "to": {"name": name_of(to_path), "path": to_path},
            }
        )

    @blueprint.delete(f"{_FOLDERS}/<path:path>")
    def delete(cloud_name: str, path: str) -> Response:
        # What is backed up lies in no folder, so that there is nothing to skip.
        read_flag(read_query(request) | read_fields(request), "skip_backup")
        try:
            deleted = folders.delete(path.strip("/"))
        except FolderError as error:
            raise ApiError(400, str(error)) from None
        for each in deleted:
            notifications.announce("delete_folder", folder_changed(each))
        return jsonify(deleted=deleted)

    def _listed(path: str) -> Response:
        fields = read_query(request)
        try:
            page = folders.inside(path, read_limit(fields), read_cursor_text(fields))
        except CursorError as error:
            raise ApiError(400, str(error)) from None
        found = [
            {"name": folder.name, "path": folder.path, "external_id": folder.external_id}
            for folder in page.folders
        ]
        return jsonify(folders=found, next_cursor=page.next_cursor, total_count=page.total)

    return blueprint


def _checked(path: str) -> str:
    """The path of a folder that may be made. Raises ApiError."""
    try:
        checked = checked_folder(path)
    except ValueError as error:
        raise ApiError(400, f"Invalid folder {path[:100]!r}: {error}") from None
    if not checked:
        raise ApiError(400, "The root is always there; name a folder")
    if len(checked) > LONGEST_PATH:
        raise ApiError(400, f"A folder's path may have {LONGEST_PATH} characters at most")
    return checked
