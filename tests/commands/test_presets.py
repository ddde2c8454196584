"""`tagdrop presets`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Tagdrop
from tests.conftest import LiveServer


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with one preset that no server has yet."""
    preset = {"name": f"from-{tmp_path.name}", "unsigned": True, "settings": {"tags": ["a"]}}
    path = tmp_path / "mine.json"
    path.write_text(json.dumps({"presets": [preset]}))
    return path


def test_an_imported_preset_is_known_to_the_running_server_and_is_exported(
    tagdrop: Tagdrop, live_server: LiveServer, file: Path
) -> None:
    [given] = json.loads(file.read_text())["presets"]
    assert tagdrop(live_server.data_dir, "presets", "import", file).stdout == (
        "1 added, 0 replaced.\n"
    )
    assert live_server.get(f"upload_presets/{given['name']}").json()["unsigned"] is True
    exported = json.loads(tagdrop(live_server.data_dir, "presets", "export").stdout)["presets"]
    assert given in exported
    assert "autotagging-preset" in {preset["name"] for preset in exported}


def test_a_preset_of_the_same_name_is_replaced_only_when_asked(
    tagdrop: Tagdrop, live_server: LiveServer, file: Path
) -> None:
    tagdrop(live_server.data_dir, "presets", "import", file)
    file.write_text(file.read_text().replace('["a"]', '["b"]'))
    refused = tagdrop(live_server.data_dir, "presets", "import", file)
    assert refused.returncode == 1
    assert "there is a preset" in refused.stderr
    replaced = tagdrop(live_server.data_dir, "presets", "import", "--replace", file)
    assert replaced.stdout == "0 added, 1 replaced.\n"
    exported = tagdrop(live_server.data_dir, "presets", "export").stdout
    assert json.loads(file.read_text())["presets"][0] in json.loads(exported)["presets"]


def test_one_wrong_preset_keeps_the_others_out_and_is_named(
    tagdrop: Tagdrop, live_server: LiveServer, tmp_path: Path
) -> None:
    good, bad = {"name": "good-one"}, {"name": "bad-one", "settings": {"colour": "red"}}
    file = tmp_path / "some.json"
    file.write_text(json.dumps({"presets": [good, bad]}))
    ended = tagdrop(live_server.data_dir, "presets", "import", file)
    assert ended.returncode == 1
    assert "some.json: presets[1].settings.colour" in ended.stderr
    assert live_server.get("upload_presets/good-one").status_code == 404


def test_without_a_server_ever_started_there_is_nothing_to_export(
    tagdrop: Tagdrop, tmp_path: Path
) -> None:
    ended = tagdrop(tmp_path / "none", "presets", "export")
    assert ended.returncode == 1
    assert "TAGDROP_DATA_DIR" in ended.stderr
    assert not (tmp_path / "none").exists()
