"""When an asset's access control is open, and what it may say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from services.assets.access import AccessControl, access_rows, is_closed
from services.assets.tables import Asset

CONTROL: TypeAdapter[Any] = TypeAdapter(AccessControl)
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


def closed(rules: object) -> bool:
    rows = access_rows(CONTROL.validate_python(rules))
    return is_closed(Asset(access_control=rows), NOON)


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([], False),
        ([{"access_type": "token"}], True),
        ([{"access_type": "anonymous"}], False),
        ([{"access_type": "anonymous", "start": "2026-06-15T11:59Z"}], False),
        ([{"access_type": "anonymous", "start": "2026-06-15T12:01Z"}], True),
        ([{"access_type": "anonymous", "end": "2026-06-15T12:00:00Z"}], True),
        ([{"access_type": "anonymous", "end": "2026-06-15T14:01+02:00"}], False),
        ([{"access_type": "anonymous", "end": "2026-06-15T13:59+02:00"}], True),
        (
            '[{"access_type": "token"}, {"access_type": "anonymous", '
            '"start": "2026-06-01T00:00Z", "end": "2026-07-01T00:00Z"}]',
            False,
        ),
        ('{"access_type": "token"}', True),
    ],
)
def test_an_asset_is_open_while_one_of_its_rules_is(rules: object, expected: bool) -> None:
    assert closed(rules) is expected


@pytest.mark.parametrize(
    "rules",
    [
        "token",
        [{"access_type": "nobody"}],
        [{"access_type": "token", "start": "2026-06-15T12:00Z"}],
        [{"access_type": "anonymous", "start": "yesterday"}],
        [{"access_type": "anonymous", "start": "2026-06-15T12:00Z", "end": "2026-06-15T12:00Z"}],
        [{"access_type": "anonymous"}, {"access_type": "anonymous"}],
        [{"access_type": "anonymous", "from": "2026-06-15T12:00Z"}],
        ["token"],
        7,
    ],
)
def test_rules_that_make_no_sense_are_refused(rules: object) -> None:
    with pytest.raises(ValidationError):
        CONTROL.validate_python(rules)
