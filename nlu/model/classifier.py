"""The classifier: intent, procedure, aspect; trained, calibrated on held-out folds, persisted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from nlu.decision import ASK, NONE_NAMED, Candidate, candidates
from nlu.model.calibration import Calibration, best_sharpness, evidence_of
from nlu.model.features import Features
from nlu.model.head import Head, softmax

_FOLDS = 5


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
    """What the heads say of one message; `confidence` is the best candidate's, calibrated."""

    intents: dict[str, float]
    procedures: dict[str, float]
    aspects: dict[str, float]
    confidence: float

    @property
    def candidates(self) -> list[Candidate]:
        """All readings, likeliest first."""
        return candidates(self.intents, self.procedures)


@dataclass(frozen=True)
class _Task:
    """One head's rows and labels among all examples."""

    name: str
    rows: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Classifier:
    """Three heads over the same features."""

    features: Features
    heads: dict[str, Head]
    calibration: Calibration

    @classmethod
    def fit(cls, examples: Sequence[Example], *, seed: int = 0) -> Classifier:
        """Train on all examples; probabilities and confidence come from held-out folds."""
        texts = [example.text for example in examples]
        features = Features.fit(texts)
        rows = features.transform(texts)
        tasks = _tasks(examples)
        heads = {task.name: Head.fit(rows[task.rows], task.labels, seed=seed) for task in tasks}
        held_out, known = _held_out(texts, tasks, heads, seed)
        for task in tasks:
            heads[task.name] = _tempered(heads[task.name], held_out[task.name], task)
        calibration = _calibrated(heads, held_out, known, examples)
        return cls(features, heads, calibration)

    def read(self, texts: Sequence[str]) -> list[Reading]:
        """One reading a normalised text."""
        rows = self.features.transform(texts)
        chances = {name: head.probabilities(rows) for name, head in self.heads.items()}
        confidence = self._confidence(chances, rows)
        return [
            Reading(
                self._named("intent", chances, position),
                self._named("procedure", chances, position),
                self._named("aspect", chances, position),
                float(confidence[position]),
            )
            for position in range(len(texts))
        ]

    def _named(self, head: str, chances: dict[str, np.ndarray], row: int) -> dict[str, float]:
        return dict(zip(self.heads[head].labels, chances[head][row].tolist(), strict=True))

    def _confidence(self, chances: dict[str, np.ndarray], rows: csr_matrix) -> np.ndarray:
        labels = {name: head.labels for name, head in self.heads.items()}
        best, second, _ = _best_two(chances, labels)
        return self.calibration.confidence(
            evidence_of(best, second, self.features.known_share(rows))
        )

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
        calibration = about["calibration"]
        return cls(
            Features.of_state(about["features"]),
            heads,
            Calibration(tuple(calibration["weights"]), calibration["bias"]),
        )


def _tasks(examples: Sequence[Example]) -> list[_Task]:
    everything = np.arange(len(examples))
    asked = np.array([i for i, example in enumerate(examples) if example.aspect], dtype=int)
    return [
        _Task("intent", everything, np.array([example.intent for example in examples])),
        _Task(
            "procedure",
            everything,
            np.array([example.procedure or NONE_NAMED for example in examples]),
        ),
        _Task("aspect", asked, np.array([examples[i].aspect for i in asked])),
    ]


def _held_out(
    texts: Sequence[str], tasks: list[_Task], heads: dict[str, Head], seed: int
) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Scores of every example by models that did not see it, and how much of it they knew."""
    fold = np.random.RandomState(seed).permutation(len(texts)) % _FOLDS
    scores = {
        task.name: np.full((len(texts), len(heads[task.name].labels)), -1.0) for task in tasks
    }
    known = np.zeros(len(texts))
    for number in range(_FOLDS):
        inside, outside = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        features = Features.fit([texts[i] for i in inside])
        rows = features.transform(texts)
        known[outside] = features.known_share(rows[outside])
        for task in tasks:
            part = np.isin(task.rows, inside)
            head = Head.fit(rows[task.rows[part]], task.labels[part], seed=seed)
            columns = [heads[task.name].labels.index(label) for label in head.labels]
            scores[task.name][np.ix_(outside, columns)] = head.scores(rows[outside])
    return scores, known


def _tempered(head: Head, scores: np.ndarray, task: _Task) -> Head:
    truth = np.array([head.labels.index(label) for label in task.labels])
    return replace(head, sharpness=best_sharpness(scores[task.rows], truth))


def _calibrated(
    heads: dict[str, Head],
    held_out: dict[str, np.ndarray],
    known: np.ndarray,
    examples: Sequence[Example],
) -> Calibration:
    chances = {name: softmax(held_out[name] * head.sharpness) for name, head in heads.items()}
    best, second, chosen = _best_two(chances, {name: head.labels for name, head in heads.items()})
    right = [_is_right(reading, example) for reading, example in zip(chosen, examples, strict=True)]
    return Calibration.fit(evidence_of(best, second, known), right)


def _is_right(reading: tuple[str, str | None], example: Example) -> bool:
    expected = (example.intent, (example.procedure or NONE_NAMED) if example.intent == ASK else None)
    return reading == expected


def _best_two(
    chances: dict[str, np.ndarray], labels: dict[str, tuple[str, ...]]
) -> tuple[np.ndarray, np.ndarray, list[tuple[str, str | None]]]:
    """Chances of the best and second reading a row, and the best one's (intent, procedure)."""
    intents, procedures = chances["intent"], chances["procedure"]
    if ASK in labels["intent"]:
        ask = labels["intent"].index(ASK)
        joint = np.hstack([np.delete(intents, ask, axis=1), intents[:, [ask]] * procedures])
        names: list[tuple[str, str | None]] = [
            (name, None) for name in labels["intent"] if name != ASK
        ]
        names += [(ASK, name) for name in labels["procedure"]]
    else:
        joint, names = intents, [(name, None) for name in labels["intent"]]
    order = np.argsort(-joint, axis=1)[:, :2]
    rows = np.arange(len(joint))
    second = joint[rows, order[:, -1]] if joint.shape[1] > 1 else np.zeros(len(joint))
    return joint[rows, order[:, 0]], second, [names[i] for i in order[:, 0]]
