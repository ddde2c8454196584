"""The paths that a site's script tag and the widget's modules ask for."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from routes.widget import widget_blueprint

WIDGET = Path(__file__).parents[2] / "static" / "widget"


@pytest.fixture
def client() -> FlaskClient:
    app = Flask(__name__)
    app.register_blueprint(widget_blueprint(WIDGET))
    return app.test_client()


@pytest.mark.parametrize(
    "path",
    [
        "/latest/global/all.js",
        "/global/all.js",
        "/v2.0/global/all.js",
        "/2.73.0/global/all.js",
    ],
)
def test_the_script_answers_at_the_paths_of_the_original(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.content_type == "text/javascript; charset=utf-8"
    assert response.data == (WIDGET / "all.js").read_bytes()


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/static/widget/widget.js", "text/javascript; charset=utf-8"),
        ("/static/widget/core/queue.js", "text/javascript; charset=utf-8"),
        ("/static/widget/dialog/dialog.css", "text/css; charset=utf-8"),
    ],
)
def test_any_origin_may_load_the_parts(client: FlaskClient, path: str, content_type: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.content_type == content_type
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response.headers


def test_browsers_get_the_parts_compressed(client: FlaskClient) -> None:
    path = "/static/widget/widget.js"
    response = client.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.content_length == len(response.data)
    assert gzip.decompress(response.data) == (WIDGET / "widget.js").read_bytes()
    tag = {"Accept-Encoding": "gzip", "If-None-Match": response.headers["ETag"]}
    assert client.get(path, headers=tag).status_code == 304


def test_an_unchanged_part_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/static/widget/widget.js")
    assert first.cache_control.max_age == 300
    again = client.get("/static/widget/widget.js", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


@pytest.mark.parametrize(
    "path",
    [
        "/static/widget/../../app.py",
        "/static/widget/%2e%2e/%2e%2e/pyproject.toml",
        "/static/widget//etc/passwd",
        "/static/widget/nothing.js",
        "/v1.0/global/all.js",
    ],
)
def test_nothing_else_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code in {308, 404}
