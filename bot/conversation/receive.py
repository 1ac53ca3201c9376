"""From a parsed message to a stored one: masked, once, and never thought about here."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.domain.message import InboundMessage, Kind
from bot.domain.secret import Reading, plain, read_code
from bot.privacy import Keys, cut, mask
from bot.store.inbox import Arrival, InboxStore
from bot.wake import Wake

TEXT_MAX_CHARS: Final = 1000
# As much as is looked at: marks are shorter than what they replace.
READ_MAX_CHARS: Final = 4000
# Nobody types so many before the first answer; a program would.
WAITING_MAX: Final = 20
CODE_MARK: Final = "[code]"


class Receiver:
    """Stores what channels bring; raises SQLAlchemy's errors where it cannot."""

    def __init__(
        self, inbox: InboxStore, keys: Keys, wake: Wake, *, echoing: frozenset[str]
    ) -> None:
        """Take the inbox, the keys, whom to wake, and the channels that show messages again."""
        self._inbox = inbox
        self._keys = keys
        self._wake = wake
        self._echoing = echoing

    async def receive(self, message: InboundMessage) -> bool:
        """Store a message; False where it is here already."""
        person = self._keys.pseudonym(message.channel, message.account, message.address)
        expects = await self._inbox.expectation(message.channel, message.account, person)
        safe, secret = _without_secret(message, asked=expects == "secret")
        stored = await self._inbox.accept(
            Arrival(
                channel=safe.channel,
                account=safe.account,
                external_id=safe.external_id,
                person=person,
                address=self._keys.seal(safe.address, "conversation.address"),
                kind=safe.kind,
                text=_without_numbers(safe.text),
                choice=safe.choice,
                language=safe.language,
                secret=self._keys.seal(secret, "inbox.secret") if secret else None,
                echo_id=safe.shown_id if safe.channel in self._echoing else None,
            )
        )
        self._wake.notify()
        return stored

    async def crowded(self, message: InboundMessage) -> bool:
        """Tell whether so many messages of this person wait that one more has to stay out.

        A message that is here already never has to: its sender may be told that it is safe.
        """
        person = self._keys.pseudonym(message.channel, message.account, message.address)
        waiting = await self._inbox.waiting_of(message.channel, message.account, person)
        return len(waiting) >= WAITING_MAX and message.external_id not in waiting


def _without_secret(message: InboundMessage, *, asked: bool) -> tuple[InboundMessage, str]:
    """Take a secret code out of a message, before anything is written.

    Eight lone digits are taken for a code even unasked: people type ahead.
    """
    if message.kind is not Kind.TEXT or not (asked or _is_lone_code(message.text)):
        return message, ""
    reading, code = read_code(message.text)
    if reading is Reading.NOT_A_CODE:
        return message, ""
    return replace(message, kind=Kind.SECRET, text=CODE_MARK), code


def _without_numbers(text: str) -> str:
    """Mask before the last cut: half a number would not be known as one."""
    return cut(mask(cut(_storable(text), READ_MAX_CHARS)), TEXT_MAX_CHARS)


def _storable(text: str) -> str:
    """Drop what no database holds: NUL and halves of signs."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()


def _is_lone_code(text: str) -> bool:
    compact = "".join(plain(text).split()).replace("-", "")
    return compact.isdigit() and read_code(text)[0] is Reading.CODE
