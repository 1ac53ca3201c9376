"""A code opens its request, and nothing else ever shows which references exist."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from argon2 import Type
from sqlalchemy import text

from backend.database import Database
from backend.register import attempts, secret
from tests.backend.factories import FixedClock, Sleeps

WRONG = "00000000"
PRODUCTION = secret.HASHER  # before the tests make it cheap


async def file(client: httpx.AsyncClient) -> tuple[str, str]:
    """File a request; gives its reference and code."""
    created = (await client.post("/v1/requests", json={"service": "event_permit"})).json()
    return created["reference"], created["secret"]


async def verify(
    client: httpx.AsyncClient, reference: str, code: str, asker: str = "somebody"
) -> bool:
    """Whether the code opens the request."""
    body = {"reference": reference, "secret": code, "asker": asker}
    response = await client.post("/v1/requests/verify", json=body)
    verified: bool = response.json()["verified"]
    return verified


async def test_the_right_code_opens(client: httpx.AsyncClient) -> None:
    reference, code = await file(client)

    assert await verify(client, reference, code)


async def test_code_and_reference_are_read_as_people_type_them(client: httpx.AsyncClient) -> None:
    reference, code = await file(client)
    arabic = "".join(chr(0x660 + int(digit)) for digit in code)

    assert await verify(client, reference.lower().replace("-", " "), f"{code[:4]} {code[4:]}")
    assert await verify(client, reference, arabic)


@pytest.mark.parametrize("typed", ["", "1", "x" * 900, "\x00", "１２３"])
async def test_anything_else_does_not_open(client: httpx.AsyncClient, typed: str) -> None:
    reference, _ = await file(client)

    assert not await verify(client, reference, typed)


class Compared:
    """Which hash each code was compared with."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand in for the comparison, which goes on working."""
        self.hashes: list[str] = []
        self._real = secret.matches
        monkeypatch.setattr(secret, "matches", self._compare)

    def _compare(self, stored_hash: str, typed: str) -> bool:
        self.hashes.append(stored_hash)
        return self._real(stored_hash, typed)


async def test_there_is_no_oracle(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, code = await file(client)
    for _ in range(attempts.TRIES_PER_PAIR):
        await verify(client, reference, WRONG, "locked")
    compared = Compared(monkeypatch)
    tries = {
        "wrong code": (reference, WRONG, "other"),
        "unknown reference": ("ESS-2FVD-41HA-0", WRONG, "other"),
        "no reference at all": ("hello\x00", WRONG, "other"),
        "locked, wrong code": (reference, WRONG, "locked"),
        "locked, right code": (reference, code, "locked"),
    }

    answers = [
        await client.post(
            "/v1/requests/verify", json={"reference": ref, "secret": typed, "asker": asker}
        )
        for ref, typed, asker in tries.values()
    ]

    assert {answer.content for answer in answers} == {b'{"verified":false}'}
    assert {answer.status_code for answer in answers} == {200}
    assert len({tuple(answer.headers.items()) for answer in answers}) == 1
    # One comparison each: with the real hash for the first, with the same dummy for the others.
    assert len(compared.hashes) == len(tries)
    assert len(set(compared.hashes)) == 2
    assert len(set(compared.hashes[1:])) == 1


def test_hashes_cost_enough() -> None:
    # The least that OWASP asks of argon2id: 19 MiB, two rounds.
    assert PRODUCTION.memory_cost >= 19 * 1024
    assert PRODUCTION.time_cost >= 2
    assert PRODUCTION.type is Type.ID


async def test_the_dummy_costs_what_a_real_comparison_costs() -> None:
    def cost(stored: str) -> str:
        return stored.split("$")[3]

    assert secret.dummy_hash().startswith("$argon2id$")
    assert cost(secret.dummy_hash()) == cost(secret.hash_secret("12345678"))


async def test_the_sixth_try_is_refused_for_that_pair_alone(client: httpx.AsyncClient) -> None:
    reference, code = await file(client)
    other_reference, other_code = await file(client)
    for _ in range(5):
        assert not await verify(client, reference, WRONG)

    assert not await verify(client, reference, code)
    assert await verify(client, reference, code, "another asker")
    assert await verify(client, other_reference, other_code)


async def test_the_fifth_try_still_counts(client: httpx.AsyncClient) -> None:
    reference, code = await file(client)
    for _ in range(4):
        await verify(client, reference, WRONG)

    assert await verify(client, reference, code)


async def test_the_right_code_clears_the_count(client: httpx.AsyncClient) -> None:
    reference, code = await file(client)
    for _ in range(3):
        for _ in range(4):
            await verify(client, reference, WRONG)
        assert await verify(client, reference, code)


async def test_refused_tries_do_not_make_the_wait_longer(
    client: httpx.AsyncClient, clock: FixedClock
) -> None:
    reference, code = await file(client)
    for _ in range(5):
        await verify(client, reference, WRONG)
    clock.advance(attempts.WINDOW - timedelta(seconds=1))
    assert not await verify(client, reference, code)
    assert not await verify(client, reference, code)

    clock.advance(timedelta(seconds=1))

    assert await verify(client, reference, code)


async def test_slow_tries_add_up(client: httpx.AsyncClient, clock: FixedClock) -> None:
    reference, code = await file(client)
    for _ in range(5):
        clock.advance(attempts.WINDOW / 2)
        await verify(client, reference, WRONG)

    assert not await verify(client, reference, code)


async def test_many_tries_at_once_are_all_counted(
    client: httpx.AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference, _ = await file(client)
    compared = Compared(monkeypatch)

    await asyncio.gather(*(verify(client, reference, WRONG) for _ in range(12)))

    async with database.read() as session:
        stored = await session.execute(text("SELECT secret_hash FROM requests"))
        real = stored.scalar_one()
    assert compared.hashes.count(real) == attempts.TRIES_PER_PAIR


async def test_a_reference_tried_by_many_answers_later_but_opens(
    client: httpx.AsyncClient, sleeps: Sleeps
) -> None:
    reference, code = await file(client)
    for number in range(12):
        await verify(client, reference, WRONG, f"asker {number}")

    assert await verify(client, reference, code, "its owner")
    assert sleeps.seconds[:10] == [0.0] * 10
    assert sleeps.seconds[-1] == pytest.approx(0.3)


async def test_an_unknown_reference_answers_later_too(
    client: httpx.AsyncClient, sleeps: Sleeps
) -> None:
    for number in range(12):
        await verify(client, "ESS-2FVD-41HA-0", WRONG, f"asker {number}")

    assert sleeps.seconds[-1] == pytest.approx(0.2)


@pytest.mark.parametrize(("tries", "seconds"), [(1, 0.0), (10, 0.0), (15, 0.5), (10_000, 2.0)])
def test_the_delay_grows_and_ends(tries: int, seconds: float) -> None:
    assert attempts.delay_after(tries).total_seconds() == pytest.approx(seconds)


async def test_the_database_keeps_no_code_and_no_typed_reference(
    client: httpx.AsyncClient, database: Database
) -> None:
    reference, code = await file(client)
    await verify(client, "JC123456", WRONG, "telegram:42")

    async with database.read() as session:
        tries = (await session.execute(text("SELECT * FROM attempts"))).all()
        hashes = (await session.execute(text("SELECT secret_hash FROM requests"))).all()

    assert len(tries) == 1
    assert "JC123456" not in str(tries) and "telegram" not in str(tries)
    assert code not in str(hashes) and str(hashes[0][0]).startswith("$argon2id$")


async def test_old_tries_are_forgotten(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    await verify(client, "ESS-2FVD-41HA-0", WRONG)
    clock.advance(attempts.WINDOW)
    await verify(client, "ESS-8N5R-JW0C-M", WRONG)

    async with database.read() as session:
        count = (await session.execute(text("SELECT count(*) FROM attempts"))).scalar_one()
    assert count == 1
