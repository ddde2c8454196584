"""What expressions find, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.search.expression import ExpressionError

Find = Callable[[str], set[str]]
CAT, DOG, WALK, NOTES = "pets/black_cat", "pets/dog", "walk", "notes"
EVERYTHING = {CAT, DOG, WALK, NOTES}


def check(found: Find, cases: dict[str, set[str]]) -> None:
    assert {expression: found(expression) for expression in cases} == cases


def test_plain_words_are_looked_for_in_all_text(found: Find) -> None:
    check(
        found,
        {
            "": EVERYTHING,
            "*": EVERYTHING,
            "cat": {CAT},
            "CAT": {CAT},
            "größe": {CAT},
            "GRÖSSE": {CAT},
            "sofa": {CAT},
            "dog": {DOG, WALK},
            "an*": {CAT, DOG, WALK},
            '"black cat"': {CAT},
            '"cat black"': set(),
            "black-cat": {CAT},
            "sofa blue": {CAT},
            "sofa dog": set(),
            "nothing": set(),
        },
    )


def test_no_phrase_goes_from_one_value_into_the_next(found: Find) -> None:
    check(found, {'tags:"cat pet"': set(), '"cat pet"': set(), '"red blue"': set()})


def test_and_or_not_and_parentheses_combine(found: Find) -> None:
    check(
        found,
        {
            "dog AND format:png": {DOG},
            "dog && format:png": {DOG},
            "dog format:png": {DOG},
            "cat OR dog": {CAT, DOG, WALK},
            "cat || format=mp4": {CAT, WALK},
            "NOT dog": {CAT, NOTES},
            "!dog": {CAT, NOTES},
            "-dog": {CAT, NOTES},
            "-dog -cat": {NOTES},
            "cat OR dog AND format=png": {CAT, DOG},
            "(cat OR dog) AND format=png": {DOG},
            "NOT (cat OR dog)": {NOTES},
            "tags:(cat OR pet) AND NOT tags=dog": {CAT},
            "tags:(pet AND NOT dog)": {CAT},
            "format=(jpg OR mp4)": {CAT, WALK},
            "+dog": {DOG, WALK},
        },
    )


def test_an_equals_sign_means_the_whole_value_and_a_colon_its_words(found: Find) -> None:
    check(
        found,
        {
            "tags=cat": set(),
            "tags:cat": {CAT},
            'tags="black cat"': {CAT},
            "tags=black\\ cat": {CAT},
            "tags=black*": {CAT},
            "tags:bla*": {CAT},
            "tags=pet": {DOG},
            "tags:pet": {CAT, DOG},
            "tags:*": {CAT, DOG, WALK},
            "-tags:*": {NOTES},
            "public_id=pets/dog": {DOG},
            "public_id=pets/*": {CAT, DOG},
            "public_id:pets": {CAT, DOG},
            "filename=dog": {DOG},
            "filename=black_*": {CAT},
            "filename:black": {CAT},
            'filename="notes 100%.txt"': {NOTES},
            "filename=black%cat": set(),
            'display_name="Größe: a cat"': {CAT},
            "display_name:größe": {CAT},
            "format:PNG": {DOG},
            'format=""': {NOTES},
            "type:private": {NOTES},
            "resource_type:video": {WALK},
            "phash=00ff*": {CAT},
        },
    )


def test_folders_are_found_alone_or_with_what_is_below_them(found: Find) -> None:
    check(
        found,
        {
            "folder=animals": {DOG},
            "folder=animals/*": {CAT, DOG},
            "asset_folder:animals/*": {CAT, DOG},
            "folder:pets": {CAT},
            'folder=""': {NOTES},
        },
    )


def test_numbers_sizes_and_times_are_compared(found: Find) -> None:
    check(
        found,
        {
            "bytes>1mb": {DOG, WALK},
            "bytes>=200000 AND bytes<3mb": {CAT, DOG},
            "bytes:>1m": {DOG, WALK},
            "bytes:[200000 TO 3000000]": {CAT, DOG},
            "bytes:{200000 TO 3000000}": set(),
            "bytes:[200000 TO 3000000}": {CAT},
            "bytes:[* TO 1kb]": {NOTES},
            "width=640": {CAT, WALK},
            "NOT width>700": {CAT, WALK, NOTES},
            "width:*": {CAT, DOG, WALK},
            "aspect_ratio=16:9": {DOG, WALK},
            'aspect_ratio:"4:3"': {CAT},
            "aspect_ratio<1.5": {CAT},
            "pixels>1000000": {DOG},
            "image_pixels>0": {CAT, DOG},
            "duration>20s": {WALK},
            "duration<=0.5m": {WALK},
            "duration:*": {WALK},
            "pages>=3": {NOTES},
            "face_count>0": {DOG},
        },
    )


def test_dates_are_days_months_years_moments_or_so_long_ago(found: Find) -> None:
    check(
        found,
        {
            "created_at>1d": {CAT},
            "created_at:>1d": {CAT},
            "uploaded_at>1w": {CAT, DOG},
            "created_at<1w": {WALK, NOTES},
            "created_at:[2m TO 1d]": {DOG, WALK},
            "created_at=2025-12-31": {NOTES},
            "created_at:2025-12": {NOTES},
            "created_at=2025": {NOTES},
            "created_at<2026-01-01": {NOTES},
            "created_at<=2025/12/31": {NOTES},
            "created_at>2025-12-31": {CAT, DOG, WALK},
            'created_at="2025-12-31T23:59:59Z"': {NOTES},
            "created_at=2026-01-01T00:59:59+01:00": {NOTES},
            "created_at:[2025-12-30 TO 2025-12-31]": {NOTES},
            "created_at:[2025-12-30 TO 2025-12-31}": set(),
        },
    )


def test_context_and_structured_metadata_are_found_by_key(found: Find) -> None:
    check(
        found,
        {
            "context.alt:sofa": {CAT},
            "context.shelf:sofa": set(),
            'context.alt="Asleep on the sofa"': {CAT},
            "context.alt=asleep": set(),
            "context.alt=Asleep*": {CAT},
            "context.shelf>=12": {CAT},
            "context.shelf:*": {CAT},
            "context:sofa": {CAT},
            "metadata.price>10": {CAT},
            "metadata.price:[21 TO *]": set(),
            "metadata.price=20": {CAT},
            "metadata.shot_on>=2026-02-28": {CAT},
            "metadata.shot_on<2026-02-28": set(),
            "metadata.colours=blue": {CAT},
            "metadata:blue": {CAT},
            "metadata=blue": {CAT},
            "-metadata:*": {DOG, WALK, NOTES},
        },
    )


def test_what_engines_saw_is_found_by_confidence_whether_assigned_or_not(found: Find) -> None:
    check(
        found,
        {
            "confidence.dog > 0.8": {DOG, WALK},
            "confidence.dog>=100%": {DOG, WALK},
            "confidence.ball > 0.3": {DOG},
            "confidence.ball:[30% TO 40%]": {DOG},
            'confidence."black cat" > 0.8': {CAT},
            "confidence.cat:*": set(),
            "colors=red": {DOG},
            "colors:red AND status=active": {DOG},
        },
    )


def test_videos_are_found_by_how_long_and_when_a_tag_holds(found: Find) -> None:
    check(
        found,
        {
            "segment.dog > 3s": {WALK},
            "segment.dog > 5s": set(),
            "segment.dog >= 5000ms": {WALK},
            "segment.cat > 0": set(),
            "moment.dog = 4s": {WALK},
            "moment.dog = 10s": set(),
            "moment.dog:[5s TO 10s]": {WALK},
            "moment.dog:[7s TO 19s]": set(),
            "moment.dog > 21s": {WALK},
            "moment.dog < 1s": set(),
        },
    )


def test_states_are_found(found: Find) -> None:
    check(
        found,
        {
            "status=active": EVERYTHING,
            "status=deleted": set(),
            "status=complete": {WALK},
            "status:pending": set(),
            "moderation_status=approved": {DOG},
            "moderation_kind=manual": {DOG},
            "NOT moderation_status:*": {CAT, WALK, NOTES},
        },
    )


@pytest.mark.parametrize(
    ("expression", "position", "reason"),
    [
        ("tagz=cat", 1, "there is no field tagz; did you mean tags?"),
        ("cat AND colour=red", 9, "did you mean colors?"),
        ("bytes>big", 7, "'big' is not a size"),
        ("width=1e5", 7, "is not a number"),
        ("width>9999999999999999999999", 7, "is not a number"),
        ("created_at>soon", 12, "is no date"),
        ("created_at=2026-02-30", 12, "is no date"),
        ("created_at>999999y", 12, "is no date"),
        ("created_at=1d", 12, "needs > (later than)"),
        ("tags>cat", 1, "is no number"),
        ("format:[a TO b]", 1, "is no number"),
        ("confidence.dog>8", 16, "confidences run from 0 to 1"),
        ("segment.dog>long", 13, "is not a time"),
        ("confidence.>0.8", 1, "needs a name behind the point"),
        ("status=done", 8, "there is no status 'done'"),
        ("cat ...", 5, "neither a letter nor a digit"),
    ],
)
def test_what_cannot_be_searched_for_is_refused_with_its_place(
    found: Find, expression: str, position: int, reason: str
) -> None:
    with pytest.raises(ExpressionError) as refused:
        found(expression)
    assert str(refused.value).startswith(f"Invalid expression at character {position}: ")
    assert reason in str(refused.value)


def test_text_that_looks_like_sql_or_like_a_query_is_text(found: Find) -> None:
    for text in ("' OR 1=1 --", 'a"b', "%", "_", "a* OR b", "NEAR(a b)", "{tags} : cat", "é̂ ก็"):
        quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("*", "\\*")
        for field in ("tags=", "tags:", "public_id=", "filename=", "context.alt:", "folder="):
            assert found(f'{field}"{quoted}"') <= {CAT}, (field, text)
