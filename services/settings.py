"""Every setting, read from the environment and `.env`, typed and checked in one place."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from services.comma_separated import comma_separated
from services.origins import checked_origin
from services.wording import in_words

PREFIX = "TAGDROP_"
_REACHED_AT = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not bound
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?")
_USER_AND_PASSWORD = re.compile(r"//.*@")
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(ValueError):
    """A setting is malformed; the message names it and says what would do."""


def _name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]+", value):
        raise ValueError("must be letters, digits, - and _")
    return value


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("must be a URL such as https://media.example.com")
    return value.rstrip("/")


def _storage_url(value: str) -> str:
    if urlsplit(value).scheme not in {"file", "s3", "gs", "az"}:
        raise ValueError("must start with file://, s3://, gs:// or az://")
    return value


def _database_url(value: str) -> str:
    scheme = urlsplit(value).scheme
    if scheme in {"postgres", "postgresql"}:
        return "postgresql+psycopg" + value[len(scheme) :]
    if scheme not in {"sqlite", "postgresql+psycopg"}:
        raise ValueError("must start with sqlite:/// or postgresql://")
    return value


def _host_or_network(value: str) -> str:
    try:
        ipaddress.ip_network(value, strict=False)
    except ValueError:
        if not _HOST.fullmatch(value):
            raise ValueError("is neither a host nor a network such as 10.0.0.0/8") from None
    return value


class Settings(BaseModel):
    """The settings of one server. Field `host` is set by `TAGDROP_HOST`, and so on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: Annotated[str, Field(min_length=1)] = "127.0.0.1"
    """The address to listen on; 0.0.0.0 for every network of the machine."""
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    """The port to listen on."""
    data_dir: Path = Path("data")
    """The folder for the database, the files and the key, made when it is missing."""
    cloud_name: Annotated[str, Field(max_length=63), AfterValidator(_name)] = "demo"
    """The cloud name in every address."""
    api_key: Annotated[str, AfterValidator(_name)] | None = None
    """The API key; made at the first start and kept in the data folder when not given."""
    api_secret: Annotated[str, Field(min_length=8), AfterValidator(_name)] | None = None
    """The API secret; made at the first start and kept in the data folder when not given."""
    database_url: Annotated[str, AfterValidator(_database_url)] | None = None
    """Where the records are: SQLite in the data folder, or postgresql://…"""
    storage_url: Annotated[str, AfterValidator(_storage_url)] | None = None
    """Where the files are: a folder in the data folder, or s3://, gs:// or az://…"""
    public_url: Annotated[str, AfterValidator(_http_url)] | None = None
    """The address that visitors use, when a proxy stands before the server."""
    engine_fallback: Literal["local", "none"] = "local"
    """Who answers for an engine without credentials: the local engine, or none (an error)."""
    strict_transformations: bool = False
    """Whether unsigned addresses get only pictures made before or by allowed named ones."""
    admin_requests_per_hour: Annotated[int, Field(ge=1)] = 50_000
    """How many requests of the Admin API this server answers in each hour."""
    fetch_allow: Annotated[
        tuple[Annotated[str, AfterValidator(_host_or_network)], ...],
        BeforeValidator(comma_separated),
    ] = ()
    """Hosts or networks, comma-separated, that fetches and webhooks may reach although private."""

    allowed_origins: Annotated[
        tuple[Annotated[str, AfterValidator(checked_origin)], ...],
        BeforeValidator(comma_separated),
    ] = ()
    """Sites, comma-separated, whose pages may use the API; every site when not given."""
    vocabulary: Path | None = None
    """A JSON file with your own words for tags: renamed, merged, hidden, translated."""

    @model_validator(mode="after")
    def _key_and_secret_come_together(self) -> Settings:
        if (self.api_key is None) != (self.api_secret is None):
            raise ValueError("TAGDROP_API_KEY and TAGDROP_API_SECRET must be set together")
        return self

    @property
    def local_url(self) -> str:
        """The address of the server on its own machine."""
        host: str = _REACHED_AT.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def base_url(self) -> str:
        """Where links that are made outside of a request point to."""
        return self.public_url or self.local_url


def read_settings(env_file: Path = Path(".env")) -> Settings:
    """The settings from the environment, then from `env_file`. Raises SettingsError."""
    from_file = {name: value for name, value in dotenv_values(env_file).items() if value}
    for name, value in from_file.items():
        os.environ.setdefault(name, value)
    return parse_settings(os.environ)


def parse_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that `environment` holds; empty counts as not set. Raises SettingsError."""
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value
    }
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        raise SettingsError("; ".join(_describe(problem) for problem in error.errors())) from None


def _describe(problem: ErrorDetails) -> str:
    message = in_words(problem)
    if not problem["loc"]:
        return message
    name = PREFIX + str(problem["loc"][0]).upper()
    if problem["type"] == "extra_forbidden":
        return f"{name} {message}"
    if name.endswith("_SECRET"):
        return f"{name}: {message}"
    value = _USER_AND_PASSWORD.sub("//…@", str(problem["input"]))
    return f"{name}={value}: {message}"
