"""The product's features and head on any labelled texts: what the benchmarks measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack

from nlu.model.features import Features
from nlu.model.head import Head, Lesson
from nlu.model.language import LanguageModel
from nlu.model.sentence_vectors import encode_said
from nlu.text.message import Said, readable, said
from nlu.text.script import ARABIC, script_of

Texts = Sequence[str]


@dataclass(frozen=True)
class IntentModel:
    """One label a text, by the same reading, features and head as the assistant's.

    Where the training rows tell their languages, those of other texts are identified as the
    assistant would; else all that is in Arabic script is glossed, as Darija would be.
    """

    features: Features
    head: Head
    languages: LanguageModel | None

    @classmethod
    def fit(
        cls,
        texts: Texts,
        labels: Sequence[str],
        *,
        seed: int = 0,
        beside: Sequence[Texts] = (),
        languages: Sequence[str] = (),
    ) -> IntentModel:
        """Train on texts as typed; raises ValueError where they have nothing in common.

        Each of `beside` holds a further text a row (a word's neighbour), read alike.
        """
        forms = [readable(text) for text in texts]
        identifier = LanguageModel.fit(forms, languages, seed=seed) if languages else None
        messages = _read(texts, identifier)
        features = Features.fit(messages, encode_said(messages))
        rows = _rows(features, [messages, *(_read(one, identifier) for one in beside)])
        return cls(features, Head.fit(Lesson(rows, labels, seed)), identifier)

    def predict(self, texts: Texts, *, beside: Sequence[Texts] = ()) -> list[str]:
        """The likeliest label of each text."""
        read = [_read(one, self.languages) for one in (texts, *beside)]
        scores = self.head.scores(_rows(self.features, read))
        return [self.head.labels[place] for place in np.asarray(scores).argmax(axis=1)]


def _rows(features: Features, views: Sequence[list[Said]]) -> csr_matrix:
    return hstack([features.transform(one, encode_said(one)) for one in views], format="csr")


def _read(texts: Texts, identifier: LanguageModel | None) -> list[Said]:
    forms = [readable(text) for text in texts]
    if identifier is not None:
        shown = [one.language for one in identifier.read(forms)]
    else:
        shown = ["ary" if script_of(form) == ARABIC else "fr" for form in forms]
    return [said(form, language) for form, language in zip(forms, shown, strict=True)]
