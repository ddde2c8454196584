"""Who may read a resource: the owner, and whoever has a signed link to it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Request

from routes.authorisation import require_owner
from routes.responses import ApiError
from services.assets.access import STORED_TYPES
from services.assets.catalogue import Catalogue
from services.assets.tables import Asset
from services.credentials import Credentials
from services.signing import LinkError, Signer

RESOURCES = "/v1_1/<cloud:cloud_name>/resources"
RESOURCE_TYPE = "<any(image, video, raw):resource_type>"
DELIVERY_TYPE = f"<any({', '.join(STORED_TYPES)}):delivery_type>"
RESOURCE_BY_ID = "<string(length=32):asset_id>"
NAMED_RESOURCE = f"{RESOURCE_TYPE}/{DELIVERY_TYPE}/<path:public_id>"


@dataclass(frozen=True)
class ResourceAccess:
    """Finds the resource that a request names, if the request may read it."""

    catalogue: Catalogue
    signer: Signer
    credentials: Credentials

    def readable(
        self, request: Request, resource_type: str, delivery_type: str, public_id: str
    ) -> Asset:
        """The resource of that name. Raises ApiError."""
        if "token" in request.args:
            opened = _opened(self.signer, request.args["token"])
            asset = self.catalogue.find(resource_type, delivery_type, public_id)
            if asset is None or asset.asset_id != opened:
                raise not_found(public_id)
            return asset
        return self.owned(request, resource_type, delivery_type, public_id)

    def owned(
        self, request: Request, resource_type: str, delivery_type: str, public_id: str
    ) -> Asset:
        """The resource of that name, for the owner alone. Raises ApiError."""
        require_owner(request, self.credentials)
        asset = self.catalogue.find(resource_type, delivery_type, public_id)
        if asset is None:
            raise not_found(public_id)
        return asset

    def owned_by_id(self, request: Request, asset_id: str) -> Asset:
        """The resource of that asset ID, for the owner alone. Raises ApiError."""
        require_owner(request, self.credentials)
        asset = self.catalogue.get(asset_id)
        if asset is None:
            raise not_found(asset_id)
        return asset


def not_found(public_id: str) -> ApiError:
    """The error of a resource that is not there, in the words that SDKs show."""
    return ApiError(404, f"Resource not found - {public_id}")


def _opened(signer: Signer, token: str) -> str:
    """The ID of the asset that a link's token opens. Raises ApiError."""
    try:
        return signer.check_link(token)
    except LinkError as error:
        raise ApiError(403, str(error)) from None
