"""Questions on procedures: a card, a follow-up, or a choice between the members of a family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from actions.backend import Unknown
from actions.base import Decision, SemanticAction, TurnState
from actions.offices import contact
from actions.replies import (
    Choice,
    Reply,
    aspect_choice,
    intent_choice,
    procedure_choice,
    say,
)

POPULAR: Final = ("birth_certificate", "residence_certificate", "national_id_first")
_OFFERED_ASPECTS: Final = 5


class AnswerProcedure(SemanticAction):
    """Answers what a procedure needs, costs, takes."""

    action_name: ClassVar[str] = "action_answer_procedure"

    async def decide(self, turn: TurnState) -> Decision:
        """Give the card of the procedure asked for, or of the one that the talk is about."""
        procedure = turn.understanding.get("procedure") or turn.slots.get("procedure")
        aspect = turn.understanding.get("aspect") or "overview"
        if procedure is None:
            return Decision([which_procedure(aspect)])
        slots = {"procedure": procedure, "aspect": aspect}
        try:
            card = await self._backend().card(procedure, aspect)
        except Unknown:
            return Decision([await self._no_content()], slots)
        siblings = await self._siblings(turn, procedure, aspect)
        return Decision([card_reply(card, siblings)], slots)

    async def _siblings(self, turn: TurnState, procedure: str, aspect: str) -> Sequence[str]:
        """Give the other members of a family, where the question was a general one."""
        if aspect != "overview" or turn.understanding.get("pressed"):
            return ()
        listed = (await self._backend().procedures())["procedures"]
        return family_of(procedure, listed)

    async def _no_content(self) -> Reply:
        offices = await self._backend().offices()
        return contact("contact.no_content", offices, outcome="unanswered_no_content")


def family_of(procedure: str, listed: Iterable[Mapping[str, Any]]) -> Sequence[str]:
    """Give the other members of a procedure's family."""
    families = {item["id"]: item.get("family") for item in listed}
    family = families.get(procedure)
    if family is None:
        return ()
    return [other for other, name in families.items() if name == family and other != procedure]


def card_reply(card: Mapping[str, Any], siblings: Sequence[str]) -> Reply:
    """Show a card with what else can be asked about it."""
    return say(
        "card",
        card=card,
        choices=_more(card, siblings),
        outcome="unanswered_no_content" if card["missing"] else "answered",
    )


def _more(card: Mapping[str, Any], siblings: Sequence[str]) -> list[Choice]:
    aspects = [
        aspect_choice(card["procedure"], aspect)
        for aspect in card["offers"]
        if aspect != card["aspect"]
    ][:_OFFERED_ASPECTS]
    members = [procedure_choice(sibling) for sibling in siblings]
    return [*aspects, *members] or [intent_choice("talk_to_human")]


def which_procedure(aspect: str) -> Reply:
    """Ask what a question without a procedure is about."""
    choices = [procedure_choice(procedure, aspect) for procedure in POPULAR]
    return say("which_procedure", choices=choices, outcome="clarified")
