"""Where the model is not sure: choices instead of a guess, and the end of a choice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from actions.base import Decision, SemanticAction, TurnState
from actions.procedures import POPULAR
from actions.replies import Choice, intent_choice, neither, procedure_choice, say


class OfferChoices(SemanticAction):
    """Asks back with what it could be."""

    action_name: ClassVar[str] = "action_offer_choices"

    async def decide(self, turn: TurnState) -> Decision:
        """Offer up to three readings, or say plainly that it was not understood."""
        readings = turn.understanding.get("choices") or ()
        if not readings:
            choices = [procedure_choice(procedure) for procedure in POPULAR]
            return Decision(
                [
                    say(
                        "unsure",
                        choices=[*choices, intent_choice("talk_to_human")],
                        outcome="unanswered_low_confidence",
                    )
                ]
            )
        aspect = turn.understanding.get("aspect")
        choices = [reading_choice(reading, aspect) for reading in readings]
        return Decision([say("unsure_choices", choices=[*choices, neither()], outcome="clarified")])


def reading_choice(reading: Mapping[str, Any], aspect: str | None) -> Choice:
    """Turn one of the model's readings into something to press."""
    if reading["intent"] == "ask_procedure" and reading.get("procedure"):
        return procedure_choice(reading["procedure"], aspect)
    return intent_choice(reading["intent"])
