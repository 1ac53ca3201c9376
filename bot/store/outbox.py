"""The outbox: what is to be sent, in order within a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, or_, select, update

from bot.clock import Clock
from bot.domain.delivery import Delivery
from bot.domain.language import DEFAULT, Language, known
from bot.domain.reply import Reply, reply_from_json
from bot.store.database import Database
from bot.store.tables import Conversation, Inbox, Outbox

_OPEN = (Delivery.QUEUED.value, Delivery.SENDING.value)


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A reply to deliver, and where."""

    outbox_id: int
    conversation_id: int
    channel: str
    account: str
    address: bytes
    reply: Reply
    language: Language
    in_reply_to: str
    failures: int
    owner: str
    """Who took it: only they free the conversation for its next reply."""
    interrupted: bool
    """A send was begun by somebody who did not live to write down how it ended."""


class OutboxStore:
    """Claims replies and writes down how they fared; each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep the database and the clock."""
        self._database = database
        self._clock = clock

    async def claim(self, owner: str, lease: timedelta) -> Outgoing | None:
        """Take the first open reply of a conversation that nobody is sending to."""
        now = self._clock()
        heads = (
            select(func.min(Outbox.id).label("id"))
            .where(Outbox.status.in_(_OPEN))
            .group_by(Outbox.conversation_id)
            .subquery()
        )
        due = (
            select(Conversation)
            .join(Outbox, Outbox.conversation_id == Conversation.id)
            .join(heads, heads.c.id == Outbox.id)
            .where(
                Outbox.next_at <= now,
                or_(Conversation.send_until.is_(None), Conversation.send_until < now),
            )
            .order_by(Outbox.id)
            .limit(1)
        )
        if not self._database.is_sqlite:
            due = due.with_for_update(skip_locked=True, of=Conversation)
        async with self._database.write() as session:
            conversation = await session.scalar(due)
            if conversation is None:
                return None
            row = await session.scalar(
                select(Outbox)
                .where(Outbox.conversation_id == conversation.id, Outbox.status.in_(_OPEN))
                .order_by(Outbox.id)
                .limit(1)
            )
            if row is None or row.next_at > now:
                return None
            interrupted = row.status == Delivery.SENDING
            row.status = Delivery.SENDING.value
            conversation.send_owner = owner
            conversation.send_until = now + lease
            external_id = await session.scalar(
                select(Inbox.external_id).where(Inbox.id == row.inbox_id)
            )
            return _outgoing(row, conversation, external_id or "", interrupted=interrupted)

    async def close(
        self,
        outgoing: Outgoing,
        status: Delivery,
        *,
        provider_id: str | None = None,
        error: str | None = None,
    ) -> None:
        """Write a final state down and let the conversation's next reply go."""
        await self._write(
            outgoing,
            status=status.value,
            provider_id=provider_id,
            error=error,
            finished_at=self._clock(),
        )

    async def postpone(self, outgoing: Outgoing, error: str, wait: timedelta) -> None:
        """Queue a reply again for later."""
        await self._write(
            outgoing,
            status=Delivery.QUEUED.value,
            failures=outgoing.failures + 1,
            error=error,
            next_at=self._clock() + wait,
        )

    async def _write(self, outgoing: Outgoing, **values: object) -> None:
        async with self._database.write() as session:
            await session.execute(
                update(Outbox)
                .where(Outbox.id == outgoing.outbox_id, Outbox.status == Delivery.SENDING.value)
                .values(**values)
            )
            await session.execute(
                update(Conversation)
                .where(
                    Conversation.id == outgoing.conversation_id,
                    Conversation.send_owner == outgoing.owner,
                )
                .values(send_owner=None, send_until=None)
            )


def _outgoing(
    row: Outbox, conversation: Conversation, external_id: str, *, interrupted: bool
) -> Outgoing:
    return Outgoing(
        outbox_id=row.id,
        conversation_id=conversation.id,
        channel=conversation.channel,
        account=conversation.account,
        address=conversation.address,
        reply=reply_from_json(row.reply),
        language=known(row.language) or DEFAULT,
        in_reply_to=external_id,
        failures=row.failures,
        owner=conversation.send_owner or "",
        interrupted=interrupted,
    )
