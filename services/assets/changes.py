"""A change of one asset, for whoever is to be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from services.assets.tables import Asset

Value_co = TypeVar("Value_co", covariant=True)


@dataclass(frozen=True)
class Change(Generic[Value_co]):
    """What a change of one asset was; `asset` is as it is afterwards."""

    asset: Asset
    before: Value_co
    after: Value_co
