"""The README says what the code does."""

from __future__ import annotations

import ast
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from services.media.pictures import Picture
from services.settings import PREFIX, Settings
from services.tagging.engine import Engine

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()


def _documented_settings() -> dict[str, tuple[str, str]]:
    rows = re.findall(r"^\| `(TAGDROP_\w+)` \| (.+?) \| (.+) \|$", README, re.MULTILINE)
    return {name: (default, meaning) for name, default, meaning in rows}


def _docstrings() -> dict[str, str]:
    """What the code says of each setting, in the string below its field."""
    tree = ast.parse((ROOT / "services" / "settings.py").read_text())
    body = next(
        node.body
        for node in tree.body
        if isinstance(node, ast.ClassDef) and node.name == "Settings"
    )
    return {
        PREFIX + field.target.id.upper(): text.value.value
        for field, text in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }


def test_every_setting_is_in_the_table_and_every_row_is_a_setting() -> None:
    assert set(_documented_settings()) == {PREFIX + name.upper() for name in Settings.model_fields}


def test_the_table_says_what_the_code_says_of_each_setting() -> None:
    meanings = {name: meaning for name, (_, meaning) in _documented_settings().items()}
    assert meanings == _docstrings()


def test_the_table_gives_the_defaults() -> None:
    for name, (default, _) in _documented_settings().items():
        value = Settings.model_fields[name.removeprefix(PREFIX).lower()].default
        if value is not None and value != ():
            written = str(value).lower() if isinstance(value, bool) else value
            assert default == f"`{written}`", name


def test_the_example_settings_are_the_settings() -> None:
    named = set(re.findall(r"^#(TAGDROP_\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert named == set(_documented_settings())


def test_links_lead_to_files() -> None:
    for document in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        for link in re.findall(r"\]\(([^)#:]+)\)", document.read_text()):
            assert (document.parent / link).exists(), f"{document.name}: {link}"


def test_the_json_example_is_json() -> None:
    example = re.search(r"```json\n(.+?)```", README, re.DOTALL)
    assert example
    assert json.loads(example[1])["tags"]


def test_the_presets_that_the_readme_names_ship() -> None:
    shipped = {
        preset["name"] for preset in json.loads((ROOT / "presets.json").read_text())["presets"]
    }
    assert set(re.findall(r'uploadPreset: "([^"]+)"', README)) <= shipped


def test_the_engine_in_the_docs_tags_a_picture(cat: Path) -> None:
    documented = re.search(
        r"```python\n(.+?class ShapeTagging.+?)```",
        (ROOT / "docs" / "architecture.md").read_text(),
        re.DOTALL,
    )
    assert documented
    names: dict[str, Any] = {}
    exec(documented[1], names)
    engine: Engine = names["ShapeTagging"]()
    with cat.open("rb") as file:
        tags = engine.tag_picture(Picture(file))
    assert engine.data(tags) == [{"tag": "wide", "confidence": 1.0}]
