"""What the owner teaches: tags, their examples, and what is learnt from them."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.assets.corrections import TagCorrection
from services.assets.tables import Asset, AssetView
from services.assets.views import embedding_of, view_of
from services.database import Database
from services.learning.tables import TaughtExample, TaughtTagRecord
from services.learning.training import Examples, Lesson, TooFewExamples, judged, learn
from services.tagging.models.embedding import EMBEDDING_MODEL, background
from services.tagging.tags import Kind, View
from services.tagging.taught import TaughtTag

MOST_TAGS: Final = 200
MOST_EXAMPLES: Final = 1000
"""Examples of one tag; beyond some hundreds another says nothing new, and learning takes longer."""

LONGEST_NAME: Final = 100
RECENT: Final = 5000
"""Views among which suggestions are looked for."""

_WEIGHTS = np.dtype("<f4")


class LessonError(ValueError):
    """What was asked of a taught tag cannot be; the message says why."""


class UnknownTaughtTag(LessonError):
    """Nobody teaches a tag of that name."""


@dataclass(frozen=True)
class Example:
    """An asset, and whether it has the tag; of a video the second at which it is to be seen.

    `confidence` is what the tag has there when it is learnt without this example, if it was.
    """

    asset_id: str
    positive: bool
    moment: float | None
    confidence: float | None = None


@dataclass(frozen=True)
class Suggestion:
    """An asset that the owner could judge next, at that second if it is a video.

    `confidence` is what the tag has there now, or nothing before it has been learnt.
    """

    asset_id: str
    moment: float
    confidence: float | None


class Lessons:
    """The tags that the owner teaches."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._known: tuple[object, list[TaughtTag]] = (None, [])

    def all(self) -> list[TaughtTagRecord]:
        """The taught tags by name."""
        with self._database.reading() as session:
            return list(session.scalars(select(TaughtTagRecord).order_by(TaughtTagRecord.name)))

    def get(self, name: str) -> TaughtTagRecord:
        """The taught tag of that name. Raises UnknownTaughtTag."""
        with self._database.reading() as session:
            return _existing(session, name)

    def create(self, name: str, kind: Kind) -> TaughtTagRecord:
        """Begin to teach a tag. Raises LessonError when it is taught already, or too many are."""
        name = _checked_name(name)
        with self._database.writing() as session:
            if session.get(TaughtTagRecord, name) is not None:
                raise LessonError(f"The tag {name!r} is taught already")
            if (
                session.scalar(select(func.count()).select_from(TaughtTagRecord)) or 0
            ) >= MOST_TAGS:
                raise LessonError(f"No more than {MOST_TAGS} tags can be taught")
            record = TaughtTagRecord(name=name, kind=kind, created_at=datetime.now(UTC))
            session.add(record)
            return record

    def forget(self, name: str) -> None:
        """Stop teaching a tag; assets that have it keep it. Raises UnknownTaughtTag."""
        with self._database.writing() as session:
            session.delete(_existing(session, name))

    def examples(self, name: str) -> list[Example]:
        """What the tag is learnt from: examples, then corrections of it on other assets."""
        with self._database.reading() as session:
            record = _existing(session, name)
            judgements = (record.report or {}).get("held_out", {})
            return [
                Example(each.asset_id, each.positive, each.moment, judgements.get(each.asset_id))
                for each in _examples(session, name)
            ]

    def show(
        self, name: str, examples: Mapping[str, bool], moments: Mapping[str, float]
    ) -> TaughtTagRecord:
        """Say of assets, by ID, whether they have the tag, and learn it anew.

        `moments` are the seconds at which videos show it. Raises LessonError.
        """
        with self._database.writing() as session:
            _existing(session, name)
            _check_assets(session, examples)
            for asset_id, positive in examples.items():
                session.merge(
                    TaughtExample(
                        tag=name,
                        asset_id=asset_id,
                        positive=positive,
                        moment=moments.get(asset_id),
                        created_at=datetime.now(UTC),
                    )
                )
        return self.learn(name)

    def withdraw(self, name: str, asset_id: str) -> TaughtTagRecord:
        """Take back an example, and learn anew from the rest. Raises LessonError."""
        with self._database.writing() as session:
            _existing(session, name)
            example = session.get(TaughtExample, (name, asset_id))
            if example is None:
                raise LessonError(f"{asset_id[:100]} is no example of {name!r}")
            session.delete(example)
        return self.learn(name)

    def learn(self, name: str) -> TaughtTagRecord:
        """Learn from the examples and the corrections that there are now. Raises LessonError."""
        with self._database.reading() as session:
            _existing(session, name)
            examples = _examples(session, name)
            views = _views(session, [example.asset_id for example in examples])
        # Apart from any transaction: others may write while this takes its second.
        learnt = _learn([each for each in examples if each.asset_id in views], views)
        with self._database.writing() as session:
            record = _existing(session, name)
            record.learnt_at = datetime.now(UTC)
            record.model = EMBEDDING_MODEL
            record.weights, record.bias, record.report = learnt
            return record

    def suggestions(self, name: str, limit: int) -> list[Suggestion]:
        """Assets whose judgement would teach the most: those that the tag is least sure about.

        Every fourth is one that it is surest of, in which mistakes hide. Before anything is learnt
        they are the newest. Only the newest RECENT assets are looked at.
        """
        with self._database.reading() as session:
            record = _existing(session, name)
            known = {each.asset_id for each in _examples(session, name)}
            rows = session.execute(
                select(AssetView.asset_id, AssetView.start, AssetView.embedding)
                .join(Asset, Asset.asset_id == AssetView.asset_id)
                .where(AssetView.model == EMBEDDING_MODEL)
                .order_by(Asset.created_at.desc(), Asset.asset_id, AssetView.position)
                .limit(RECENT)
            ).all()
            tag = taught_tag(record) if record.weights else None
            best: dict[str, Suggestion] = {}
            for asset_id, start, kept in rows:
                confidence = tag.confidence(embedding_of(kept)) if tag else None
                earlier = best.get(asset_id)
                if asset_id not in known and (
                    earlier is None or (confidence or 0) > (earlier.confidence or 0)
                ):
                    best[asset_id] = Suggestion(asset_id, start, confidence)
        return _most_telling(list(best.values()))[:limit]

    def taught(self) -> Sequence[TaughtTag]:
        """The tags that have been learnt, ready to be found; asked for with every upload."""
        with self._database.reading() as session:
            learnt = TaughtTagRecord.weights.is_not(None)
            state = session.execute(
                select(func.count(), func.max(TaughtTagRecord.learnt_at)).where(learnt)
            ).one()
            with self._lock:
                if self._known[0] != tuple(state):
                    records = session.scalars(select(TaughtTagRecord).where(learnt))
                    self._known = tuple(state), [taught_tag(record) for record in records]
                return self._known[1]

    def report_application(self, name: str, application: dict[str, Any]) -> None:
        """Keep how far the tag has been looked for in what was stored before."""
        with self._database.writing() as session:
            record = session.get(TaughtTagRecord, name)
            if record is not None:
                record.application = application


def taught_tag(record: TaughtTagRecord) -> TaughtTag:
    """How to see a tag that has been learnt."""
    if record.weights is None or record.bias is None:
        raise LessonError(f"{record.name!r} has not been learnt yet")
    weights = np.frombuffer(record.weights, _WEIGHTS).astype(np.float32)
    return TaughtTag(record.name, record.kind, weights, record.bias)


def _checked_name(name: str) -> str:
    """`name` as a tag. Raises LessonError."""
    checked = name.strip()
    if not 0 < len(checked) <= LONGEST_NAME or not checked.isprintable() or "," in checked:
        raise LessonError(
            f"A tag's name has 1 to {LONGEST_NAME} characters, without commas and line breaks"
        )
    return checked


def _most_telling(suggestions: list[Suggestion]) -> list[Suggestion]:
    """`suggestions` in the order in which to ask for them."""
    if not suggestions or suggestions[0].confidence is None:
        return suggestions
    unsure = sorted(suggestions, key=lambda each: abs((each.confidence or 0) - 0.5))
    surest = sorted(suggestions, key=lambda each: -(each.confidence or 0))
    asked: dict[str, Suggestion] = {}
    for turn in range(len(suggestions)):
        for each in (*unsure[3 * turn : 3 * turn + 3], *surest[turn : turn + 1]):
            asked.setdefault(each.asset_id, each)
    return list(asked.values())


def _existing(session: Session, name: str) -> TaughtTagRecord:
    record = session.get(TaughtTagRecord, name)
    if record is None:
        raise UnknownTaughtTag(f"No tag {name[:100]!r} is taught here")
    return record


def _check_assets(session: Session, examples: Mapping[str, bool]) -> None:
    if len(examples) > MOST_EXAMPLES:
        raise LessonError(f"No more than {MOST_EXAMPLES} examples of a tag are kept")
    found = select(Asset.asset_id).where(Asset.asset_id.in_(examples))
    missing = set(examples) - set(session.scalars(found))
    if missing:
        raise LessonError(f"There is no asset {min(missing)[:100]}")
    looked_at = select(AssetView.asset_id).where(
        AssetView.asset_id.in_(examples), AssetView.model == EMBEDDING_MODEL
    )
    unseen = set(examples) - set(session.scalars(looked_at))
    if unseen:
        raise LessonError(
            f"The local engine has not looked at {min(unseen)} yet. "
            "Tag it with local_tagging first."
        )


def _examples(session: Session, name: str) -> list[Example]:
    shown = {
        each.asset_id: Example(each.asset_id, each.positive, each.moment)
        for each in session.scalars(
            select(TaughtExample)
            .where(TaughtExample.tag == name)
            .order_by(TaughtExample.created_at, TaughtExample.asset_id)
        )
    }
    corrections = session.scalars(
        select(TagCorrection)
        .where(TagCorrection.tag == name)
        .order_by(TagCorrection.created_at.desc())
        .limit(MOST_EXAMPLES)
    )
    for correction in corrections:
        positive = correction.action != "removed"
        shown.setdefault(correction.asset_id, Example(correction.asset_id, positive, None))
    return list(shown.values())[:MOST_EXAMPLES]


def _learn(
    used: Sequence[Example], views: Mapping[str, Sequence[View]]
) -> tuple[bytes | None, float | None, dict[str, Any]]:
    """Weights, bias and report of what the examples teach; with too few, the report alone."""
    chosen = [(each, view) for each in used for view in _chosen(each, views[each.asset_id])]
    try:
        lesson = learn(_training_set(chosen), background())
    except TooFewExamples as error:
        return None, None, {"status": "learning", "message": f"{error}.", **_counts(used)}
    return lesson.weights.astype(_WEIGHTS).tobytes(), lesson.bias, _report(used, chosen, lesson)


def _training_set(chosen: Sequence[tuple[Example, View]]) -> Examples:
    numbers = {each.asset_id: number for number, (each, _) in enumerate(chosen)}
    return Examples(
        np.array([view.embedding for _, view in chosen], np.float32).reshape(
            -1, background().shape[1]
        ),
        np.array([each.positive for each, _ in chosen], bool),
        np.array([numbers[each.asset_id] for each, _ in chosen], np.intp),
    )


def _views(session: Session, asset_ids: Sequence[str]) -> dict[str, list[View]]:
    rows = session.scalars(
        select(AssetView)
        .where(AssetView.asset_id.in_(asset_ids), AssetView.model == EMBEDDING_MODEL)
        .order_by(AssetView.asset_id, AssetView.position)
    )
    views: dict[str, list[View]] = {}
    for row in rows:
        views.setdefault(row.asset_id, []).append(view_of(row))
    return views


def _chosen(example: Example, views: Sequence[View]) -> Sequence[View]:
    """The views that an example speaks of: the moment's, or of the tag's absence all.

    Where nobody said when a video shows it, that is taken to be what fills the most of it.
    """
    if not example.positive:
        return views
    if example.moment is not None:
        moment = example.moment
        return [min(views, key=lambda view: max(view.start - moment, moment - view.end, 0.0))]
    return [max(views, key=lambda view: view.end - view.start)]


def _counts(used: Sequence[Example]) -> dict[str, int]:
    positive = sum(example.positive for example in used)
    return {"examples": positive, "counterexamples": len(used) - positive}


def _report(
    used: Sequence[Example], chosen: Sequence[tuple[Example, View]], lesson: Lesson
) -> dict[str, Any]:
    """What the owner is told: how often it is right on what it was not shown."""
    held_out: dict[str, float] = {}
    for (example, _), confidence in zip(chosen, lesson.held_out, strict=True):
        held_out[example.asset_id] = max(held_out.get(example.asset_id, 0.0), float(confidence))
    found, mistaken = judged(
        [held_out[example.asset_id] for example in used], [example.positive for example in used]
    )
    return {
        "status": "learnt",
        **_counts(used),
        "found": found,
        "mistaken": mistaken,
        "mistaken_background": int(np.sum(lesson.held_out_background >= 0.5)),
        "background": len(lesson.held_out_background),
        "held_out": {asset_id: round(value, 4) for asset_id, value in held_out.items()},
    }
