"""What pictures look like to the classifier, as vectors that can be compared.

The numbers of its last hidden layer are averages of activations: a few are large and most are near
nothing, so that the large ones alone would decide what is alike. Their fourth roots bring them
together: of tags taught with five pictures each ("bird", "clothing", a printed mark), more of the
other pictures with the tag then come before those without it.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from services.tagging.models.session import FOLDER

EMBEDDING_MODEL: Final = "efficientnet-lite2 1"
"""Embeddings are comparable only with others of the same model, which is kept beside them."""

LENGTH: Final = 1280
_SMALLEST: Final = 1e-12


def embedding(activations: NDArray[np.float32]) -> NDArray[np.float32]:
    """One embedding of an image from the last hidden layer in every look at it.

    `activations` has shape (looks, 1280), values from 0. The embedding has shape (1280,) and length
    1; what all photographs have in common is left out, so that unlike ones have products near 0.
    """
    return _unit(uncentred(activations) - _centre())


def uncentred(activations: NDArray[np.float32]) -> NDArray[np.float32]:
    """An embedding before what all photographs have in common is left out, shape (1280,)."""
    return _unit(_unit(np.sqrt(np.sqrt(np.maximum(activations, 0)))).mean(axis=0))


@cache
def background() -> NDArray[np.float32]:
    """Embeddings of photographs of many subjects, shape (pictures, 1280): what a tag is not."""
    return _unit(_photographs() - _centre())


@cache
def _centre() -> NDArray[np.float32]:
    centre: NDArray[np.float32] = _photographs().mean(axis=0)
    return centre


@cache
def _photographs() -> NDArray[np.float32]:
    photographs: NDArray[np.float32] = np.load(FOLDER / "background.npy").astype(np.float32)
    return photographs


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = vectors / np.maximum(lengths, _SMALLEST)
    return scaled
