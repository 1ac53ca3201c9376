"""Problems in town and complaints: who is competent, what to note down, where to write."""

from __future__ import annotations

from typing import ClassVar, Final

from actions.backend import Unknown
from actions.base import Decision, SemanticAction, TurnState
from actions.offices import contact
from actions.procedures import card_reply
from actions.replies import intent_choice, procedure_choice, say

COMPLAINT: Final = "complaint"
# What people may report, offered where a report is not surely one of them.
REPORTS: Final = (
    "street_lighting",
    "waste_cleaning",
    "road_pothole",
    "water_electricity_cut",
    "noise",
    "stray_dogs",
)


class ReportProblem(SemanticAction):
    """Someone reports a problem in town: the card of what it is, else whom to tell."""

    action_name: ClassVar[str] = "action_report_problem"

    async def decide(self, turn: TurnState) -> Decision:
        """Give the card of the kind of problem, where one was made out."""
        topic = turn.understanding.get("procedure")
        step = {"intent": "report_problem", "procedure": topic}
        if topic:
            try:
                card = await self._backend().card(topic, "overview")
            except Unknown:
                pass
            else:
                reply = card_reply(card, intro="contact.report", outcome="handed_over")
                return Decision([reply], {"procedure": topic, "aspect": "overview"}, step)
        offices = await self._backend().offices()
        reply = contact("contact.report", offices, outcome="handed_over")
        kinds = [procedure_choice(kind) for kind in REPORTS]
        return Decision([{**reply, "choices": kinds}], step=step)


class FileComplaint(SemanticAction):
    """Someone complains about an administration: the national portal, and what is known of it."""

    action_name: ClassVar[str] = "action_file_complaint"

    async def decide(self, turn: TurnState) -> Decision:
        """Give the card on complaints; the portal's address where there is none."""
        step = {"intent": "file_complaint"}
        try:
            card = await self._backend().card(COMPLAINT, "overview")
        except Unknown:
            choices = [intent_choice("talk_to_human")]
            reply = say("file_complaint", choices=choices, outcome="handed_over")
            return Decision([reply], step=step)
        reply = card_reply(card, intro="file_complaint.intro", outcome="handed_over")
        return Decision([reply], {"procedure": COMPLAINT, "aspect": "overview"}, step)
