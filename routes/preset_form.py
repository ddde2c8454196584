"""The form of a preset: its fields as text, from a preset or from what was typed, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from inspect import getdoc
from typing import Any, Literal, NamedTuple, get_args

from werkzeug.datastructures import MultiDict

from routes.preset_fields import OWN_CONTROLS, texts_of, values_of
from services.moderation.asked import asked_moderations
from services.moderation.verdict import ModerationKind, ModerationThresholds
from services.options.values import Thresholds
from services.presets import Preset
from services.tagging.engine import AskedBy, Engine, Medium
from services.tagging.tags import Kind

KINDS: tuple[Kind, ...] = get_args(Kind)
DEFAULT_THRESHOLD = "0.5"
_BYTES_PER_MEBIBYTE = 1 << 20
_MODERATION = ModerationThresholds()
_FIELDS_BY_PLACE = {
    "settings.categorization": "engines",
    "settings.auto_tagging": "threshold",
    "settings.max_file_size": "max_mebibytes",
}

_GROUPS: tuple[tuple[str, frozenset[Medium]], ...] = (
    ("Pictures and videos", frozenset({"image", "video"})),
    ("Pictures", frozenset({"image"})),
    ("Videos", frozenset({"video"})),
)

_SUMMED_UP = OWN_CONTROLS | {"folder", "tags", "allowed_formats"}
_MODERATORS: Mapping[ModerationKind, str] = {
    "local": "the model",
    "manual": "hand",
    "duplicate": "comparison",
}

SEVERAL = "several"
"""The choice of a moderation that is written out, with its steps or its threshold."""
_SINGLE_MODERATIONS = frozenset({"", "manual", "local"})

ThresholdMode = Literal["none", "one", "kinds"]


class EngineChoice(NamedTuple):
    """An engine as the form offers it. `ready` says whether it can answer itself."""

    name: str
    description: str
    remote: bool
    ready: bool


@dataclass(frozen=True)
class PresetForm:
    """What the fields of the form show. `texts` are those that have one field for one option."""

    name: str = ""
    unsigned: bool = True
    engines: frozenset[str] = frozenset()
    threshold_mode: str = "one"
    threshold: str = DEFAULT_THRESHOLD
    kind_thresholds: Mapping[str, str] = field(default_factory=dict)
    max_mebibytes: str = ""
    moderation: str = ""
    moderation_steps: str = ""
    moderation_approve: str = str(_MODERATION.approve)
    moderation_reject: str = str(_MODERATION.reject)
    texts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_preset(cls, preset: Preset) -> PresetForm:
        """The form that shows `preset`."""
        settings = preset.settings
        thresholds = settings.auto_tagging
        moderation_thresholds = settings.moderation_thresholds or _MODERATION
        moderation = settings.moderation or ""
        mode: ThresholdMode = "one"
        if thresholds is None:
            mode = "none"
        elif isinstance(thresholds, dict):
            mode = "kinds"
        return cls(
            name=preset.name,
            unsigned=preset.unsigned,
            engines=frozenset(settings.categorization or ()),
            threshold_mode=mode,
            threshold=str(thresholds) if isinstance(thresholds, float) else DEFAULT_THRESHOLD,
            kind_thresholds=(
                {kind: str(least) for kind, least in thresholds.items()}
                if isinstance(thresholds, dict)
                else {}
            ),
            max_mebibytes=(
                f"{settings.max_file_size / _BYTES_PER_MEBIBYTE:g}"
                if settings.max_file_size
                else ""
            ),
            moderation=moderation if moderation in _SINGLE_MODERATIONS else SEVERAL,
            moderation_steps="" if moderation in _SINGLE_MODERATIONS else moderation,
            moderation_approve=str(moderation_thresholds.approve),
            moderation_reject=str(moderation_thresholds.reject),
            texts=texts_of(settings),
        )

    @classmethod
    def of_request(cls, typed: MultiDict[str, str]) -> PresetForm:
        """The form as it was sent."""
        return cls(
            name=typed.get("name", "").strip(),
            unsigned="unsigned" in typed,
            engines=frozenset(typed.getlist("engines")),
            threshold_mode=typed.get("threshold_mode", "none"),
            threshold=typed.get("threshold", ""),
            kind_thresholds={
                kind: typed.get(f"threshold_{kind}", "")
                for kind in KINDS
                if f"assign_{kind}" in typed
            },
            max_mebibytes=typed.get("max_mebibytes", "").strip(),
            moderation=typed.get("moderation", ""),
            moderation_steps=typed.get("moderation_steps", "").strip(),
            moderation_approve=typed.get("moderation_approve", str(_MODERATION.approve)),
            moderation_reject=typed.get("moderation_reject", str(_MODERATION.reject)),
            texts={name: text for name, text in typed.items() if text.strip()},
        )

    def values(self) -> dict[str, Any]:
        """The preset as the store takes it."""
        settings = values_of(self.texts) | {
            "categorization": sorted(self.engines) or None,
            "auto_tagging": self._auto_tagging(),
            "max_file_size": _bytes(self.max_mebibytes),
            "moderation": (self.moderation_steps if self.moderation == SEVERAL else self.moderation)
            or None,
            "moderation_thresholds": self._moderation_thresholds(),
        }
        return {"name": self.name, "unsigned": self.unsigned, "settings": settings}

    def _moderation_thresholds(self) -> dict[str, str] | None:
        usual = str(_MODERATION.approve), str(_MODERATION.reject)
        typed = self.moderation_approve, self.moderation_reject
        return None if typed == usual else dict(zip(("approve", "reject"), typed, strict=True))

    def _auto_tagging(self) -> str | dict[str, str] | None:
        if self.threshold_mode == "one":
            return self.threshold
        if self.threshold_mode == "kinds":
            return dict(self.kind_thresholds)
        return None


def field_errors(problems: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by the name of the form's field: `settings.folder` is the field `folder`."""
    errors: dict[str, str] = {}
    for place, message in problems.items():
        setting = ".".join(place.split(".")[:2])
        name = _FIELDS_BY_PLACE.get(setting, setting.removeprefix("settings."))
        errors.setdefault(name, message)
    return errors


def engine_choices(engines: Mapping[str, Engine], option: AskedBy) -> dict[str, list[EngineChoice]]:
    """The engines that the option takes, by their media, the ones of this server first."""
    groups: dict[str, list[EngineChoice]] = {}
    asked = [engine for engine in engines.values() if engine.asked_by == option]
    for heading, media in _GROUPS:
        fitting = [engine for engine in asked if engine.media == media]
        if fitting:
            fitting.sort(key=lambda engine: (engine.remote, engine.name))
            groups[heading] = [_engine_choice(engine) for engine in fitting]
    return groups


def preset_summary(preset: Preset) -> list[str]:
    """What the preset does, in a few phrases."""
    settings = preset.settings
    phrases = [_threshold_phrase(settings.auto_tagging)] if settings.categorization else []
    if settings.folder:
        phrases.append(f"into {settings.folder}/")
    if settings.tags:
        phrases.append(f"tagged {', '.join(settings.tags)}")
    if settings.allowed_formats:
        phrases.append(f"{', '.join(settings.allowed_formats)} only")
    if settings.allowed_origins:
        phrases.append(f"from {', '.join(settings.allowed_origins)}")
    if settings.max_file_size:
        phrases.append(f"up to {settings.max_file_size / _BYTES_PER_MEBIBYTE:g} MiB")
    if settings.moderation:
        phrases.append(
            "moderated by "
            + ", then ".join(
                _MODERATORS[each.kind] for each in asked_moderations(settings.moderation)
            )
        )
    further = settings.as_set().keys() - _SUMMED_UP
    if further:
        phrases.append(f"{len(further)} more: {', '.join(sorted(further))}")
    return phrases


def _engine_choice(engine: Engine) -> EngineChoice:
    description = (getdoc(type(engine)) or "").partition("\n\n")[0].replace("\n", " ")
    return EngineChoice(engine.name, description, engine.remote, engine.has_credentials())


def _threshold_phrase(thresholds: Thresholds | None) -> str:
    if thresholds is None:
        return "assigns no tags"
    if isinstance(thresholds, dict):
        each = ", ".join(f"{kind} {least:.0%}" for kind, least in thresholds.items())
        return f"keeps tags from {each}"
    return f"keeps tags from {thresholds:.0%}"


def _bytes(mebibytes: str) -> int | str | None:
    """The bytes, or the text itself where it is no number: the preset's check refuses that."""
    try:
        return round(float(mebibytes) * _BYTES_PER_MEBIBYTE)
    except (ValueError, OverflowError):
        return mebibytes or None
