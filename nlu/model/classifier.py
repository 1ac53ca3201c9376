"""The classifier: meaning, procedure, aspect; trained, calibrated on held-out folds, persisted."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from nlu.decision import ASK, NONE_NAMED, Meaning
from nlu.model.calibration import Calibration, best_sharpness, evidence_of
from nlu.model.features import Features
from nlu.model.head import Head, softmax
from nlu.model.noise import noise
from nlu.model.projection import Projection

_FOLDS = 4
_ENOUGH = 4000  # held-out messages; further folds would cost time and change nothing
_WHOLE, _NAMED, _ASPECT = "whole", "named", "aspect"
_SOME = "some"

Encode = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Example:
    """A normalised message and its labels; `procedure` None where none is named."""

    text: str
    language: str
    intent: str
    procedure: str | None
    aspect: str | None


@dataclass(frozen=True)
class Reading:
    """What the heads say of one message; `confidence` is the likeliest meaning's, calibrated."""

    meanings: dict[Meaning, float]
    procedures: dict[str, float]
    aspects: dict[str, float]
    confidence: float


@dataclass(frozen=True)
class _Task:
    """One head's rows and labels among all examples."""

    rows: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Classifier:
    """Three heads over the same features: the meaning as a whole, is a procedure named, aspect."""

    features: Features
    heads: dict[str, Head]
    calibration: Calibration

    @classmethod
    def fit(
        cls, examples: Sequence[Example], encode: Encode | None = None, *, seed: int = 0
    ) -> Classifier:
        """Train on all examples; probabilities and confidence come from held-out folds.

        `encode` gives sentence vectors of normalised texts; without it letters alone decide.
        """
        texts = [example.text for example in examples]
        nonsense = noise(texts, seed=seed)
        vectors = encode([*texts, *nonsense]) if encode else None
        features = Features.fit(texts, None if vectors is None else vectors[: len(texts)])
        rows = features.transform([*texts, *nonsense], vectors)
        tasks = _tasks(examples)
        heads = {
            name: Head.fit(rows[task.rows], task.labels, seed=seed) for name, task in tasks.items()
        }
        held_out = _held_out(features, [*texts, *nonsense], rows, tasks, seed)
        heads = _tempered(heads, held_out, tasks)
        calibration = calibrated(heads[_WHOLE], held_out, examples)
        return cls(features, heads, calibration)

    def read(self, texts: Sequence[str], vectors: np.ndarray | None = None) -> list[Reading]:
        """One reading a normalised text; `vectors` where the model was trained with them."""
        rows = self.features.transform(texts, vectors)
        chances = {name: head.probabilities(rows) for name, head in self.heads.items()}
        known = self.features.known(texts, rows)
        confidence = self.calibration.confidence(evidence_of(*_best_two(chances[_WHOLE]), known))
        confidence[self.features.says_nothing(rows)] = 0.0  # only habit would speak
        return [
            self._reading({name: found[row] for name, found in chances.items()}, confidence[row])
            for row in range(len(texts))
        ]

    def _reading(self, chances: dict[str, np.ndarray], confidence: float) -> Reading:
        named = {
            name: dict(zip(self.heads[name].labels, found.tolist(), strict=True))
            for name, found in chances.items()
        }
        meanings = {_meaning_of(label): chance for label, chance in named[_WHOLE].items()}
        procedures = _procedures(meanings, named[_NAMED].get(_SOME, 0.0))
        return Reading(meanings, procedures, named[_ASPECT], float(confidence))

    def save(self, folder: Path) -> None:
        """Write plain JSON and NumPy files; nothing that runs code when read."""
        about = {
            "features": self.features.state(),
            "heads": {
                name: {"labels": head.labels, "sharpness": head.sharpness}
                for name, head in self.heads.items()
            },
            "calibration": {"weights": self.calibration.weights, "bias": self.calibration.bias},
        }
        (folder / "classifier.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")
        arrays = {f"{name}.weights": head.weights for name, head in self.heads.items()}
        arrays |= {f"{name}.bias": head.bias for name, head in self.heads.items()}
        projection = self.features.projection
        if projection is not None:
            arrays |= {"projection.mean": projection.mean, "projection.axes": projection.axes}
        np.savez_compressed(folder / "classifier.npz", **arrays)

    @classmethod
    def open(cls, folder: Path) -> Classifier:
        """Read what `save` wrote; raises FileNotFoundError or KeyError where it is not whole."""
        about = json.loads((folder / "classifier.json").read_text("utf-8"))
        with np.load(folder / "classifier.npz", allow_pickle=False) as arrays:
            heads = {
                name: Head(
                    tuple(saved["labels"]),
                    arrays[f"{name}.weights"],
                    arrays[f"{name}.bias"],
                    saved["sharpness"],
                )
                for name, saved in about["heads"].items()
            }
            projection = (
                Projection(arrays["projection.mean"], arrays["projection.axes"])
                if "projection.mean" in arrays
                else None
            )
        calibration = about["calibration"]
        return cls(
            Features.of_state(about["features"], projection),
            heads,
            Calibration(tuple(calibration["weights"]), calibration["bias"]),
        )


def _tasks(examples: Sequence[Example]) -> dict[str, _Task]:
    everything = np.arange(len(examples))
    asked = np.array([i for i, example in enumerate(examples) if example.aspect], dtype=int)
    named = np.array([_SOME if example.procedure else NONE_NAMED for example in examples])
    return {
        _WHOLE: _Task(everything, np.array([_label(example) for example in examples])),
        _NAMED: _Task(everything, named),
        _ASPECT: _Task(asked, np.array([examples[i].aspect for i in asked])),
    }


@dataclass(frozen=True)
class HeldOut:
    """Texts read by models that did not see them: rows, scores by head, shares known.

    `scores` are a head's, in the columns of `labels`; texts beyond the examples are noise.
    """

    rows: np.ndarray
    scores: dict[str, np.ndarray]
    labels: dict[str, tuple[str, ...]]
    known: np.ndarray

    def of(self, task: _Task, name: str) -> tuple[np.ndarray, np.ndarray]:
        """Scores of the head's own examples, and the columns of their labels."""
        place = {row: number for number, row in enumerate(task.rows.tolist())}
        own = [number for number, row in enumerate(self.rows.tolist()) if row in place]
        column = {label: number for number, label in enumerate(self.labels[name])}
        truth = [column[task.labels[place[self.rows[number]]]] for number in own]
        return self.scores[name][own], np.array(truth)


def _held_out(
    features: Features,
    texts: Sequence[str],
    rows: csr_matrix,
    tasks: dict[str, _Task],
    seed: int,
) -> HeldOut:
    """Fold after fold until enough messages were read; all of them where there are few."""
    labels = {name: tuple(sorted(set(tasks[name].labels))) for name in (_WHOLE, _ASPECT)}
    fold = np.random.RandomState(seed).permutation(rows.shape[0]) % _FOLDS
    wanted = min(_FOLDS, -(-_ENOUGH * _FOLDS // rows.shape[0]))
    parts = [_fold(features, rows, tasks, fold == number, seed) for number in range(wanted)]
    outside = [np.flatnonzero(fold == number) for number in range(wanted)]
    scores: dict[str, list[np.ndarray]] = {name: [] for name in labels}
    known = []
    for (seen, heads), places in zip(parts, outside, strict=True):
        known.append(features.known([texts[place] for place in places], seen))
        for name in labels:
            scores[name].append(_aligned(heads[name], seen, labels[name]))
    return HeldOut(
        np.concatenate(outside),
        {name: np.vstack(found) for name, found in scores.items()},
        labels,
        np.vstack(known),
    )


def _fold(
    features: Features,
    rows: csr_matrix,
    tasks: dict[str, _Task],
    outside: np.ndarray,
    seed: int,
) -> tuple[csr_matrix, dict[str, Head]]:
    """Rows of the messages outside, and heads that learnt from the others."""
    labelled = np.arange(rows.shape[0]) < len(tasks[_WHOLE].rows)
    inside = np.flatnonzero(~outside & labelled)
    seen = features.as_if_learnt_from(rows, inside)
    heads = {}
    for name in (_WHOLE, _ASPECT):
        part = np.isin(tasks[name].rows, inside)
        heads[name] = Head.fit(seen[tasks[name].rows[part]], tasks[name].labels[part], seed=seed)
    return seen[np.flatnonzero(outside)], heads


def _aligned(head: Head, rows: csr_matrix, labels: tuple[str, ...]) -> np.ndarray:
    """Scores in the columns of all labels: one that a fold did not have scores lowest."""
    scores = np.full((rows.shape[0], len(labels)), -1.0)
    scores[:, [labels.index(label) for label in head.labels]] = head.scores(rows)
    return scores


def _tempered(
    heads: dict[str, Head], held_out: HeldOut, tasks: dict[str, _Task]
) -> dict[str, Head]:
    """The heads with the sharpness of their held-out scores; a head without any has the whole's."""
    sharpness = {
        name: best_sharpness(*held_out.of(task, name))
        for name, task in tasks.items()
        if name in held_out.scores
    }
    return {
        name: replace(head, sharpness=sharpness.get(name, sharpness[_WHOLE]))
        for name, head in heads.items()
    }


def calibrated(head: Head, held_out: HeldOut, examples: Sequence[Example]) -> Calibration:
    """When the likeliest meaning is right; no answer to noise is."""
    chances = softmax(held_out.scores[_WHOLE] * head.sharpness)
    right = [
        row < len(examples) and head.labels[best] == _label(examples[row])
        for row, best in zip(held_out.rows.tolist(), chances.argmax(axis=1), strict=True)
    ]
    return Calibration.fit(evidence_of(*_best_two(chances), held_out.known), right)


def _label(example: Example) -> str:
    """One label for an intent; in a question's case with the procedure."""
    if example.intent != ASK:
        return example.intent
    return f"{ASK}/{example.procedure or NONE_NAMED}"


def _meaning_of(label: str) -> Meaning:
    intent, _, procedure = label.partition("/")
    return intent, procedure or None


def _procedures(meanings: dict[Meaning, float], named: float) -> dict[str, float]:
    """Which procedure is named, whatever is said of it: `named` shared as questions would be."""
    asked = {
        name: chance for (_, name), chance in meanings.items() if name not in (None, NONE_NAMED)
    }
    total = sum(asked.values()) or 1.0
    shared = {name: named * chance / total for name, chance in asked.items() if name}
    return {NONE_NAMED: 1.0 - named, **shared}


def _best_two(chances: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The likeliest meaning's chance a row and the next one's."""
    if chances.shape[1] == 1:
        return chances[:, 0], np.zeros(len(chances))
    ordered = np.partition(chances, -2, axis=1)
    return ordered[:, -1], ordered[:, -2]
