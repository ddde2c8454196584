"""Who may upload: by key and secret, by a signature, or through a preset that lets anyone."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from services.credentials import Credentials
from services.options.upload import UploadOptions
from services.presets import Preset, PresetStore
from services.signing import SignatureError, Signer
from services.uploads.errors import PresetRefused, Unauthorized, UploadError
from services.uploads.options import ignored_options, read_options


@dataclass(frozen=True)
class BasicAuthorisation:
    """What a request's Authorization header says."""

    api_key: str
    api_secret: str


@dataclass(frozen=True)
class Admission:
    """What an upload may do, whether the owner vouches for it, and what its sender is warned of."""

    options: UploadOptions
    signed: bool
    warnings: list[str]


class Gate:
    """Lets uploads in, with the options that they may have."""

    def __init__(
        self, credentials: Credentials, signer: Signer, presets: PresetStore, max_file_size: int
    ) -> None:
        self._credentials = credentials
        self._signer = signer
        self._presets = presets
        self._max_file_size = max_file_size

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
        basic: BasicAuthorisation | None,
    ) -> Admission:
        """Who asks for what in the complete form. Raises UploadError, Unauthorized."""
        signed = self._check_basic(basic) or self._check_signature(fields)
        if not signed:
            _check_unsigned(preset)
        options = read_options(fields, preset, signed=signed)
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


def _check_unsigned(preset: Preset | None) -> None:
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
