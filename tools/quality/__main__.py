"""Measure how right the tags of the local engine are, on labelled pictures and videos.

    python -m tools.quality [FOLDER] [--labels FILE] [--diagram FILE.svg]

Without a folder: on what packages ship, labelled in `labels.json`. A folder adds its own pictures
and videos: those that its `labels.json` (or `--labels`) lists, and pictures named by an identifier
of ImageNet. Every picture is also looked at in seven changed copies, for the table of
reliability. Beside these there are drawings in which there is nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from services.tagging.models.vocabulary import load_vocabulary
from tools.quality.drawings import COUNT
from tools.quality.labels import in_folder, packaged
from tools.quality.measure import FOUND, SURE, Verdict, of_copies, of_drawings, of_file
from tools.quality.reliability import Judged, bins, diagram, expected_calibration_error

MOST_TAGS = 20


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the quality of the local engine's tags.")
    parser.add_argument("folder", type=Path, nargs="?", help="more pictures and videos")
    parser.add_argument("--labels", type=Path, help="its labels, if not in the folder")
    parser.add_argument("--diagram", type=Path, help="where to write the reliability as SVG")
    arguments = parser.parse_args()
    vocabulary = load_vocabulary()
    files = packaged(vocabulary)
    if arguments.folder:
        labels = arguments.labels or arguments.folder / "labels.json"
        files += in_folder(arguments.folder, labels, vocabulary)
    verdicts = [of_file(each) for each in files]
    _print_subjects(verdicts)
    print(f"wrong tags at {SURE} in {COUNT} drawings    {', '.join(of_drawings()) or 'none'}")
    originals = [tag for verdict in verdicts if not verdict.is_video for tag in verdict.judged]
    copies = [tag for each in files if not each.is_video for tag in of_copies(each)]
    _print_reliability("the pictures", originals)
    _print_reliability("their changed copies", copies)
    _print_reliability("both", [*originals, *copies])
    if arguments.diagram:
        arguments.diagram.write_text(diagram([*originals, *copies]))


def _print_subjects(verdicts: Sequence[Verdict]) -> None:
    for verdict in verdicts:
        if verdict.missed or verdict.near_misses or verdict.absurd:
            missed = f"  missed: {', '.join(verdict.missed)}" if verdict.missed else ""
            near = f"  nearly: {', '.join(verdict.near_misses)}" if verdict.near_misses else ""
            absurd = f"  absurd: {', '.join(verdict.absurd)}" if verdict.absurd else ""
            print(f"{verdict.name}{missed}{near}{absurd}")
    subjects = sum(verdict.subjects for verdict in verdicts)
    found = subjects - sum(len(verdict.missed) for verdict in verdicts)
    with_near_misses = sum(bool(verdict.near_misses) for verdict in verdicts)
    with_absurd_tags = sum(bool(verdict.absurd) for verdict in verdicts)
    most = max(verdict.shown for verdict in verdicts)
    print(f"\nfiles                                {len(verdicts)}")
    print(f"main subjects found at {FOUND}           {found} of {subjects}")
    print(f"files with an absurd tag at {SURE}      {with_absurd_tags}")
    print(f"files with a near miss at {SURE}        {with_near_misses}")
    print(f"most tags of a file at {FOUND}           {most} (aim: at most {MOST_TAGS})")


def _print_reliability(title: str, tags: Sequence[Judged]) -> None:
    print(f"\nreliability on {title}\n  confidence   tags   mean   right")
    for each in bins(tags):
        print(
            f"  {each.lowest:.1f} to {each.highest:.1f}  {each.count:6}   {each.confidence:.2f}"
            f"    {each.right:.2f}"
        )
    print(f"  expected calibration error {expected_calibration_error(tags):.3f}")


if __name__ == "__main__":
    main()
