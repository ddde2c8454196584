"""Looking at a picture that is not kept.

Shapes as in Cloudinary's "Analyze API reference": `google_tagging` gives labels with scores. An
engine that is not known there gives its own `data`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests

from services.media.errors import UnreadableMedia
from services.media.probe import Limits, probe
from services.tagging.engine import EngineError
from services.tagging.tagger import EngineResult, Tagger, UnknownEngine
from services.uploads.errors import UploadError
from services.uploads.source import open_source
from services.uploads.staging import StagedFile, Staging

_GOOGLE = "google_tagging"


@dataclass(frozen=True)
class Analyzing:
    """Fetches a picture, has an engine look at it, and lets it go."""

    tagger: Tagger
    staging: Staging
    outbound: requests.Session
    limits: Limits
    size_limit: int

    def analyze(self, uri: str, analysis_type: str) -> dict[str, Any]:
        """`analysis` of the picture at `uri` by the engine of that name. Raises UploadError."""
        try:
            self._check(analysis_type)
            with (
                open_source(uri, self.outbound, self.size_limit) as source,
                self.staging.receive(source.chunks, source.filename, self.size_limit) as staged,
            ):
                result = self._look(staged, analysis_type)
        except (UnknownEngine, EngineError, UnreadableMedia) as error:
            raise UploadError(str(error)) from None
        if result.error:
            raise UploadError(result.error)
        return self._shown(result)

    def _check(self, analysis_type: str) -> None:
        """Before anything is fetched for nothing. Raises UnknownEngine, EngineError."""
        engines = self.tagger.engines
        fitting = sorted(name for name, engine in engines.items() if "image" in engine.media)
        if analysis_type not in fitting:
            raise UnknownEngine(
                f"Unknown analysis_type {analysis_type[:100]!r}. There are: {', '.join(fitting)}."
            )
        self.tagger.select([analysis_type], "image", engines[analysis_type].asked_by)

    def _look(self, staged: StagedFile, analysis_type: str) -> EngineResult:
        with staged.path.open("rb") as file:
            picture = probe(file, staged.filename, "image", self.limits).picture
            if picture is None:
                raise UnreadableMedia("The file is not a picture that can be looked at")
            [result] = self.tagger.tag_picture([analysis_type], picture)
        return result

    def _shown(self, result: EngineResult) -> dict[str, Any]:
        who = {"provider": result.provider, "model": result.model}
        if result.engine == _GOOGLE:
            labels = [{"label": tag.name, "score": round(tag.confidence, 4)} for tag in result.tags]
            return {"label_annotations": {"labels": labels}} | who
        return {"data": self.tagger.engines[result.engine].data(result.tags)} | who
