"""A visitor of the web channel, who behaves as the widget does."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import httpx

ANSWER_SECONDS: Final = 60.0
RETRY_SECONDS: Final = 0.5
# The stream says something every 15 s even where nothing happens.
SILENCE_SECONDS: Final = 30.0
_TIMEOUT: Final = httpx.Timeout(10, read=SILENCE_SECONDS)


class NoAnswer(Exception):
    """A message was not taken, or not answered, in time."""


@dataclass(frozen=True)
class Event:
    """One event of the stream; only lasting ones have an id."""

    id: int | None
    kind: str
    data: Mapping[str, Any]


class Visitor:
    """One session."""

    def __init__(
        self, url: str, locale: str | None = None, *, patience_seconds: float = 60
    ) -> None:
        """Begin a session; raises NoAnswer."""
        self._client = httpx.Client(base_url=url, timeout=_TIMEOUT, trust_env=False)
        self._patience_seconds = patience_seconds
        self.last_id = 0
        body = {"locale": locale} if locale else {}
        self._client.headers["Authorization"] = f"Bearer {self._send('sessions', body)['token']}"

    def __enter__(self) -> Self:
        """Give oneself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave."""
        self.close()

    def close(self) -> None:
        """Close the connections; what was said stays in the stream."""
        self._client.close()

    def say(self, text: str, *, message_id: str | None = None) -> str:
        """Post a text; gives the message's id. Raises NoAnswer."""
        return self._post({"text": text}, message_id)

    def press(self, choice: str) -> str:
        """Post a choice by its id; gives the message's id. Raises NoAnswer."""
        return self._post({"choice": choice}, None)

    def _post(self, content: Mapping[str, str], message_id: str | None) -> str:
        body = {"id": message_id or uuid.uuid4().hex, **content}
        return str(self._send("messages", body)["id"])

    def _send(self, what: str, body: Mapping[str, str]) -> Mapping[str, Any]:
        """Post with the same body until it is taken, as the widget does."""
        end = time.monotonic() + self._patience_seconds
        while True:
            try:
                response = self._client.post(f"/api/web/{what}", json=body)
            except httpx.TransportError as error:
                problem = type(error).__name__
            else:
                if response.is_success:
                    return dict(response.json())
                problem = str(response.status_code)
                if response.is_client_error:
                    raise NoAnswer(f"{what}: {problem} {response.text}")
            if time.monotonic() > end:
                raise NoAnswer(f"{what}: {problem}")
            time.sleep(RETRY_SECONDS)

    def events(
        self, after: int = 0, *, silence_seconds: float = SILENCE_SECONDS
    ) -> Iterator[Event]:
        """Read the stream until it is silent for so long, or breaks (httpx.TransportError)."""
        headers = {"Last-Event-ID": str(after)}
        timeout = httpx.Timeout(10, read=silence_seconds)
        with self._client.stream(
            "GET", "/api/web/events", headers=headers, timeout=timeout
        ) as response:
            response.raise_for_status()
            try:
                yield from read_events(response.iter_lines())
            except httpx.ReadTimeout:
                return

    def ask(self, text: str) -> Mapping[str, Any]:
        """Say something and give the answer; raises NoAnswer."""
        return self.answer(self.say(text))

    def choose(self, choice: str) -> Mapping[str, Any]:
        """Press a button and give the answer; raises NoAnswer."""
        return self.answer(self.press(choice))

    def answer(self, message_id: str) -> Mapping[str, Any]:
        """Read on until a message is answered; raises NoAnswer."""
        end = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < end:
            try:
                for event in self.events(self.last_id):
                    self.last_id = event.id or self.last_id
                    if event.kind == "message" and event.data["in_reply_to"] == message_id:
                        return event.data
                    if time.monotonic() > end:
                        break
            except httpx.TransportError:
                time.sleep(RETRY_SECONDS)
        raise NoAnswer(f"message {message_id} has no answer after {ANSWER_SECONDS:.0f} s")

    def whole_talk(self, *, silence_seconds: float = 3) -> list[Event]:
        """Read the stream from its start until nothing more comes."""
        return [e for e in self.events(silence_seconds=silence_seconds) if e.id is not None]


def read_events(lines: Iterator[str]) -> Iterator[Event]:
    """Read server-sent events; comments are passed over."""
    fields: dict[str, str] = {}
    for line in lines:
        if line and not line.startswith(":"):
            name, _, value = line.partition(": ")
            fields[name] = value
        elif not line and "data" in fields:
            number = fields.get("id")
            kind = fields.get("event", "message")
            yield Event(int(number) if number else None, kind, json.loads(fields["data"]))
            fields = {}
