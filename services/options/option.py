"""What an option of `upload` is: a typed field that says what it does and who may set it.

An option is added by two lines in the file of its theme in this package: the field, and below it
one sentence that says what it does (the preset page shows it). Its value is None where nobody set
it. Everything else follows: it is read from requests and presets, merged, and offered by the Admin
API. What is known and not done stands in `unsupported.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class SetBy:
    """Who may set an option: signed requests, unsigned ones (beside their preset), presets."""

    signed: bool = True
    unsigned: bool = False
    preset: bool = True


UNSIGNED_TOO = SetBy(unsigned=True)
REQUEST_ONLY = SetBy(preset=False)
ANY_REQUEST_ONLY = SetBy(unsigned=True, preset=False)
PRESET_ONLY = SetBy(signed=False)
_USUALLY = SetBy()


class Options(BaseModel):
    """Options of one theme. Each may be annotated with a SetBy; signed requests and presets are
    usual. A field whose name is no Python name, such as `async`, has that as its alias."""

    model_config = ConfigDict(
        extra="forbid", use_attribute_docstrings=True, validate_by_name=True, validate_by_alias=True
    )

    def as_set(self) -> dict[str, Any]:
        """The options that are set, as JSON has them, by the names that the API gives them."""
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


def option_fields(options: type[Options]) -> dict[str, FieldInfo]:
    """The fields by the names that the API gives them."""
    return {field.alias or name: field for name, field in options.model_fields.items()}


def set_by(field: FieldInfo) -> SetBy:
    """Who may set the option."""
    return next((data for data in field.metadata if isinstance(data, SetBy)), _USUALLY)
