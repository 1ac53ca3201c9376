"""What all actions share: read the turn, give semantic replies, keep the talk's trail."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Final

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.backend import Backend, BackendAway, shared_backend
from actions.replies import Reply, say

Step = Mapping[str, Any]
TRAIL_MAX: Final = 10


@dataclass(frozen=True)
class TurnState:
    """What an action may look at."""

    understanding: Mapping[str, Any]
    slots: Mapping[str, Any]
    grants: frozenset[str]
    reference: str | None
    """A reference in this message, or in the choice that was pressed."""

    @classmethod
    def of(cls, tracker: Tracker) -> TurnState:
        """Read it out of Rasa's tracker."""
        message = tracker.latest_message
        understanding = message.get("understanding") or {}
        metadata = message.get("metadata") or {}
        found = (e["value"] for e in message.get("entities") or () if e["entity"] == "reference")
        return cls(
            understanding=understanding,
            slots=tracker.slots,
            grants=frozenset(grant["reference"] for grant in metadata.get("grants") or ()),
            reference=understanding.get("reference") or next(found, None),
        )

    @property
    def trail(self) -> list[Step]:
        """What was answered in this talk, the latest last."""
        return list(self.slots.get("trail") or ())

    @property
    def awaits(self) -> str | None:
        """What we asked the citizen last, where a few words answer it."""
        return self.slots.get("expects")

    def after(self, step: Step) -> TurnState:
        """The same turn in a talk that stands at a step of its trail, with nothing awaited."""
        procedure = {"procedure": step["procedure"]} if step.get("procedure") else {}
        slots = {**self.slots, **procedure, "expects": None}
        return replace(self, slots=slots, reference=step.get("reference"))

    def asking(self, **changes: object) -> TurnState:
        """The same turn, had the message meant something else."""
        return replace(self, understanding={**self.understanding, **changes})


@dataclass(frozen=True)
class Decision:
    """What to say, and what to remember of the talk.

    `step` is what "repeat" and "back" lead to again; None for what nobody wants twice.
    """

    replies: Sequence[Reply]
    slots: Mapping[str, Any] = field(default_factory=dict)
    step: Step | None = None


class SemanticAction(Action, ABC):  # type: ignore[misc]  # rasa_sdk carries no types
    """An action that answers with semantic replies; rasa-sdk makes one of each kind."""

    action_name: ClassVar[str]

    def __init__(self, backend: Callable[[], Backend] = shared_backend) -> None:
        """Take the backend; the default is made at the first use, not at import."""
        self._backend = backend

    def name(self) -> str:
        """Give the name that the domain knows it by."""
        return self.action_name

    @abstractmethod
    async def decide(self, turn: TurnState) -> Decision:
        """Decide what to say."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[Mapping[str, Any]]:
        """Answer Rasa; a backend that is away is told to the citizen, not thrown."""
        turn = TurnState.of(tracker)
        try:
            decision = await self.decide(turn)
        except BackendAway:
            decision = Decision([say("error", outcome="error_backend")])
        for reply in decision.replies:
            dispatcher.utter_message(json_message=reply)
        return [SlotSet(name, value) for name, value in _slots(turn, decision).items()]


def _slots(turn: TurnState, decision: Decision) -> dict[str, Any]:
    """What to keep: a question of ours is forgotten with the next answer."""
    slots = dict(decision.slots)
    if turn.awaits and "expects" not in slots:
        slots["expects"] = None
    if decision.step is not None and "trail" not in slots and decision.step != _last(turn):
        slots["trail"] = [*turn.trail, dict(decision.step)][-TRAIL_MAX:]
    return slots


def _last(turn: TurnState) -> Step | None:
    return turn.trail[-1] if turn.trail else None
