"""Who may upload: by key and secret, by a signature, or through a preset that lets anyone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from services.credentials import Credentials
from services.options.upload import UploadOptions
from services.origins import is_listed
from services.presets import Preset, PresetStore
from services.signing import SignatureError, Signer
from services.uploads.errors import Forbidden, PresetRefused, Unauthorized, UploadError
from services.uploads.options import ignored_options, read_options

AUTO: Final = "auto"
"""As `accept_language`: what the request's own header says."""


@dataclass(frozen=True)
class BasicAuthorisation:
    """What a request's Authorization header says."""

    api_key: str
    api_secret: str


@dataclass(frozen=True)
class Requester:
    """Who sends an upload, as far as the request's headers tell."""

    basic: BasicAuthorisation | None
    origin: str | None
    """The origin of the page that sends it; None when no browser says so."""
    own_origin: str
    """The origin of this server's own pages."""
    accept_language: str | None = None
    """The languages that it would rather read, as HTTP's header has them."""


@dataclass(frozen=True)
class Admission:
    """What an upload may do, whether the owner vouches for it, and what its sender is warned of."""

    options: UploadOptions
    signed: bool
    warnings: list[str]


class Gate:
    """Lets uploads in, with the options that they may have."""

    def __init__(
        self,
        credentials: Credentials,
        signer: Signer,
        presets: PresetStore,
        max_file_size: int,
        allowed_origins: Collection[str] = (),
    ) -> None:
        """`allowed_origins` are the sites whose pages may upload; none stands for all."""
        self._credentials = credentials
        self._signer = signer
        self._presets = presets
        self._max_file_size = max_file_size
        self._allowed_origins = allowed_origins

    def preset(self, fields: Mapping[str, str]) -> Preset | None:
        """The preset that the fields name, if they do already. Raises PresetRefused."""
        name = fields.get("upload_preset")
        if not name:
            return None
        preset = self._presets.get(name)
        if preset is None:
            raise PresetRefused(f"Upload preset {name[:100]!r} not found")
        return preset

    def size_limit(self, preset: Preset | None, basic: BasicAuthorisation | None) -> int:
        """The most bytes that the file may have, as far as is known before it comes.

        Refuses at once what no later field can mend. Raises Unauthorized.
        """
        self._check_basic(basic)
        return self.limit_of(preset.settings.max_file_size if preset else None)

    def limit_of(self, asked: int | None) -> int:
        """The smaller of a preset's limit and the server's, in bytes."""
        return min(asked or self._max_file_size, self._max_file_size)

    def admit(
        self,
        fields: Mapping[str, str],
        preset: Preset | None,
        requester: Requester,
    ) -> Admission:
        """Who asks for what in the complete form. Raises UploadError, Unauthorized."""
        signed = self._check_basic(requester.basic) or self._check_signature(fields)
        if not signed:
            _check_site(self._allowed_origins, requester, "TAGDROP_ALLOWED_ORIGINS")
            _check_site(_check_unsigned(preset), requester, "The preset's allowed_origins")
        options = read_options(fields, preset, signed=signed)
        if options.accept_language == AUTO:
            options = options.model_copy(update={"accept_language": requester.accept_language})
        return Admission(options, signed, ignored_options(fields))

    def require_owner(
        self,
        fields: Mapping[str, str],
        basic: BasicAuthorisation | None,
        left_unsigned: Collection[str] = (),
    ) -> None:
        """Raise Unauthorized unless the owner vouches for a method of the Upload API.

        By key and secret, or by a signature over `fields`; SDKs leave the fields `left_unsigned`
        out of the signatures of some methods.
        """
        if self._check_basic(basic):
            return
        signed = {name: value for name, value in fields.items() if name not in left_unsigned}
        if not self._check_signature(signed):
            raise Unauthorized(
                "Sign the request (api_key, timestamp, signature), or send API key and API secret "
                "as basic authorisation"
            )

    def _check_basic(self, basic: BasicAuthorisation | None) -> bool:
        if basic is None:
            return False
        if not self._credentials.matches(basic.api_key, basic.api_secret):
            raise Unauthorized("Wrong API key or API secret")
        return True

    def _check_signature(self, fields: Mapping[str, str]) -> bool:
        if "signature" not in fields:
            return False
        try:
            self._signer.check_request(fields)
        except SignatureError as error:
            raise Unauthorized(str(error)) from None
        return True


def _check_unsigned(preset: Preset | None) -> Collection[str]:
    """The sites that may use the preset; none stands for all. Raises UploadError."""
    if preset is None:
        raise UploadError(
            "Upload preset must be specified when using unsigned upload. "
            "Name one in upload_preset, or sign the request."
        )
    if not preset.unsigned:
        raise PresetRefused(
            f"Upload preset {preset.name!r} must be whitelisted for unsigned uploads. "
            "Make it unsigned on the presets page, or sign the request."
        )
    return preset.settings.allowed_origins or ()


def _check_site(allowed: Collection[str], requester: Requester, where: str) -> None:
    """Raise Forbidden where only pages of some sites may upload, and this is none of them."""
    if allowed and not is_listed(requester.origin, [*allowed, requester.own_origin]):
        sender = requester.origin[:200] if requester.origin else "a request without Origin"
        raise Forbidden(
            f"Unsigned uploads are not taken from {sender}. {where} lists the sites that may."
        )
