"""The Admin API's limit, told in the headers that the SDKs read."""

from __future__ import annotations

from email.utils import format_datetime

from flask import Blueprint, Response, g, request

from routes.authorisation import basic_authorisation
from routes.responses import ApiError
from services.credentials import Credentials
from services.rate_limit import Allowance, HourlyLimit

RATE_LIMIT_HEADERS = tuple(f"X-FeatureRateLimit-{name}" for name in ("Limit", "Remaining", "Reset"))
_TOO_MANY = 420
"""The status that Cloudinary's Admin API has for it, which SDKs raise as RateLimited."""


def limit_requests(api: Blueprint, limit: HourlyLimit, credentials: Credentials) -> None:
    """Count the Admin API's requests that come with key and secret; refuse those beyond the limit.

    The Upload API has none.
    """
    if not api.import_name.startswith(f"{__package__}."):
        return

    @api.before_request
    def count() -> None:
        basic = basic_authorisation(request)
        if basic is None or not credentials.matches(basic.api_key, basic.api_secret):
            return
        g.allowance = allowance = limit.count()
        if allowance.left < 0:
            raise ApiError(
                _TOO_MANY,
                f"Rate Limit Exceeded. Limit of {allowance.limit:,} api operations reached. "
                f"Try again on {allowance.resets_at:%Y-%m-%d %H:%M:%S} UTC",
            )

    @api.after_request
    def tell(response: Response) -> Response:
        allowance: Allowance | None = g.get("allowance")
        if allowance is not None:
            left = str(max(allowance.left, 0))
            reset = format_datetime(allowance.resets_at, usegmt=True)
            for name, value in zip(
                RATE_LIMIT_HEADERS, (str(allowance.limit), left, reset), strict=True
            ):
                response.headers[name] = value
        return response
