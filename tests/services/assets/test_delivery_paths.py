"""An address is read in every way that it may be meant, the likeliest first."""

from __future__ import annotations

import pytest

from services.assets.delivery_paths import DeliveryPath, read_delivery_path, split_signature
from services.media.transformations.errors import TransformationError


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("dog.jpg", [("", None, "dog.jpg")]),
        ("v1/dog", [("", 1, "dog"), ("", None, "v1/dog")]),
        ("v1", [("", None, "v1")]),
        ("v007/dog", [("", 7, "dog"), ("", None, "v007/dog")]),
        ("value/dog", [("", None, "value/dog")]),
        ("my_folder/dog", [("", None, "my_folder/dog")]),
        ("w_10", [("", None, "w_10")]),
        ("w_10/dog", [("w_10", None, "dog"), ("", None, "w_10/dog")]),
        ("w_10,zz_1/dog", [("w_10,zz_1", None, "dog"), ("", None, "w_10,zz_1/dog")]),
        (
            "w_10/e_sepia/v2/dog",
            [
                ("w_10/e_sepia", 2, "dog"),
                ("w_10/e_sepia", None, "v2/dog"),
                ("w_10", None, "e_sepia/v2/dog"),
                ("", None, "w_10/e_sepia/v2/dog"),
            ],
        ),
    ],
)
def test_a_path_is_read_in_every_way(
    path: str, expected: list[tuple[str, int | None, str]]
) -> None:
    assert read_delivery_path(path) == [DeliveryPath(*reading) for reading in expected]


def test_a_name_may_or_may_not_end_with_an_extension() -> None:
    assert DeliveryPath("", None, "a.b/dog.JPG").names == (("a.b/dog", "jpg"), ("a.b/dog.JPG", ""))
    assert DeliveryPath("", None, "dog").names == (("dog", ""),)
    assert DeliveryPath("", None, ".jpg").names == ((".jpg", ""),)


def test_an_endless_chain_is_refused_before_anything_is_looked_up() -> None:
    with pytest.raises(TransformationError, match="more than 20 components"):
        read_delivery_path("w_10/" * 1000 + "dog.jpg")


def test_a_signature_stands_at_the_head_alone() -> None:
    assert split_signature("s--abc_-123--/w_1/dog") == ("abc_-123", "w_1/dog")
    for path in ("s--abc--", "dog/s--abc--/x", "s----/dog", "s--a/b--/dog"):
        assert split_signature(path) == (None, path)
