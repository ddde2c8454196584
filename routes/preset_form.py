"""The form of a preset: its fields as text, from a preset or from what was typed, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from inspect import getdoc
from typing import Any, Literal, NamedTuple, get_args

from werkzeug.datastructures import MultiDict

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
_CHOICES = {"yes": True, "no": False}
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

_MODERATORS: Mapping[ModerationKind, str] = {
    "local": "the model",
    "manual": "hand",
    "duplicate": "comparison",
}

ThresholdMode = Literal["none", "one", "kinds"]


class EngineChoice(NamedTuple):
    """An engine as the form offers it. `ready` says whether it can answer itself."""

    name: str
    description: str
    remote: bool
    ready: bool


@dataclass(frozen=True)
class PresetForm:
    """What the fields of the form show."""

    name: str = ""
    unsigned: bool = True
    engines: frozenset[str] = frozenset()
    threshold_mode: str = "one"
    threshold: str = DEFAULT_THRESHOLD
    kind_thresholds: Mapping[str, str] = field(default_factory=dict)
    folder: str = ""
    tags: str = ""
    allowed_formats: str = ""
    allowed_origins: str = ""
    max_mebibytes: str = ""
    overwrite: str = ""
    unique_filename: str = ""
    use_filename: str = ""
    image_metadata: bool = False
    media_metadata: bool = False
    moderation: str = ""
    moderation_approve: str = str(_MODERATION.approve)
    moderation_reject: str = str(_MODERATION.reject)

    @classmethod
    def of_preset(cls, preset: Preset) -> PresetForm:
        """The form that shows `preset`."""
        settings = preset.settings
        thresholds = settings.auto_tagging
        moderation_thresholds = settings.moderation_thresholds or _MODERATION
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
            folder=settings.folder or "",
            tags=", ".join(settings.tags or ()),
            allowed_formats=", ".join(settings.allowed_formats or ()),
            allowed_origins=", ".join(settings.allowed_origins or ()),
            max_mebibytes=(
                f"{settings.max_file_size / _BYTES_PER_MEBIBYTE:g}"
                if settings.max_file_size
                else ""
            ),
            overwrite=_choice(settings.overwrite),
            unique_filename=_choice(settings.unique_filename),
            use_filename=_choice(settings.use_filename),
            image_metadata=bool(settings.image_metadata),
            media_metadata=bool(settings.media_metadata),
            moderation=settings.moderation or "",
            moderation_approve=str(moderation_thresholds.approve),
            moderation_reject=str(moderation_thresholds.reject),
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
            folder=typed.get("folder", "").strip(),
            tags=typed.get("tags", "").strip(),
            allowed_formats=typed.get("allowed_formats", "").strip(),
            allowed_origins=typed.get("allowed_origins", "").strip(),
            max_mebibytes=typed.get("max_mebibytes", "").strip(),
            overwrite=typed.get("overwrite", ""),
            unique_filename=typed.get("unique_filename", ""),
            use_filename=typed.get("use_filename", ""),
            image_metadata="image_metadata" in typed,
            media_metadata="media_metadata" in typed,
            moderation=typed.get("moderation", ""),
            moderation_approve=typed.get("moderation_approve", str(_MODERATION.approve)),
            moderation_reject=typed.get("moderation_reject", str(_MODERATION.reject)),
        )

    def values(self, kept: Preset | None = None) -> dict[str, Any]:
        """The preset as the store takes it. What `kept` has beyond the fields of the form stays."""
        settings: dict[str, Any] = kept.settings.model_dump(exclude_none=True) if kept else {}
        settings |= {
            "categorization": sorted(self.engines) or None,
            "auto_tagging": self._auto_tagging(),
            "folder": self.folder or None,
            "tags": self.tags or None,
            "allowed_formats": self.allowed_formats or None,
            "allowed_origins": self.allowed_origins or None,
            "max_file_size": _bytes(self.max_mebibytes),
            "overwrite": _CHOICES.get(self.overwrite),
            "unique_filename": _CHOICES.get(self.unique_filename),
            "use_filename": _CHOICES.get(self.use_filename),
            "image_metadata": self.image_metadata or None,
            "media_metadata": self.media_metadata or None,
            "moderation": self.moderation or None,
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
    if settings.image_metadata or settings.media_metadata:
        phrases.append("keeps the file's metadata")
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


def _choice(value: bool | None) -> str:
    return {True: "yes", False: "no", None: ""}[value]


def _bytes(mebibytes: str) -> int | str | None:
    """The bytes, or the text itself where it is no number: the preset's check refuses that."""
    try:
        return round(float(mebibytes) * _BYTES_PER_MEBIBYTE)
    except (ValueError, OverflowError):
        return mebibytes or None
