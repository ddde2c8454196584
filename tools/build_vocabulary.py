"""Build `services/tagging/models/vocabulary.json` from WordNet and a reviewed table of overrides.

    python -m tools.build_vocabulary [--wordnet /usr/share/wordnet]

WordNet 3.0 (Debian's package wordnet-base) knows what every class of ImageNet is a kind of, since
the classes are named by its identifiers (`imagenet_synsets.txt`, in the order of the classifier's
outputs). It is too thorough for tags: nobody types "placental" or "instrumentality". So
`vocabulary_overrides.json` lists

- `general`: the WordNet nodes that become tags above others, by the name that people type;
- `names`: what to call a class whose first WordNet name is not what people type;
- `coco`: the names of the detector's classes, in the order of its outputs;
- `parents`: the tags directly above a tag that WordNet does not give ("dog": "pet");
- `synonyms`: what else people type for a tag, beside the words that WordNet has for it;
- `unsaid`: words that WordNet has for a tag and nobody would type;
- `unrelated`: the tags that WordNet gives and people would not ("guillotine": "furniture");
- `kinds`: the tags that are not objects.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
VOCABULARY = HERE.parent / "services" / "tagging" / "models" / "vocabulary.json"


@dataclass(frozen=True)
class Synset:
    """A meaning in WordNet: its words, the most usual first, and what it is a kind of."""

    words: Sequence[str]
    hypernyms: Sequence[str]


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the vocabulary of the local engine.")
    parser.add_argument("--wordnet", type=Path, default=Path("/usr/share/wordnet"))
    nouns = read_nouns(parser.parse_args().wordnet / "data.noun")
    classes = (HERE / "imagenet_synsets.txt").read_text().split()
    overrides = json.loads((HERE / "vocabulary_overrides.json").read_text())
    VOCABULARY.write_text(as_text(build(nouns, classes, overrides)))


def read_nouns(file: Path) -> dict[str, Synset]:
    """WordNet's nouns by ImageNet's identifiers ("n02084071"); the format is that of wndb(5WN)."""
    nouns = {}
    for line in file.read_text().splitlines():
        if line.startswith("  "):  # the licence
            continue
        fields = line.split(" | ", 1)[0].split()
        word_count = int(fields[3], 16)
        words = [word.replace("_", " ") for word in fields[4 : 4 + 2 * word_count : 2]]
        pointers = fields[5 + 2 * word_count :]
        hypernyms = [
            f"n{target}"
            for symbol, target in zip(pointers[::4], pointers[1::4], strict=False)
            if symbol in {"@", "@i"}
        ]
        nouns[f"n{fields[0]}"] = Synset(words, hypernyms)
    return nouns


def build(
    nouns: Mapping[str, Synset], classes: Sequence[str], overrides: Mapping[str, Any]
) -> dict[str, Any]:
    """The tags that the classes stand for, and what stands directly above every tag."""
    general = {synset: name for name, synsets in overrides["general"].items() for synset in synsets}
    names = [overrides["names"].get(each, nouns[each].words[0].lower()) for each in classes]
    parents: dict[str, list[str]] = {}
    for synset, name in [*general.items(), *zip(classes, names, strict=True)]:
        known = parents.setdefault(name, [])
        known += [tag for tag in nearest(nouns, general, synset) if tag not in {*known, name}]
    for name in overrides["coco"]:
        parents.setdefault(name, [])
    for name, more in overrides["parents"].items():
        known = parents.setdefault(name, [])
        known += [tag for tag in more if tag not in known]
    for name, unrelated in overrides["unrelated"].items():
        parents[name] = [tag for tag in parents[name] if tag not in unrelated]
    kinds = {name: kind for kind, tags in overrides["kinds"].items() for name in tags}
    words = synonyms(nouns, general, list(zip(classes, names, strict=True)), overrides)
    used = {tag for name in (*names, *overrides["coco"]) for tag in (name, *above(parents, name))}
    return {
        "classes": {"imagenet": names, "coco": overrides["coco"]},
        "tags": {
            name: {"kind": kinds.get(name, "object"), "parents": direct(parents, name)}
            | ({"synonyms": kept} if (kept := unique(words, used, name)) else {})
            for name in sorted(used)
        },
    }


def synonyms(
    nouns: Mapping[str, Synset],
    general: Mapping[str, str],
    classes: Sequence[tuple[str, str]],
    overrides: Mapping[str, Any],
) -> dict[str, list[str]]:
    """What else every tag is called: as the overrides say, then as WordNet does."""
    words = {name: list(more) for name, more in overrides["synonyms"].items()}
    for synset, name in [*general.items(), *classes]:
        unsaid = overrides["unsaid"].get(name, [])
        known = words.setdefault(name, [])
        lower = [word.lower() for word in nouns[synset].words]
        known += [word for word in lower if word not in {*known, *unsaid, name}]
    return words


def unique(words: Mapping[str, Sequence[str]], tags: Collection[str], name: str) -> list[str]:
    """The synonyms of a tag that are not the name or a synonym of another."""
    others = {word for other, more in words.items() if other != name for word in more}
    return [word for word in words.get(name, []) if word not in tags and word not in others]


def above(parents: Mapping[str, Sequence[str]], name: str) -> set[str]:
    """Every tag over another, however far."""
    direct_parents = parents.get(name, [])
    return {*direct_parents, *(tag for each in direct_parents for tag in above(parents, each))}


def direct(parents: Mapping[str, Sequence[str]], name: str) -> list[str]:
    """The tags right above another, without those that also stand above one of these."""
    candidates = parents.get(name, [])
    further = {tag for each in candidates for tag in above(parents, each)}
    return [tag for tag in candidates if tag not in further]


def nearest(nouns: Mapping[str, Synset], general: Mapping[str, str], synset: str) -> list[str]:
    """The general tags directly above a synset: of every way up, the first that is met."""
    found: list[str] = []
    for hypernym in nouns[synset].hypernyms:
        tags = [general[hypernym]] if hypernym in general else nearest(nouns, general, hypernym)
        found += [tag for tag in tags if tag not in found]
    return found


def as_text(vocabulary: Mapping[str, Any]) -> str:
    """JSON with a line for every tag, to be read and edited by a person."""
    classes = json.dumps(vocabulary["classes"], ensure_ascii=False, indent=1)
    tags = ",\n".join(
        f"  {json.dumps(name, ensure_ascii=False)}: {json.dumps(facts, ensure_ascii=False)}"
        for name, facts in vocabulary["tags"].items()
    )
    return f'{{\n"classes": {classes},\n"tags": {{\n{tags}\n}}\n}}\n'


if __name__ == "__main__":
    main()
