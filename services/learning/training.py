"""From a handful of examples to a tag of the owner's own, and how far it can be trusted.

A linear classifier on embeddings: logistic regression, its numbers turned into probabilities by
Platt's method with his corrected targets (J. Platt, "Probabilistic Outputs for Support Vector
Machines", 1999), fitted on what the classifier says of examples that it was not shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

FEWEST_EXAMPLES: Final = 5
"""Examples of a tag from which on it can be learnt."""

MOST_FOLDS: Final = 20
"""Up to this many groups each is left out in turn; of more, several at a time."""

REGULARIZATION: Final = 0.03
"""Weight of the squared weights against the examples' loss. From 0.01 to 0.3 little changes, since
a handful of examples in 1,280 dimensions can be told from the rest in any case."""

ALIKE: Final = 0.9
"""Embeddings with at least this product are of nearly the same picture, which is left out whole:
else one of them would be recognized by the other, and the scores would flatter."""

Vectors = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Examples:
    """What a tag is learnt from.

    `embeddings` has shape (examples, numbers), `positive` says which have the tag. What has the
    same number in `groups` (the frames of one video) is never used to judge one another.
    """

    embeddings: Vectors
    positive: NDArray[np.bool_]
    groups: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Lesson:
    """What was learnt: sigmoid(weights · embedding + bias) is the confidence.

    `held_out` has the confidence in each example that the classifier gives when it is trained
    without it, and without what looks nearly the same; `held_out_background` likewise.
    """

    weights: Vectors
    bias: float
    held_out: NDArray[np.float64]
    held_out_background: NDArray[np.float64]


class TooFewExamples(ValueError):
    """A tag needs more examples before it can be learnt."""


def learn(examples: Examples, background: Vectors) -> Lesson:
    """Learn to tell the positive examples from the others and from `background`.

    Raises TooFewExamples below FEWEST_EXAMPLES positive ones that do not look nearly the same.
    """
    groups = _groups(examples)
    different = len(set(groups[examples.positive]))
    if different < FEWEST_EXAMPLES:
        raise TooFewExamples(
            f"{FEWEST_EXAMPLES} different examples are needed, and there "
            f"{'is' if different == 1 else 'are'} {different}"
        )
    everything = np.concatenate([examples.embeddings, background])
    positive = np.concatenate([examples.positive, np.zeros(len(background), bool)])
    # The background is judged by the same folds, so that each photograph is left out once.
    folds = np.concatenate([_folds(groups), np.arange(len(background)) % MOST_FOLDS])
    scores = np.zeros(len(everything))
    for fold in np.unique(folds):
        left_out = folds == fold
        if not positive[~left_out].any():
            continue
        weights, bias = _fit(everything[~left_out], positive[~left_out])
        scores[left_out] = everything[left_out] @ weights + bias
    slope, offset = _probabilities(scores, positive)
    weights, bias = _fit(everything, positive)
    held_out = expit(slope * scores + offset)
    count = len(examples.positive)
    return Lesson(
        weights=(slope * weights).astype(np.float32),
        bias=float(slope * bias + offset),
        held_out=held_out[:count],
        held_out_background=held_out[count:],
    )


def _groups(examples: Examples) -> NDArray[np.intp]:
    """The examples' groups, joined where two of them hold nearly the same picture."""
    groups = examples.groups.copy()
    same = examples.embeddings @ examples.embeddings.T >= ALIKE
    for one, other in zip(*np.nonzero(np.triu(same, 1)), strict=True):
        groups[groups == groups[other]] = groups[one]
    return groups


def _folds(groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """For each example the turn in which it is left out, together with its group."""
    _, numbered = np.unique(groups, return_inverse=True)
    folds: NDArray[np.intp] = numbered % MOST_FOLDS
    return folds


def _fit(embeddings: Vectors, positive: NDArray[np.bool_]) -> tuple[Vectors, float]:
    """Weights and bias of a logistic regression in which both sides weigh the same in all."""
    count = positive.sum()
    importance = np.where(positive, (len(positive) - count) / count, 1.0)

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        weights, bias = parameters[:-1], parameters[-1]
        scores = embeddings @ weights + bias
        value = importance @ (np.logaddexp(0, scores) - positive * scores)
        error = importance * (expit(scores) - positive)
        gradient = np.append(embeddings.T @ error + REGULARIZATION * weights, error.sum())
        return float(value + REGULARIZATION / 2 * weights @ weights), gradient

    start = np.zeros(embeddings.shape[1] + 1)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return found[:-1].astype(np.float32), float(found[-1])


def _probabilities(scores: NDArray[np.float64], positive: NDArray[np.bool_]) -> tuple[float, float]:
    """Slope (never negative) and offset that turn scores into probabilities."""
    count = positive.sum()
    others = len(positive) - count
    targets = np.where(positive, (count + 1) / (count + 2), 1 / (others + 2))

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = parameters[0] * scores + parameters[1]
        error = expit(logits) - targets
        value = float(np.sum(np.logaddexp(0, logits) - targets * logits))
        return value, np.array([error @ scores, error.sum()])

    start = np.array([1.0, np.log((count + 1) / (others + 1))])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None), (None, None)])
    return float(found.x[0]), float(found.x[1])


def judged(held_out: Sequence[float], positive: Sequence[bool]) -> tuple[int, int]:
    """How many with the tag the classifier finds at 0.5, and how many others it takes for it."""
    found = sum(score >= 0.5 for score, right in zip(held_out, positive, strict=True) if right)
    wrong = sum(score >= 0.5 for score, right in zip(held_out, positive, strict=True) if not right)
    return found, wrong
