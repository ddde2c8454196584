"""What is wrong with an upload, as its sender is told."""

from __future__ import annotations


class UploadError(Exception):
    """An upload is refused; the message says what was wrong and what to do."""

    status = 400


class Unauthorized(UploadError):
    """The sender may not do this."""

    status = 401


class Forbidden(UploadError):
    """The sender is known and may not do this."""

    status = 403


class Conflict(UploadError):
    """It does not fit with what is going on now; another try may."""

    status = 409


class TooManyUploads(UploadError):
    """There is no room for one more at the moment."""

    status = 429


class PresetRefused(UploadError):
    """There is no such preset, or it does not let the sender in."""


class TooLarge(UploadError):
    """The file is over the limit."""

    status = 413


def too_large(limit: int, size: int | None = None) -> TooLarge:
    """The error for a file of `size` bytes, or of unknown size, where `limit` bytes are allowed."""
    got = f" Got {size:,}." if size else ""
    return TooLarge(f"File size too large.{got} Maximum is {limit:,} bytes.")
