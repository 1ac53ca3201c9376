"""Editing over HTTP: every route, what it refuses, and that a change is seen at once."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from backend.catalogue.index import INDEX_FILE
from backend.settings import Settings
from tests.backend.factories import (
    TOKEN,
    Content,
    FixedClock,
    Load,
    day_off,
    notice,
    office,
    procedure,
    wording,
)

BOOKLET = "/v1/content/procedures/family_booklet"
DEAR = procedure(fees=[{"amount_mad": 80}])


def whole(content: dict[str, Any], reason: str | None = "a letter") -> dict[str, Any]:
    """The body of a put."""
    return {"content": content, "reason": reason}


async def audit(editor: httpx.AsyncClient, query: str = "") -> list[dict[str, Any]]:
    """What is written down, newest first."""
    found: list[dict[str, Any]] = (await editor.get(f"/v1/content/audit{query}")).json()
    return found


async def card(editor: httpx.AsyncClient, aspect: str = "fee") -> dict[str, Any]:
    """The card that everybody gets."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    path = f"/v1/catalogue/cards/family_booklet?aspect={aspect}"
    shown: dict[str, Any] = (await editor.get(path, headers=headers)).json()
    return shown


def index(settings: Settings) -> list[dict[str, Any]]:
    """The procedures of the index file."""
    found: dict[str, Any] = json.loads((settings.data_dir / INDEX_FILE).read_bytes())
    procedures: list[dict[str, Any]] = found["procedures"]
    return procedures


async def test_procedures_are_listed_whatever_their_state(
    load: Load, editor: httpx.AsyncClient
) -> None:
    await load()
    await editor.post(f"{BOOKLET}/state", json={"state": "off"})
    await editor.post(f"{BOOKLET}/state", json={"state": "off", "aspect": "fee"})

    [found] = (await editor.get("/v1/content/procedures")).json()

    assert (found["id"], found["state"], found["off_aspects"]) == ("family_booklet", "off", ["fee"])
    assert found["edited_at"] is None
    assert (await editor.get(BOOKLET)).json() == found


async def test_what_is_read_can_be_written_back(load: Load, editor: httpx.AsyncClient) -> None:
    await load()
    content = (await editor.get(BOOKLET)).json()["content"]

    response = await editor.put(BOOKLET, json=whole(content))

    assert (response.status_code, response.json()) == (200, {"changed": False})
    assert await audit(editor) == []
    assert (await editor.get(BOOKLET)).json()["edited_at"] is None


async def test_a_change_is_on_the_card_and_in_the_index_at_once(
    load: Load, editor: httpx.AsyncClient, settings: Settings
) -> None:
    await load()
    asked = {**DEAR, "questions": {"fr": ["c'est combien ?"]}}

    response = await editor.put(BOOKLET, json=whole(asked))

    assert response.json() == {"changed": True}
    assert [item["amount_mad"] for item in (await card(editor))["items"]] == [80]
    assert [one["questions"] for one in index(settings)] == [{"fr": ["c'est combien ?"]}]
    assert (await editor.get(BOOKLET)).json()["edited_at"] == "2026-11-25T23:30:00Z"


async def test_a_change_is_written_down_with_who_and_why(
    load: Load, editor: httpx.AsyncClient, clock: FixedClock
) -> None:
    await load()
    clock.advance(timedelta(minutes=5))

    await editor.put(BOOKLET, json=whole(DEAR, "new tariff"), headers={"Jawab-Actor": "brahim"})

    [row] = await audit(editor)
    told = {name: row[name] for name in ("at", "actor", "action", "kind", "subject", "reason")}
    assert told == {
        "at": "2026-11-25T23:35:00Z",
        "actor": "brahim",
        "action": "edit",
        "kind": "procedure",
        "subject": "family_booklet",
        "reason": "new tariff",
    }
    assert [row[when]["fees"][0]["amount_mad"] for when in ("before", "after")] == [75, 80]


async def test_an_answer_is_switched_off_and_on_for_all(
    load: Load, editor: httpx.AsyncClient, settings: Settings
) -> None:
    await load()

    off = await editor.post(f"{BOOKLET}/state", json={"state": "off", "reason": "wrong"})
    assert (off.status_code, off.content) == (204, b"")
    assert ((await card(editor))["state"], index(settings)) == ("off", [])

    await editor.post(f"{BOOKLET}/state", json={"state": "published"})
    assert (await card(editor))["state"] == "published"
    assert [one["id"] for one in index(settings)] == ["family_booklet"]
    assert [(row["action"], row["reason"]) for row in await audit(editor)] == [
        ("published", None),
        ("off", "wrong"),
    ]


async def test_one_aspect_is_switched_off(load: Load, editor: httpx.AsyncClient) -> None:
    await load()

    await editor.post(f"{BOOKLET}/state", json={"state": "off", "aspect": "fee"})

    assert (await card(editor))["state"] == "off"
    assert (await card(editor, "documents"))["state"] == "published"


async def test_what_is_due_is_told_by_owner(
    load: Load, content: Content, editor: httpx.AsyncClient
) -> None:
    content.procedures(procedure(checked_on="2026-05", owner="urbanism"))
    await load()

    [found] = (await editor.get("/v1/content/due")).json()

    assert found == {
        "id": "family_booklet",
        "owner": "urbanism",
        "state": "published",
        "checked_on": "2026-05",
        "review_day": "2026-11-01",
        "review_due": True,
        "expired": None,
    }
    assert (await editor.get("/v1/content/due?owner=content")).json() == []
    assert (await editor.get("/v1/content/due?owner=urbanism")).json() == [found]


async def test_a_wording_is_read_with_who_uses_it(load: Load, editor: httpx.AsyncClient) -> None:
    await load()

    found = (await editor.get("/v1/content/words/link/example")).json()

    assert found == {
        "content": {**wording(), "url": "https://www.example.ma"},
        "used_by": ["family_booklet"],
    }


async def test_a_wording_is_changed_for_all(
    load: Load, editor: httpx.AsyncClient, settings: Settings
) -> None:
    await load()
    path = "/v1/content/words/paper/photo"
    new = {**wording("Photo"), "also": {"fr": ["Portrait"]}, "law": None}

    answers = [(await editor.put(path, json=whole(new))).json() for _ in range(2)]

    assert answers == [{"changed": True}, {"changed": False}]
    assert (await editor.get(path)).json()["content"] == new
    papers = json.loads((settings.data_dir / INDEX_FILE).read_bytes())["papers"]
    assert papers[0]["names"]["fr"] == ["Photo", "Portrait"]
    [row] = await audit(editor)
    assert (row["kind"], row["subject"], row["reason"]) == ("paper", "photo", "a letter")


CONTACT = {"id": "fire", "number": "15", "label": wording("Pompiers"), "standing": "reported"}
DIRECTORY = {
    "office": ("office", office(phone="+212 524 000000"), "offices"),
    "contact": ("contact", CONTACT, "contacts"),
    "calendar": ("calendar", day_off(), "calendar"),
}


@pytest.mark.parametrize(("kind", "entry", "shown"), DIRECTORY.values(), ids=DIRECTORY)
async def test_the_directory_is_written_and_an_entry_withdrawn(
    load: Load, editor: httpx.AsyncClient, kind: str, entry: dict[str, Any], shown: str
) -> None:
    await load()
    path = f"/v1/content/directory/{kind}/{entry['id']}"

    async def listed() -> bool:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        found = (await editor.get("/v1/offices", headers=headers)).json()[shown]
        return any(entry.items() <= {**one, "hours": entry.get("hours")}.items() for one in found)

    put = [(await editor.put(path, json=whole(entry))).json() for _ in range(2)]
    was_there = await listed()
    gone = [(await editor.delete(path)).json() for _ in range(2)]

    assert put == gone == [{"changed": True}, {"changed": False}]
    assert (was_there, await listed()) == (True, False)
    assert [row["action"] for row in await audit(editor, f"?kind={kind}")] == ["withdraw", "edit"]


async def test_hours_are_on_the_card_at_once(load: Load, editor: httpx.AsyncClient) -> None:
    await load()
    assert (await card(editor))["desk"]["opening"]["state"] == "unknown"

    await editor.put("/v1/content/directory/office/town_hall", json=whole(office()))

    opening = (await card(editor))["desk"]["opening"]
    assert (opening["state"], opening["opens"]) == ("closed", "2026-11-26T08:30:00+01:00")


async def test_a_notice_is_put_up_listed_and_ended(
    load: Load, editor: httpx.AsyncClient, clock: FixedClock
) -> None:
    await load()
    path = "/v1/content/notices/flood"
    written = notice(procedures=["family_booklet"])

    put = await editor.put(path, json=written)
    [listed] = (await editor.get("/v1/content/notices")).json()
    clock.advance(timedelta(hours=1))
    ended = [await editor.post(f"{path}/end") for _ in range(2)]
    [over] = (await editor.get("/v1/content/notices")).json()

    assert [one.status_code for one in (put, *ended)] == [204, 204, 204]
    assert listed["text"] == written["text"]
    assert (listed["procedures"], listed["mode"]) == (["family_booklet"], "before")
    assert over["ends_at"] == "2026-11-26T00:30:00Z"
    assert [row["action"] for row in await audit(editor, "?kind=notice")] == ["end", "put up"]


async def test_a_notice_that_ended_before_it_began_is_still_listed(
    editor: httpx.AsyncClient, clock: FixedClock
) -> None:
    later = (clock() + timedelta(hours=1)).isoformat()
    await editor.put("/v1/content/notices/flood", json=notice(starts_at=later))

    await editor.post("/v1/content/notices/flood/end")

    listed = await editor.get("/v1/content/notices")
    assert (listed.status_code, [one["id"] for one in listed.json()]) == (200, ["flood"])


async def test_the_audit_is_told_newest_first_and_in_part(
    load: Load, editor: httpx.AsyncClient
) -> None:
    await load()
    for state in ("off", "draft", "published"):
        await editor.post(f"{BOOKLET}/state", json={"state": state})
    await editor.put("/v1/content/words/step/go_there", json=whole(wording("edited")))

    queries = ["", "?kind=procedure", "?subject=go_there", "?limit=1", "?limit=0", "?kind=office"]
    counts = [len(await audit(editor, query)) for query in queries]

    assert counts == [4, 3, 1, 1, 1, 0]
    assert [row["action"] for row in await audit(editor, "?limit=2")] == ["edit", "published"]


CHANGES: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "a procedure": ("PUT", "procedures/family_booklet", whole(DEAR)),
    "a state": ("POST", "procedures/family_booklet/state", {"state": "off"}),
    "a wording": ("PUT", "words/step/go_there", whole(wording("edited"))),
    "an office": ("PUT", "directory/office/town_hall", whole(office())),
    "a contact": ("DELETE", "directory/contact/police", None),
    "a notice": ("PUT", "notices/flood", notice()),
    "its end": ("POST", "notices/storm/end", None),
}


@pytest.mark.parametrize("actor", [None, "", "x" * 81], ids=["none", "empty", "long"])
@pytest.mark.parametrize(("method", "path", "body"), CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)
async def test_nobody_changes_anything_without_a_name(
    load: Load,
    editor: httpx.AsyncClient,
    method: str,
    path: str,
    body: dict[str, Any] | None,
    actor: str | None,
) -> None:
    await load()
    await editor.put("/v1/content/notices/storm", json=notice(id="storm"))
    del editor.headers["Jawab-Actor"]
    headers = {} if actor is None else {"Jawab-Actor": actor}

    response = await editor.request(method, f"/v1/content/{path}", json=body, headers=headers)

    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")
    assert [row["subject"] for row in await audit(editor)] == ["storm"]


REFUSED: dict[str, tuple[str, str, dict[str, Any] | None, int, str]] = {
    "no such procedure": ("GET", "procedures/nothing", None, 404, "unknown_procedure"),
    "a state of nothing": (
        *("POST", "procedures/nothing/state", {"state": "off"}),
        *(404, "unknown_procedure"),
    ),
    "another id of a procedure": (
        *("PUT", "procedures/other", whole(DEAR)),
        *(422, "invalid_request"),
    ),
    "an id without words": (
        *("PUT", "procedures/family_booklet", whole({**DEAR, "steps": ["fly"]})),
        *(422, "invalid_content"),
    ),
    "a field that there is not": (
        *("PUT", "procedures/family_booklet", whole({**DEAR, "feees": []})),
        *(422, "invalid_content"),
    ),
    "a price as a text": (
        *("PUT", "procedures/family_booklet", whole({**DEAR, "fees": [{"amount_mad": "80"}]})),
        *(422, "invalid_content"),
    ),
    "no content": ("PUT", "procedures/family_booklet", {"reason": "x"}, 422, "invalid_request"),
    "a body with more": (
        *("PUT", "procedures/family_booklet", {**whole(DEAR), "state": "off"}),
        *(422, "invalid_request"),
    ),
    "a long reason": (
        *("PUT", "procedures/family_booklet", whole(DEAR, "x" * 501)),
        *(422, "invalid_request"),
    ),
    "no such state": (
        *("POST", "procedures/family_booklet/state", {"state": "lost"}),
        *(422, "invalid_request"),
    ),
    "no such aspect": (
        *("POST", "procedures/family_booklet/state", {"state": "off", "aspect": "smell"}),
        *(422, "invalid_request"),
    ),
    "a draft for one aspect": (
        *("POST", "procedures/family_booklet/state", {"state": "draft", "aspect": "fee"}),
        *(422, "invalid_content"),
    ),
    "words of no kind": ("GET", "words/rumour/x", None, 404, "unknown_entry"),
    "no such words": ("GET", "words/step/nothing", None, 404, "unknown_entry"),
    "words for no kind": ("PUT", "words/rumour/x", whole(wording()), 422, "invalid_request"),
    "words in three languages": (
        *("PUT", "words/step/go_there", whole({"fr": "x", "ar": "x", "ary": "x"})),
        *(422, "invalid_content"),
    ),
    "a long label": (
        *("PUT", "words/aspect/fee", whole(wording("x" * 21))),
        *(422, "invalid_content"),
    ),
    "a link without an address": (
        *("PUT", "words/link/example", whole(wording())),
        *(422, "invalid_content"),
    ),
    "no such directory": (
        *("PUT", "directory/castle/x", whole(office())),
        *(404, "unknown_entry"),
    ),
    "off no such directory": ("DELETE", "directory/castle/x", None, 404, "unknown_entry"),
    "another id of an office": (
        *("PUT", "directory/office/other", whole(office())),
        *(422, "invalid_request"),
    ),
    "an office without a name": (
        *("PUT", "directory/office/castle", whole(office(id="castle"))),
        *(422, "invalid_content"),
    ),
    "another id of a notice": ("PUT", "notices/storm", notice(), 422, "invalid_request"),
    "a notice on nothing": (
        *("PUT", "notices/flood", notice(procedures=["nothing"])),
        *(404, "unknown_procedure"),
    ),
    "a notice without end": (
        *("PUT", "notices/flood", notice(ends_at=None)),
        *(422, "invalid_request"),
    ),
    "the end of no notice": ("POST", "notices/flood/end", None, 404, "unknown_notice"),
    "an audit of words": ("GET", "audit?limit=all", None, 422, "invalid_request"),
}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"), REFUSED.values(), ids=REFUSED
)
async def test_what_is_refused_has_a_code_and_changes_nothing(
    load: Load,
    editor: httpx.AsyncClient,
    method: str,
    path: str,
    body: dict[str, Any] | None,
    status: int,
    code: str,
) -> None:
    await load()

    response = await editor.request(method, f"/v1/content/{path}", json=body)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert await audit(editor) == []


@pytest.mark.parametrize("name", ["Photo", "photo of me", "1", "x" * 81])
async def test_a_wording_under_no_good_id_is_refused(
    load: Load, editor: httpx.AsyncClient, name: str
) -> None:
    await load()

    response = await editor.put(f"/v1/content/words/paper/{name}", json=whole(wording()))

    assert (response.status_code, await audit(editor)) == (422, [])
