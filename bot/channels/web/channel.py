"""The web channel: sending is appending to the stream that the visitor's browser reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Protocol

from bot.channels.contract import Capabilities, Outgoing, Payload
from bot.channels.web.payloads import parse_message, shown_id
from bot.channels.web.render import message_event
from bot.domain.message import Inbound
from bot.domain.reply import Rendered

NAME: Final = "web"
ACCOUNT: Final = "widget"
CAPABILITIES: Final = Capabilities(
    text_max_chars=8000,
    choices_max=10,
    choice_title_max_chars=60,
    repeats_safely=True,
    shows_own_messages=True,
)


class Stream(Protocol):
    """Where events of a session are kept."""

    async def append(self, session_name: str, key: str, kind: str, data: Mapping[str, Any]) -> None:
        """Append an event; the same key again appends nothing."""


class Listeners(Protocol):
    """Who reads a stream right now."""

    def wake(self, session_name: str) -> None:
        """Tell that there is something new."""

    def typing(self, session_name: str) -> None:
        """Tell that an answer is being worked on."""


class WebChannel:
    """Appends messages to a session's stream and wakes who reads it."""

    name = NAME
    capabilities = CAPABILITIES

    def __init__(
        self, stream: Stream, listeners: Listeners, name_session: Callable[[str], str]
    ) -> None:
        """Take the stream, its readers, and the function that names a session."""
        self._stream = stream
        self._listeners = listeners
        self._name_session = name_session

    def parse(self, body: Mapping[str, Any]) -> Sequence[Inbound]:
        """Read a message of the page; raises ValueError."""
        return [parse_message(body, account=ACCOUNT)]

    def render(self, rendered: Rendered, in_reply_to: str) -> Payload:
        """Give the event's data."""
        return message_event(rendered, shown_id(in_reply_to))

    async def send(self, outgoing: Outgoing) -> str | None:
        """Append the message to the stream."""
        session_name = self._name_session(outgoing.address)
        data = {"id": outgoing.key, **outgoing.payload}
        await self._stream.append(session_name, f"message:{outgoing.key}", "message", data)
        self._listeners.wake(session_name)
        return outgoing.key

    async def typing(self, address: str) -> None:
        """Show the dots."""
        self._listeners.typing(self._name_session(address))

    async def aclose(self) -> None:
        """Nothing to close."""
