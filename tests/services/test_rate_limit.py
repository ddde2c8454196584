"""The hour's requests are counted, and the next hour begins anew."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from services.rate_limit import HourlyLimit


def test_every_request_is_counted_until_the_hour_ends() -> None:
    moments = iter([7_200.0, 10_799.9, 10_800.0])
    limit = HourlyLimit(1, lambda: next(moments))
    first, second, third = (limit.count() for _ in range(3))
    assert [first.left, second.left, third.left] == [0, -1, 0]
    assert first.resets_at == second.resets_at == datetime(1970, 1, 1, 3, tzinfo=UTC)
    assert third.resets_at == datetime(1970, 1, 1, 4, tzinfo=UTC)


def test_requests_at_once_are_counted_each() -> None:
    limit = HourlyLimit(1_000, lambda: 0.0)
    with ThreadPoolExecutor(8) as pool:
        left = list(pool.map(lambda _: limit.count().left, range(1_000)))
    assert sorted(left) == list(range(1_000))
