"""Two questions in one message: when a message surely holds two, and which. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlu.decision import ASK, OVERVIEW
from nlu.understanding import Understanding

# What may stand beside a question on a procedure, or beside another of these.
_ASKED = frozenset((ASK, "track_request", "ask_office", "report_problem", "book_appointment"))


@dataclass(frozen=True)
class Part:
    """A part of a message, parsed on its own."""

    parse_data: Mapping[str, Any]

    @property
    def understanding(self) -> Understanding:
        """What the part says by itself."""
        understood: Understanding = self.parse_data["understanding"]
        return understood


def second_question(
    whole: Understanding, parts: Sequence[Part]
) -> tuple[Understanding, Understanding] | None:
    """The two questions of a message, in their order; None where it may be one.

    A part that names no procedure asks about the one that the message names elsewhere. Two
    questions on one procedure must ask for two different things, neither for "everything".
    """
    if whole["intent"] not in (*_ASKED, None):
        return None
    asked = [one for part in parts if _is_question(one := _with_procedure(part, parts))]
    if len(asked) < 2 or _is_same(asked[0], asked[1]):
        return None
    return asked[0], asked[1]


def _is_question(one: Understanding) -> bool:
    return one["intent"] in _ASKED and not (one["intent"] == ASK and one["procedure"] is None)


def _with_procedure(part: Part, parts: Sequence[Part]) -> Understanding:
    """The part's understanding; a follow-up is about the procedure that is named beside it."""
    understood = part.understanding
    if understood["intent"] != ASK or understood["procedure"] is not None:
        return understood
    place = parts.index(part)
    named = (
        one.understanding["procedure"]
        for one in (*reversed(parts[:place]), *parts[place + 1 :])
        if one.understanding["intent"] == ASK
    )
    procedure = next((name for name in named if name), None)
    return {**understood, "procedure": procedure, "follow_up": procedure is None}


def _is_same(one: Understanding, other: Understanding) -> bool:
    if one["intent"] != other["intent"]:
        return False
    if one["intent"] != ASK:
        return True
    if one["procedure"] != other["procedure"]:
        return False
    return one["aspect"] == other["aspect"] or OVERVIEW in (one["aspect"], other["aspect"])
