"""A video that is damaged in the middle is tagged by the rest of it, and says what was lost."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import LiveServer


def test_damaged_frames_are_passed_over_and_counted_in_the_record(
    live_server: LiveServer, bikes: Path, tmp_path: Path
) -> None:
    data = bytearray(bikes.read_bytes())
    data[200_000:260_000] = bytes(60_000)
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(data)
    engines = "local_tagging,local_attributes"
    found = live_server.wait_until_tagged(live_server.upload(damaged, categorization=engines))
    assert found["status"] == "complete"
    assert found["corrupt_frames"] > 0
    assert found["info"]["categorization"]["local_tagging"]["data"]

    whole = live_server.wait_until_tagged(live_server.upload(bikes, categorization=engines))
    assert whole["corrupt_frames"] == 0
