"""A long film does not hold the queue up for others, and is not lost over it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from uuid import uuid4

import av
import numpy as np
import psycopg
import pytest

from tests.conftest import LiveServer

StartServer = Callable[..., LiveServer]


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two hours of a slide show, of which as many frames are looked at as of any film."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    random = np.random.default_rng(1)
    with av.open(path, "w") as output:
        stream = output.add_stream("libx264", rate=1, options={"g": "1", "preset": "ultrafast"})
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height, stream.pix_fmt = 128, 96, "yuv420p"
        stream.codec_context.time_base = Fraction(1, 1000)
        for second in range(0, 7200, 20):
            coarse = random.integers(0, 255, (6, 8, 3), np.uint8)
            frame = av.VideoFrame.from_ndarray(np.kron(coarse, np.ones((16, 16, 1), np.uint8)))
            frame.pts = second * 1000
            output.mux(stream.encode(frame))
        output.mux(stream.encode())
    return path


def status(server: LiveServer, uploaded: dict[str, str]) -> str:
    resource = server.get(f"resources/video/upload/{uploaded['public_id']}").json()
    found: str = resource["tagging"]["status"]
    return found


def test_a_clip_is_tagged_while_films_are_and_the_films_survive_a_kill(
    start_server: StartServer, film: Path, bikes: Path
) -> None:
    server = start_server()
    films = [server.upload(film, categorization="local_tagging") for _ in range(2)]
    clip = server.upload(bikes, categorization="local_tagging")
    assert server.wait_until_tagged(clip)["status"] == "complete"
    assert "complete" not in {status(server, each) for each in films[1:]}
    server.kill()
    server.start()
    assert {server.wait_until_tagged(each)["status"] for each in films} == {"complete"}


def test_a_clip_does_not_wait_for_a_film_on_postgresql_either(
    start_server: StartServer, postgresql: str, tmp_path: Path, film: Path, bikes: Path
) -> None:
    name = f"fair_{uuid4().hex}"
    with psycopg.connect(f"{postgresql}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    server = start_server(
        TAGDROP_DATABASE_URL=f"{postgresql}/{name}",
        TAGDROP_STORAGE_URL=(tmp_path / "files").as_uri(),
        TAGDROP_API_KEY="key",
        TAGDROP_API_SECRET="secret99",
    )
    films = [server.upload(film, categorization="local_tagging") for _ in range(3)]
    clip = server.upload(bikes, categorization="local_tagging")
    assert server.wait_until_tagged(clip)["status"] == "complete"
    assert status(server, films[-1]) != "complete"
