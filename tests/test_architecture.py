"""Who may know whom, as docs/architecture.md says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = [
    ROOT / "app.py",
    *(file for part in ("commands", "routes", "services") for file in (ROOT / part).rglob("*.py")),
]

FORBIDDEN = [
    ("services", ("flask", "flask_cors", "flask_wtf", "click", "commands", "routes", "app")),
    ("routes", ("click", "commands", "app")),
    ("services.media", ("services.tagging", "services.assets", "services.uploads")),
    ("services.tagging", ("services.assets", "services.uploads", "services.jobs", "requests.")),
    (
        "services.moderation",
        ("services.tagging", "services.assets", "services.uploads", "services.jobs", "requests."),
    ),
    ("services.assets", ("services.uploads", "services.jobs")),
    ("services.storage", ("services.assets", "services.uploads", "services.media")),
]


def _module(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imports(file: Path) -> Iterator[str]:
    """Every module that `file` imports when it is imported itself."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _is_below(module: str, package: str) -> bool:
    return module == package or module.startswith(package.rstrip(".") + ".")


@pytest.mark.parametrize(("package", "forbidden"), FORBIDDEN, ids=[row[0] for row in FORBIDDEN])
def test_no_part_knows_what_it_must_not_know(package: str, forbidden: tuple[str, ...]) -> None:
    known = [
        (_module(file), imported)
        for file in FILES
        if _is_below(_module(file), package)
        for imported in _imports(file)
        if any(_is_below(imported, name) for name in forbidden)
    ]
    assert known == []


def test_an_engine_knows_no_other_engine() -> None:
    engines = "services.tagging.engines"
    known = [
        (_module(file), imported)
        for file in FILES
        if _is_below(_module(file), engines)
        for imported in _imports(file)
        if _is_below(imported, engines) and imported != _module(file)
    ]
    assert known == []


def test_imports_run_in_no_circle() -> None:
    modules = {_module(file): file for file in FILES}
    graph = {
        name: {imported for imported in _imports(file) if imported in modules and imported != name}
        for name, file in modules.items()
    }
    assert list(TopologicalSorter(graph).static_order())
