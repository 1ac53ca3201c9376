"""Who to ask: the office with what the commune has told of it, and the national numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from actions.backend import BackendAway, Unknown
from actions.base import Decision, SemanticAction, TurnState
from actions.replies import Outcome, Reply, intent_choice, say

TOWN_HALL: Final = "town_hall"
INFORMATION_LINE: Final = "allo_3737"


def contact(
    intro: str,
    offices: Mapping[str, Any],
    *,
    office: str | None = None,
    outcome: Outcome = "answered",
) -> Reply:
    """Name an office (else the town hall) and the national information line."""
    known = {one["id"]: one for one in offices["offices"]}
    lines = [line for line in offices["contacts"] if line["id"] == INFORMATION_LINE]
    return say(
        "contact",
        params={
            "intro": intro,
            "office": known.get(office or TOWN_HALL, known[TOWN_HALL]),
            "contacts": lines,
        },
        choices=[intent_choice("track_request"), intent_choice("capabilities")],
        outcome=outcome,
    )


class _Contact(SemanticAction, ABC):
    """Names who to ask, after a sentence of its own."""

    outcome: ClassVar[Outcome] = "answered"
    intent: ClassVar[str]

    @property
    @abstractmethod
    def intro(self) -> str:
        """Message key of the sentence."""

    async def decide(self, turn: TurnState) -> Decision:
        """Ask the backend for offices."""
        office = await self.office(turn)
        offices = await self._backend().offices()
        reply = contact(self.intro, offices, office=office, outcome=self.outcome)
        return Decision([reply], step={"intent": self.intent, "office": office})

    async def office(self, turn: TurnState) -> str | None:
        """Give the office that is meant; None for the town hall."""
        return turn.understanding.get("office")


class TalkToHuman(_Contact):
    """Someone wants a person."""

    action_name = "action_talk_to_human"
    intent = "talk_to_human"
    intro = "contact.person"
    outcome = "handed_over"


class AskOffice(_Contact):
    """Someone asks where an office is, or whether it is open."""

    action_name = "action_ask_office"
    intent = "ask_office"
    intro = "contact.office"

    async def office(self, turn: TurnState) -> str | None:
        """Give the office named, else the one of the procedure that the talk is about."""
        named: str | None = turn.understanding.get("office")
        procedure = turn.understanding.get("procedure") or turn.slots.get("procedure")
        if named or not procedure:
            return named
        return await self._office_of(procedure)

    async def _office_of(self, procedure: str) -> str | None:
        try:
            return str((await self._backend().card(procedure, "where"))["office"])
        except Unknown:
            return None


class BookAppointment(_Contact):
    """Someone wants an appointment."""

    action_name = "action_book_appointment"
    intent = "book_appointment"
    intro = "contact.appointment"
    outcome = "handed_over"


class Emergency(SemanticAction):
    """Someone is in danger: numbers first, nothing else."""

    action_name: ClassVar[str] = "action_emergency"

    async def decide(self, turn: TurnState) -> Decision:
        """Give the emergency numbers that the commune keeps; the usual ones without the backend."""
        try:
            offices = await self._backend().offices()
        except BackendAway:
            return Decision([say("emergency_numbers")])
        numbers = [line for line in offices["contacts"] if line["id"] != INFORMATION_LINE]
        return Decision([say("emergency", params={"contacts": numbers}), *await self._care(turn)])

    async def _care(self, turn: TurnState) -> list[Reply]:
        """Give what to do until help is there, where the catalogue says it."""
        topic = turn.understanding.get("procedure")
        if not topic:
            return []
        try:
            card = await self._backend().card(topic, "overview")
        except (BackendAway, Unknown):
            return []
        if not card.get("urgent"):  # a paper that is named beside can wait
            return []
        return [say("card", card=card, choices=[intent_choice("talk_to_human")])]
