"""What an upload is called, whatever its file was called."""

from __future__ import annotations

import re

import pytest

from services.options.upload import UploadOptions
from services.uploads.naming import Names, choose_names, usable_extension


def named(
    filename: str, resource_type: str = "image", extension: str = "jpg", /, **options: object
) -> Names:
    return choose_names(filename, extension, resource_type, UploadOptions.model_validate(options))


@pytest.mark.parametrize(
    ("filename", "public_id", "original"),
    [
        ("dog.jpg", "dog", "dog"),
        ("my dog.jpg", "my_dog", "my dog"),
        ("größe.jpg", "größe", "größe"),
        ("東京.jpg", "東京", "東京"),
        ("🐕.jpg", "file", "🐕"),
        ("dog 🐕 cat.jpg", "dog_cat", "dog 🐕 cat"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("a/b/c.jpg", "c", "c"),
        ("C:\\Users\\me\\dog.jpg", "dog", "dog"),
        ("..\\..\\dog.jpg", "dog", "dog"),
        ("dog.tar.gz", "dog.tar", "dog.tar"),
        (".jpg", "jpg", ".jpg"),
        ("...", "file", "..."),
        ("..", "file", ".."),
        (".", "file", "file"),
        ("/", "file", "file"),
        ("", "file", "file"),
        ("__.jpg", "file", "__"),
        ("a?b#c%d&e.jpg", "a_b_c_d_e", "a?b#c%d&e"),
        ("a\x00b\nc.jpg", "abc", "abc"),
        ("x" * 300 + ".jpg", "x" * 200, "x" * 255),
    ],
)
def test_a_public_id_can_be_made_from_any_file_name(
    filename: str, public_id: str, original: str
) -> None:
    names = named(filename, use_filename=True, unique_filename=False)
    assert names.public_id == names.display_name == public_id
    assert names.original_filename == original


def test_two_ways_to_write_the_same_letters_make_the_same_public_id() -> None:
    composed, decomposed = "caf\u00e9.jpg", "cafe\u0301.jpg"
    options = {"use_filename": True, "unique_filename": False}
    assert named(composed, **options).public_id == named(decomposed, **options).public_id


def test_without_use_filename_the_public_id_is_twenty_random_letters_and_digits() -> None:
    made = {named("dog.jpg").public_id for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"[a-z0-9]{20}", public_id) for public_id in made)


def test_with_use_filename_six_random_characters_keep_it_unique() -> None:
    made = {named("dog.jpg", use_filename=True).public_id for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"dog_[a-z0-9]{6}", public_id) for public_id in made)


def test_a_folder_comes_before_the_public_id() -> None:
    names = named("dog.jpg", public_id="a/dog", folder="holiday")
    assert (names.public_id, names.asset_folder, names.display_name) == (
        "holiday/a/dog",
        "holiday/a",
        "dog",
    )


def test_asset_folder_and_display_name_can_differ_from_the_public_id() -> None:
    names = named("x.jpg", public_id="a/dog", asset_folder="/shown/", display_name="Our dog")
    assert (names.public_id, names.asset_folder, names.display_name) == (
        "a/dog",
        "shown",
        "Our dog",
    )


@pytest.mark.parametrize(
    ("options", "public_id", "asset_folder"),
    [
        ({"public_id_prefix": "shop"}, "shop/dog", ""),
        ({"public_id_prefix": "shop", "folder": "shown"}, "shop/dog", "shown"),
        ({"public_id_prefix": "shop", "asset_folder": "shown"}, "shop/dog", "shown"),
        ({"folder": "both"}, "both/dog", "both"),
        ({"folder": "id", "asset_folder": "shown"}, "id/dog", "shown"),
        ({"asset_folder": "shown"}, "dog", "shown"),
        (
            {"asset_folder": "shown/here", "use_asset_folder_as_public_id_prefix": True},
            "shown/here/dog",
            "shown/here",
        ),
        (
            {
                "asset_folder": "shown",
                "use_asset_folder_as_public_id_prefix": True,
                "public_id_prefix": "shop",
            },
            "shop/dog",
            "shown",
        ),
        ({"use_asset_folder_as_public_id_prefix": True}, "dog", ""),
    ],
)
def test_prefix_folder_and_asset_folder_say_where_the_asset_is(
    options: dict[str, object], public_id: str, asset_folder: str
) -> None:
    names = named("x.jpg", public_id="dog", **options)
    assert (names.public_id, names.asset_folder, names.display_name) == (
        public_id,
        asset_folder,
        "dog",
    )


def test_the_name_of_the_file_can_be_what_people_read() -> None:
    names = named("Our dog!.jpg", public_id="a/b", use_filename_as_display_name=True)
    assert names.display_name == "Our dog!"
    chosen = named("x.jpg", display_name="Rex", use_filename_as_display_name=True)
    assert chosen.display_name == "Rex"


def test_the_name_of_the_file_can_be_forgotten() -> None:
    names = named("Mrs Smith.jpg", discard_original_filename=True)
    assert names.original_filename == ""
    assert "Smith" not in names.public_id + names.display_name


def test_filename_override_stands_for_the_name_of_the_file() -> None:
    names = named("x.jpg", filename_override="dog.jpg", use_filename=True, unique_filename=False)
    assert (names.public_id, names.original_filename) == ("dog", "dog")


def test_a_raw_file_keeps_its_extension_in_a_public_id_that_is_made_for_it() -> None:
    made = named("notes.txt", "raw", "txt", use_filename=True, unique_filename=False)
    given = named("notes.txt", "raw", "txt", public_id="notes")
    assert (made.public_id, given.public_id) == ("notes.txt", "notes")


@pytest.mark.parametrize("extension", ["txt", "7z", "tar"])
def test_the_usual_extensions_are_formats(extension: str) -> None:
    assert usable_extension(extension) == extension


@pytest.mark.parametrize("extension", ["", "t/../x", "a b", "x" * 21, "größe", "<b>", "a\n", "a\0"])
def test_a_strange_extension_is_none(extension: str) -> None:
    assert usable_extension(extension) == ""
