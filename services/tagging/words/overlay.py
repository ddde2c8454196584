"""The owner's own words for tags: a JSON file beside the vocabulary that ships.

    {
      "rename": {"couch": "sofa"},
      "merge": {"persian cat": "cat"},
      "hide": ["guillotine"],
      "synonyms": {"cat": ["kitty"]},
      "translations": {"nl": {"cat": "kat"}}
    }

Its names are those that ship. It is checked as a whole, and every mistake is told in a line.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from services.tagging.words.languages import ENGLISH

LARGEST_FILE: Final = 1 << 20
"""Bytes; the vocabulary that ships has a tenth of that."""

LONGEST_NAME: Final = 100
MOST_MISTAKES: Final = 20
"""Mistakes that are told; after these their number is."""

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_FORBIDDEN: Final = re.compile(r"[,<>\x00-\x1f\x7f]")
_SECTIONS: Final = ("rename", "merge", "hide", "synonyms", "translations")


class InvalidOverlayError(ValueError):
    """The owner's words do not fit; the message has a line for every mistake."""


@dataclass(frozen=True)
class Overlay:
    """What the owner changes, by the names that ship: `merged` leads to the tag that stays."""

    renamed: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    synonyms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def read_overlay(file: Path, above: Mapping[str, Collection[str]]) -> Overlay:
    """The words in `file`; `above` has every tag that ships with the names above it.

    Raises InvalidOverlayError.
    """
    content = _read(file)
    mistakes = list(_mistakes(content, above))
    if mistakes:
        told = mistakes[:MOST_MISTAKES]
        if len(mistakes) > MOST_MISTAKES:
            told.append(f"… and {len(mistakes) - MOST_MISTAKES} more")
        raise InvalidOverlayError("\n".join(f"{file}: {mistake}" for mistake in told))
    merged = content.get("merge", {})
    return Overlay(
        renamed=content.get("rename", {}),
        merged={name: _end(merged, name) for name in merged},
        hidden=frozenset(content.get("hide", [])),
        synonyms=content.get("synonyms", {}),
        translations=content.get("translations", {}),
    )


def _read(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise InvalidOverlayError(f"{file}: is larger than {LARGEST_FILE >> 20} MiB")
        content = json.loads(file.read_text(encoding="utf-8"), object_pairs_hook=_each_once)
    except OSError as error:
        raise InvalidOverlayError(f"{file}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, RecursionError):
        raise InvalidOverlayError(f"{file}: is not JSON in UTF-8") from None
    except json.JSONDecodeError as error:
        raise InvalidOverlayError(f"{file}: is not JSON: {error}") from None
    except _Repeated as error:
        raise InvalidOverlayError(f"{file}: {error}") from None
    if not isinstance(content, dict):
        raise InvalidOverlayError(f"{file}: must be an object with {', '.join(_SECTIONS)}")
    return content


class _Repeated(Exception):
    pass


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    for name, count in Counter(name for name, _ in pairs).items():
        if count > 1:
            raise _Repeated(f"{_quoted(name)} stands there {count} times")
    return dict(pairs)


def _mistakes(content: Mapping[str, Any], above: Mapping[str, Collection[str]]) -> Iterator[str]:
    """What is wrong; what has the wrong shape is not looked at further."""
    shapes = [*_wrong_shapes(content)]
    yield from shapes
    if shapes:
        return
    rename, merge, hide = (content.get(each, {}) for each in ("rename", "merge", "hide"))
    yield from _unknown("rename", rename, above)
    yield from _unknown("merge", [*merge, *merge.values()], above)
    yield from _unknown("hide", hide, above)
    yield from _unknown("synonyms", content.get("synonyms", {}), above)
    yield from _named_twice(rename, merge, hide)
    yield from _wrong_merges(merge, hide, above)
    yield from _taken(rename, above)
    yield from _wrong_synonyms(content.get("synonyms", {}), above)
    for language, names in content.get("translations", {}).items():
        section = f"translations.{language}"
        if not _LANGUAGE.fullmatch(language) or language == ENGLISH:
            yield f"translations: {_quoted(language)} must be a code such as nl or pt-br, not en"
        yield from _unknown(section, names, above)
        yield from (problem for each in names.values() for problem in _wrong_name(section, each))


def _wrong_shapes(content: Mapping[str, Any]) -> Iterator[str]:
    for section, value in content.items():
        if section not in _SECTIONS:
            yield f"unknown section {_quoted(section)}{_hint(section, _SECTIONS)}"
        elif section == "hide":
            if not _is_list_of_text(value):
                yield "hide: must be a list of names"
        elif not isinstance(value, dict):
            yield f"{section}: must be an object"
        else:
            yield from (
                f"{section}: {_quoted(name)} must have {_SHAPES[section]}"
                for name, each in value.items()
                if not _fits(section, each)
            )


_SHAPES: Final = {
    "rename": "a name",
    "merge": "the name of a tag",
    "synonyms": "a list of names",
    "translations": "an object of names",
}


def _fits(section: str, value: Any) -> bool:
    if section == "synonyms":
        return _is_list_of_text(value)
    if section == "translations":
        return isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    return isinstance(value, str)


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _unknown(section: str, names: Iterable[str], known: Collection[str]) -> Iterator[str]:
    for name in dict.fromkeys(names):
        if name not in known:
            yield f"{section}: there is no tag {_quoted(name)}{_hint(name, known)}"


def _named_twice(
    rename: Collection[str], merge: Collection[str], hide: Collection[str]
) -> Iterator[str]:
    counts = Counter([*rename, *merge, *dict.fromkeys(hide)])
    for name in (name for name, count in counts.items() if count > 1):
        yield f"{_quoted(name)} can be renamed, merged or hidden, not two of these"


def _wrong_merges(
    merge: Mapping[str, str], hide: Collection[str], above: Mapping[str, Collection[str]]
) -> Iterator[str]:
    for name, into in merge.items():
        if name == into:
            yield f"merge: {_quoted(name)} cannot be merged into itself"
        elif name in above.get(into, ()):
            yield (
                f"merge: {_quoted(name)} stands above {_quoted(into)}, so that all of it would be "
                "called that"
            )
        elif into in hide:
            yield f"merge: {_quoted(name)} would go into {_quoted(into)}, which is hidden"
        elif _end(merge, name) == name:
            yield f"merge: {_quoted(name)} leads back to itself by way of {_quoted(into)}"


def _end(merge: Mapping[str, str], name: str) -> str:
    """Where merges lead from a name; the name itself when they lead in a circle."""
    end = name
    for _ in merge:
        end = merge.get(end, end)
        if end == name:
            break
    return name if end in merge else end


def _taken(rename: Mapping[str, str], above: Collection[str]) -> Iterator[str]:
    staying = {name.casefold() for name in above if name not in rename}
    counts = Counter(new.casefold() for new in rename.values())
    for name, new in rename.items():
        yield from _wrong_name("rename", new)
        if new.casefold() in staying:
            yield (
                f"rename: {_quoted(name)} cannot be called {_quoted(new)}, which is another tag. "
                "Merge them"
            )
        elif counts[new.casefold()] > 1:
            yield f"rename: more than one tag would be called {_quoted(new)}. Merge them"


def _wrong_synonyms(synonyms: Mapping[str, Sequence[str]], above: Collection[str]) -> Iterator[str]:
    tags = {name.casefold() for name in above}
    counts = Counter(
        each for words in synonyms.values() for each in {word.casefold() for word in words}
    )
    for name, words in synonyms.items():
        for word in words:
            yield from _wrong_name("synonyms", word)
            if word.casefold() in tags:
                yield f"synonyms: {_quoted(word)} of {_quoted(name)} is a tag of its own"
            elif counts[word.casefold()] > 1:
                yield f"synonyms: {_quoted(word)} stands for more than one tag"


def _wrong_name(section: str, name: str) -> Iterator[str]:
    if not name or name != name.strip():
        yield f"{section}: {_quoted(name)} must be a name without spaces around it"
    elif len(name) > LONGEST_NAME:
        yield f"{section}: {_quoted(name)} has more than {LONGEST_NAME} characters"
    elif _FORBIDDEN.search(name):
        yield f"{section}: {_quoted(name)} must not have commas, < or >, or control characters"


def _quoted(name: str) -> str:
    """A name as a message shows it, on one line and not endless."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in name[:60])
    return f"“{shown}{'…' if len(name) > 60 else ''}”"


def _hint(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name[:LONGEST_NAME].lower(), known, n=1)
    return f". Did you mean {_quoted(near[0])}?" if near else ""
