"""Counting wrong codes: who tried too often waits, and nobody can lock somebody else out."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, select
from sqlalchemy.sql.dml import ReturningInsert

from backend.database import Database
from backend.register.tables import AttemptsRow

TRIES_PER_PAIR = 5
WINDOW = timedelta(minutes=15)

# A reference tried by many askers answers later and later, but never stays shut: its owner's
# right code still opens it. Callers give up after 5 s, so the wait stays well below.
FREE_TRIES_PER_REFERENCE = 10
DELAY_STEP = timedelta(milliseconds=100)
DELAY_MAX = timedelta(seconds=2)


@dataclass(frozen=True)
class Pair:
    """A reference and an asker, as digests that tell nobody which."""

    reference_key: str
    asker_key: str


@dataclass(frozen=True)
class Attempt:
    """What counting one try found: may it be looked at, and how long to wait before."""

    allowed: bool
    delay: timedelta


def make_pair(key: str, reference: str, asker: str) -> Pair:
    """Digest both under a secret key: people type ID numbers where a reference is asked."""
    return Pair(_keyed(key, f"reference:{reference}"), _keyed(key, f"asker:{asker}"))


def delay_after(tries: int) -> timedelta:
    """The wait for a reference after so many tries by anybody."""
    return min(DELAY_MAX, max(timedelta(0), (tries - FREE_TRIES_PER_REFERENCE) * DELAY_STEP))


async def count_try(database: Database, pair: Pair, now: datetime) -> Attempt:
    """Count a try before it is looked at, so that many at once do not slip through."""
    async with database.write() as session:
        tries = (await session.execute(_raise_count(database, pair, now))).scalar_one()
        query = select(func.sum(AttemptsRow.tries)).where(
            AttemptsRow.reference_key == pair.reference_key, AttemptsRow.last_at > now - WINDOW
        )
        everybodys = int((await session.execute(query)).scalar_one())
    return Attempt(allowed=tries <= TRIES_PER_PAIR, delay=delay_after(everybodys))


async def forget_old(database: Database, now: datetime) -> None:
    """Drop what no longer counts; a transaction of its own, so that no two wait crosswise."""
    async with database.write() as session:
        await session.execute(delete(AttemptsRow).where(AttemptsRow.last_at <= now - WINDOW))


async def forgive(database: Database, pair: Pair) -> None:
    """Forget the pair's tries, after the right code."""
    async with database.write() as session:
        await session.execute(
            delete(AttemptsRow).where(
                AttemptsRow.reference_key == pair.reference_key,
                AttemptsRow.asker_key == pair.asker_key,
            )
        )


def _raise_count(database: Database, pair: Pair, now: datetime) -> ReturningInsert[int]:
    """Add one in a single statement, which both engines do one after the other."""
    tries, last_at = AttemptsRow.tries, AttemptsRow.last_at
    over = last_at <= now - WINDOW
    statement = database.insert(AttemptsRow).values(
        reference_key=pair.reference_key, asker_key=pair.asker_key, tries=1, last_at=now
    )
    return statement.on_conflict_do_update(
        index_elements=["reference_key", "asker_key"],
        set_={
            "tries": case((over, 1), (tries > TRIES_PER_PAIR, tries), else_=tries + 1),
            # A refused try does not make the wait longer.
            "last_at": case((over, now), (tries >= TRIES_PER_PAIR, last_at), else_=now),
        },
    ).returning(tries)


def _keyed(key: str, value: str) -> str:
    return hmac.new(key.encode(), value.encode(), hashlib.sha256).hexdigest()
