"""The classifier: meaning, procedure, aspect; trained, calibrated on held-out folds, persisted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, vstack

from nlu.decision import ASK, NONE_NAMED, Meaning
from nlu.found import NOTHING_FOUND, Found
from nlu.model.calibration import Calibration, best_sharpness, evidence_of
from nlu.model.features import Features
from nlu.model.head import Head, Lesson, fit_heads, softmax
from nlu.model.noise import noise
from nlu.model.projection import Projection
from nlu.model.sentence_vectors import Encode, encode_said
from nlu.text.message import Said, said

_FOLDS = 4
_ENOUGH = 4000  # held-out messages; further folds would cost time and change nothing
_WHOLE, _NAMED, _ASPECT = "whole", "named", "aspect"
_SOME = "some"
_TESTED = (_WHOLE, _ASPECT)  # heads whose held-out scores say how sure they may be


@dataclass(frozen=True)
class Example:
    """A normalised message and its labels; `procedure` None where none is named."""

    text: str
    language: str
    intent: str
    procedure: str | None
    aspect: str | None

    @property
    def said(self) -> Said:
        """What the heads read of it."""
        return said(self.text, self.language)


@dataclass(frozen=True)
class Reading:
    """What the heads say of one message; `confidence` is the likeliest meaning's, calibrated."""

    meanings: dict[Meaning, float]
    procedures: dict[str, float]
    aspects: dict[str, float]
    confidence: float
    found: Found = NOTHING_FOUND


@dataclass(frozen=True)
class Heard:
    """Messages and what is read of them: sentence vectors (or None) and features, a row each."""

    messages: Sequence[Said]
    vectors: np.ndarray | None
    rows: csr_matrix


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

        `encode` gives sentence vectors of messages; without it letters alone decide.
        """
        messages = [example.said for example in examples]
        strange = [Said(text) for text in noise([one.text for one in messages], seed=seed)]
        features, rows = Features.fit_transform(messages, encode(messages) if encode else None)
        beside = features.transform(strange, encode(strange) if encode else None)
        rows = vstack([rows, beside], format="csr")
        tasks = _tasks(examples)
        folds = _folds(features, rows, tasks, seed)
        lessons = [Lesson(rows[task.rows], task.labels, seed) for task in tasks.values()]
        learnt = iter(fit_heads(lessons + [one for fold in folds for one in fold.lessons]))
        heads = {name: next(learnt) for name in tasks}
        held_out = _held_out(features, [*messages, *strange], tasks, folds, learnt)
        heads = _tempered(heads, held_out, tasks)
        calibration = calibrated(heads[_WHOLE], held_out, examples)
        return cls(features, heads, calibration)

    def hear(self, messages: Sequence[Said], encode: Encode = encode_said) -> Heard:
        """The messages with their vectors, where the model was trained with them, and features."""
        vectors = encode(messages) if self.features.projection else None
        return Heard(messages, vectors, self.features.transform(messages, vectors))

    def read(self, messages: Sequence[Said], encode: Encode = encode_said) -> list[Reading]:
        """One reading a message."""
        return self.judge(self.hear(messages, encode))

    def judge(self, heard: Heard) -> list[Reading]:
        """One reading a message that was heard."""
        chances = {name: head.probabilities(heard.rows) for name, head in self.heads.items()}
        known = self.features.known(heard.messages, heard.rows)
        confidence = self.calibration.confidence(evidence_of(*_best_two(chances[_WHOLE]), known))
        confidence[self.features.says_nothing(heard.rows)] = 0.0  # only habit would speak
        return [
            self._reading({name: found[row] for name, found in chances.items()}, confidence[row])
            for row in range(len(heard.messages))
        ]

    def _reading(self, chances: dict[str, np.ndarray], confidence: float) -> Reading:
        named = {
            name: dict(zip(self.heads[name].labels, found.tolist(), strict=True))
            for name, found in chances.items()
        }
        meanings = {_meaning_of(label): chance for label, chance in named[_WHOLE].items()}
        procedures = _procedures(meanings, named[_NAMED].get(_SOME, 0.0))
        return Reading(meanings, procedures, named[_ASPECT], float(confidence))

    @property
    def procedures(self) -> frozenset[str]:
        """The procedures that it was taught."""
        named = (_meaning_of(label)[1] for label in self.heads[_WHOLE].labels)
        return frozenset(name for name in named if name not in (None, NONE_NAMED))

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
    """Messages read by models that did not see them: rows, scores by head, shares known.

    `scores` are a head's, in the columns of `labels`; messages beyond the examples are noise.
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


@dataclass(frozen=True)
class _Fold:
    """Messages left out (places and rows), and what the others teach the heads of `_TESTED`."""

    places: np.ndarray
    rows: csr_matrix
    lessons: list[Lesson]


def _folds(features: Features, rows: csr_matrix, tasks: dict[str, _Task], seed: int) -> list[_Fold]:
    """Fold after fold until enough messages are left out; all of them where there are few."""
    number = np.random.RandomState(seed).permutation(rows.shape[0]) % _FOLDS
    wanted = min(_FOLDS, -(-_ENOUGH * _FOLDS // rows.shape[0]))
    return [_fold(features, rows, tasks, number == one, seed) for one in range(wanted)]


def _fold(
    features: Features, rows: csr_matrix, tasks: dict[str, _Task], outside: np.ndarray, seed: int
) -> _Fold:
    labelled = np.arange(rows.shape[0]) < len(tasks[_WHOLE].rows)
    inside = np.flatnonzero(~outside & labelled)
    seen = features.as_if_learnt_from(rows, inside)
    lessons = []
    for task in (tasks[name] for name in _TESTED):
        part = np.isin(task.rows, inside)
        lessons.append(Lesson(seen[task.rows[part]], task.labels[part], seed))
    places = np.flatnonzero(outside)
    return _Fold(places, seen[places], lessons)


def _held_out(
    features: Features,
    messages: Sequence[Said],
    tasks: dict[str, _Task],
    folds: list[_Fold],
    learnt: Iterator[Head],
) -> HeldOut:
    """What the folds' heads, `learnt` in their order, say of the messages left out."""
    labels = {name: tuple(sorted(set(tasks[name].labels))) for name in _TESTED}
    scores: dict[str, list[np.ndarray]] = {name: [] for name in _TESTED}
    for fold in folds:
        for name in _TESTED:
            scores[name].append(_aligned(next(learnt), fold.rows, labels[name]))
    return HeldOut(
        np.concatenate([fold.places for fold in folds]),
        {name: np.vstack(found) for name, found in scores.items()},
        labels,
        np.vstack(
            [features.known([messages[i] for i in fold.places], fold.rows) for fold in folds]
        ),
    )


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
