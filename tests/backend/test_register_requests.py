"""Filing requests and finding them again."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from jsonschema import Draft202012Validator

from backend.connectors import register as register_connector
from backend.database import Database
from backend.register import service
from backend.register.reference import parse
from backend.register.services import SERVICES_BY_ID
from tests.backend.factories import FixedClock


async def create(client: httpx.AsyncClient, **body: object) -> httpx.Response:
    """File a request for an event, unless told otherwise."""
    return await client.post("/v1/requests", json={"service": "event_permit", **body})


async def test_a_filed_request_is_found_as_it_was_answered(
    client: httpx.AsyncClient, request_schema: Draft202012Validator
) -> None:
    response = await create(client, description="Une fête de quartier")
    created = response.json()
    secret = created.pop("secret")

    found = (await client.get(f"/v1/requests/{created['reference']}")).json()

    assert (response.status_code, found) == (201, created)
    assert len(secret) == 8 and secret.isdigit()
    assert parse("ESS", found["reference"]) == found["reference"]
    request_schema.validate(found)
    assert found["history"] == [{"status": "received", "at": found["since"], "note": None}]


async def test_the_description_is_kept_but_not_shown(client: httpx.AsyncClient) -> None:
    response = await create(client, description="chez Fatima")

    assert "Fatima" not in response.text


async def test_the_same_request_is_filed_once(client: httpx.AsyncClient) -> None:
    first = await create(client, our_reference="inbox-7-0")
    again = await create(client, our_reference="inbox-7-0")

    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == {**first.json(), "secret": None}
    assert (await client.get("/v1/health")).json()["requests"] == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"service": "trip_to_the_moon"}, "unknown_service"),
        ({"service": ""}, "invalid_request"),
        ({"service": "event_permit", "status": "done"}, "invalid_request"),
        ({"service": "event_permit", "description": "x" * 4001}, "invalid_request"),
        ({"service": "event_permit", "our_reference": ""}, "invalid_request"),
        ({}, "invalid_request"),
    ],
)
async def test_what_can_not_be_filed(
    client: httpx.AsyncClient, body: dict[str, str], code: str
) -> None:
    response = await client.post("/v1/requests", json=body)

    assert (response.status_code, response.json()["code"]) == (422, code)


async def test_a_request_is_found_by_the_callers_own_reference(client: httpx.AsyncClient) -> None:
    created = (await create(client, our_reference="inbox-7-0")).json()
    await create(client, our_reference="inbox-7-1")

    found = (await client.get("/v1/requests?our_reference=inbox-7-0")).json()
    none = (await client.get("/v1/requests?our_reference=inbox-8-0")).json()

    assert [entry["reference"] for entry in found["requests"]] == [created["reference"]]
    assert none == {"requests": [], "next_since": None}


async def test_changes_are_listed_from_a_moment_on(
    client: httpx.AsyncClient, database: Database, clock: FixedClock
) -> None:
    first, second = [(await create(client)).json()["reference"] for _ in range(2)]
    clock.advance(timedelta(hours=1))
    async with database.write() as session:
        row = await service.existing(session, first)
        service.change_status(row, "in_review", clock(), text="عند اللجنة")
    moment = clock().isoformat()

    changed = await client.get("/v1/requests", params={"updated_since": moment})
    everything = await client.get("/v1/requests", params={"updated_since": "2026-01-01T00:00Z"})

    [found] = changed.json()["requests"]
    assert (found["reference"], found["status"], found["status_text"]) == (
        first,
        "in_review",
        "عند اللجنة",
    )
    assert [entry["status"] for entry in found["history"]] == ["received", "in_review"]
    assert [entry["reference"] for entry in everything.json()["requests"]] == [second, first]


async def test_a_full_page_says_where_to_go_on(
    client: httpx.AsyncClient, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(register_connector, "PAGE_SIZE", 2)
    references = []
    for _ in range(3):
        references.append((await create(client)).json()["reference"])
        clock.advance(timedelta(minutes=1))
    start = {"updated_since": "2026-01-01T00:00:00Z"}

    first = (await client.get("/v1/requests", params=start)).json()
    rest = await client.get("/v1/requests", params={"updated_since": first["next_since"]})

    assert [entry["reference"] for entry in first["requests"]] == references[:2]
    assert [entry["reference"] for entry in rest.json()["requests"]] == references[1:]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?our_reference=a&updated_since=2026-01-01T00:00:00Z",
        "?updated_since=2026-01-01T00:00:00",
        "?updated_since=yesterday",
    ],
)
async def test_a_list_needs_one_clear_filter(client: httpx.AsyncClient, query: str) -> None:
    response = await client.get(f"/v1/requests{query}")

    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("reference", ["ESS-2FVD-41HA-0", "318/2026", "verify", "x%20y"])
async def test_an_unknown_request(client: httpx.AsyncClient, reference: str) -> None:
    response = await client.get(f"/v1/requests/{reference}")

    assert (response.status_code, response.json()["code"]) == (404, "unknown_request")


async def test_a_reference_is_found_however_it_was_typed(client: httpx.AsyncClient) -> None:
    reference = (await create(client)).json()["reference"]

    found = await client.get(f"/v1/requests/{reference.replace('-', '').lower()}")

    assert found.json()["reference"] == reference


async def test_the_laws_days_count_from_the_day_in_morocco(client: httpx.AsyncClient) -> None:
    # Received at 23:30 UTC on the 25th: in Morocco it is the 26th already.
    known = (await create(client)).json()
    unknown = (await create(client, service="building_permit")).json()

    assert known["legal_due"] == "2027-01-25"
    assert unknown["legal_due"] is None


def test_the_day_of_receipt_does_not_count() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)

    due = service.legal_due(SERVICES_BY_ID["public_domain_occupation"], noon)

    assert due is not None and due.isoformat() == "2026-04-30"


async def test_services_are_listed(client: httpx.AsyncClient) -> None:
    services = (await client.get("/v1/services")).json()

    assert {"id": "event_permit", "legal_days": 60} in services
    assert {"id": "building_permit", "legal_days": None} in services
    assert len({entry["id"] for entry in services}) == len(services)
