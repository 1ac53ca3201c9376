"""Loading is repeatable and never undoes what staff decided; the API shows the result."""

from datetime import timedelta

import httpx
import pytest
from jsonschema import Draft202012Validator

from backend.audit.service import Change
from backend.catalogue import service
from backend.catalogue.edit import set_state
from backend.database import Database
from backend.errors import UnknownProcedure
from backend.imported import Changes
from tests.backend.factories import Content, FixedClock, Load, procedure, wording


async def switch_off(database: Database, clock: FixedClock) -> None:
    """What staff do to a wrong answer."""
    async with database.write() as session:
        change = Change(actor="amina", action="off", at=clock())
        await set_state(session, "family_booklet", "off", change)


async def test_loading_twice_changes_nothing(load: Load) -> None:
    first = await load()
    second = await load()

    assert first["procedures"] == Changes(added=1)
    assert second == {
        "procedures": Changes(unchanged=1),
        "vocabulary": Changes(unchanged=15),
        "offices": Changes(unchanged=1),
        "contacts": Changes(unchanged=1),
        "calendar": Changes(),
    }


async def test_what_is_switched_off_stays_off(
    load: Load, database: Database, content: Content, clock: FixedClock
) -> None:
    await load()
    await switch_off(database, clock)
    content.procedures(procedure(fees=[{"amount_mad": 80}]))

    changes = await load()

    assert changes["procedures"] == Changes(changed=1)
    async with database.read() as session:
        assert (await service.card(session, "family_booklet", "fee", clock())).state == "off"
        assert await service.published(session, clock()) == []


async def test_a_changed_file_changes_the_card(
    load: Load, content: Content, client: httpx.AsyncClient
) -> None:
    await load()
    content.procedures(procedure(fees=[{"amount_mad": 80}]))
    await load()

    card = (await client.get("/v1/catalogue/cards/family_booklet?aspect=fee")).json()

    assert [item["amount_mad"] for item in card["items"]] == [80]


async def test_what_left_the_files_is_unknown_and_comes_back_as_it_was(
    load: Load, database: Database, content: Content, clock: FixedClock
) -> None:
    await load()
    await switch_off(database, clock)
    content.write("vocabulary/procedure.yml", {"other": wording(), "family_booklet": wording()})
    content.procedures(procedure(id="other"))
    assert (await load())["procedures"] == Changes(added=1, withdrawn=1)
    async with database.read() as session:
        with pytest.raises(UnknownProcedure):
            await service.card(session, "family_booklet", "fee", clock())

    content.procedures(procedure(id="other"), procedure())
    await load()

    async with database.read() as session:
        assert (await service.card(session, "family_booklet", "fee", clock())).state == "off"


async def test_a_word_that_left_the_files_is_gone(
    load: Load, content: Content, client: httpx.AsyncClient
) -> None:
    content.write("vocabulary/aspect.yml", {"fee": wording(), "gone": wording()})
    await load()
    content.write("vocabulary/aspect.yml", {"fee": wording("changed")})

    changes = await load()

    entries = (await client.get("/v1/catalogue/vocabulary")).json()["entries"]
    assert changes["vocabulary"] == Changes(changed=1, withdrawn=1, unchanged=14)
    assert entries["aspect.fee"] == wording("changed")
    assert "aspect.gone" not in entries


async def test_the_card_of_the_api_fits_the_schema(
    load: Load, client: httpx.AsyncClient, card_schema: Draft202012Validator
) -> None:
    await load()

    response = await client.get("/v1/catalogue/cards/family_booklet")

    card_schema.validate(response.json())
    assert response.json()["aspect"] == "overview"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("nothing?aspect=fee", 404, "unknown_procedure"),
        ("%00", 404, "unknown_procedure"),
        ("family_booklet?aspect=smell", 422, "invalid_request"),
    ],
)
async def test_a_card_that_can_not_be_had(
    client: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    response = await client.get(f"/v1/catalogue/cards/{path}")

    assert (response.status_code, response.json()["code"]) == (status, code)


async def test_procedures_are_listed_with_what_is_known(
    load: Load, client: httpx.AsyncClient
) -> None:
    await load()

    listed = (await client.get("/v1/catalogue/procedures")).json()["procedures"]

    assert [(entry["id"], entry["family"]) for entry in listed] == [("family_booklet", None)]
    assert listed[0]["names"]["ary-Latn"] == ["Livret"]
    assert (listed[0]["topic"], listed[0]["asks_which"]) == ("procedure", False)
    assert "validity" not in listed[0]["aspects"]


async def test_the_vocabulary_is_sent_once(load: Load, client: httpx.AsyncClient) -> None:
    await load()
    first = await client.get("/v1/catalogue/vocabulary")
    known = {"If-None-Match": f'W/"old", {first.headers["ETag"]}'}

    again = await client.get("/v1/catalogue/vocabulary", headers=known)

    assert first.headers["ETag"] == f'"{first.json()["version"]}"'
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


async def test_a_changed_word_makes_a_new_version(
    load: Load, content: Content, client: httpx.AsyncClient
) -> None:
    await load()
    first = await client.get("/v1/catalogue/vocabulary")
    content.write("vocabulary/aspect.yml", {"fee": wording("changed")})
    await load()

    known = {"If-None-Match": first.headers["ETag"]}
    again = await client.get("/v1/catalogue/vocabulary", headers=known)

    assert again.status_code == 200
    assert again.json()["version"] != first.json()["version"]


async def test_offices_and_contacts_are_listed(load: Load, client: httpx.AsyncClient) -> None:
    await load()

    answer = (await client.get("/v1/offices")).json()

    assert answer["offices"] == [
        {
            "id": "town_hall",
            "office": "town_hall",
            "kind": "commune",
            "phone": None,
            "address": None,
            "hours": None,
            "ramadan_hours": None,
            "confirmed": False,
            "opening": {
                "state": "unknown",
                "until": None,
                "opens": None,
                "holiday": None,
                "ramadan": False,
                "uncertain": False,
                "asked_at": "2026-11-25T23:30:00Z",
            },
        }
    ]
    assert answer["calendar"] == []
    assert answer["contacts"][0]["label"] == wording()


async def test_health_counts_what_is_published(
    load: Load, client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    await load()
    before = (await client.get("/v1/health")).json()
    clock.advance(timedelta(minutes=1))
    await switch_off(database, clock)

    after = (await client.get("/v1/health")).json()

    assert before == {"status": "ok", "database": "ok", "procedures": 1, "requests": 0}
    assert after["procedures"] == 0
