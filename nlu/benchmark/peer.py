"""The plain linear model that everybody can build in an hour: what ours has to beat."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_LETTERS = str.maketrans("أإآٱىةڭ", "اااايهك")
Texts = Sequence[str]


class LinearPeer:
    """TF-IDF of letters 1-5 and words 1-2, LinearSVC with C=1, lightly normalised text."""

    def __init__(self, blocks: list[TfidfVectorizer], machine: LinearSVC) -> None:
        """Take what `fit` made."""
        self._blocks, self._machine = blocks, machine

    @classmethod
    def fit(
        cls, texts: Texts, labels: Sequence[str], *, seed: int = 0, beside: Sequence[Texts] = ()
    ) -> LinearPeer:
        """Train on texts as typed, `beside` as in the product's own model."""
        blocks = [
            TfidfVectorizer(
                analyzer="char_wb", ngram_range=(1, 5), sublinear_tf=True, lowercase=False
            ),
            TfidfVectorizer(
                analyzer="word",
                ngram_range=(1, 2),
                sublinear_tf=True,
                lowercase=False,
            ),
        ]
        for block in blocks:
            block.fit(map(light, texts))
        machine = LinearSVC(C=1.0, random_state=seed)
        return cls(blocks, machine.fit(_rows(blocks, [texts, *beside]), list(labels)))

    def predict(self, texts: Texts, *, beside: Sequence[Texts] = ()) -> list[str]:
        """The likeliest label of each text."""
        return [str(one) for one in self._machine.predict(_rows(self._blocks, [texts, *beside]))]


def light(text: str) -> str:
    """Lower case, no Arabic vowel signs, one alef, one ya, one ha."""
    return _MARKS.sub("", text.lower()).translate(_LETTERS)


def _rows(blocks: list[TfidfVectorizer], views: Sequence[Texts]) -> csr_matrix:
    return hstack(
        [block.transform(map(light, texts)) for texts in views for block in blocks], format="csr"
    )
