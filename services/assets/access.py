"""Who may see an asset: what its delivery type and its access control say.

Sources: Cloudinary's "Media access control" and the parameters `type` and `access_control` of the
"Upload API reference". An upload is for everybody. Of a private asset the derived pictures are for
everybody, and the original for whoever has a signed address; of an authenticated asset everything
needs a signed address. Access control closes an asset beyond that: it is open while one of its
rules is, and a rule of the type `token` is never open to the public.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainSerializer,
    model_validator,
)

from services.assets.tables import Asset

DeliveryType = Literal["upload", "private", "authenticated"]
DELIVERY_TYPES: tuple[DeliveryType, ...] = get_args(DeliveryType)
"""What `type` of an upload may be."""
StoredType = Literal["upload", "private", "authenticated", "text", "multi"]
STORED_TYPES: tuple[StoredType, ...] = get_args(StoredType)
"""What `type` of an asset may be: those of uploads, and those of pictures that are made here."""


def _in_utc(moment: datetime) -> datetime:
    """`moment` in UTC, which a moment without a time zone is taken to be in."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _as_text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


_Moment = Annotated[
    datetime,
    AfterValidator(_in_utc),
    PlainSerializer(_as_text, return_type=str, when_used="unless-none"),
]


class AccessRule(BaseModel):
    """One way to reach an asset; `start` and `end` bound an anonymous one."""

    model_config = ConfigDict(extra="forbid")

    access_type: Literal["token", "anonymous"]
    start: _Moment | None = None
    end: _Moment | None = None

    @model_validator(mode="after")
    def _dates_make_sense(self) -> AccessRule:
        if self.access_type == "token" and (self.start or self.end):
            raise ValueError("start and end belong to the access type anonymous")
        if self.start and self.end and self.end <= self.start:
            raise ValueError("the end must come after the start")
        return self

    def is_open(self, now: datetime) -> bool:
        """Whether the rule lets everybody in at that moment."""
        return (
            self.access_type == "anonymous"
            and (self.start is None or self.start <= now)
            and (self.end is None or now < self.end)
        )


def _from_json(value: Any) -> Any:
    """A list, or one rule for a list of one; SDKs send it as JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise ValueError('must be JSON such as [{"access_type": "token"}]') from None
    return [value] if isinstance(value, dict) else value


def _one_anonymous(rules: list[AccessRule]) -> list[AccessRule]:
    if sum(rule.access_type == "anonymous" for rule in rules) > 1:
        raise ValueError("may have one rule of the access type anonymous")
    return rules


AccessControl = Annotated[
    list[AccessRule], BeforeValidator(_from_json), AfterValidator(_one_anonymous)
]
"""The option `access_control`."""


def access_rows(rules: Sequence[AccessRule] | None) -> list[dict[str, str]] | None:
    """The rules as the API shows them and as the record keeps them; nothing when there are none."""
    return [rule.model_dump(exclude_none=True) for rule in rules] if rules else None


def is_closed(asset: Asset, now: datetime) -> bool:
    """Whether the asset's access control keeps the public out at that moment."""
    rules = [AccessRule.model_validate(row) for row in asset.access_control or []]
    return bool(rules) and not any(rule.is_open(now) for rule in rules)


def needs_signature(asset: Asset, *, original: bool) -> bool:
    """Whether the public needs a signed address for the original, or for what is derived of it."""
    if asset.delivery_type == "private":
        return original
    return asset.delivery_type == "authenticated"
