"""What is said about the talk itself: repeat, back, start again, another language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from actions.base import Decision, SemanticAction, Step, TurnState
from actions.offices import AskOffice, BookAppointment, TalkToHuman
from actions.papers import PaperCheck
from actions.procedures import AnswerProcedure
from actions.replies import say
from actions.reports import FileComplaint, ReportProblem
from actions.requests import TrackRequest
from actions.starting import starting_points
from actions.talk import Capabilities

# Who answers a step of the trail again.
_ANSWERED_BY: Final[Mapping[str, type[SemanticAction]]] = {
    "ask_procedure": AnswerProcedure,
    "ask_office": AskOffice,
    "book_appointment": BookAppointment,
    "capabilities": Capabilities,
    "file_complaint": FileComplaint,
    "paper_check": PaperCheck,
    "report_problem": ReportProblem,
    "talk_to_human": TalkToHuman,
    "track_request": TrackRequest,
}


class _Again(SemanticAction):
    """Answers a step of the trail anew: facts and words as they are now."""

    async def again(self, turn: TurnState, trail: list[Step]) -> Decision:
        """Answer the last step of a trail; with an empty one say that there is nothing."""
        if not trail:
            reply = say("nothing_before", choices=starting_points(), outcome="clarified")
            return Decision([reply])
        step = trail[-1]
        action = _ANSWERED_BY[str(step["intent"])](self._backend)
        paper = step.get("paper")
        decision = await action.decide(
            turn.asking(
                intent=step["intent"],
                procedure=step.get("procedure"),
                aspect=step.get("aspect"),
                office=step.get("office"),
                papers=[paper] if paper else [],
                reference=step.get("reference"),
                pressed=True,
            ).after(step)
        )
        slots = {**decision.slots, "trail": [dict(one) for one in trail]}
        return Decision(decision.replies, slots, decision.step)


class Repeat(_Again):
    """Someone wants the last answer again."""

    action_name: ClassVar[str] = "action_repeat"

    async def decide(self, turn: TurnState) -> Decision:
        """Give it."""
        return await self.again(turn, turn.trail)


class Back(_Again):
    """Someone wants the answer before the last one."""

    action_name: ClassVar[str] = "action_back"

    async def decide(self, turn: TurnState) -> Decision:
        """Give it; from then on it is the last one."""
        return await self.again(turn, turn.trail[:-1])


class ChangeLanguage(_Again):
    """Someone wants another language: from now on, and the last answer in it."""

    action_name: ClassVar[str] = "action_change_language"

    async def decide(self, turn: TurnState) -> Decision:
        """Say which languages there are, or go on in the one asked for."""
        if not turn.understanding.get("wanted_language"):
            return Decision([say("change_language", choices=starting_points())])
        if not turn.trail:
            return Decision([say("language_changed", choices=starting_points())])
        decision = await self.again(turn, turn.trail)
        return Decision([say("language_changed"), *decision.replies], decision.slots)


class StartAgain(SemanticAction):
    """Someone wants to begin anew."""

    action_name: ClassVar[str] = "action_start_again"

    async def decide(self, turn: TurnState) -> Decision:
        """Forget what the talk is about; codes that were proved stay proved."""
        forgotten: dict[str, object] = {
            "procedure": None,
            "aspect": None,
            "paper": None,
            "expects": None,
            "trail": [],
        }
        return Decision([say("start_again", choices=starting_points())], forgotten)
