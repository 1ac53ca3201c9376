"""The published catalogue beside a classifier: what is found in a message without training."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from nlu.found import LAW, Found, Topic
from nlu.model.classifier import Classifier, Heard, Reading
from nlu.model.retrieval import (
    PROCEDURE,
    Retriever,
    chances_alone,
    chances_beside,
    entries_of,
    topics_of,
)
from nlu.model.sentence_vectors import Encode, encode_said
from nlu.text.message import Said
from nlu.text.moves import speaks_of_law
from nlu.text.names import Names, distinctive, skeletons

_TOPIC_AT_LEAST = 0.2  # below, a topic is not worth naming
_TOPICS_MAX = 3
REPORT_PROBLEM = "report_problem"


class Catalogue:
    """Untaught procedures, topics, papers, offices and families, ready to be looked for."""

    def __init__(
        self, classifier: Classifier, index: Mapping[str, Any], encode: Encode = encode_said
    ) -> None:
        """Read the index once; raises KeyError, TypeError where it is none."""
        untaught, topics = entries_of(index, classifier.procedures), topics_of(index)
        self.retriever = Retriever(classifier, untaught, encode) if untaught else None
        self.topics = Retriever(classifier, topics, encode) if topics else None
        self._kinds = {one["id"]: one.get("topic", PROCEDURE) for one in index["procedures"]}
        self._papers = Names(_called(index.get("papers", ())))
        self._offices = Names(_called(index.get("offices", ())))
        self._families = _family_words(index["procedures"])

    def complete(self, readings: Sequence[Reading], heard: Heard) -> list[Reading]:
        """The classifier's readings, with what the catalogue adds to them."""
        found = self.retriever.complete(readings, heard) if self.retriever else list(readings)
        chances = self._chances(readings, heard)
        return [
            replace(
                reading,
                found=self._found(message.text, None if chances is None else chances[row]),
            )
            for row, (reading, message) in enumerate(zip(found, heard.messages, strict=True))
        ]

    def _chances(self, readings: Sequence[Reading], heard: Heard) -> Any:  # noqa: ANN401 - rows
        """Of a question on the law beside all other readings; of a report among reports."""
        asked = any(map(_may_ask, readings, heard.messages))
        if self.topics is None or not asked:
            return None
        is_law = [self._kinds[name] == LAW for name in self.topics.procedures]
        likeness = self.topics.likeness(heard)
        return np.where(is_law, chances_beside(readings, likeness), chances_alone(likeness))

    def _found(self, normalised: str, chances: Any) -> Found:  # noqa: ANN401 - a row, or None
        said = skeletons(normalised)
        return Found(
            papers=tuple(one.id for one in self._papers.find(normalised)),
            office=_first(self._offices, normalised),
            topics=self._likely(chances),
            families=frozenset(one for one, words in self._families.items() if said & words),
        )

    def _likely(self, chances: Any) -> tuple[Topic, ...]:  # noqa: ANN401 - a row, or None
        if chances is None or self.topics is None:
            return ()
        named = zip(self.topics.procedures, chances.tolist(), strict=True)
        likely = (
            Topic(name, self._kinds[name], round(chance, 4))
            for name, chance in named
            if chance >= _TOPIC_AT_LEAST
        )
        return tuple(sorted(likely, key=lambda one: -one.confidence)[:_TOPICS_MAX])


def _may_ask(reading: Reading, message: Said) -> bool:
    """Whether a message may be for a topic at all: most are not, and need not be compared."""
    likeliest = max(reading.meanings, key=lambda meaning: reading.meanings[meaning])
    return likeliest[0] == REPORT_PROBLEM or speaks_of_law(message.text)


def _first(names: Names, normalised: str) -> str | None:
    """The thing named by the most words; None where two are named alike."""
    found = names.find(normalised)
    if not found or (len(found) > 1 and found[0].length == found[1].length):
        return None
    return found[0].id


def _called(things: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    return {
        thing["id"]: [name for names in thing["names"].values() for name in names]
        for thing in things
    }


def _family_words(procedures: Sequence[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """Words that tell a family of procedures from the others."""
    called: dict[str, list[str]] = defaultdict(list)
    for one in procedures:
        if one.get("family") and one.get("topic", PROCEDURE) == PROCEDURE:
            called[one["family"]] += [name for names in one["names"].values() for name in names]
    return distinctive(called)
