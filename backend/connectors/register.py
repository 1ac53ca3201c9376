"""The built-in register as a connector."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from backend.clock import Clock
from backend.connectors.contract import (
    CanonicalRequest,
    Created,
    HistoryEntry,
    NewRequest,
    Page,
    ServiceOffered,
)
from backend.database import Database
from backend.register import attempts, secret, service
from backend.register.reference import canonical, new_reference
from backend.register.services import SERVICES
from backend.register.tables import RequestRow

PAGE_SIZE = 500
HASHES_AT_ONCE = 2  # each takes 32 MiB and a core for some 50 ms

Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[None]]


class RegisterConnector:
    """Requests kept in the backend's own database."""

    name = "register"

    def __init__(
        self, database: Database, clock: Clock, *, prefix: str, key: str, sleep: Sleep
    ) -> None:
        """Use the database; `key` hides who tried which reference, `prefix` begins ours."""
        self._database = database
        self._clock = clock
        self._prefix = prefix
        self._key = key
        self._sleep = sleep
        self._hashing = asyncio.Semaphore(HASHES_AT_ONCE)
        self._dummy_hash: str | None = None

    async def services(self) -> Sequence[ServiceOffered]:
        """The services of the register's table."""
        return [ServiceOffered(id=known.id, legal_days=known.legal_days) for known in SERVICES]

    async def get(self, reference: str) -> CanonicalRequest | None:
        """The request with this reference, whatever form it was typed in."""
        row = await self._row(canonical(self._prefix, reference))
        return None if row is None else self._canonical(row)

    async def verify(self, reference: str, typed: str, asker: str) -> bool:
        """Whether the code opens the request; the same work for every way to be wrong."""
        reference = canonical(self._prefix, reference)
        pair = attempts.make_pair(self._key, reference, asker)
        attempt = await attempts.count_try(self._database, pair, self._clock())
        row = await self._row(reference)
        await self._sleep(attempt.delay.total_seconds())
        right = await self._hash_matches(row, typed, allowed=attempt.allowed)
        if right:
            await attempts.forgive(self._database, pair)
        await attempts.forget_old(self._database, self._clock())
        return right

    async def create(self, new: NewRequest) -> Created:
        """File a request; a second time under the same `our_reference` files nothing."""
        service.known_service(new.service)
        filed = await self._filed_before(new)
        if filed is not None:
            return filed
        code = secret.new_secret()
        code_hash = await self._in_thread(secret.hash_secret, code)
        row = service.received(new, new_reference(self._prefix), code_hash, self._clock())
        try:
            async with self._database.write() as session:
                session.add(row)
                await session.flush()
        except IntegrityError:
            # Somebody filed the same one meanwhile; anything else is a real failure.
            filed = await self._filed_before(new)
            if filed is None:
                raise
            return filed
        return Created(self._canonical(row), code)

    async def find_by_our_reference(self, our_reference: str) -> Sequence[CanonicalRequest]:
        """The one request filed under a caller's own reference, or none."""
        async with self._database.read() as session:
            row = await service.by_our_reference(session, our_reference)
        return [] if row is None else [self._canonical(row)]

    async def updated_since(self, moment: datetime) -> Page:
        """Requests that changed at that moment or later, oldest change first."""
        async with self._database.read() as session:
            rows = await service.changed_since(session, moment, PAGE_SIZE)
        goes_on = len(rows) == PAGE_SIZE
        next_since = rows[-1].updated_at if goes_on else None
        return Page([self._canonical(row) for row in rows], next_since)

    async def health(self) -> int:
        """The number of requests kept."""
        async with self._database.read() as session:
            return await service.count(session)

    async def _row(self, reference: str) -> RequestRow | None:
        async with self._database.read() as session:
            return await service.by_reference(session, reference)

    async def _filed_before(self, new: NewRequest) -> Created | None:
        if new.our_reference is None:
            return None
        found = await self.find_by_our_reference(new.our_reference)
        return Created(found[0], None) if found else None

    async def _hash_matches(self, row: RequestRow | None, typed: str, *, allowed: bool) -> bool:
        """Compare with the request's code, or with the dummy where nothing may match."""
        if self._dummy_hash is None:
            self._dummy_hash = await self._in_thread(secret.dummy_hash)
        stored = row.secret_hash if row is not None and allowed else self._dummy_hash
        return await self._in_thread(secret.matches, stored, typed)

    async def _in_thread(self, work: Callable[..., Result], *arguments: str) -> Result:
        async with self._hashing:
            return await asyncio.to_thread(work, *arguments)

    def _canonical(self, row: RequestRow) -> CanonicalRequest:
        """The row in the common form, as of now."""
        shown = {
            field: getattr(row, field)
            for field in CanonicalRequest.model_fields
            if field not in ("history", "as_of", "source")
        }
        history = [
            HistoryEntry.model_validate(entry, from_attributes=True) for entry in row.history
        ]
        return CanonicalRequest(**shown, history=history, as_of=self._clock(), source=self.name)
