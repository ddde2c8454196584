"""Engines are asked by name, and a result never hides who made it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from PIL import Image

from services.media.pictures import Picture
from services.tagging.engine import Engine, EngineError, Medium, find_engines
from services.tagging.tagger import Tagger, UnknownEngine
from services.tagging.tags import Tag
from services.tagging.words.words import load_words

DOG = Tag("dog", 0.9, "object")


class _StubEngine(Engine):
    error: str | None = None

    def __init__(self) -> None:
        self.looked = 0

    def data(self, tags: Sequence[Tag]) -> Any:
        return [tag.name for tag in tags]

    def tag_picture(self, picture: Picture) -> list[Tag]:
        self.looked += 1
        if self.error:
            raise EngineError(self.error)
        return [DOG]


def stub(
    engine_name: str,
    *takes: Medium,
    is_remote: bool = False,
    credentials: bool = False,
    fails_with: str | None = None,
) -> _StubEngine:
    class Stub(_StubEngine):
        name = engine_name
        media = frozenset(takes)
        remote = is_remote
        model = f"{engine_name} 1"
        error = fails_with

        def has_credentials(self) -> bool:
            return not is_remote or credentials

    return Stub()


@pytest.fixture
def picture() -> Picture:
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return Picture(file)


LOCAL = "local_tagging"


def tagger(*engines: Engine, fallback: str = "local") -> Tagger:
    assert fallback in {"local", "none"}
    return Tagger({each.name: each for each in engines}, fallback, load_words())  # type: ignore[arg-type]


def test_an_engine_without_credentials_is_answered_for_by_the_local_one(picture: Picture) -> None:
    local, remote = stub(LOCAL, "image"), stub("vendor", "image", is_remote=True)
    [result] = tagger(local, remote).tag_picture(["vendor"], picture)
    assert (result.engine, result.provider, result.model) == (
        "vendor",
        "local",
        "local_tagging 1",
    )
    assert result.tags == [DOG]


def test_an_engine_with_credentials_answers_itself(picture: Picture) -> None:
    local = stub(LOCAL, "image")
    remote = stub("vendor", "image", is_remote=True, credentials=True)
    [result] = tagger(local, remote).tag_picture(["vendor"], picture)
    assert (result.provider, result.model, local.looked) == ("vendor", "vendor 1", 0)


def test_the_local_engine_looks_once_for_all_whom_it_answers_for(picture: Picture) -> None:
    local = stub(LOCAL, "image")
    one, two = (stub(name, "image", is_remote=True) for name in ("one", "two"))
    results = tagger(local, one, two).tag_picture([LOCAL, "one", "two"], picture)
    assert [result.engine for result in results] == [LOCAL, "one", "two"]
    assert [result.provider for result in results] == ["local", "local", "local"]
    assert local.looked == 1


def test_one_engine_that_fails_leaves_the_others_their_say(picture: Picture) -> None:
    local = stub(LOCAL, "image")
    broken = stub(
        "vendor", "image", is_remote=True, credentials=True, fails_with="vendor is out of quota"
    )
    failed, fine = tagger(local, broken).tag_picture(["vendor", LOCAL], picture)
    assert (failed.error, failed.tags) == ("vendor is out of quota", [])
    assert (fine.error, fine.tags) == (None, [DOG])


def test_without_fallback_an_engine_without_credentials_is_a_clear_error() -> None:
    engines = stub(LOCAL, "image"), stub("vendor", "image", is_remote=True)
    with pytest.raises(EngineError, match=r"vendor has no credentials.*TAGDROP_ENGINE_FALLBACK"):
        tagger(*engines, fallback="none").select(["vendor"], "image")
    assert tagger(*engines, fallback="none").select([LOCAL], "image") == [LOCAL]


def test_an_unknown_engine_is_told_which_there_are() -> None:
    with pytest.raises(UnknownEngine, match=r"'nobody'\. There are: local_tagging, vendor\."):
        tagger(stub("vendor", "image"), stub(LOCAL, "image")).select(["nobody"], "image")


def test_engines_that_do_not_take_the_medium_are_left_out_while_another_does() -> None:
    both = tagger(stub(LOCAL, "image", "video"), stub("pictures", "image"))
    assert both.select(["pictures", LOCAL], "video") == [LOCAL]


def test_when_no_engine_takes_the_medium_it_is_said_what_each_takes() -> None:
    with pytest.raises(UnknownEngine, match=r"takes this video: pictures takes images\."):
        tagger(stub("pictures", "image")).select(["pictures"], "video")


def test_local_tagging_is_quick_and_a_service_is_not() -> None:
    local = stub(LOCAL, "image")
    there = stub("there", "image", is_remote=True, credentials=True)
    absent = stub("absent", "image", is_remote=True)
    engines = tagger(local, there, absent)
    assert engines.is_quick([LOCAL, "absent"])
    assert not engines.is_quick([LOCAL, "there"])


def test_every_engine_that_the_articles_name_is_found_by_itself() -> None:
    assert set(find_engines()) >= {
        "local_tagging",
        "imagga_tagging",
        "aws_rek_tagging",
        "rekognition_scene",
        "google_tagging",
        "google_video_tagging",
    }


def test_only_what_lies_in_the_folder_of_engines_is_an_engine_of_the_server() -> None:
    stub("of_a_test", "image")
    assert "of_a_test" not in find_engines()


def test_tags_of_the_package_are_told_in_the_language_that_was_asked_for(picture: Picture) -> None:
    local = stub(LOCAL, "image")
    [result] = tagger(local).tag_picture([LOCAL], picture, "de-AT,en;q=0.5")
    assert [tag.name for tag in result.tags] == ["Hund"]


def test_tags_of_a_service_are_told_as_it_gives_them(picture: Picture) -> None:
    local = stub(LOCAL, "image")
    remote = stub("vendor", "image", is_remote=True, credentials=True)
    [result] = tagger(local, remote).tag_picture(["vendor"], picture, "de")
    assert [tag.name for tag in result.tags] == ["dog"]
