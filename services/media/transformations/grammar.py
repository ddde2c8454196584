"""The text of a transformation, read: parameters between commas, components between slashes.

`c_fill,g_face,h_200,w_200/e_sepia/f_auto,q_auto`, as Cloudinary's "Transformation URL API
reference" has it and as its SDKs write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from services.media.transformations import values
from services.media.transformations.components import (
    CROP_MODES,
    Component,
    Output,
    Preview,
    Resize,
    Transformation,
)
from services.media.transformations.errors import TransformationError

LONGEST_CHAIN: Final = 20
"""Components of a transformation."""
_LONGEST_TEXT: Final = 2_000

_KNOWN_NAMES: Final = re.compile(
    r"a|ac|af|ar|b|bo|br|c|co|cs|d|dl|dn|dpr|du|e|eo|f|fl|fn|fps|g|h|if|ki|l|o|p|pg|q|r|so|sp|t|u"
    r"|vc|vs|w|x|y|z"
)
"""Parameters that Cloudinary has, by which a transformation is told from a folder."""
_PARAMETER: Final = re.compile(r"([a-z]{1,3})_(.+)", re.DOTALL)
_VARIABLE: Final = re.compile(r"\$[A-Za-z]\w*_.+")
_QUALITY_LEVELS: Final = ("best", "good", "eco", "low")
_ATTACHMENT: Final = re.compile(r"attachment(?::([^/\\\x00-\x1f\x7f]{1,100}))?")

Named = Callable[[str], str | None]
"""Finds the definition of a named transformation."""


def looks_like_component(text: str) -> bool:
    """Whether a part of an address is meant as a component, right or wrong, and not as a folder."""
    parts = text.split(",")
    matches = [_PARAMETER.fullmatch(part) for part in parts]
    return all(
        match or _VARIABLE.fullmatch(part) for match, part in zip(matches, parts, strict=True)
    ) and any(match is None or _KNOWN_NAMES.fullmatch(match[1]) for match in matches)


def parse_transformation(text: str, named: Named = lambda name: None) -> Transformation:
    """The transformation that `text` spells; none where it is empty. Raises TransformationError."""
    if len(text) > _LONGEST_TEXT:
        raise TransformationError(f"The transformation is longer than {_LONGEST_TEXT:,} characters")
    whole = Transformation()
    for written in _expanded(text, named, frozenset()):
        if len(whole.components) == LONGEST_CHAIN:
            raise TransformationError(
                f"The transformation has more than {LONGEST_CHAIN} components"
            )
        whole = _append(whole, _parameters(written))
    return whole


def _expanded(text: str, named: Named, within: frozenset[str]) -> Iterator[str]:
    """The components of `text`, those of a named transformation in the place of its name."""
    for written in text.split("/") if text else []:
        rest = []
        for part in written.split(","):
            if not part.startswith("t_"):
                rest.append(part)
                continue
            for name in part[2:].split("."):
                yield from _definition(name, named, within)
        if rest:
            yield ",".join(rest)


def _definition(name: str, named: Named, within: frozenset[str]) -> Iterator[str]:
    definition = None if name in within or len(within) > LONGEST_CHAIN else named(name)
    if definition is None:
        raise TransformationError(
            f"Invalid transformation component - t_{name[:100]}: there is no such named "
            "transformation"
        )
    yield from _expanded(definition, named, within | {name})


def _parameters(written: str) -> dict[str, str]:
    """The values of a component's parameters by their names. Raises TransformationError."""
    found: dict[str, str] = {}
    for part in written.split(","):
        match = _PARAMETER.fullmatch(part)
        if match is None or match[1] not in _PARSERS:
            raise TransformationError(f"Invalid transformation component - {part[:100]}")
        if match[1] in found:
            raise TransformationError(
                f"Invalid transformation component - {part[:100]}: {match[1]}_ is there twice"
            )
        found[match[1]] = match[2]
    return found


def _append(whole: Transformation, written: Mapping[str, str]) -> Transformation:
    """`whole` with one more component behind it. Raises TransformationError."""
    read: dict[str, Any] = {}
    for name, text in written.items():
        try:
            read[name] = _PARSERS[name](text)
        except ValueError as error:
            raise TransformationError(
                f"Invalid transformation component - {name}_{text[:100]}: {error}"
            ) from None
    effect = read.get("e")
    component = Component(
        text=",".join(f"{name}_{text}" for name, text in sorted(written.items())),
        resize=_resize(read),
        turns=read.get("a", ()),
        effect=None if isinstance(effect, Preview) else effect,
        background=read.get("b"),
        opacity=read.get("o"),
        corners=read.get("r"),
        border=read.get("bo"),
    )
    return Transformation(
        components=(*whole.components, component),
        output=_output(whole.output, read),
        page=read.get("pg", whole.page),
        moment=read.get("so", whole.moment),
        preview=effect if isinstance(effect, Preview) else whole.preview,
    )


def _resize(read: Mapping[str, Any]) -> Resize | None:
    sized = {"c", "w", "h", "ar"} & read.keys()
    if not sized:
        return None
    mode = read.get("c", "scale")
    if mode != "scale" and not {"w", "h", "ar"} & read.keys():
        raise TransformationError(
            f"Invalid transformation component - c_{mode}: it needs a width, a height or both"
        )
    return Resize(
        mode=mode,
        width=read.get("w"),
        height=read.get("h"),
        aspect_ratio=read.get("ar"),
        gravity=read.get("g"),
        x=read.get("x"),
        y=read.get("y"),
        zoom=read.get("z", 1.0),
        dpr=read.get("dpr", 1.0),
    )


def _output(output: Output, read: Mapping[str, Any]) -> Output:
    changes = dict(read.get("fl", {}))
    if "dl" in read:
        changes["delay"] = read["dl"]
    if "f" in read:
        changes["format"] = read["f"]
    if "q" in read:
        quality = read["q"]
        changes["quality"] = quality if isinstance(quality, int) else None
        changes["quality_level"] = None if isinstance(quality, int) else quality
    return replace(output, **changes)


def _crop_mode(text: str) -> str:
    if text not in CROP_MODES:
        raise ValueError(f"must be {', '.join(CROP_MODES)}")
    return text


def _quality(text: str) -> int | str:
    kind, _, level = text.partition(":")
    if kind == "auto":
        if level and level not in _QUALITY_LEVELS:
            raise ValueError(f"must be auto or auto:{', auto:'.join(_QUALITY_LEVELS)}")
        return level or "good"
    return values.whole(text, 1, 100)


def _flags(text: str) -> dict[str, Any]:
    """What the flags, joined by dots, say of the output."""
    found: dict[str, Any] = {}
    if match := _ATTACHMENT.fullmatch(text):
        # A file's name may have dots itself.
        return {"attachment": True, "attachment_name": match[1] or ""}
    for flag in text.split("."):
        if flag not in _FLAGS:
            raise ValueError(f"there is no flag {flag[:50]!r}. There are: {', '.join(_FLAGS)}")
        found |= _FLAGS[flag]
    return found


_FLAGS: Final[dict[str, dict[str, Any]]] = {
    "attachment": {"attachment": True},
    "progressive": {"progressive": True},
    "lossy": {"lossy": True},
    "png8": {"palette": True},
    "sprite": {"sprite": True},
    # What these ask for is done to every derived picture.
    "strip_profile": {},
    "force_strip": {},
    "awebp": {},
    "animated": {},
}

_PARSERS: Final[dict[str, Callable[[str], Any]]] = {
    "a": values.turns,
    "ar": values.aspect_ratio,
    "b": values.color,
    "bo": values.border,
    "c": _crop_mode,
    "dpr": lambda text: 1.0 if text == "auto" else values.number(text, 0.1, 10),
    "dl": lambda text: values.whole(text, 10, 60_000),
    # The length of a clip; of a poster only where it begins matters.
    "du": values.moment,
    "e": values.effect,
    "eo": values.moment,
    "f": values.output_format,
    "fl": _flags,
    "g": values.gravity,
    "h": values.side,
    "o": lambda text: values.whole(text, 0, 100),
    "pg": lambda text: values.whole(text, 1, 1_000),
    "q": _quality,
    "r": values.corners,
    "so": values.moment,
    "w": values.side,
    "x": values.offset,
    "y": values.offset,
    "z": lambda text: values.number(text, 0.01, 100),
}
