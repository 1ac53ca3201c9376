"""Features of a message: letters and words, of itself and its skeleton, and its vector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from nlu.model.ngrams import MIN_MESSAGES, restored, terms_of, vectorizer
from nlu.model.projection import Projection
from nlu.text.danger import with_danger_word
from nlu.text.message import Said, spoken
from nlu.text.normalise import normalise
from nlu.text.skeleton import skeleton

# Ranges chosen by cross-validation on the training messages.
_CHARS: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (3, 4)}
_SIGNS: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 4)}
_WORDS: dict[str, Any] = {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"\S+"}
# (what of the message, options): the skeleton is where the two scripts meet, the French where
# the languages do.
_BLOCKS = (
    ("text", _CHARS),
    ("skeleton", _SIGNS),
    ("text", _WORDS),
    ("skeleton", _WORDS),
    ("french", _WORDS),
    ("french", _CHARS),
)
_NO_FRENCH = "0none0"  # where all is Standard Arabic there would be no vocabulary
_WITH_UNSEEN = (0, 2, 3)  # blocks whose share of seen terms tells a message from noise


class Features:
    """Blocks of weighted n-grams side by side, then the sentence vectors where given."""

    def __init__(self, blocks: list[TfidfVectorizer], projection: Projection | None = None) -> None:
        """Take fitted blocks, in the order of `_BLOCKS`."""
        self._blocks = blocks
        self.projection = projection

    @classmethod
    def fit(cls, messages: Sequence[Said], vectors: np.ndarray | None = None) -> Features:
        """Learn the vocabulary of messages; raises ValueError where there is none."""
        return cls.fit_transform(messages, vectors)[0]

    @classmethod
    def fit_transform(
        cls, messages: Sequence[Said], vectors: np.ndarray | None = None
    ) -> tuple[Features, csr_matrix]:
        """Learn the vocabulary, and the messages' rows: in one go it takes half the time."""
        views = _views(messages)
        blocks = [vectorizer(options) for _, options in _BLOCKS]
        rows = [
            block.fit_transform(views[view])
            for block, (view, _) in zip(blocks, _BLOCKS, strict=True)
        ]
        learnt = cls(blocks, None if vectors is None else Projection.fit(vectors))
        return learnt, learnt._side_by_side(rows, vectors)

    def transform(self, messages: Sequence[Said], vectors: np.ndarray | None = None) -> csr_matrix:
        """One row a message; raises ValueError where vectors are missing or too many."""
        views = _views(messages)
        parts = [
            block.transform(views[view])
            for block, (view, _) in zip(self._blocks, _BLOCKS, strict=True)
        ]
        return self._side_by_side(parts, vectors)

    def _side_by_side(self, parts: list[csr_matrix], vectors: np.ndarray | None) -> csr_matrix:
        if (vectors is None) != (self.projection is None):
            raise ValueError("trained with sentence vectors and read without, or the reverse")
        if vectors is not None and self.projection is not None:
            parts = [*parts, csr_matrix(self.projection.apply(vectors))]
        return hstack(parts, format="csr", dtype=np.float64)

    def known(self, messages: Sequence[Said], rows: csr_matrix) -> np.ndarray:
        """How much of each message was seen in training: shares from 0 to 1, one row a message.

        Of what was seen of its letters, that which is words; and of all its letters, of all its
        words and of all its skeletons, that which was seen. `rows` are the messages' features.
        """
        borders, views = self.borders(), _views(messages)
        seen = [np.diff(rows[:, start:end].indptr) for start, end in borders]
        words = np.minimum(1.0, (seen[2] + seen[3] + 1.0) / ((seen[0] + seen[1]) / 4.0 + 1.0))
        shares = [
            (seen[place] + 1.0) / (_distinct(self._blocks[place], views[_BLOCKS[place][0]]) + 1.0)
            for place in _WITH_UNSEEN
        ]
        return np.column_stack([words, *shares])

    def as_if_learnt_from(self, rows: csr_matrix, known: np.ndarray) -> csr_matrix:
        """The rows without terms that too few of the `known` rows have.

        What a vocabulary learnt from those alone would give, but for the terms' weights, and
        without reading every text again for every fold.
        """
        borders = self.borders()
        terms, vectors = rows[:, : borders[-1][1]], rows[:, borders[-1][1] :]
        often_enough = terms[known].getnnz(axis=0) >= MIN_MESSAGES
        kept = csr_matrix(terms @ diags(often_enough.astype(np.float64)))
        kept.eliminate_zeros()
        parts = [normalize(kept[:, start:end]) for start, end in borders]
        return hstack([*parts, vectors], format="csr")

    def says_nothing(self, rows: csr_matrix) -> np.ndarray:
        """True for rows without a single known term, whatever their vector."""
        return np.asarray(np.diff(rows[:, : self.borders()[-1][1]].indptr) == 0)

    def borders(self) -> list[tuple[int, int]]:
        """First column of each block and the one after its last; the vector's follow."""
        ends = np.cumsum([len(block.vocabulary_) for block in self._blocks]).tolist()
        return list(zip([0, *ends[:-1]], ends, strict=True))

    def rarity(self, block: int) -> np.ndarray:
        """How rare each term of a block is: its inverse document frequency."""
        return np.asarray(self._blocks[block].idf_)

    def state(self) -> list[dict[str, Any]]:
        """Plain data to rebuild from, the projection apart: vocabularies and weights."""
        return [
            {
                "terms": terms_of(block),
                "weights": block.idf_.tolist(),
            }
            for block in self._blocks
        ]

    @classmethod
    def of_state(cls, state: list[dict[str, Any]], projection: Projection | None) -> Features:
        """Rebuild what `state` gave."""
        return cls(
            [
                restored(options, saved["terms"], np.asarray(saved["weights"]))
                for (_, options), saved in zip(_BLOCKS, state, strict=True)
            ],
            projection,
        )


def _views(messages: Sequence[Said]) -> dict[str, list[str]]:
    plain = [spoken(one.text) for one in messages]
    return {
        "text": [with_danger_word(text) for text in plain],
        "skeleton": [skeleton(text) for text in plain],
        "french": [normalise(one.french) or _NO_FRENCH for one in messages],
    }


def _distinct(block: TfidfVectorizer, texts: Sequence[str]) -> np.ndarray:
    """How many different terms each text has, seen or not."""
    terms = block.build_analyzer()
    return np.array([len(set(terms(text))) for text in texts])
