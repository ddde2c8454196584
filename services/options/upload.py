"""All options of an upload together, and who may set which."""

from __future__ import annotations

from typing import Final

from services.options.admission import AdmissionOptions
from services.options.analysis import AnalysisOptions
from services.options.delivery import DeliveryOptions
from services.options.description import DescriptionOptions
from services.options.naming import NamingOptions
from services.options.option import option_fields, set_by
from services.options.processing import ProcessingOptions


class UploadOptions(
    ProcessingOptions,
    AdmissionOptions,
    AnalysisOptions,
    DescriptionOptions,
    DeliveryOptions,
    NamingOptions,
):
    """Everything that a request and its preset may set, by its name in the API."""


_SETTERS: Final = {name: set_by(field) for name, field in option_fields(UploadOptions).items()}
SIGNED_OPTIONS: Final = frozenset(name for name, by in _SETTERS.items() if by.signed)
"""What a signed request may set."""
UNSIGNED_OPTIONS: Final = frozenset(name for name, by in _SETTERS.items() if by.unsigned)
"""What an unsigned request may set beside its preset (Cloudinary, "Upload presets")."""
PRESET_OPTIONS: Final = frozenset(name for name, by in _SETTERS.items() if by.preset)
"""What a preset may set."""
