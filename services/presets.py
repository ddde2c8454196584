"""Upload presets: named settings for uploads, the only way in for uploads that nobody signed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    ValidationError,
)
from sqlalchemy import JSON, DateTime, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.comma_separated import comma_separated
from services.database import Base, Database
from services.moderation.verdict import MODERATION_KINDS, ModerationKind, ModerationThresholds
from services.public_ids import checked_folder
from services.tagging.tags import Kind
from services.wording import in_words

Confidence = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Thresholds = Annotated[
    Annotated[Confidence, Tag("[number]")] | Annotated[dict[Kind, Confidence], Tag("[by kind]")],
    Discriminator(lambda value: "[by kind]" if isinstance(value, dict) else "[number]"),
]


def _without_repeats(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _known_moderation(value: Any) -> Any:
    if value not in MODERATION_KINDS:
        raise ValueError(f"there is no such moderation here, only {' and '.join(MODERATION_KINDS)}")
    return value


def _preset_name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", value):
        raise ValueError(
            "must begin with a letter or digit; then letters, digits, - _ and . may follow"
        )
    return value


def _web_address(value: str) -> str:
    if not value.lower().startswith(("http://", "https://")):
        raise ValueError("must be an address that begins with http:// or https://")
    return value


def on_one_line(value: str) -> str:
    """`value`, which may have any character but control characters. Raises ValueError."""
    if re.search(r"[\x00-\x1f\x7f]", value):
        raise ValueError("must not contain control characters")
    return value


_Tag = Annotated[str, StringConstraints(min_length=1, max_length=255), AfterValidator(on_one_line)]
CommaSeparated = Annotated[
    list[str], BeforeValidator(comma_separated), AfterValidator(_without_repeats)
]


class UploadSettings(BaseModel):
    """What a preset may set and a request may ask for. A field that is None was not set."""

    model_config = ConfigDict(extra="forbid")

    categorization: CommaSeparated | None = None
    """Names of the engines that tag the asset."""
    auto_tagging: Thresholds | None = None
    """Least confidence at which a detected tag is assigned: one number, or one for each kind."""
    folder: Annotated[str, Field(max_length=255), AfterValidator(checked_folder)] | None = None
    """The first part of the public ID."""
    tags: (
        Annotated[list[_Tag], BeforeValidator(comma_separated), AfterValidator(_without_repeats)]
        | None
    ) = None
    allowed_formats: (
        Annotated[
            list[Annotated[str, StringConstraints(to_lower=True)]],
            BeforeValidator(comma_separated),
        ]
        | None
    ) = None
    overwrite: bool | None = None
    """Whether an asset with the same public ID is replaced."""
    unique_filename: bool | None = None
    """Whether a public ID made from the file's name gets random characters at its end."""
    use_filename: bool | None = None
    """Whether the public ID is made from the file's name."""
    notification_url: (
        Annotated[str, Field(max_length=2000), AfterValidator(_web_address)] | None
    ) = None
    """Where to POST the result to."""
    phash: bool | None = None
    """Whether the response has the picture's perceptual hash."""
    colors: bool | None = None
    """Whether the response has the picture's colours."""
    image_metadata: bool | None = None
    """Whether the response says what the file of a picture tells: camera, date, place and more."""
    media_metadata: bool | None = None
    """The same for pictures, videos and sound."""
    moderation: Annotated[ModerationKind, BeforeValidator(_known_moderation)] | None = None
    """Who decides whether the asset may be shown: the model, or a person alone."""


class PresetSettings(UploadSettings):
    """The settings of a preset."""

    moderation_thresholds: ModerationThresholds | None = None
    """Scores below which the model approves, and from which on it rejects."""

    max_file_size: Annotated[int, Field(gt=0)] | None = None
    """The most bytes that a file may have."""


class Preset(BaseModel):
    """A preset as it stands in `presets.json` and in the database."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, AfterValidator(_preset_name)]
    unsigned: bool = False
    settings: PresetSettings = PresetSettings()


class PresetError(ValueError):
    """A preset is not as it must be. `problems` says what is wrong, by field."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in problems.items()))
        self.problems = dict(problems)


class PresetRecord(Base):
    """A preset's row."""

    __tablename__ = "upload_presets"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    unsigned: Mapped[bool]
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class PresetStore:
    """The presets of this server."""

    def __init__(self, database: Database, engine_names: Sequence[str]) -> None:
        self._database = database
        self._engine_names = engine_names

    def all(self) -> list[Preset]:
        """Every preset, by name."""
        with self._database.reading() as session:
            records = session.scalars(select(PresetRecord).order_by(PresetRecord.name))
            return [_to_preset(record) for record in records]

    def get(self, name: str) -> Preset | None:
        """The preset of that name."""
        with self._database.reading() as session:
            record = session.get(PresetRecord, name)
            return _to_preset(record) if record else None

    def create(self, values: Mapping[str, Any]) -> Preset:
        """Keep a new preset. Raises PresetError."""
        preset = self.parse(values)
        with self._database.writing() as session:
            self._add(session, preset)
        return preset

    def replace(self, name: str, values: Mapping[str, Any]) -> Preset:
        """Keep `values` in the place of the preset `name`, perhaps under another name.

        Raises PresetError, and KeyError when there is no preset `name`.
        """
        preset = self.parse(values)
        with self._database.writing() as session:
            record = session.get(PresetRecord, name)
            if record is None:
                raise KeyError(name)
            if preset.name == name:
                record.unsigned = preset.unsigned
                record.settings = preset.settings.model_dump(exclude_none=True)
                record.updated_at = datetime.now(UTC)
            else:
                session.delete(record)
                self._add(session, preset)
        return preset

    def delete(self, name: str) -> bool:
        """Forget the preset; whether there was one."""
        with self._database.writing() as session:
            record = session.get(PresetRecord, name)
            if record is not None:
                session.delete(record)
            return record is not None

    def load_shipped(self, file: Path) -> None:
        """Check `file` and keep its presets, if there are none yet. Raises PresetError."""
        presets = self.read_file(file)
        with self._database.writing() as session:
            if session.scalars(select(PresetRecord.name).limit(1)).first() is None:
                for preset in presets:
                    self._add(session, preset)

    def read_file(self, file: Path) -> list[Preset]:
        """The presets of a JSON file `{"presets": […]}`. Raises PresetError, naming the field."""
        try:
            entries = json.loads(file.read_text())["presets"]
            if not isinstance(entries, list):
                raise TypeError("presets is not a list")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise PresetError(
                {file.name: f'cannot be read as {{"presets": […]}}: {error}'}
            ) from None
        presets = []
        for position, values in enumerate(entries):
            try:
                presets.append(self.parse(values))
            except PresetError as error:
                place = f"{file.name}: presets[{position}]"
                raise PresetError(
                    {f"{place}.{field}".rstrip("."): v for field, v in error.problems.items()}
                ) from None
        return presets

    def parse(self, values: Mapping[str, Any]) -> Preset:
        """`values` as a preset. Raises PresetError."""
        try:
            preset = Preset.model_validate(values)
        except ValidationError as error:
            raise PresetError(describe_problems(error)) from None
        for engine in preset.settings.categorization or []:
            if engine not in self._engine_names:
                known = ", ".join(self._engine_names)
                raise PresetError(
                    {"settings.categorization": f"no engine {engine!r}; there are {known}"}
                )
        return preset

    def _add(self, session: Session, preset: Preset) -> None:
        if session.get(PresetRecord, preset.name):
            raise PresetError({"name": f"there is a preset {preset.name!r} already"})
        now = datetime.now(UTC)
        session.add(
            PresetRecord(
                name=preset.name,
                unsigned=preset.unsigned,
                settings=preset.settings.model_dump(exclude_none=True),
                created_at=now,
                updated_at=now,
            )
        )


def describe_problems(error: ValidationError) -> dict[str, str]:
    """What is wrong, by the dotted name of the field."""
    problems: dict[str, str] = {}
    for problem in error.errors():
        field = ".".join(str(part) for part in problem["loc"] if _names_a_field(part))
        problems.setdefault(field, in_words(problem))
    return problems


def _names_a_field(part: str | int) -> bool:
    """Whether `part` of an error's place is a name in the JSON, not a branch of a union."""
    return isinstance(part, int) or not any(mark in part for mark in "[(")


def _to_preset(record: PresetRecord) -> Preset:
    return Preset(
        name=record.name,
        unsigned=record.unsigned,
        settings=PresetSettings.model_validate(record.settings),
    )
