"""Moderations that happen while a file comes in: those of pictures, as far as no person decides."""

from __future__ import annotations

from collections.abc import Callable

from services.assets.look_alikes import LookAlike
from services.assets.moderations import (
    apply_moderation,
    apply_search_for_duplicates,
    asked_records,
    let_the_next_begin,
)
from services.assets.tables import ModerationRecord
from services.media.hashes import perceptual_hash
from services.media.pictures import Picture
from services.media.probe import MediaInfo
from services.moderation.asked import asked_moderations
from services.moderation.moderator import moderate_picture
from services.moderation.verdict import ModerationThresholds
from services.options.admission import AdmissionOptions
from services.uploads.errors import UploadError

FindLookAlikes = Callable[[str, float], list[LookAlike]]
"""From a perceptual hash and the least confidence (from 0 to 1) to stored pictures."""


def moderate(
    info: MediaInfo, options: AdmissionOptions, find_look_alikes: FindLookAlikes
) -> list[ModerationRecord]:
    """The moderations that were asked for, in their order: one begins when the last has approved.

    A video waits for the model. Raises UploadError, UnreadableMedia.
    """
    asked = asked_moderations(options.moderation) if options.moderation else []
    thresholds = options.moderation_thresholds or ModerationThresholds()
    records = asked_records(asked, thresholds)
    for record in records:
        _check_medium(record, info)
    for record in records:
        if record.status == "pending" and info.picture is not None:
            _look(record, info.picture, thresholds, find_look_alikes)
            let_the_next_begin(records)
    return records


def _check_medium(record: ModerationRecord, info: MediaInfo) -> None:
    """Raise UploadError where there is nothing to look at."""
    if record.kind == "duplicate" and info.resource_type != "image":
        raise UploadError("Duplicates are looked for among images only, and this is none.")
    if record.kind == "local" and (info.resource_type == "raw" or info.is_audio):
        called = "audio" if info.is_audio else f"a file of type {info.format or 'raw'}"
        raise UploadError(
            f"The model moderates images and videos only, and this is {called}. "
            "With moderation=manual a person decides."
        )


def _look(
    record: ModerationRecord,
    picture: Picture,
    thresholds: ModerationThresholds,
    find_look_alikes: FindLookAlikes,
) -> None:
    if record.kind == "local":
        apply_moderation(record, moderate_picture(picture, thresholds))
    elif record.kind == "duplicate":
        least = record.thresholds["threshold"]
        found = find_look_alikes(perceptual_hash(picture), least) if least else []
        apply_search_for_duplicates(record, found)
