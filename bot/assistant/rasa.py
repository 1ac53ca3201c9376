"""Rasa behind its own input channel (`nlu/channel.py`)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from bot.assistant.contract import (
    Answer,
    AssistantAway,
    AssistantFailed,
    AssistantTimeout,
    Question,
)
from bot.domain.language import DEFAULT, known
from bot.domain.reply import Choice, choice_to_json, reply_from_json

_TIMEOUT = httpx.Timeout(20, connect=2)


class RasaAssistant:
    """Sends a conversation always to the same one of several Rasa processes."""

    def __init__(self, urls: Sequence[str], secret: str, *, actions_url: str) -> None:
        """Prepare the client; the action server is only asked for its health."""
        self._urls = tuple(urls)
        self._actions_health = actions_url.rstrip("/").removesuffix("/webhook") + "/health"
        self._client = httpx.AsyncClient(
            timeout=_TIMEOUT,
            headers={"Authorization": f"Bearer {secret}"},
            limits=httpx.Limits(max_connections=64, keepalive_expiry=4),
            trust_env=False,
        )

    async def turn(self, question: Question) -> Answer:
        """Take one message; raises AssistantError."""
        url = f"{self._url(question.conversation)}/webhooks/jawab/turn"
        try:
            response = await self._client.post(url, json=_body(question))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise AssistantAway("Rasa does not answer") from error
        except httpx.TimeoutException as error:
            raise AssistantTimeout("Rasa took too long") from error
        except httpx.TransportError as error:
            # The process died in the middle: the turn may be taken again, Rasa reverts it.
            raise AssistantAway("Rasa went away") from error
        if response.status_code in (502, 503):
            raise AssistantAway(f"Rasa answered {response.status_code}")
        return _answer(response)

    async def ready(self) -> bool:
        """Ask every process whether its model is loaded, and the action server if it lives."""
        addresses = [f"{url}/webhooks/jawab/ready" for url in self._urls]
        try:
            responses = [
                await self._client.get(address, timeout=2)
                for address in [*addresses, self._actions_health]
            ]
        except httpx.HTTPError:
            return False
        return all(response.is_success for response in responses)

    async def aclose(self) -> None:
        """Close connections."""
        await self._client.aclose()

    def _url(self, conversation: str) -> str:
        """Rendezvous hashing: adding a process moves few conversations."""
        return max(
            self._urls, key=lambda url: hashlib.sha256(f"{url} {conversation}".encode()).digest()
        )


def _body(question: Question) -> dict[str, Any]:
    grants = [{"reference": ref, "until": until.isoformat()} for ref, until in question.grants]
    return {
        "conversation": question.conversation,
        "message": question.message,
        "text": question.text,
        "choice": _pressed(question.choice),
        "language": question.language,
        "metadata": {"grants": grants},
    }


def _pressed(choice: Choice | None) -> dict[str, str] | None:
    """A choice as Rasa needs it: what it means, not how it was shown."""
    if choice is None:
        return None
    meaning = ("intent", "procedure", "aspect", "reference", "paper")
    return {key: value for key, value in choice_to_json(choice).items() if key in meaning}


def _answer(response: httpx.Response) -> Answer:
    if response.is_error:
        raise AssistantFailed(f"Rasa answered {response.status_code}")
    try:
        body: Mapping[str, Any] = response.json()
        if body.get("error"):
            raise AssistantFailed(str(body["error"].get("kind")))
        understanding = body["understanding"]
        replies = tuple(reply_from_json(reply) for reply in body["replies"])
        language = known(understanding.get("language")) or DEFAULT
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise AssistantFailed("Rasa's answer cannot be read") from error
    if not replies:
        raise AssistantFailed("Rasa said nothing")
    return Answer(replies=replies, language=language, understanding=understanding)
