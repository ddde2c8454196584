"""docs/compatibility.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from services.options.option import option_fields
from services.options.unsupported import IGNORED, REFUSED
from services.options.upload import UploadOptions

ROOT = Path(__file__).parent.parent
_ROW = re.compile(r"^\| `([^`]+)` \| ([^|]*) \| ([^|]*)\| (.*) \|$", re.MULTILINE)


class Row(NamedTuple):
    """A row of a table: `tests` are paths below tests/ with the name of a test."""

    section: str
    name: str
    status: str
    tests: list[str]


def _rows() -> list[Row]:
    document = (ROOT / "docs" / "compatibility.md").read_text()
    sections = re.split(r"^## ", document, flags=re.MULTILINE)[1:]
    return [
        Row(section.partition("\n")[0], name, status.strip(), re.findall(r"`([^`]+)`", tests))
        for section in sections
        for name, status, _, tests in _ROW.findall(section)
    ]


ROWS = _rows()


def _option_status(name: str) -> str:
    if name in IGNORED:
        return "ignored"
    return "refused" if name in REFUSED else "yes"


def test_every_option_that_the_code_knows_has_a_row_with_its_status() -> None:
    known = [*option_fields(UploadOptions), *IGNORED, *REFUSED]
    assert len(known) == len(set(known)), "an option is done, ignored or refused"
    documented = {row.name: row.status for row in ROWS if row.section == "Options of `upload`"}
    assert documented == {name: _option_status(name) for name in known}


def test_no_row_is_there_twice() -> None:
    places = [(row.section, row.name) for row in ROWS]
    assert len(places) == len(set(places))


def test_every_line_of_a_table_is_a_row() -> None:
    lines = [
        line
        for line in (ROOT / "docs" / "compatibility.md").read_text().splitlines()
        if line.startswith("| `")
    ]
    assert len(lines) == len(ROWS)


def test_every_row_has_a_status_and_names_tests_that_exist() -> None:
    faulty = [
        row
        for row in ROWS
        if row.status not in {"yes", "ignored", "refused", "no"}
        or not (row.tests or row.status == "no")
        or not all(_exists(test) for test in row.tests)
    ]
    assert faulty == []


def _exists(named: str) -> bool:
    """Whether there is the test `path/below/tests.py::name`."""
    file, _, test = named.partition("::")
    path = ROOT / "tests" / file
    return path.exists() and bool(re.search(rf"^def {test}\(", path.read_text(), re.MULTILINE))
