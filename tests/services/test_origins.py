"""Origins as people write them."""

from __future__ import annotations

import pytest

from services.origins import checked_origin


@pytest.mark.parametrize(
    "written",
    ["shop.example", "https://", "https://shop.example/path", "https://*", "*", "ftp://a.example"],
)
def test_what_is_no_origin_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="must be an origin"):
        checked_origin(written)


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("https://Shop.Example/", "https://shop.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://*.shop.example", "https://*.shop.example"),
    ],
)
def test_an_origin_is_written_as_browsers_do(written: str, understood: str) -> None:
    assert checked_origin(written) == understood
