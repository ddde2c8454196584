"""The form of a preset: what it shows and what comes back from it."""

from __future__ import annotations

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict

from routes.preset_fields import OWN_CONTROLS, common_fields, further_fields
from routes.preset_form import PresetForm, field_errors, preset_summary
from services.options.option import option_fields
from services.options.upload import PRESET_OPTIONS, UploadOptions
from services.presets import Preset

FULL: dict[str, Any] = {
    "name": "holiday",
    "unsigned": True,
    "settings": {
        "categorization": ["google_tagging", "local_tagging"],
        "auto_tagging": 0.35,
        "folder": "holiday/2026",
        "tags": ["beach", "summer"],
        "allowed_formats": ["jpg", "mp4"],
        "max_file_size": 5 << 20,
        "overwrite": True,
        "unique_filename": False,
    },
}


EXAMPLES: dict[str, Any] = {
    name: True
    for name, field in option_fields(UploadOptions).items()
    if field.annotation == bool | None and name in PRESET_OPTIONS
} | {
    "accept_language": "de",
    "access_control": [{"access_type": "anonymous", "start": "2026-01-01T00:00:00Z"}],
    "allowed_formats": ["jpg", "mp4"],
    "allowed_origins": ["https://shop.example", "https://*.blog.example"],
    "asset_folder": "shown/here",
    "auto_tagging": {"object": 0.7, "action": 0.4},
    "categorization": ["google_tagging", "local_tagging"],
    "context": {"alt": "a=b|c", "caption": "größe"},
    "custom_coordinates": [[1, 2, 30, 40]],
    "detection": ["local_faces"],
    "eager": "c_fill,h_100,w_100|c_scale,w_50/jpg",
    "eager_notification_url": "https://example.com/eager",
    "face_coordinates": [[1, 2, 30, 40], [5, 6, 70, 80]],
    "folder": "holiday/2026",
    "format": "webp",
    "headers": {"Link": "</a>; rel=b", "X-Robots-Tag": "noindex"},
    "max_file_size": 5 << 20,
    "metadata": {"rating": "a=b|c", "colors": "red"},
    "moderation": "duplicate:0.8|local|manual",
    "moderation_thresholds": {"approve": 0.1, "reject": 0.6},
    "notification_url": "https://example.com/hook",
    "public_id_prefix": "shop",
    "responsive_breakpoints": [{"create_derived": False, "max_images": 3}],
    "tags": ["beach", "summer"],
    "transformation": "c_limit,w_2000",
    "type": "private",
}
"""A value for every option that a preset may set."""


def preset(**settings: Any) -> Preset:
    return Preset.model_validate({"name": "p", "settings": settings})


def test_every_option_of_a_preset_has_a_field() -> None:
    groups = [*common_fields().values(), *further_fields().values()]
    offered = [field.name for group in groups for field in group]
    assert sorted(offered) == sorted(PRESET_OPTIONS - OWN_CONTROLS)


def test_every_field_keeps_its_option_as_it_is() -> None:
    settings = UploadOptions.model_validate(EXAMPLES)
    assert settings.as_set().keys() == PRESET_OPTIONS, "an example for each in EXAMPLES"
    shown = Preset(name="all", settings=settings)
    assert Preset.model_validate(PresetForm.of_preset(shown).values()) == shown


@pytest.mark.parametrize(
    "given",
    [
        FULL,
        {"name": "bare", "unsigned": False, "settings": {}},
        {
            "name": "kinds",
            "unsigned": True,
            "settings": {"auto_tagging": {"object": 0.7, "action": 0.4}},
        },
        {
            "name": "moderated",
            "unsigned": True,
            "settings": {
                "moderation": "local",
                "moderation_thresholds": {"approve": 0.1, "reject": 0.6},
            },
        },
    ],
)
def test_saving_the_form_as_it_was_shown_changes_nothing(given: dict[str, Any]) -> None:
    shown = Preset.model_validate(given)
    saved = Preset.model_validate(PresetForm.of_preset(shown).values())
    assert saved == shown


def test_an_emptied_field_is_no_longer_set() -> None:
    kept = preset(folder="holiday", max_file_size=1 << 20)
    typed = PresetForm.of_request(MultiDict({"name": "p", "threshold_mode": "none"}))
    assert Preset.model_validate(PresetForm.of_preset(kept).values()) == kept
    saved = Preset.model_validate(typed.values())
    assert saved.settings.folder is None
    assert saved.settings.max_file_size is None


def test_the_largest_file_is_given_in_mebibytes() -> None:
    typed = PresetForm.of_request(MultiDict({"max_mebibytes": "1.5"}))
    assert typed.values()["settings"]["max_file_size"] == 1_572_864


def test_a_size_that_is_no_number_is_left_for_the_check_to_refuse() -> None:
    for text in ("many", "inf", "nan"):
        typed = PresetForm.of_request(MultiDict({"max_mebibytes": text}))
        assert typed.values()["settings"]["max_file_size"] == text


def test_only_the_chosen_kinds_are_assigned() -> None:
    typed = PresetForm.of_request(
        MultiDict(
            {
                "threshold_mode": "kinds",
                "assign_object": "on",
                "threshold_object": "0.7",
                "threshold_action": "0.2",
            }
        )
    )
    assert typed.values()["settings"]["auto_tagging"] == {"object": "0.7"}


def test_errors_go_to_the_field_that_shows_the_setting() -> None:
    problems = {
        "name": "is taken",
        "settings.categorization": "no such engine",
        "settings.auto_tagging.float": "too large",
        "settings.max_file_size": "not a number",
        "settings.folder": "not a folder",
    }
    assert field_errors(problems) == {
        "name": "is taken",
        "engines": "no such engine",
        "threshold": "too large",
        "max_mebibytes": "not a number",
        "folder": "not a folder",
    }


def test_a_preset_is_summed_up_in_a_few_phrases() -> None:
    assert preset_summary(Preset.model_validate(FULL)) == [
        "keeps tags from 35%",
        "into holiday/2026/",
        "tagged beach, summer",
        "jpg, mp4 only",
        "up to 5 MiB",
        "2 more: overwrite, unique_filename",
    ]
    assert preset_summary(preset(categorization=["local_tagging"])) == ["assigns no tags"]
