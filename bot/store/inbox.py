"""The inbox: every message once, and the turns that close them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Insert, Result, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.clock import Clock
from bot.domain.language import Language, known
from bot.domain.reply import (
    Choice,
    Reply,
    choice_from_json,
    choice_to_json,
    reply_to_json,
)
from bot.store.database import Database
from bot.store.tables import Conversation, Grant, Inbox, IssuedChoice, Outbox, WebEvent

LIST_NUMBER_DIGITS = 2


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """A message as it may be stored: masked, with the person's pseudonym."""

    channel: str
    account: str
    external_id: str
    person: str
    address: bytes
    kind: str
    text: str
    choice: str | None = None
    secret: bytes | None = None
    language: Language | None = None
    """The language to begin with; once there is a talk, its own counts."""
    echo_id: str | None = None
    """Show it again, under this id, in the visitor's own stream (the page after a reload)."""


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """The next message of a claimed conversation, with what is known of the talk."""

    inbox_id: int
    conversation_id: int
    channel: str
    person: str
    address: bytes
    external_id: str
    kind: str
    text: str
    choice: Choice | None
    secret: bytes | None
    failures: int
    received_at: datetime
    language: Language | None
    expects: str | None
    expects_params: dict[str, Any]
    grants: tuple[tuple[str, datetime], ...]
    notices_told: dict[str, str] = field(default_factory=dict)
    """When each emergency notice was told in this talk, ISO moments by the notice's key."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """What a message came to: written whole, or not at all."""

    replies: tuple[Reply, ...]
    language: Language
    outcome: str
    understanding: dict[str, Any] | None = None
    expects: str | None = None
    expects_params: dict[str, Any] | None = None
    granted: tuple[str, datetime] | None = None
    notices_told: dict[str, str] | None = None
    """None leaves what was told before."""


class InboxStore:
    """Inserts, claims and closes messages; each method is one transaction."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Keep the database and the clock."""
        self._database = database
        self._clock = clock

    async def expectation(self, channel: str, account: str, person: str) -> str | None:
        """Tell what the person was last asked for."""
        query = select(Conversation.expects).where(
            Conversation.channel == channel,
            Conversation.account == account,
            Conversation.person == person,
        )
        async with self._database.read() as session:
            return await session.scalar(query)

    async def waiting_of(self, channel: str, account: str, person: str) -> frozenset[str]:
        """Give the provider's ids of a person's messages that are not answered yet."""
        query = (
            select(Inbox.external_id)
            .join(Conversation, Conversation.id == Inbox.conversation_id)
            .where(
                Conversation.channel == channel,
                Conversation.account == account,
                Conversation.person == person,
                Inbox.state == "waiting",
            )
        )
        async with self._database.read() as session:
            return frozenset(await session.scalars(query))

    async def accept(self, arrival: Arrival) -> bool:
        """Store a message; False where it is here already."""
        now = self._clock()
        async with self._database.write() as session:
            conversation_id = await self._conversation_id(session, arrival, now)
            inserted = await session.scalar(
                self._database.insert(
                    Inbox,
                    channel=arrival.channel,
                    account=arrival.account,
                    external_id=arrival.external_id,
                    conversation_id=conversation_id,
                    kind=arrival.kind,
                    text=arrival.text,
                    choice=arrival.choice,
                    secret=arrival.secret,
                    received_at=now,
                    state="waiting",
                    failures=0,
                    not_before=now,
                ).returning(Inbox.id)
            )
            if inserted is None:
                return False
            if arrival.echo_id is not None:
                await self._database.serialise(session, arrival.person)
                text = await self._shown_text(session, arrival)
                await session.execute(self._echo(arrival, now, text))
            return True

    async def _conversation_id(self, session: AsyncSession, arrival: Arrival, now: datetime) -> int:
        await session.execute(
            self._database.insert(
                Conversation,
                channel=arrival.channel,
                account=arrival.account,
                person=arrival.person,
                address=arrival.address,
                language=arrival.language,
                created_at=now,
            )
        )
        found = await session.scalar(
            select(Conversation.id).where(
                Conversation.channel == arrival.channel,
                Conversation.account == arrival.account,
                Conversation.person == arrival.person,
            )
        )
        assert found is not None  # inserted just above, or there before
        return found

    async def _shown_text(self, session: AsyncSession, arrival: Arrival) -> str:
        """Give what the person saw of their own message: a pressed button by its words."""
        if arrival.choice is None:
            return arrival.text
        recent = await session.scalars(
            select(WebEvent.data)
            .where(WebEvent.session == arrival.person, WebEvent.kind == "message")
            .order_by(WebEvent.id.desc())
            .limit(50)
        )
        shown = (choice for data in recent for choice in data["choices"])
        return next((item["title"] for item in shown if item["id"] == arrival.choice), "")

    def _echo(self, arrival: Arrival, now: datetime, text: str) -> Insert:
        return self._database.insert(
            WebEvent,
            session=arrival.person,
            key=f"echo:{arrival.external_id}",
            kind="echo",
            data={"id": arrival.echo_id, "text": text},
            created_at=now,
        )

    async def claim(self, owner: str, lease: timedelta) -> Waiting | None:
        """Take the conversation whose next message has waited longest; None where none waits."""
        now = self._clock()
        heads = (
            select(func.min(Inbox.id).label("id"))
            .where(Inbox.state == "waiting")
            .group_by(Inbox.conversation_id)
            .subquery()
        )
        due = (
            select(Conversation)
            .join(Inbox, Inbox.conversation_id == Conversation.id)
            .join(heads, heads.c.id == Inbox.id)
            .where(Inbox.not_before <= now, _free(Conversation.lease_until, now))
            .order_by(Inbox.id)
            .limit(1)
        )
        if not self._database.is_sqlite:
            due = due.with_for_update(skip_locked=True, of=Conversation)
        async with self._database.write() as session:
            conversation = await session.scalar(due)
            if conversation is None:
                return None
            # Read again behind the lock: the head may have been closed since the first look.
            message = await session.scalar(
                select(Inbox)
                .where(Inbox.conversation_id == conversation.id, Inbox.state == "waiting")
                .order_by(Inbox.id)
                .limit(1)
            )
            if message is None or message.not_before > now:
                return None
            conversation.lease_owner = owner
            conversation.lease_until = now + lease
            return await self._waiting(session, conversation, message, now)

    async def _waiting(
        self, session: AsyncSession, conversation: Conversation, message: Inbox, now: datetime
    ) -> Waiting:
        grants = await session.scalars(
            select(Grant).where(Grant.conversation_id == conversation.id, Grant.until > now)
        )
        return Waiting(
            inbox_id=message.id,
            conversation_id=conversation.id,
            channel=conversation.channel,
            person=conversation.person,
            address=conversation.address,
            external_id=message.external_id,
            kind=message.kind,
            text=message.text,
            choice=await self._choice(session, conversation.id, message),
            secret=message.secret,
            failures=message.failures,
            received_at=message.received_at,
            language=known(conversation.language),
            expects=conversation.expects,
            expects_params=conversation.expects_params or {},
            grants=tuple((grant.reference, grant.until) for grant in grants),
            notices_told=conversation.notices_told or {},
        )

    async def _choice(
        self, session: AsyncSession, conversation_id: int, message: Inbox
    ) -> Choice | None:
        """Give what a press stands for; None for an id that we did not issue in this talk.

        People who see a numbered list type the number: it counts for the choices shown last.
        """
        if message.choice is None:
            return await self._numbered(session, conversation_id, message.text)
        issued = await session.get(IssuedChoice, message.choice)
        if issued is None or issued.conversation_id != conversation_id:
            return None
        return choice_from_json(issued.choice)

    @staticmethod
    async def _numbered(session: AsyncSession, conversation_id: int, text: str) -> Choice | None:
        typed = text.strip().rstrip(".)")
        if not (typed.isdecimal() and len(typed) <= LIST_NUMBER_DIGITS):
            return None
        last: dict[str, Any] | None = await session.scalar(
            select(Outbox.reply)
            .where(Outbox.conversation_id == conversation_id)
            .order_by(Outbox.id.desc())
            .limit(1)
        )
        choices = last["choices"] if last else []
        place = int(typed) - 1
        return choice_from_json(choices[place]) if 0 <= place < len(choices) else None

    async def keep(self, waiting: Waiting, owner: str, lease: timedelta) -> bool:
        """Lengthen the lease while a turn lasts; False where somebody else has it."""
        async with self._database.write() as session:
            result = await session.execute(
                update(Conversation)
                .where(
                    Conversation.id == waiting.conversation_id, Conversation.lease_owner == owner
                )
                .values(lease_until=self._clock() + lease)
            )
            return _touched(result) == 1

    async def finish(self, waiting: Waiting, owner: str, turn: Turn) -> bool:
        """Close a message with all it came to; False where another turn has done so."""
        now = self._clock()
        async with self._database.write() as session:
            closed = await session.execute(
                update(Inbox)
                .where(Inbox.id == waiting.inbox_id, Inbox.state == "waiting")
                .values(
                    state="done",
                    secret=None,
                    outcome=turn.outcome,
                    understanding=turn.understanding,
                    finished_at=now,
                )
            )
            if _touched(closed) != 1 or not await self._settle(session, waiting, owner, turn):
                await session.rollback()
                return False
            for position, reply in enumerate(turn.replies):
                session.add(_outbox_row(waiting, position, reply, turn.language, now))
                session.add_all(_issued(waiting, reply, now))
            if turn.granted:
                await self._grant(session, waiting.conversation_id, turn.granted, now)
            return True

    async def _settle(
        self, session: AsyncSession, waiting: Waiting, owner: str, turn: Turn
    ) -> bool:
        settled = await session.execute(
            update(Conversation)
            .where(Conversation.id == waiting.conversation_id, Conversation.lease_owner == owner)
            .values(
                language=turn.language,
                expects=turn.expects,
                expects_params=turn.expects_params,
                lease_owner=None,
                lease_until=None,
                **({} if turn.notices_told is None else {"notices_told": turn.notices_told}),
            )
        )
        return _touched(settled) == 1

    async def _grant(
        self,
        session: AsyncSession,
        conversation_id: int,
        granted: tuple[str, datetime],
        now: datetime,
    ) -> None:
        reference, until = granted
        await session.execute(
            self._database.insert(
                Grant,
                conversation_id=conversation_id,
                reference=reference,
                granted_at=now,
                until=until,
            )
        )
        await session.execute(
            update(Grant)
            .where(Grant.conversation_id == conversation_id, Grant.reference == reference)
            .values(granted_at=now, until=until)
        )

    async def postpone(self, waiting: Waiting, owner: str, wait: timedelta) -> None:
        """Count a failed turn and let the conversation rest; nothing where the lease is lost."""
        now = self._clock()
        async with self._database.write() as session:
            freed = await session.execute(
                update(Conversation)
                .where(
                    Conversation.id == waiting.conversation_id, Conversation.lease_owner == owner
                )
                .values(lease_owner=None, lease_until=None)
            )
            if _touched(freed) != 1:
                return
            await session.execute(
                update(Inbox)
                .where(Inbox.id == waiting.inbox_id, Inbox.state == "waiting")
                .values(failures=Inbox.failures + 1, not_before=now + wait)
            )

    async def retry_at_once(self) -> None:
        """Let everything that rests be tried now: the assistant is back."""
        now = self._clock()
        async with self._database.write() as session:
            await session.execute(
                update(Inbox)
                .where(Inbox.state == "waiting", Inbox.not_before > now)
                .values(not_before=now)
            )

    async def release_all(self) -> None:
        """Drop every lease: for the one process of an SQLite file, at its start."""
        async with self._database.write() as session:
            await session.execute(
                update(Conversation).values(
                    lease_owner=None, lease_until=None, send_owner=None, send_until=None
                )
            )

    async def waiting_count(self) -> int:
        """Count the messages that are not answered yet."""
        async with self._database.read() as session:
            query = select(func.count()).select_from(Inbox).where(Inbox.state == "waiting")
            return await session.scalar(query) or 0


def _free(
    lease_until: InstrumentedAttribute[datetime | None], now: datetime
) -> ColumnElement[bool]:
    return or_(lease_until.is_(None), lease_until < now)


def _touched(result: Result[object]) -> int:
    return int(result.rowcount) if isinstance(result, CursorResult) else 0


def _outbox_row(
    waiting: Waiting, position: int, reply: Reply, language: Language, now: datetime
) -> Outbox:
    return Outbox(
        inbox_id=waiting.inbox_id,
        position=position,
        conversation_id=waiting.conversation_id,
        reply=reply_to_json(reply),
        language=language,
        status="queued",
        failures=0,
        next_at=now,
        created_at=now,
    )


def _issued(waiting: Waiting, reply: Reply, now: datetime) -> list[IssuedChoice]:
    return [
        IssuedChoice(
            id=choice.id,
            conversation_id=waiting.conversation_id,
            inbox_id=waiting.inbox_id,
            choice=choice_to_json(choice),
            created_at=now,
        )
        for choice in reply.choices
    ]
