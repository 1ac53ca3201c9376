"""Doubles of what stands outside the gateway; they satisfy the protocols and are not mocks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.administration.contract import Administration, AdministrationAway
from bot.assistant.contract import Answer, Assistant, Question
from bot.channels.contract import Capabilities, Channel, Outgoing, Payload
from bot.domain.message import Inbound
from bot.domain.notice import NOTHING_OFF, Live
from bot.domain.reply import Rendered, Reply
from bot.i18n import Vocabulary
from tests.factories import CODE, REFERENCE, wordings


def echo(question: Question) -> Answer:
    """Thank for anything."""
    return said(Reply(say="thank"))


def said(*replies: Reply, **changes: Any) -> Answer:
    """An answer in French that says this."""
    answer = Answer(replies=replies, language="fr", understanding={"intent": "thank"})
    return replace(answer, **changes)


@dataclass
class FakeAssistant:
    """Remembers what it was asked; answers as told, fails as told, waits where it is held."""

    answers: Callable[[Question], Answer] = echo
    error: Exception | None = None
    is_ready: bool = True
    questions: list[Question] = field(default_factory=list)
    under_way: int = 0
    most_under_way: dict[str, int] = field(default_factory=dict)
    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    """By text: a message that waits until its gate is opened."""

    async def turn(self, question: Question) -> Answer:
        """Answer, after the gate of this text has been opened."""
        self.questions.append(question)
        self._count(question.conversation, +1)
        try:
            if gate := self.gates.get(question.text or ""):
                await gate.wait()
            else:
                await asyncio.sleep(0)
            if self.error:
                raise self.error
            return self.answers(question)
        finally:
            self._count(question.conversation, -1)

    def _count(self, conversation: str, step: int) -> None:
        now = self._now.get(conversation, 0) + step
        self._now[conversation] = now
        self.most_under_way[conversation] = max(now, self.most_under_way.get(conversation, 0))
        self.under_way += step

    _now: dict[str, int] = field(default_factory=dict)

    @property
    def texts(self) -> list[str | None]:
        """What was asked, in order."""
        return [question.text for question in self.questions]

    async def ready(self) -> bool:
        """As told."""
        return self.is_ready

    async def aclose(self) -> None:
        """Nothing to close."""


@dataclass
class FakeAdministration:
    """Knows the real wordings, and which code opens which request."""

    codes: dict[str, str] = field(default_factory=lambda: {REFERENCE: CODE})
    away: bool = False
    tried: list[tuple[str, str, str]] = field(default_factory=list)
    now: Live = NOTHING_OFF

    async def live(self) -> Live:
        """As told."""
        return self.now

    async def vocabulary(self) -> Vocabulary:
        """The wordings of the files."""
        self._check()
        return Vocabulary(wordings())

    async def verify(self, reference: str, secret: str, asker: str) -> bool:
        """Whether the code is the one of the request."""
        self._check()
        self.tried.append((reference, secret, asker))
        return self.codes.get(reference) == secret

    def _check(self) -> None:
        if self.away:
            raise AdministrationAway("told to be away")

    async def ready(self) -> bool:
        """As told."""
        return not self.away

    async def aclose(self) -> None:
        """Nothing to close."""


@dataclass
class FakeChannel:
    """Keeps what it sent; the next errors are raised one a send."""

    name: str = "fake"
    repeats_safely: bool = False
    sent: list[Outgoing] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)

    @property
    def capabilities(self) -> Capabilities:
        """Those of a plain messenger."""
        return Capabilities(
            text_max_chars=4096,
            choices_max=10,
            choice_title_max_chars=60,
            repeats_safely=self.repeats_safely,
            shows_own_messages=False,
        )

    def parse(self, body: Mapping[str, Any]) -> Sequence[Inbound]:
        """It is given messages, not bodies."""
        raise ValueError("nothing to read")

    def render(self, rendered: Rendered, in_reply_to: str) -> Payload:
        """Text, titles and ids."""
        buttons = {choice.title: choice.id for choice in rendered.choices}
        return {"text": rendered.text, "in_reply_to": in_reply_to, "buttons": buttons}

    async def send(self, outgoing: Outgoing) -> str | None:
        """Keep it, or fail."""
        await asyncio.sleep(0)
        if self.errors:
            raise self.errors.pop(0)
        self.sent.append(outgoing)
        return f"provider-{len(self.sent)}"

    def texts(self, address: str = "chat-1") -> list[str]:
        """What a person was sent, in order."""
        return [out.payload["text"] for out in self.sent if out.address == address]

    def buttons(self) -> dict[str, str]:
        """Title and id of the buttons of the last message."""
        found: dict[str, str] = self.sent[-1].payload["buttons"]
        return found

    async def typing(self, address: str) -> None:
        """Remember it."""
        self.typed.append(address)

    async def aclose(self) -> None:
        """Nothing to close."""


# mypy checks here that each double is what it stands for.
_ASSISTANT: type[Assistant] = FakeAssistant
_ADMINISTRATION: type[Administration] = FakeAdministration
_CHANNEL: Callable[[], Channel] = FakeChannel
