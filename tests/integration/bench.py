"""A gateway on a real database whose neighbours are doubles, and ways to look into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import inspect, select

from bot.assistant.contract import Answer, Question
from bot.domain.message import InboundMessage
from bot.domain.reply import Reply
from bot.settings import Settings
from bot.store.outbox import OutboxStore
from bot.store.tables import Base
from bot.wiring import Gateway, build_gateway
from tests.factories import REFERENCE, FixedClock, inbound, request
from tests.fakes import FakeAdministration, FakeAssistant, FakeChannel, said

Table = TypeVar("Table", bound=Base)
LONG = timedelta(minutes=10)  # longer than any wait or lease between two tries


@dataclass
class Bench:
    """What a test turns and reads."""

    gateway: Gateway
    settings: Settings
    clock: FixedClock
    assistant: FakeAssistant
    administration: FakeAdministration
    channel: FakeChannel
    numbers: count[int]

    def another(self) -> Bench:
        """Another process on the same database, with the same neighbours; or a restarted one."""
        gateway = build_bench_gateway(
            self.settings, self.clock, self.assistant, self.administration, self.channel
        )
        return Bench(
            gateway,
            self.settings,
            self.clock,
            self.assistant,
            self.administration,
            self.channel,
            self.numbers,
        )

    @property
    def outbox(self) -> OutboxStore:
        """The outbox of this database."""
        return OutboxStore(self.gateway.database, self.clock)

    async def receive(self, text: str | InboundMessage, **changes: Any) -> bool:
        """Bring a message, with an id of its own unless one is given."""
        if isinstance(text, str):
            changes.setdefault("external_id", f"n{next(self.numbers)}")
            text = inbound(text, **changes)
        return await self.gateway.receiver.receive(text)

    async def answer(self) -> None:
        """Take every turn that is due."""
        while await self.gateway.inbox_worker.work():
            pass

    async def deliver(self) -> None:
        """Send everything that is due."""
        while await self.gateway.outbox_worker.work():
            pass

    async def say(self, text: str | InboundMessage, **changes: Any) -> str:
        """Bring a message, answer and deliver; gives what was sent last."""
        await self.receive(text, **changes)
        await self.answer()
        await self.deliver()
        return self.channel.sent[-1].payload["text"] if self.channel.sent else ""

    async def wait(self, times: int = 1, step: timedelta = LONG) -> None:
        """Let time pass, and do what falls due, so many times."""
        for _ in range(times):
            self.clock.advance(step)
            await self.answer()
            await self.deliver()

    async def rows(self, table: type[Table]) -> Sequence[Table]:
        """All rows of a table, oldest first."""
        key = inspect(table).primary_key[0]
        async with self.gateway.database.read() as session:
            return list(await session.scalars(select(table).order_by(key)))

    async def everything(self) -> str:
        """All that the database holds, as text; of an SQLite file every byte as well."""
        found = []
        async with self.gateway.database.read() as session:
            for table in Base.metadata.sorted_tables:
                found += [repr(tuple(row)) for row in await session.execute(select(table))]
        return "\n".join(found + _files(self.settings.data_dir))


def _files(folder: Path) -> list[str]:
    """Every byte of the SQLite file and of its log."""
    return [file.read_bytes().decode("latin-1") for file in sorted(folder.glob("bot.sqlite3*"))]


def build_bench_gateway(
    settings: Settings,
    clock: Callable[[], Any],
    assistant: FakeAssistant,
    administration: FakeAdministration,
    channel: FakeChannel,
) -> Gateway:
    """The real wiring with doubles for whoever stands outside."""
    return build_gateway(
        settings,
        clock=clock,
        assistant=assistant,
        administration=administration,
        more_channels=[channel],
    )


def tracking(question: Question) -> Answer:
    """An assistant that knows one request: asks for its code, tells it where the grant is there."""
    granted = REFERENCE in dict(question.grants)
    asks = bool(question.choice) or REFERENCE in (question.text or "")
    if asks and granted:
        return said(Reply(say="request", params={"request": request()}))
    if asks:
        return said(Reply(say="ask_secret", params={"reference": REFERENCE}, expects="secret"))
    return said(Reply(say="thank"))
