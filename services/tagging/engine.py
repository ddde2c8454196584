"""What an engine is, and the registry of engines by name.

Adding an engine is one new file in `engines/`: a subclass of `Engine` there is found by itself.
"""

from __future__ import annotations

import importlib
import pkgutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Literal, Protocol

from services.media.pictures import Picture
from services.media.video import Video
from services.media.watching import Watcher, show
from services.tagging import engines
from services.tagging.tags import Sighting, Tag

Medium = Literal["image", "video"]
AskedBy = Literal["categorization", "detection"]
Progress = Callable[[float], None]
"""Told the share of the work that is done, from 0 to 1."""


class EngineError(Exception):
    """An engine could not answer; the message says why and what to do, without secrets."""


class VideoWatch(Watcher, Protocol):
    """An engine that is shown a video's frames, and then says what it saw."""

    def sighting(self) -> Sighting:
        """What there was to see, once all frames have been shown. Raises EngineError."""


class Engine(ABC):
    """A tagger of pictures, of videos, or of both.

    Subclasses set `name` (the value of `categorization` that asks for it), `media` (what it takes),
    `remote` (whether it calls a service that needs credentials) and `model` (what answers, with its
    version); what looks for one kind of thing may be `asked_by` the option `detection` instead.
    An engine is made once and used from many threads.
    """

    name: ClassVar[str]
    asked_by: ClassVar[AskedBy] = "categorization"
    stand_in: ClassVar[str] = "local_tagging"
    """Who answers in this engine's shape while it has no credentials."""
    media: ClassVar[frozenset[Medium]]
    remote: ClassVar[bool]
    model: ClassVar[str]

    @abstractmethod
    def data(self, tags: Sequence[Tag]) -> Any:
        """The JSON under `info.<asked_by>.<name>.data`, in the vendor's own shape."""

    def spelled(self, name: str) -> str:
        """How an asset's own tag is spelled that this engine was asked for."""
        return name

    def has_credentials(self) -> bool:
        """Whether this engine can answer; when not, the local one answers in its shape."""
        return not self.remote

    def look_at_picture(self, picture: Picture) -> Sighting:
        """What there is to see in a picture. Raises EngineError."""
        return Sighting(self.tag_picture(picture))

    def watch_video(self, video: Video) -> VideoWatch | None:
        """Somebody to show the video's frames to, together with other engines' watches; None when
        the engine needs the video itself."""
        return None

    def look_at_video(self, video: Video, progress: Progress) -> Sighting:
        """What there is to see in a video. Raises EngineError."""
        watch = self.watch_video(video)
        if watch is None:
            return Sighting(self.tag_video(video, progress))
        show(video, [watch], progress)
        return watch.sighting()

    def tag_picture(self, picture: Picture) -> list[Tag]:
        """The tags of a picture, surest first. Raises EngineError."""
        raise EngineError(f"{self.name} cannot tag pictures here.")

    def tag_video(self, video: Video, progress: Progress) -> list[Tag]:
        """The tags of a video with their segments, surest first. Raises EngineError."""
        raise EngineError(f"{self.name} cannot tag videos here.")


def find_engines() -> Mapping[str, Engine]:
    """One instance of every engine in `engines/`, by name."""
    modules = {
        f"{engines.__name__}.{found.name}" for found in pkgutil.iter_modules(engines.__path__)
    }
    for module in sorted(modules):
        importlib.import_module(module)
    return {kind.name: kind() for kind in Engine.__subclasses__() if kind.__module__ in modules}
