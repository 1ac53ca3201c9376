"""Which of the four languages a message is in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu.model.head import Head, Lesson
from nlu.text.language import candidates, marks, shows_language

# Words of several languages ("salam", "passport", شكرا) leave the talk's language as it is. On a
# fifth of the training messages held out, 94 % lead by so much, and 98 % of those are right.
CLEAR_LEAD = 0.5


@dataclass(frozen=True)
class LanguageShown:
    """`shown` False: nothing in the message tells, `language` is the likeliest."""

    language: str
    shown: bool


@dataclass(frozen=True)
class LanguageModel:
    """Letters of the normalised text; the script rules out half of the languages."""

    letters: TfidfVectorizer
    head: Head

    @classmethod
    def fit(cls, texts: Sequence[str], languages: Sequence[str], *, seed: int = 0) -> LanguageModel:
        """Train on normalised texts and their language codes."""
        letters = _letters(None).fit(map(marks, texts))
        rows = letters.transform(map(marks, texts))
        return cls(letters, Head.fit(Lesson(rows, languages, seed)))

    def read(self, texts: Sequence[str]) -> list[LanguageShown]:
        """One answer a normalised text."""
        scores = self.head.scores(self.letters.transform(map(marks, texts)))
        return [self._pick(text, row) for text, row in zip(texts, scores, strict=True)]

    def _pick(self, text: str, scores: np.ndarray) -> LanguageShown:
        possible = [name for name in candidates(text) if name in self.head.labels]
        ranked = sorted(
            ((float(scores[self.head.labels.index(name)]), name) for name in possible),
            reverse=True,
        ) or [(0.0, self.head.labels[0])]
        clear = len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= CLEAR_LEAD
        return LanguageShown(ranked[0][1], clear and shows_language(text))

    def save(self, folder: Path) -> None:
        """Write plain JSON and NumPy files."""
        terms = sorted(self.letters.vocabulary_, key=self.letters.vocabulary_.__getitem__)
        about = {"terms": terms, "labels": self.head.labels}
        (folder / "language.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")
        np.savez_compressed(
            folder / "language.npz",
            idf=self.letters.idf_,
            weights=self.head.weights,
            bias=self.head.bias,
        )

    @classmethod
    def open(cls, folder: Path) -> LanguageModel:
        """Read what `save` wrote; raises FileNotFoundError or KeyError where it is not whole."""
        about = json.loads((folder / "language.json").read_text("utf-8"))
        with np.load(folder / "language.npz", allow_pickle=False) as arrays:
            letters = _letters(about["terms"])
            letters.idf_ = arrays["idf"]
            head = Head(tuple(about["labels"]), arrays["weights"], arrays["bias"])
        return cls(letters, head)


def _letters(vocabulary: list[str] | None) -> TfidfVectorizer:
    return TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(1, 4),
        sublinear_tf=True,
        lowercase=False,
        min_df=1 if vocabulary else 2,
        vocabulary=vocabulary,
    )
