"""What must be known at once: switched-off answers and notices, with a version."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from backend.catalogue import service
from backend.catalogue.edit import set_state
from backend.catalogue.words import Aspect
from backend.database import Database
from backend.entries import State
from backend.notices.content import Notice
from backend.notices.service import end, put_up
from tests.backend.factories import Content, FixedClock, Load, change, notice, procedure, wording


async def switch(database: Database, state: State, aspect: Aspect | None = None) -> None:
    """Let staff switch the sample procedure."""
    async with database.write() as session:
        await set_state(session, "family_booklet", state, change(), aspect=aspect)


async def announce(database: Database, **changed: object) -> None:
    """Put up the sample notice with some fields changed."""
    async with database.write() as session:
        words = await service.words(session)
        await put_up(session, Notice.model_validate(notice(**changed)), words, change())


async def live(client: httpx.AsyncClient) -> dict[str, Any]:
    """What is live."""
    found: dict[str, Any] = (await client.get("/v1/live")).json()
    return found


async def test_as_a_rule_nothing_is_off(load: Load, client: httpx.AsyncClient) -> None:
    await load()

    found = await live(client)

    assert (found["off"], found["notices"]) == ([], [])


SWITCHES: dict[str, tuple[list[tuple[State, Aspect | None]], list[str | None]]] = {
    "all of it": ([("off", None)], [None]),
    "taken back to draft": ([("draft", None)], [None]),
    "one aspect": ([("off", "fee")], ["fee"]),
    "two aspects, in order": ([("off", "delay"), ("off", "documents")], ["documents", "delay"]),
    "an aspect and then all": ([("off", "fee"), ("off", None)], [None]),
    "off and on": ([("off", "fee"), ("published", "fee")], []),
}


@pytest.mark.parametrize(("switches", "aspects"), SWITCHES.values(), ids=SWITCHES)
async def test_what_is_off_is_told(
    load: Load,
    database: Database,
    client: httpx.AsyncClient,
    switches: list[tuple[State, Aspect | None]],
    aspects: list[str | None],
) -> None:
    await load()
    for state, aspect in switches:
        await switch(database, state, aspect)

    expected = [{"procedure": "family_booklet", "aspect": aspect} for aspect in aspects]
    assert (await live(client))["off"] == expected


async def test_what_left_the_files_is_not_told(
    load: Load, database: Database, content: Content, client: httpx.AsyncClient
) -> None:
    await load()
    await switch(database, "off")
    content.write("vocabulary/procedure.yml", {"other": wording()})
    content.procedures(procedure(id="other"))
    await load()

    assert (await live(client))["off"] == []


async def test_the_notices_of_the_moment_are_told(
    database: Database, client: httpx.AsyncClient, clock: FixedClock
) -> None:
    later = (clock() + timedelta(hours=1)).isoformat()
    await announce(database)
    await announce(database, id="storm", starts_at=later)

    first = await live(client)
    clock.advance(timedelta(hours=1))
    both = await live(client)
    clock.advance(timedelta(hours=1))
    none = await live(client)

    assert [one["id"] for one in first["notices"]] == ["flood"]
    assert [one["id"] for one in both["notices"]] == ["storm", "flood"]
    assert none["notices"] == []
    assert len({found["version"] for found in (first, both, none)}) == 3


async def test_a_notice_is_told_in_four_languages(
    database: Database, client: httpx.AsyncClient
) -> None:
    await announce(database, mode="instead")

    [found] = (await live(client))["notices"]

    assert found["text"] == wording("La mairie est fermée.")
    assert (found["mode"], found["procedures"]) == ("instead", [])
    assert (found["starts_at"], found["ends_at"]) == (
        "2026-11-25T23:30:00Z",
        "2026-11-26T01:30:00Z",
    )


async def test_an_ended_notice_is_gone(
    database: Database, client: httpx.AsyncClient, clock: FixedClock
) -> None:
    await announce(database)
    async with database.write() as session:
        await end(session, "flood", change(at=clock()))

    assert (await live(client))["notices"] == []


async def test_who_knows_the_version_gets_nothing_more(
    load: Load, database: Database, client: httpx.AsyncClient
) -> None:
    await load()
    await announce(database)
    first = await client.get("/v1/live")
    known = {"If-None-Match": first.headers["ETag"]}

    again = await client.get("/v1/live", headers=known)

    assert first.headers["ETag"] == f'"{first.json()["version"]}"'
    assert first.headers["Cache-Control"] == "no-cache"
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


CHANGES = {
    "a procedure": (lambda database: switch(database, "off")),
    "an aspect": (lambda database: switch(database, "off", "fee")),
    "a notice": (lambda database: announce(database, id="storm")),
    "another text": (lambda database: announce(database, text=wording("Ouverte."))),
    "another mode": (lambda database: announce(database, mode="instead")),
}


@pytest.mark.parametrize("work", CHANGES.values(), ids=CHANGES)
async def test_every_change_makes_a_new_version(
    load: Load, database: Database, client: httpx.AsyncClient, work: Any
) -> None:
    await load()
    await announce(database)
    known = {"If-None-Match": (await client.get("/v1/live")).headers["ETag"]}

    await work(database)

    assert (await client.get("/v1/live", headers=known)).status_code == 200
