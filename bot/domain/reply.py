"""A semantic reply (what to say), and the same in words (how)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from bot.domain.language import Direction, Language

Expectation = Literal["reference", "secret", "place", "photo"]
Json = Mapping[str, Any]


class Outcome(StrEnum):
    """How a message ended; figures count by the part before the first underscore."""

    ANSWERED = "answered"
    CLARIFIED = "clarified"
    HANDED_OVER = "handed_over"
    UNANSWERED_LOW_CONFIDENCE = "unanswered_low_confidence"
    UNANSWERED_OUT_OF_SCOPE = "unanswered_out_of_scope"
    UNANSWERED_NO_CONTENT = "unanswered_no_content"
    ERROR_ASSISTANT = "error_assistant"
    ERROR_BACKEND = "error_backend"
    ERROR_TIMEOUT = "error_timeout"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something that the citizen can press instead of typing."""

    label: str
    """A vocabulary key or a message key."""
    intent: str
    procedure: str | None = None
    aspect: str | None = None
    reference: str | None = None
    paper: str | None = None
    """With `paper_check`: the paper that was asked for."""
    id: str | None = None
    """Given when it is issued; a press brings back nothing else."""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What an action wants said, without words."""

    say: str
    params: Json = field(default_factory=dict)
    card: Json | None = None
    choices: tuple[Choice, ...] = ()
    expects: Expectation | None = None
    outcome: Outcome = Outcome.ANSWERED


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where the facts of an answer were read."""

    title: str
    url: str
    checked_on: str
    """When it was read, ISO year and month or day."""
    dated: str | None
    """The date that the page itself shows."""


@dataclass(frozen=True, kw_only=True)
class RenderedChoice:
    """A choice in words."""

    id: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """A reply in words, not yet fitted to a channel."""

    text: str
    language: Language
    direction: Direction
    choices: tuple[RenderedChoice, ...]
    card: Json | None
    source: Source | None
    source_line: str
    """The source in words, for channels that show text only; empty where there is none."""
    outcome: Outcome


def reply_from_json(data: Json) -> Reply:
    """Read a semantic reply; raises KeyError or ValueError where it is malformed."""
    return Reply(
        say=str(data["say"]),
        params=dict(data.get("params") or {}),
        card=data.get("card"),
        choices=tuple(choice_from_json(choice) for choice in data.get("choices") or ()),
        expects=_expectation(data.get("expects")),
        outcome=Outcome(data.get("outcome") or Outcome.ANSWERED),
    )


def choice_from_json(data: Json) -> Choice:
    """Read one choice; raises KeyError where label or intent is missing."""
    return Choice(
        label=data["label"],
        intent=data["intent"],
        procedure=data.get("procedure"),
        aspect=data.get("aspect"),
        reference=data.get("reference"),
        paper=data.get("paper"),
        id=data.get("id"),
    )


def choice_to_json(choice: Choice) -> dict[str, Any]:
    """Write a choice, leaving out what is not set."""
    return {key: value for key, value in vars(choice).items() if value is not None}


def reply_to_json(reply: Reply) -> dict[str, Any]:
    """Write a reply as `reply_from_json` reads it."""
    return {
        "say": reply.say,
        "params": dict(reply.params),
        "card": reply.card,
        "choices": [choice_to_json(choice) for choice in reply.choices],
        "expects": reply.expects,
        "outcome": reply.outcome.value,
    }


def _expectation(value: str | None) -> Expectation | None:
    if value is None:
        return None
    for known in ("reference", "secret", "place", "photo"):
        if value == known:
            return known
    raise ValueError(f"unknown expectation {value!r}")
