"""How far a request has come: asks for the reference, lets the gateway ask for the code."""

from __future__ import annotations

from typing import ClassVar, Final

from actions.backend import Unknown
from actions.base import Decision, SemanticAction, TurnState
from actions.reference import is_ours
from actions.replies import Reply, intent_choice, say

# The check letter is right, so that the example shows a whole reference.
EXAMPLE: Final = "ESS-7K2M-9QXA-Y"


class TrackRequest(SemanticAction):
    """Tells the state of a request to who has proved their right to see it."""

    action_name: ClassVar[str] = "action_track_request"

    async def decide(self, turn: TurnState) -> Decision:
        """Give the state, or ask for what is missing: reference, then code."""
        reference = turn.reference or only_grant(turn)
        if reference is None:
            return Decision(
                [
                    say(
                        "ask_reference",
                        params={"example": EXAMPLE},
                        expects="reference",
                        outcome="clarified",
                    )
                ]
            )
        if not is_ours(reference):
            return Decision([_not_ours(reference)])
        if reference not in turn.grants:
            # The same question for a known and an unknown reference: no oracle.
            return Decision(
                [
                    say(
                        "ask_secret",
                        params={"reference": reference},
                        expects="secret",
                        outcome="clarified",
                    )
                ]
            )
        return await self._state(reference)

    async def _state(self, reference: str) -> Decision:
        more = [intent_choice("capabilities"), intent_choice("talk_to_human")]
        try:
            request = await self._backend().request(reference)
        except Unknown:
            return Decision([say("request_unknown", choices=more, outcome="unanswered_no_content")])
        step = {"intent": "track_request", "reference": reference}
        return Decision(
            [say("request", params={"request": dict(request)}, choices=more)], step=step
        )


def _not_ours(reference: str) -> Reply:
    """A slip of the pen, or a number of another administration: a code would lead nowhere."""
    return say(
        "reference_not_ours",
        params={"reference": reference, "example": EXAMPLE},
        choices=[intent_choice("talk_to_human")],
        expects="reference",
        outcome="clarified",
    )


def only_grant(turn: TurnState) -> str | None:
    """Give the one request that is open already, so that nobody types a code twice."""
    return next(iter(turn.grants)) if len(turn.grants) == 1 else None
