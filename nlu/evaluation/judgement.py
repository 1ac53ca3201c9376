"""One message judged: what was meant beside what was understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nlu.evaluation.labels import ASK, Labelled, Piece

AT_ONCE, OFFERED, NOT_SURE, WRONG = "at_once", "offered", "unsure", "wrong"
OUTCOMES = (AT_ONCE, OFFERED, NOT_SURE, WRONG)  # best first
RIGHT = frozenset((AT_ONCE, OFFERED))
# A choice carries the confidence of the message where it is the likeliest reading.
_SAME_CONFIDENCE = 1e-3

# An intent and, for a question to a procedure, which one; (ASK, None) is a follow-up.
Meaning = tuple[str, "str | None"]


@dataclass(frozen=True)
class Choice:
    """A reading that was offered."""

    meaning: Meaning
    confidence: float


@dataclass(frozen=True)
class Understood:
    """What the pipeline made of a message; `intent` None where it was not sure."""

    language: str
    intent: str | None
    procedure: str | None
    aspect: str | None
    follow_up: bool
    entities: tuple[Piece, ...]
    confidence: float
    choices: tuple[Choice, ...]
    likeliest: Meaning | None

    @property
    def answered(self) -> Meaning | None:
        """The meaning that it was sure of."""
        return None if self.intent is None else meaning(self.intent, self.procedure)


@dataclass(frozen=True)
class Judged:
    """A message, what was understood, and how that went."""

    label: Labelled
    found: Understood
    outcome: str

    @property
    def meant(self) -> Meaning:
        """The meaning that its label gives."""
        return meaning(self.label.intent, self.label.procedure)

    @property
    def likeliest_right(self) -> bool:
        """True where the likeliest reading is right, said or not."""
        return self.found.likeliest == self.meant

    @property
    def understood_intent(self) -> str | None:
        """The intent that was acted on; a follow-up that was meant as one counts as understood."""
        follow_up = self.found.follow_up and self.outcome == AT_ONCE
        return ASK if follow_up else self.found.intent


def meaning(intent: str, procedure: str | None) -> Meaning:
    """A procedure counts where the message asks about one."""
    return intent, procedure if intent == ASK else None


def understood_of(parse: Mapping[str, Any]) -> Understood:
    """From a line of `jawab parse` with `follow_up` and `ranking` beside."""
    choices = tuple(
        Choice(meaning(one["intent"], one["procedure"]), one["confidence"])
        for one in parse["choices"]
    )
    follow_up = parse.get("follow_up", False)
    return Understood(
        language=parse["language"],
        intent=None if follow_up else parse["intent"],
        procedure=parse["procedure"],
        aspect=parse["aspect"],
        follow_up=follow_up,
        entities=tuple((one["entity"], one["text"]) for one in parse["entities"]),
        confidence=parse["confidence"],
        choices=choices,
        likeliest=(ASK, None) if follow_up else _likeliest(parse, choices),
    )


def judged(label: Labelled, found: Understood) -> Judged:
    """Judge one message: right at once, offered among choices, unsure, or wrong though sure."""
    return Judged(label, found, _outcome(meaning(label.intent, label.procedure), found))


def _outcome(meant: Meaning, found: Understood) -> str:
    if found.follow_up and meant == (ASK, None):
        return AT_ONCE
    if found.answered is None:
        return OFFERED if any(one.meaning == meant for one in found.choices) else NOT_SURE
    return AT_ONCE if found.answered == meant else WRONG


def _likeliest(parse: Mapping[str, Any], choices: tuple[Choice, ...]) -> Meaning | None:
    """The decided meaning, else the first choice, else (nobody picks a thank you) the ranking's."""
    if parse["intent"] is not None:
        return meaning(parse["intent"], parse["procedure"])
    if choices and abs(choices[0].confidence - parse["confidence"]) < _SAME_CONFIDENCE:
        return choices[0].meaning
    ranking = parse.get("ranking") or []
    return (ranking[0]["intent"], None) if ranking else None
