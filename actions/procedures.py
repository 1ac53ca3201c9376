"""Questions on procedures: a card, a follow-up, or a choice between the members of a family."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from actions.backend import Unknown
from actions.base import Decision, SemanticAction, TurnState
from actions.families import OVERVIEW, Families
from actions.offices import contact
from actions.papers import PaperCheck, answers_our_question
from actions.replies import (
    Choice,
    Outcome,
    Reply,
    aspect_choice,
    intent_choice,
    neither,
    procedure_choice,
    say,
    word,
)
from actions.starting import POPULAR

MEMBER: Final = "member"
_OFFERED_ASPECTS: Final = 5


class AnswerProcedure(SemanticAction):
    """Answers what a procedure needs, costs, takes."""

    action_name: ClassVar[str] = "action_answer_procedure"

    async def decide(self, turn: TurnState) -> Decision:
        """Give the card of the procedure asked for, or of the one that the talk is about."""
        if answers_our_question(turn):
            return await PaperCheck(self._backend).decide(turn)
        aspect = wanted_aspect(turn)
        asked, talk = turn.understanding.get("procedure"), turn.slots.get("procedure")
        if asked is None and talk is None:
            return Decision([which_procedure(aspect)], {"aspect": aspect})
        families = Families((await self._backend().procedures())["procedures"])
        procedure = meant(turn, families) if asked else talk
        if procedure is None:
            return which_member(str(asked), aspect, families)
        if _is_elliptical(turn, procedure, families):
            aspect = kept_aspect(turn)
        return await self.answer(procedure, aspect, families, pressed=_is_pressed(turn))

    async def answer(
        self, procedure: str, aspect: str, families: Families, *, pressed: bool
    ) -> Decision:
        """Give a card, and with a general one the other members of the family."""
        aspect = families.known_aspect(procedure, aspect)
        slots = {"procedure": procedure, "aspect": aspect}
        step = {"intent": "ask_procedure", **slots}
        try:
            card = await self._backend().card(procedure, aspect)
        except Unknown:
            return Decision([await self._no_content()], slots, step)
        siblings = families.siblings(procedure) if aspect == OVERVIEW and not pressed else ()
        return Decision([card_reply(card, siblings)], slots, step)

    async def _no_content(self) -> Reply:
        offices = await self._backend().offices()
        return contact("contact.no_content", offices, outcome="unanswered_no_content")


def wanted_aspect(turn: TurnState) -> str:
    """Give what is asked; of a member that we asked for, what was asked before."""
    if turn.awaits == MEMBER and not _is_pressed(turn):
        return kept_aspect(turn)
    return turn.understanding.get("aspect") or OVERVIEW


def kept_aspect(turn: TurnState) -> str:
    """Give what is asked, or what was asked before by who only names a member of a family."""
    aspect: str = turn.understanding.get("aspect") or OVERVIEW
    return turn.slots.get("aspect") or OVERVIEW if aspect == OVERVIEW else aspect


def _is_elliptical(turn: TurnState, procedure: str, families: Families) -> bool:
    """Tell whether a message says another member of the talk's family and nothing else.

    "No, the renewal" after a price wants the price; "how do I renew my passport" says all it wants.
    """
    if _is_pressed(turn) or turn.understanding.get("families"):
        return False
    return turn.slots.get("procedure") in families.siblings(procedure)


def meant(turn: TurnState, families: Families) -> str | None:
    """Give the procedure that is meant; None where a bare name leaves open which member it is."""
    asked, talk = turn.understanding["procedure"], turn.slots.get("procedure")
    if _is_pressed(turn):
        return str(asked)
    said = turn.understanding.get("families") or ()
    if families.of(asked) not in said and (other := families.counterpart(asked, talk)):
        return other
    if not families.asks_which(asked) or turn.understanding.get("first"):
        return str(asked)
    if turn.awaits != MEMBER and talk in families.siblings(asked):
        return str(talk)
    return str(asked) if turn.awaits == MEMBER else None


def which_member(asked: str, aspect: str, families: Families) -> Decision:
    """Ask which member of a family is meant: what it costs and needs differs."""
    choices = [procedure_choice(member, aspect) for member in families.members(asked)]
    reply = say("which_member", choices=[*choices, neither()], outcome="clarified")
    return Decision([reply], {"procedure": asked, "aspect": aspect, "expects": MEMBER})


def card_reply(
    card: Mapping[str, Any],
    siblings: Sequence[str] = (),
    *,
    intro: str | None = None,
    outcome: Outcome = "answered",
) -> Reply:
    """Show a card with what else can be asked about it, after a sentence of its own."""
    shown = {name: value for name, value in card.items() if name != "kept_at"}
    params: dict[str, Any] = {"intro": word(intro)} if intro else {}
    if card.get("kept_at"):
        params["as_of"] = {"day": card["kept_at"]}
    return say(
        "card",
        params=params,
        card=shown,
        choices=_more(card, siblings),
        outcome="unanswered_no_content" if card["missing"] else outcome,
    )


def _more(card: Mapping[str, Any], siblings: Iterable[str]) -> list[Choice]:
    aspects = [
        aspect_choice(card["procedure"], aspect)
        for aspect in card["offers"]
        if aspect != card["aspect"]
    ][:_OFFERED_ASPECTS]
    members = [procedure_choice(sibling) for sibling in siblings]
    if card["missing"] or not [*aspects, *members]:
        return [*aspects, *members, intent_choice("talk_to_human"), intent_choice("capabilities")]
    return [*aspects, *members]


def which_procedure(aspect: str) -> Reply:
    """Ask what a question without a procedure is about."""
    choices = [procedure_choice(procedure, aspect) for procedure in POPULAR]
    return say("which_procedure", choices=[*choices, neither()], outcome="clarified")


def _is_pressed(turn: TurnState) -> bool:
    return bool(turn.understanding.get("pressed"))
