"""Procedures that the model was never taught, found by their names and a few ways of asking.

The weights below are no part of a training: they hold for any procedure. They were fitted on
training messages whose procedures were left out, by `python -m benchmarks.understanding.retrieval
--fit`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from nlu.decision import ASK
from nlu.model.classifier import Classifier, Heard, Reading
from nlu.model.sentence_vectors import Encode, encode_said
from nlu.text.message import Said, readable, said

LANGUAGES = ("fr", "ar", "ary", "ary-Latn")
# How a message resembles a procedure's names, then its questions: sentence vectors, letters,
# words of the skeleton, French words, and how much of what is rare in it the message has.
_WEIGHTS = np.array([[3.45, 4.38], [3.36, 0.85], [2.01, 1.80], [2.05, 0.31], [1.84, 0.84]])
_BIAS = -3.13
# Chance that the procedure is meant, from that and from how sure the classifier is of others.
_LIKENESS, _SURENESS, _START = 0.99, -1.27, -0.17
_LETTERS, _SKELETONS, _FRENCH = 0, 3, 4  # blocks of the features
_TINY = 1e-4


@dataclass(frozen=True)
class Entry:
    """A name of a procedure or a question to it."""

    procedure: str
    is_question: bool
    said: Said


PROCEDURE = "procedure"


def entries_of(index: Mapping[str, Any], taught: frozenset[str]) -> list[Entry]:
    """Names and questions of the procedures that were not taught; raises KeyError, TypeError."""
    return _entries(
        one
        for one in index["procedures"]
        if one["id"] not in taught and one.get("topic", PROCEDURE) == PROCEDURE
    )


def topics_of(index: Mapping[str, Any]) -> list[Entry]:
    """Names and questions of what is no procedure: reports, complaints, the law."""
    return _entries(one for one in index["procedures"] if one.get("topic", PROCEDURE) != PROCEDURE)


def _entries(procedures: Iterable[Mapping[str, Any]]) -> list[Entry]:
    return [
        Entry(procedure["id"], is_question, said(readable(text), language))
        for procedure in procedures
        for is_question, texts in ((False, procedure["names"]), (True, procedure["questions"]))
        for language in LANGUAGES
        for text in texts.get(language, ())
    ]


class Retriever:
    """Finds untaught procedures beside a classifier, with its features and its encoder."""

    def __init__(
        self, classifier: Classifier, entries: Sequence[Entry], encode: Encode = encode_said
    ) -> None:
        """Read all entries once; a few thousand take seconds."""
        self._features = classifier.features
        self._entries = classifier.hear([entry.said for entry in entries], encode)
        self.procedures = sorted({entry.procedure for entry in entries})
        # column by procedure and kind of entry: which entries count
        self._columns = [
            (place, kind, [n for n, one in enumerate(entries) if _is(one, procedure, kind)])
            for place, procedure in enumerate(self.procedures)
            for kind in (False, True)
        ]
        # What a message is compared with, turned and weighed once.
        rows = self._entries.rows
        self._letters = {
            block: csr_matrix(self._block(rows, block).T)
            for block in (_LETTERS, _SKELETONS, _FRENCH)
        }
        self._rare = {block: self._rare_terms(block) for block in (_SKELETONS, _FRENCH)}
        self._whole = _TINY + sum(
            np.asarray(terms.sum(axis=0)).ravel() for terms in self._rare.values()
        )

    def complete(self, readings: Sequence[Reading], heard: Heard) -> list[Reading]:
        """The classifier's readings, with the untaught procedures among the meanings."""
        if not self.procedures or not readings:
            return list(readings)
        chances = self.chances(readings, heard)
        return [
            _with(reading, dict(zip(self.procedures, row.tolist(), strict=True)))
            for reading, row in zip(readings, chances, strict=True)
        ]

    def chances(self, readings: Sequence[Reading], heard: Heard) -> np.ndarray:
        """The chance that each procedure is meant, beside what the classifier says; a row each."""
        return chances_beside(readings, self.likeness(heard))

    def likeness(self, heard: Heard) -> np.ndarray:
        """How a message resembles each procedure: log odds, one row a message."""
        found = self.resemblances(heard)
        return np.asarray(np.einsum("nprk,rk->np", found, _WEIGHTS) + _BIAS)

    def resemblances(self, heard: Heard) -> np.ndarray:
        """By message, procedure, way of resembling, and names or questions; 0 to 1."""
        ways = [
            _vectors_agree(heard, self._entries),
            *(self._letters_agree(heard.rows, block) for block in (_LETTERS, _SKELETONS, _FRENCH)),
            self._contained(heard.rows),
        ]
        found = np.zeros((len(heard.messages), len(self.procedures), len(ways), 2))
        for place, is_question, entries in self._columns:
            for way, each in enumerate(ways):
                if entries:
                    found[:, place, way, int(is_question)] = each[:, entries].max(axis=1)
        return found

    def _letters_agree(self, rows: csr_matrix, block: int) -> np.ndarray:
        return _dense(self._block(rows, block) @ self._letters[block])

    def _block(self, rows: csr_matrix, block: int) -> csr_matrix:
        start, end = self._features.borders()[block]
        return rows[:, start:end]

    def _contained(self, rows: csr_matrix) -> np.ndarray:
        """How much of an entry's skeletons and French words a message has, by their rarity."""
        shared = sum(
            _dense(_is_there(self._block(rows, block)) @ terms)
            for block, terms in self._rare.items()
        )
        return np.asarray(shared / self._whole)

    def _rare_terms(self, block: int) -> csr_matrix:
        """The rarity of each term of a block in each entry, terms by entries."""
        there = _is_there(self._block(self._entries.rows, block))
        return csr_matrix(there.multiply(self._features.rarity(block)).T)


def _is_there(rows: csr_matrix) -> csr_matrix:
    return (rows > 0).astype(np.float64)


def chances_beside(readings: Sequence[Reading], likeness: np.ndarray) -> np.ndarray:
    """Chances by likeness and by how sure the classifier is of something else."""
    sure = np.clip([reading.confidence for reading in readings], _TINY, 1 - _TINY)
    odds = np.log(sure / (1 - sure))[:, None]
    return np.asarray(1 / (1 + np.exp(-(_LIKENESS * likeness + _SURENESS * odds + _START))))


def chances_alone(likeness: np.ndarray) -> np.ndarray:
    """Chances by likeness alone, as where the kind of message is known."""
    return np.asarray(1 / (1 + np.exp(-likeness)))


def _is(entry: Entry, procedure: str, is_question: bool) -> bool:
    return entry.procedure == procedure and entry.is_question == is_question


def _vectors_agree(heard: Heard, entries: Heard) -> np.ndarray:
    if heard.vectors is None or entries.vectors is None:
        return np.zeros((len(heard.messages), len(entries.messages)))
    return np.asarray(heard.vectors @ entries.vectors.T)


def _dense(product: csr_matrix) -> np.ndarray:
    return np.asarray(product.todense())


def _with(reading: Reading, chances: Mapping[str, float]) -> Reading:
    """Make room among the meanings: each untaught procedure's odds against all the rest.

    The odds were fitted for one newcomer alone. Several compete with one another first, each by
    its share of them all: or a dozen that hardly resemble a message would crowd out what it says.
    """
    alone = {name: chance / max(1 - chance, _TINY) for name, chance in chances.items()}
    together = sum(alone.values())
    odds = {name: one * one / together for name, one in alone.items()}
    rest = 1 / (1 + sum(odds.values()))
    meanings = {meaning: chance * rest for meaning, chance in reading.meanings.items()}
    found = {(ASK, name): one * rest for name, one in odds.items()}
    best = max(found.values())
    confidence = best if best > max(meanings.values()) else reading.confidence * rest
    return replace(reading, meanings={**meanings, **found}, confidence=confidence)
