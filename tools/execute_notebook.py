"""Executes the demo notebook in a fresh kernel and keeps what it showed.

    python -m tools.execute_notebook

The notebook starts a server of its own, so no server needs to run.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOK: Final = Path(__file__).parent.parent / "notebooks" / "demo.ipynb"
CELL_WITHIN: Final = 120
"""Seconds that a cell may take."""
DIGEST: Final = "tagdrop_executed"
"""Where the notebook's metadata say which code its outputs came from."""


def read_notebook(path: Path = NOTEBOOK) -> NotebookNode:
    """The notebook at `path`, as nbformat 4."""
    notebook: NotebookNode = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def execute(notebook: NotebookNode, environment: Mapping[str, str] | None = None) -> None:
    """Execute every cell in order, in the folder of the demo, and put the outputs in place.

    The kernel has this process's environment without its CLOUDINARY_URL, and what `environment`
    adds. Raises nbclient.exceptions.CellExecutionError when a cell fails.
    """
    kept = {name: value for name, value in os.environ.items() if name != "CLOUDINARY_URL"}
    client = NotebookClient(
        notebook,
        timeout=CELL_WITHIN,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(NOTEBOOK.parent)}},
    )
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        # Also what a failing notebook leaves behind, and the history of IPython, end up there.
        client.execute(env={**kept, "TMPDIR": folder, "IPYTHONDIR": folder, **(environment or {})})


def code_digest(notebook: NotebookNode) -> str:
    """SHA-256, in hexadecimal, of the notebook's code and of the module that draws its figures."""
    sources: list[str] = [cell.source for cell in code_cells(notebook)]
    figures = (NOTEBOOK.parent / "figures.py").read_text("utf-8")
    return hashlib.sha256("\x00".join([*sources, figures]).encode()).hexdigest()


def code_cells(notebook: NotebookNode) -> list[Any]:
    """The cells that hold code, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def main() -> None:
    """Execute the demo and write it back with its outputs."""
    notebook = read_notebook()
    execute(notebook)
    notebook.metadata[DIGEST] = code_digest(notebook)
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.write(notebook, NOTEBOOK)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
