"""What all actions share: read the turn, give semantic replies."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.backend import Backend, BackendAway, shared_backend
from actions.replies import Reply, say


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


@dataclass(frozen=True)
class Decision:
    """What to say, and what to remember of the talk."""

    replies: Sequence[Reply]
    slots: Mapping[str, Any] = field(default_factory=dict)


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
        try:
            decision = await self.decide(TurnState.of(tracker))
        except BackendAway:
            decision = Decision([say("error", outcome="error_backend")])
        for reply in decision.replies:
            dispatcher.utter_message(json_message=reply)
        return [SlotSet(name, value) for name, value in decision.slots.items()]
