"""The ONNX files of the local engine and `models.json`, which says what they are."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def digest(pictures: Sequence[Path]) -> str:
    """SHA-256 over the SHA-256 of every picture, in the order in which they are used."""
    return hashlib.sha256("".join(sha256(each) for each in pictures).encode()).hexdigest()


def write(
    folder: Path, contents: Mapping[str, bytes], pictures: Sequence[Path], *, accept: bool
) -> None:
    """Write the models and `models.json`: what they were calibrated with, size and SHA-256.

    Ends the program before that if the same pictures gave other models before.
    """
    target = folder / "models.json"
    before = json.loads(target.read_text()) if target.exists() else {"models": {}}
    calibration = {"pictures": len(pictures), "sha256": digest(pictures)}
    models = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in contents.items()
    }
    changed = [name for name, facts in models.items() if before["models"].get(name) != facts]
    for name, facts in models.items():
        outcome = "changed" if name in changed else "as before"
        print(f"{name}: {facts['bytes']:,} bytes, SHA-256 {facts['sha256']}, {outcome}")
    if changed and before.get("calibration") == calibration and not accept:
        sys.exit(
            f"{', '.join(changed)}: not as before, though calibrated with the same pictures. "
            "Nothing was written. Is a package of another version, or is the processor of another "
            "kind? If the recipe has changed, --accept writes them."
        )
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    target.write_text(json.dumps({"calibration": calibration, "models": models}, indent=2) + "\n")
