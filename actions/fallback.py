"""Where the model is not sure: what the talk makes clear, else choices instead of a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from actions.base import Decision, SemanticAction, TurnState
from actions.families import Families
from actions.papers import PaperCheck, answers_our_question
from actions.procedures import AnswerProcedure, kept_aspect
from actions.replies import Choice, intent_choice, neither, procedure_choice, say
from actions.starting import POPULAR


class OfferChoices(SemanticAction):
    """Asks back with what it could be."""

    action_name: ClassVar[str] = "action_offer_choices"

    async def decide(self, turn: TurnState) -> Decision:
        """Answer what the talk makes clear, offer up to three readings, or own up."""
        if answers_our_question(turn):
            return await PaperCheck(self._backend).decide(turn)
        readings = turn.understanding.get("choices") or ()
        if not readings:
            return _not_understood()
        if member := await self._member(turn, readings):
            return member
        aspect = turn.understanding.get("aspect")
        choices = [reading_choice(reading, aspect) for reading in readings]
        return Decision([say("unsure_choices", choices=[*choices, neither()], outcome="clarified")])

    async def _member(
        self, turn: TurnState, readings: Sequence[Mapping[str, Any]]
    ) -> Decision | None:
        """Answer where one reading alone is of the family that the talk is about."""
        talk = turn.slots.get("procedure")
        if not talk or any(reading.get("procedure") is None for reading in readings):
            return None
        families = Families((await self._backend().procedures())["procedures"])
        if _names_another(turn, families, talk):
            return None
        meant = members_meant([reading["procedure"] for reading in readings], talk, families)
        if len(meant) != 1:
            return None
        answerer = AnswerProcedure(self._backend)
        return await answerer.answer(meant.pop(), kept_aspect(turn), families, pressed=False)


def members_meant(procedures: Sequence[str], talk: str, families: Families) -> set[str]:
    """Give the members of the talk's family that some readings are, or have a counterpart in."""
    family = families.members(talk)
    found = (
        procedure if procedure in family else families.counterpart(procedure, talk)
        for procedure in procedures
    )
    return {one for one in found if one is not None}


def _names_another(turn: TurnState, families: Families, talk: str) -> bool:
    """Tell whether the message has words of another family than the talk's."""
    named = set(turn.understanding.get("families") or ())
    return bool(named - {families.of(talk)})


def _not_understood() -> Decision:
    choices = [
        *(procedure_choice(procedure) for procedure in POPULAR),
        intent_choice("talk_to_human"),
    ]
    return Decision([say("unsure", choices=choices, outcome="unanswered_low_confidence")])


def reading_choice(reading: Mapping[str, Any], aspect: str | None) -> Choice:
    """Turn one of the model's readings into something to press."""
    if reading["intent"] == "ask_procedure" and reading.get("procedure"):
        return procedure_choice(reading["procedure"], aspect)
    return intent_choice(reading["intent"])
