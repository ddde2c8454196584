"""The demo notebook runs from top to bottom, and is kept with the outputs of its own code."""

from __future__ import annotations

import base64
import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from tests.conftest import ROOT, LiveServer
from tools.execute_notebook import DIGEST, code_cells, code_digest, execute, read_notebook

LARGEST_IMAGE = 90_000
LARGEST_NOTEBOOK = 400_000
PRIVATE = re.compile(
    r"cloudinary://|token=|api_secret|127\.0\.0\.1|localhost|site-packages|\.venv"
    r"|/home/|/Users/|/root/|/tmp/|[A-Z]:\\"
)
"""What outputs could tell of the machine or the server that made them."""
WHAT_IT_FOUND = """
import json
print(json.dumps({
    "cat": cat["tags"],
    "kept at a lower threshold": generous["tags"],
    "provider": imagga["provider"],
    "duration": video["duration"],
    "video": video["info"]["categorization"]["local_tagging"]["data"],
    "found": [asset["public_id"] for asset in person],
    "exit status": server.returncode,
}))
"""


@pytest.fixture(scope="module")
def committed() -> NotebookNode:
    """The notebook as it is in the repository."""
    return read_notebook()


@pytest.fixture(scope="module")
def executed(committed: NotebookNode) -> NotebookNode:
    """The notebook after a run of its own, with one more cell that says what it found."""
    notebook = copy.deepcopy(committed)
    notebook.cells.append(_code(WHAT_IT_FOUND))
    execute(notebook)
    return notebook


@pytest.fixture(scope="module")
def found(executed: NotebookNode) -> dict[str, Any]:
    """What the notebook found, by name."""
    answer: dict[str, Any] = json.loads(executed.cells[-1].outputs[0].text)
    return answer


def test_it_tags_the_cat(found: dict[str, Any]) -> None:
    assert "cat" in found["cat"]


def test_a_lower_threshold_keeps_more_tags(found: dict[str, Any]) -> None:
    assert set(found["kept at a lower threshold"]) > set(found["cat"])


def test_it_says_who_answered_for_another_engine(found: dict[str, Any]) -> None:
    assert found["provider"] == "local"


def test_the_tags_of_the_video_have_segments_within_it(found: dict[str, Any]) -> None:
    assert {"bicycle", "person"} & {row["tag"] for row in found["video"]}
    segments = [segment for row in found["video"] for segment in row["segments"]]
    assert all(0 <= one["start"] < one["end"] <= found["duration"] + 0.1 for one in segments)


def test_a_search_finds_the_picture_and_the_video(found: dict[str, Any]) -> None:
    assert {"notebook/astronaut", "notebook/bikes"} <= set(found["found"])


def test_it_stops_the_server_that_it_started(found: dict[str, Any]) -> None:
    assert found["exit status"] == 0


def test_it_leaves_a_server_that_it_was_given_running(
    committed: NotebookNode, start_server: Callable[..., LiveServer]
) -> None:
    server = start_server()
    notebook = copy.deepcopy(committed)
    wanted = ("define-server", "find-server", "connect", "upload-cat", "stop")
    notebook.cells = [cell for cell in notebook.cells if cell.id in wanted]

    execute(notebook, {"CLOUDINARY_URL": server.cloudinary_url})

    assert "cat" in server.get("resources/image/upload/notebook/cat").json()["tags"]


def test_it_leaves_cloudinary_itself_alone(committed: NotebookNode) -> None:
    notebook = copy.deepcopy(committed)
    wanted = ("define-server", "find-server")
    notebook.cells = [cell for cell in notebook.cells if cell.id in wanted]
    notebook.cells.append(_code("server.terminate()\nserver.wait()\ndata.cleanup()"))

    execute(notebook, {"CLOUDINARY_URL": "cloudinary://key:secret@somebody"})

    assert notebook.cells[1].outputs[0].text == "Started a server.\n"


def test_its_outputs_come_from_its_code(committed: NotebookNode) -> None:
    again = "`python -m tools.execute_notebook` brings them up to date"
    assert committed.metadata[DIGEST] == code_digest(committed), again
    counts = [cell.execution_count for cell in code_cells(committed)]
    assert counts == list(range(1, len(counts) + 1)), again


def test_its_outputs_are_of_the_kinds_that_a_run_shows(
    committed: NotebookNode, executed: NotebookNode
) -> None:
    shown = zip(code_cells(committed), code_cells(executed), strict=False)
    for kept, fresh in shown:
        assert _kinds(kept) == _kinds(fresh), kept.id


def test_its_outputs_tell_nothing_of_the_machine_that_made_them(committed: NotebookNode) -> None:
    outputs = json.dumps([_readable(cell) for cell in code_cells(committed)])
    assert not PRIVATE.search(outputs)
    assert str(ROOT) not in outputs
    assert str(Path.home()) not in outputs


def test_its_outputs_are_small(committed: NotebookNode) -> None:
    images = [
        base64.b64decode(content)
        for cell in code_cells(committed)
        for output in cell.outputs
        for kind, content in output.get("data", {}).items()
        if kind.startswith("image/")
    ]
    assert images
    assert max(len(image) for image in images) <= LARGEST_IMAGE
    assert (ROOT / "notebooks" / "demo.ipynb").stat().st_size <= LARGEST_NOTEBOOK


def _code(source: str) -> NotebookNode:
    cell: NotebookNode = new_code_cell(source)  # type: ignore[no-untyped-call]
    return cell


def _kinds(cell: NotebookNode) -> list[tuple[str, list[str]]]:
    """The type of every output, and the media types that it comes in."""
    return [(output.output_type, sorted(output.get("data", {}))) for output in cell.outputs]


def _readable(cell: NotebookNode) -> list[Any]:
    """The outputs without the images, whose base64 might spell anything."""
    return [
        [output.get("text"), {k: v for k, v in output.get("data", {}).items() if "image/" not in k}]
        for output in cell.outputs
    ]
