"""From the names of engines to their results."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from services.media.pictures import Picture
from services.media.video import Video
from services.media.watching import show
from services.tagging.engine import AskedBy, Engine, EngineError, Medium, Progress, VideoWatch
from services.tagging.tags import Sighting, Tag, View
from services.tagging.taught import TaughtTags, with_taught_tags
from services.tagging.words.words import Words

LOCAL = "local_tagging"
"""The engine in the package."""


class UnknownEngine(ValueError):
    """No engine has that name, or none of those named takes the medium."""


@dataclass(frozen=True)
class EngineResult:
    """What an engine found, or why it could not look.

    `engine` is who was asked, `provider` who answered, `model` what it answered with; `views` is
    what the picture or the video looked like to it, where it can tell.
    """

    engine: str
    provider: str
    model: str
    tags: list[Tag]
    error: str | None = None
    views: tuple[View, ...] = ()


class Tagger:
    """The engines of this server, and who answers for those without credentials."""

    def __init__(
        self,
        engines: Mapping[str, Engine],
        fallback: Literal["local", "none"],
        words: Words,
        taught: TaughtTags = tuple,
    ) -> None:
        self._engines = engines
        self._fallback = fallback
        self._words = words
        self._taught = taught

    @property
    def engines(self) -> Mapping[str, Engine]:
        """Every engine by name."""
        return self._engines

    def select(
        self, names: Sequence[str], medium: Medium, asked_by: AskedBy = "categorization"
    ) -> list[str]:
        """Those of `names` that take `medium`. Raises UnknownEngine, EngineError."""
        known = engines_asked_by(self._engines, asked_by)
        for name in names:
            if name not in known:
                raise UnknownEngine(
                    f"Unknown {asked_by} {name[:100]!r}. There are: {', '.join(known)}."
                )
        fitting = [name for name in names if medium in self._engines[name].media]
        if names and not fitting:
            takes = ", ".join(f"{name} takes {_plural(self._engines[name])}" for name in names)
            raise UnknownEngine(f"No engine asked for takes this {medium}: {takes}.")
        for name in fitting:
            self._answering(name)
        return fitting

    def is_quick(self, names: Iterable[str]) -> bool:
        """Whether the engines `names` tag a picture before a person notices the wait."""
        return not any(self._answering(name).remote for name in names)

    def tag_picture(
        self, names: Sequence[str], picture: Picture, accept_language: str | None = None
    ) -> list[EngineResult]:
        """What the engines `names` see in the picture.

        Tags of the engines in the package are in the language that `accept_language`, written like
        HTTP's header, likes best; those of services are as these give them.
        """
        return self.ask(
            names, lambda engine: engine.look_at_picture(picture), None, accept_language
        )

    def watch_video(
        self, names: Sequence[str], video: Video, accept_language: str | None = None
    ) -> VideoTagging:
        """The engines `names`, ready to be shown the video's frames."""
        engines = {engine.name: engine for engine in map(self._answering, names)}
        watches = {
            name: watch
            for name, engine in engines.items()
            if (watch := engine.watch_video(video)) is not None
        }
        return VideoTagging(self, names, video, watches, accept_language)

    def tag_video(
        self,
        names: Sequence[str],
        video: Video,
        progress: Progress,
        accept_language: str | None = None,
    ) -> list[EngineResult]:
        """What the engines `names` see in the video, which is decoded once for all that share."""
        tagging = self.watch_video(names, video, accept_language)
        show(video, tagging.watchers, progress)
        return tagging.results(progress)

    def ask(
        self,
        names: Sequence[str],
        look: Callable[[Engine], Sighting],
        duration: float | None,
        accept_language: str | None,
    ) -> list[EngineResult]:
        """One result for each name; an engine that answers for several looks once."""
        language = self._words.language(accept_language)
        answers: dict[str, tuple[Sighting, str | None]] = {}
        results = []
        for name in names:
            engine = self._answering(name)
            if engine.name not in answers:
                try:
                    seen = look(engine)
                    if not engine.remote:
                        seen = replace(seen, tags=self._words.told(seen.tags, language))
                    seen = with_taught_tags(seen, self._taught(), duration)
                    answers[engine.name] = seen, None
                except EngineError as error:
                    answers[engine.name] = Sighting([]), str(error)
            seen, problem = answers[engine.name]
            spelled = self._engines[name].spelled
            tags = [replace(tag, name=spelled(tag.name)) for tag in seen.tags]
            provider = engine.name if engine.remote else "local"
            results.append(EngineResult(name, provider, engine.model, tags, problem, seen.views))
        return results

    def _answering(self, name: str) -> Engine:
        engine = self._engines[name]
        if engine.has_credentials():
            return engine
        if self._fallback == "none":
            raise EngineError(
                f"{name} has no credentials here, and TAGDROP_ENGINE_FALLBACK=none forbids the "
                f"local engine to answer for it. Set the credentials, or ask for {engine.stand_in}."
            )
        return self._engines[engine.stand_in]


@dataclass(frozen=True)
class VideoTagging:
    """The engines that look at one video; those that share its frames have a watch."""

    tagger: Tagger
    names: Sequence[str]
    video: Video
    watches: Mapping[str, VideoWatch]
    accept_language: str | None

    @property
    def watchers(self) -> list[VideoWatch]:
        """Whom the frames are to be shown."""
        return list(self.watches.values())

    def results(self, progress: Progress) -> list[EngineResult]:
        """What each engine saw, once the frames have been shown; the others look now."""

        def look(engine: Engine) -> Sighting:
            watch = self.watches.get(engine.name)
            if watch is not None:
                return watch.sighting()
            return engine.look_at_video(self.video, progress)

        return self.tagger.ask(self.names, look, self.video.duration, self.accept_language)


def engines_asked_by(engines: Mapping[str, Engine], option: AskedBy) -> list[str]:
    """The names that the option takes, in their order."""
    return sorted(name for name, engine in engines.items() if engine.asked_by == option)


def _plural(engine: Engine) -> str:
    return " and ".join(f"{medium}s" for medium in sorted(engine.media))
