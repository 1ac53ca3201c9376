"""Who to ask: the office with what the commune has told of it, and the national numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Final

from actions.backend import BackendAway
from actions.base import Decision, SemanticAction, TurnState
from actions.replies import Outcome, Reply, intent_choice, say

TOWN_HALL: Final = "town_hall"
INFORMATION_LINE: Final = "allo_3737"


def contact(intro: str, offices: Mapping[str, Any], *, outcome: Outcome = "answered") -> Reply:
    """Name the town hall and the national information line."""
    known = {office["id"]: office for office in offices["offices"]}
    lines = [line for line in offices["contacts"] if line["id"] == INFORMATION_LINE]
    return say(
        "contact",
        params={"intro": intro, "office": known[TOWN_HALL], "contacts": lines},
        choices=[intent_choice("track_request"), intent_choice("capabilities")],
        outcome=outcome,
    )


class _Contact(SemanticAction, ABC):
    """Names who to ask, after a sentence of its own."""

    outcome: ClassVar[Outcome] = "answered"

    @property
    @abstractmethod
    def intro(self) -> str:
        """Message key of the sentence."""

    async def decide(self, turn: TurnState) -> Decision:
        """Ask the backend for offices."""
        offices = await self._backend().offices()
        return Decision([contact(self.intro, offices, outcome=self.outcome)])


class TalkToHuman(_Contact):
    """Someone wants a person."""

    action_name = "action_talk_to_human"
    intro = "contact.person"
    outcome = "handed_over"


class AskOffice(_Contact):
    """Someone asks where an office is."""

    action_name = "action_ask_office"
    intro = "contact.office"


class ReportProblem(_Contact):
    """Someone reports a problem in town."""

    action_name = "action_report_problem"
    intro = "contact.report"
    outcome = "handed_over"


class BookAppointment(_Contact):
    """Someone wants an appointment."""

    action_name = "action_book_appointment"
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
        return Decision([say("emergency", params={"contacts": numbers})])
