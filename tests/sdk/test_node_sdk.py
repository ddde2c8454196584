"""The official Node SDK, told where the server is by the printed line and nothing else.

Each file `node/*.test.js` is a group of tests for Node's own runner.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import LiveServer

NODE_TESTS = Path(__file__).parent / "node"
_WITHIN = 120


@pytest.fixture(scope="session")
def node() -> str:
    """Node, with the SDK beside the tests."""
    found = shutil.which("node") or shutil.which("nodejs")
    if found is None or not (NODE_TESTS / "node_modules" / "cloudinary").is_dir():
        pytest.fail("The tests of the Node SDK need Node: run tools/prepare_tests.sh")
    return found


@pytest.mark.parametrize("group", sorted(path.name for path in NODE_TESTS.glob("*.test.js")))
def test_programs_written_for_node_work(
    node: str, group: str, live_server: LiveServer, cat: Path, tmp_path: Path
) -> None:
    result = subprocess.run(
        [node, "--test", group],
        cwd=NODE_TESTS,
        env={
            **os.environ,
            "CLOUDINARY_URL": live_server.cloudinary_url,
            "TEST_CAT": str(cat),
            "TEST_FOLDER": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=_WITHIN,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
