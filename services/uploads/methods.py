"""What the Upload API's methods for stored assets take, as in its reference."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from services.assets.access import DeliveryType, StoredType
from services.assets.editing import ContextCommand, TagCommand
from services.options.values import MetadataValues, Pairs, PublicId, Tags, WebAddress
from services.uploads.errors import UploadError
from services.wording import describe_problems

MOST_PUBLIC_IDS: Final = 1_000
NOT_SIGNED: Final = frozenset({"notification_url", "batch_id"})
"""Fields that SDKs leave out of the signatures of `tags`, `context` and `metadata`."""
_ABOUT_THE_REQUEST: Final = frozenset(
    {
        "api_key",
        "cloud_name",
        "resource_type",
        "signature",
        "signature_algorithm",
        "source",
        "timestamp",
    }
)
"""Fields that say who asks and how, not for what."""

_SWITCHES: Final = frozenset({"true", "false", "1", "0"})


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _some(values: list[str]) -> list[str]:
    distinct = list(dict.fromkeys(values))
    if len(distinct) > MOST_PUBLIC_IDS:
        raise ValueError(f"must be at most {MOST_PUBLIC_IDS:,}, and are {len(distinct):,}")
    return distinct


def _none_if_switch(value: Any) -> Any:
    """Nothing for a yes or no: whether the answer is to have what it has anyway."""
    return None if str(value).lower() in _SWITCHES else value


PublicIds = Annotated[
    list[str], BeforeValidator(_as_list), Field(min_length=1), AfterValidator(_some)
]


class MethodRequest(BaseModel):
    """The parameters that every method has."""

    model_config = ConfigDict(extra="forbid")

    type: StoredType = "upload"
    notification_url: WebAddress | None = None
    batch_id: str | None = None
    """Taken and without effect: notifications are not grouped."""


class TagsRequest(MethodRequest):
    """`tags`."""

    command: TagCommand
    public_ids: PublicIds
    tag: Tags = []


class ContextRequest(MethodRequest):
    """`context`."""

    command: ContextCommand
    public_ids: PublicIds
    context: Pairs = {}


class MetadataRequest(MethodRequest):
    """`metadata`."""

    public_ids: PublicIds
    metadata: MetadataValues
    clear_invalid: bool = False


class RenameRequest(MethodRequest):
    """`rename`."""

    from_public_id: str
    to_public_id: PublicId
    to_type: DeliveryType | None = None
    overwrite: bool = False
    invalidate: bool = False
    """Taken and without effect: no copies are held in front of this server."""
    context: Annotated[Pairs | None, BeforeValidator(_none_if_switch)] = None
    metadata: Annotated[MetadataValues | None, BeforeValidator(_none_if_switch)] = None


class DestroyRequest(MethodRequest):
    """`destroy`."""

    public_id: str
    invalidate: bool = False
    """Taken and without effect: no copies are held in front of this server."""


Request = TypeVar("Request", bound=MethodRequest)


def read_method(fields: Mapping[str, Any], kind: type[Request]) -> Request:
    """The parameters among the fields of a request. Raises UploadError."""
    given = {
        name: value
        for name, value in fields.items()
        if name not in _ABOUT_THE_REQUEST and value not in ("", None)
    }
    for name in given:
        if name not in kind.model_fields:
            near = difflib.get_close_matches(name, kind.model_fields, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise UploadError(f"Unknown or unsupported parameter {name[:100]}.{hint}")
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        place, message = next(iter(describe_problems(error).items()))
    name = place.split(".")[0]
    if name not in given:
        raise UploadError(f"Missing required parameter - {name}")
    raise UploadError(f"Invalid value {str(given[name])[:100]!r} for parameter {name}: {message}")
