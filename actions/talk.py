"""Small talk and plain answers: one message each, with a next step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar, Final

from actions.base import Decision, SemanticAction, Step, TurnState
from actions.families import Families
from actions.procedures import AnswerProcedure
from actions.replies import Reply, intent_choice, procedure_choice, say
from actions.starting import starting_points

LAW_ON_DATA: Final = "law_09_08"


class _Plain(SemanticAction, ABC):
    """Says the same whatever was said before."""

    step: ClassVar[Step | None] = None

    async def decide(self, turn: TurnState) -> Decision:
        """Say it."""
        return Decision([self.reply()], step=self.step)

    @abstractmethod
    def reply(self) -> Reply:
        """Give what is said."""


class Greet(_Plain):
    """Good day."""

    action_name: ClassVar[str] = "action_greet"

    def reply(self) -> Reply:
        """Introduce itself."""
        return say("greet", choices=starting_points())


class Capabilities(_Plain):
    """Someone asks what it can do."""

    action_name: ClassVar[str] = "action_capabilities"
    step: ClassVar[Step | None] = {"intent": "capabilities"}

    def reply(self) -> Reply:
        """Give the one answer."""
        return say("capabilities", choices=starting_points())


class Thank(_Plain):
    """Thanks."""

    action_name: ClassVar[str] = "action_thank"

    def reply(self) -> Reply:
        """Give the one answer."""
        return say("thank", choices=[intent_choice("capabilities")])


class Goodbye(_Plain):
    """Good bye."""

    action_name: ClassVar[str] = "action_goodbye"

    def reply(self) -> Reply:
        """Give the one answer."""
        return say("goodbye", choices=[intent_choice("capabilities")])


class Affirm(_Plain):
    """A yes to nothing in particular."""

    action_name: ClassVar[str] = "action_affirm"

    def reply(self) -> Reply:
        """Give the one answer."""
        return say("affirm", choices=starting_points(), outcome="clarified")


class Deny(SemanticAction):
    """A no, or none of the choices; "no, the passport" names what is meant instead."""

    action_name: ClassVar[str] = "action_deny"

    async def decide(self, turn: TurnState) -> Decision:
        """Follow the correction, or offer where to begin."""
        if turn.understanding.get("procedure"):
            return await AnswerProcedure(self._backend).decide(_corrected(turn))
        if turn.understanding.get("first") and (first := await self._first(turn)):
            asked = turn.asking(procedure=first, pressed=True)
            return await AnswerProcedure(self._backend).decide(_corrected(asked))
        choices = [*starting_points(), intent_choice("talk_to_human")]
        return Decision([say("deny", choices=choices, outcome="clarified")])

    async def _first(self, turn: TurnState) -> str | None:
        """Give the member "for the first time" of the family that the talk is about."""
        families = Families((await self._backend().procedures())["procedures"])
        return families.first(turn.slots.get("procedure"))


def _corrected(turn: TurnState) -> TurnState:
    """What was asked stays asked: "no, the renewal" after a fee wants the fee of the renewal."""
    return turn.asking(aspect=turn.understanding.get("aspect") or turn.slots.get("aspect"))


class Praise(_Plain):
    """A kind word."""

    action_name: ClassVar[str] = "action_praise"

    def reply(self) -> Reply:
        """Give the one answer."""
        return say("praise", choices=[intent_choice("capabilities")])


class Insult(_Plain):
    """An angry word."""

    action_name: ClassVar[str] = "action_insult"

    def reply(self) -> Reply:
        """Give the one answer."""
        return say(
            "insult", choices=[intent_choice("talk_to_human"), intent_choice("file_complaint")]
        )


class OutOfScope(_Plain):
    """Not ours."""

    action_name: ClassVar[str] = "action_out_of_scope"

    def reply(self) -> Reply:
        """Give the one answer."""
        return say(
            "out_of_scope",
            choices=[intent_choice("capabilities"), intent_choice("talk_to_human")],
            outcome="unanswered_out_of_scope",
        )


class DeleteMyData(_Plain):
    """Someone wants their data erased or shown."""

    action_name: ClassVar[str] = "action_delete_my_data"

    def reply(self) -> Reply:
        """Give the one answer."""
        return say(
            "delete_my_data",
            choices=[procedure_choice(LAW_ON_DATA), intent_choice("talk_to_human")],
            outcome="handed_over",
        )


class NotifyMe(_Plain):
    """Someone wants to be told of changes."""

    action_name: ClassVar[str] = "action_notify_me"

    def reply(self) -> Reply:
        """Give the one answer."""
        return say("notify_me", choices=[intent_choice("track_request")])


class StopNotifications(_Plain):
    """Someone wants no more messages."""

    action_name: ClassVar[str] = "action_stop_notifications"

    def reply(self) -> Reply:
        """Give the one answer."""
        return say("stop_notifications", choices=[intent_choice("capabilities")])
