"""The product's features and head on any labelled texts: what the benchmarks measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack

from nlu.model.features import Features
from nlu.model.head import Head, Lesson
from nlu.model.sentence_vectors import encode_said
from nlu.text.message import Said, readable, said
from nlu.text.script import ARABIC, script_of

Texts = Sequence[str]


@dataclass(frozen=True)
class IntentModel:
    """One label a text, by the same reading, features and head as the assistant's.

    Nothing tells the texts' languages: what is in Arabic script is glossed, as Darija would be.
    """

    features: Features
    head: Head

    @classmethod
    def fit(
        cls, texts: Texts, labels: Sequence[str], *, seed: int = 0, beside: Sequence[Texts] = ()
    ) -> IntentModel:
        """Train on texts as typed; raises ValueError where they have nothing in common.

        Each of `beside` holds a further text a row (a word's neighbour), read alike.
        """
        messages = _read(texts)
        features = Features.fit(messages, encode_said(messages))
        return cls(features, Head.fit(Lesson(_rows(features, [texts, *beside]), labels, seed)))

    def predict(self, texts: Texts, *, beside: Sequence[Texts] = ()) -> list[str]:
        """The likeliest label of each text."""
        scores = self.head.scores(_rows(self.features, [texts, *beside]))
        return [self.head.labels[place] for place in np.asarray(scores).argmax(axis=1)]


def _rows(features: Features, views: Sequence[Texts]) -> csr_matrix:
    read = [_read(texts) for texts in views]
    return hstack([features.transform(one, encode_said(one)) for one in read], format="csr")


def _read(texts: Texts) -> list[Said]:
    forms = [readable(text) for text in texts]
    return [said(form, "ary" if script_of(form) == ARABIC else "fr") for form in forms]
