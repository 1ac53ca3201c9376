"""Weighted n-grams, as trained and as rebuilt from what a model's archive holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

MIN_MESSAGES = 2  # a piece that one message alone has teaches nothing


def vectorizer(options: Mapping[str, Any], vocabulary: list[str] | None = None) -> TfidfVectorizer:
    """An empty block of n-grams, or one of a known vocabulary."""
    return TfidfVectorizer(
        **options,
        lowercase=False,  # capital letters are signs of the skeleton
        sublinear_tf=True,
        min_df=1 if vocabulary else MIN_MESSAGES,
        vocabulary=vocabulary,
    )


def restored(options: Mapping[str, Any], terms: list[str], weights: np.ndarray) -> TfidfVectorizer:
    """The block that had these terms, in this order, with these weights."""
    block = vectorizer(options, terms)
    block.idf_ = weights
    return block


def terms_of(block: TfidfVectorizer) -> list[str]:
    """Its terms in the order of its columns."""
    return sorted(block.vocabulary_, key=block.vocabulary_.__getitem__)
