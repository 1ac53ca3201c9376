"""The widget's API on the real application: sessions, messages, the stream, health."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.app import BODY_MAX_BYTES, create_app
from bot.conversation.receive import TEXT_MAX_CHARS, WAITING_MAX
from bot.domain.reply import Reply
from bot.settings import Settings
from bot.store.tables import Inbox, WebEvent
from bot.web.sessions import SESSION_LASTS
from bot.web.widget import STREAMS_MAX
from bot.workers.outbox import LEASE
from tests.factories import CODE, REFERENCE, FixedClock, catalogues, choice, settings, validator
from tests.fakes import FakeAdministration, FakeAssistant, FakeChannel, said
from tests.integration.bench import Bench, build_bench_gateway, tracking
from tests.integration.serving import eventually, served


@dataclass
class Page:
    """A visitor's page."""

    client: httpx.AsyncClient
    headers: dict[str, str]

    async def post(self, **body: Any) -> httpx.Response:
        """Post a message."""
        return await self.client.post("/api/web/messages", json=body, headers=self.headers)

    async def read(self, number: int, after: int = 0) -> list[tuple[int, str, dict[str, Any]]]:
        """Read so many events of the stream that have an id."""
        headers = {**self.headers, "Last-Event-ID": str(after)}
        async with (
            asyncio.timeout(20),
            self.client.stream("GET", "/api/web/events", headers=headers) as response,
            aclosing(_events(response.aiter_lines())) as events,
        ):
            return [await anext(events) for _ in range(number)]


async def _events(lines: AsyncIterator[str]) -> AsyncIterator[tuple[int, str, dict[str, Any]]]:
    fields: dict[str, str] = {}
    async for line in lines:
        name, _, value = line.partition(": ")
        if name:
            fields[name] = value
        elif "id" in fields:
            yield int(fields["id"]), fields["event"], json.loads(fields["data"])
        if not line:
            fields = {}


async def begin(client: httpx.AsyncClient, **wish: Any) -> Page:
    made = await client.post("/api/web/sessions", json=wish)
    return Page(client, {"Authorization": f"Bearer {made.raise_for_status().json()['token']}"})


@pytest_asyncio.fixture
async def client(bench: Bench) -> AsyncIterator[httpx.AsyncClient]:
    """The application without its workers: what is posted waits."""
    transport = httpx.ASGITransport(create_app(gateway=bench.gateway))
    async with httpx.AsyncClient(transport=transport, base_url="http://jawab") as client:
        yield client


@pytest_asyncio.fixture
async def page(client: httpx.AsyncClient) -> Page:
    return await begin(client)


@pytest_asyncio.fixture
async def live(bench: Bench) -> AsyncIterator[Page]:
    """A page of a gateway that runs whole; it answers in French."""
    async with (
        served(create_app(gateway=bench.gateway)) as url,
        httpx.AsyncClient(base_url=url, trust_env=False) as client,
    ):
        yield await begin(client)


# --- sessions ---


async def test_a_session_is_made_without_a_word(client: httpx.AsyncClient, bench: Bench) -> None:
    response = await client.post("/api/web/sessions")

    assert response.status_code == 201
    ends = (bench.clock() + SESSION_LASTS).isoformat().replace("+00:00", "Z")
    assert response.json()["expires_at"] == ends


async def test_an_unknown_language_of_a_page_is_refused(client: httpx.AsyncClient) -> None:
    assert (await client.post("/api/web/sessions", json={"locale": "en"})).status_code == 422


async def test_a_talk_begins_in_the_language_of_the_page(client, bench: Bench) -> None:
    await (await begin(client, locale="ar")).post(id="1", text="ok")
    await bench.answer()

    assert [question.language for question in bench.assistant.questions] == ["ar"]


NO_SESSION = {
    "none": {},
    "empty": {"Authorization": ""},
    "no_bearer": {"Authorization": "Basic dTpw"},
    "garbage": {"Authorization": "Bearer x.y.z"},
    "not_ascii": {"Authorization": "Bearer é.ÿ.x".encode("latin-1")},
}


@pytest.mark.parametrize("headers", NO_SESSION.values(), ids=NO_SESSION)
async def test_without_a_session_nothing_is_said(client: httpx.AsyncClient, headers) -> None:
    posted = await client.post(
        "/api/web/messages", json={"id": "1", "text": "salam"}, headers=headers
    )
    read = await client.get("/api/web/events", headers=headers)

    assert (posted.status_code, read.status_code) == (401, 401)
    assert posted.json()["detail"]["code"] == "session_ended"


async def test_a_session_ends(page: Page, bench: Bench) -> None:
    bench.clock.advance(SESSION_LASTS)

    assert (await page.post(id="1", text="salam")).status_code == 401


# --- messages ---


async def test_a_message_is_accepted_before_it_is_thought_about(page: Page, bench: Bench) -> None:
    response = await page.post(id="1", text="salam")

    assert (response.status_code, response.json()) == (202, {"id": "1"})
    assert bench.assistant.questions == []


async def test_the_same_id_again_is_accepted_and_stored_once(page: Page, bench: Bench) -> None:
    codes = [(await page.post(id="1", text="salam")).status_code for _ in range(3)]

    assert codes == [202, 202, 202]
    assert len(await bench.rows(Inbox)) == len(await bench.rows(WebEvent)) == 1


async def test_two_pages_may_use_the_same_id(client: httpx.AsyncClient, bench: Bench) -> None:
    for _ in range(2):
        await (await begin(client)).post(id="1", text="salam")

    assert len(await bench.rows(Inbox)) == 2


async def test_a_visitor_cannot_let_ever_more_wait(page: Page, bench: Bench) -> None:
    codes = [(await page.post(id=str(n), text="salam")).status_code for n in range(WAITING_MAX)]
    one_more = await page.post(id="more", text="salam")
    sent_again = await page.post(id="0", text="salam")
    await bench.answer()
    after_answers = await page.post(id="more", text="salam")

    assert set(codes) == {202}
    assert (one_more.status_code, one_more.json()["detail"]["code"]) == (429, "too_many_waiting")
    assert (sent_again.status_code, after_answers.status_code) == (202, 202)


REFUSED: dict[str, dict[str, Any]] = {
    "neither": {"id": "1"},
    "both": {"id": "1", "text": "salam", "choice": "c"},
    "empty": {"id": "1", "text": ""},
    "blank": {"id": "1", "text": " \n"},
    "too_long": {"id": "1", "text": "a" * (TEXT_MAX_CHARS + 1)},
    "no_id": {"text": "salam"},
    "empty_id": {"id": "", "text": "salam"},
    "long_id": {"id": "a" * 65, "text": "salam"},
    "id_of_other_signs": {"id": "a b", "text": "salam"},
    "text_is_no_text": {"id": "1", "text": ["salam"]},
    "choice_of_other_signs": {"id": "1", "choice": "a\x00b"},
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
async def test_a_message_out_of_shape_is_refused(page: Page, bench: Bench, body) -> None:
    response = await page.post(**body)

    assert response.status_code == 422
    assert await bench.rows(Inbox) == []


async def test_a_refusal_does_not_repeat_what_was_written(page: Page) -> None:
    response = await page.post(id="1", text="canari" * TEXT_MAX_CHARS)

    assert "canari" not in response.text


async def test_half_a_sign_is_refused(page: Page) -> None:
    response = await page.client.post(
        "/api/web/messages",
        content=b'{"id": "1", "text": "\\ud800"}',
        headers={**page.headers, "Content-Type": "application/json"},
    )

    assert response.status_code == 422


async def test_a_message_of_the_greatest_length_is_accepted(page: Page) -> None:
    assert (await page.post(id="1", text="ا" * TEXT_MAX_CHARS)).status_code == 202


async def _in_pieces(size: int) -> AsyncIterator[bytes]:
    for _ in range(size // 1024):
        yield b"a" * 1024


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in_pieces"])
async def test_a_body_that_weighs_too_much_is_refused(page: Page, announced: bool) -> None:
    size = BODY_MAX_BYTES + 2048
    content: Any = b"a" * size if announced else _in_pieces(size)

    response = await page.client.post("/api/web/messages", content=content, headers=page.headers)

    assert response.status_code == 413
    assert response.json()["detail"]["code"] == "too_large"


# --- the stream ---


async def test_an_answer_comes_by_the_stream(live: Page) -> None:
    await live.post(id="q1", text="chokran")

    echo, answer = await live.read(2)

    assert echo[1:] == ("echo", {"id": "q1", "text": "chokran"})
    assert (answer[1], answer[2]["in_reply_to"]) == ("message", "q1")
    assert answer[2]["text"] == catalogues().text("fr", "thank")


async def test_a_message_of_the_stream_keeps_its_schema(live: Page, bench: Bench) -> None:
    bench.assistant.answers = lambda _: said(Reply(say="greet", choices=(choice(id=None),)))
    await live.post(id="q1", text="salam")

    (_, (_, _, event)) = await live.read(2)

    validator("web_event").validate(event)


async def test_after_a_reload_both_sides_of_the_talk_are_there(live: Page) -> None:
    for n in range(3):
        await live.post(id=f"q{n}", text=f"t{n}")
        await live.read(2 * n + 2)

    kinds = [kind for _, kind, _ in await live.read(6)]

    assert kinds == ["echo", "message"] * 3


async def test_a_stream_goes_on_without_gap_or_repeat(live: Page) -> None:
    for n in range(3):
        await live.post(id=f"q{n}", text=f"t{n}")
    whole = await live.read(6)

    parts = await live.read(2)
    parts += await live.read(1, after=parts[-1][0])
    parts += await live.read(3, after=parts[-1][0])

    assert parts == whole
    assert [place for place, _, _ in whole] == sorted({place for place, _, _ in whole})


async def test_a_stream_that_is_open_gets_what_comes_later(live: Page) -> None:
    reading = asyncio.create_task(live.read(2))
    await asyncio.sleep(0.2)

    await live.post(id="q1", text="salam")

    assert [kind for _, kind, _ in await reading] == ["echo", "message"]


async def test_a_stream_shows_nothing_of_another_visitor(live: Page) -> None:
    other = await begin(live.client)
    await other.post(id="theirs", text="salam")
    await other.read(2)
    await live.post(id="mine", text="salam")

    shown = [data.get("id") or data["in_reply_to"] for _, kind, data in await live.read(1)]

    assert shown == ["mine"]


async def test_a_visitor_has_a_few_streams_and_no_more(live: Page) -> None:
    reading = [asyncio.create_task(live.read(1)) for _ in range(STREAMS_MAX)]
    await asyncio.sleep(0.5)

    refused = await live.client.get("/api/web/events", headers=live.headers)
    await live.post(id="q1", text="salam")
    await asyncio.gather(*reading)

    assert (refused.status_code, refused.json()["detail"]["code"]) == (429, "too_many_streams")


@pytest.mark.parametrize("last", ["abc", "-1", str(2**70)])
async def test_a_place_that_no_stream_has_is_refused(page: Page, last: str) -> None:
    headers = {**page.headers, "Last-Event-ID": last}

    assert (await page.client.get("/api/web/events", headers=headers)).status_code == 422


async def test_the_dots_are_shown_while_an_answer_is_worked_on(live: Page, bench: Bench) -> None:
    gate = bench.assistant.gates["slow"] = asyncio.Event()
    await live.post(id="q1", text="slow")
    async with (
        asyncio.timeout(20),
        live.client.stream("GET", "/api/web/events", headers=live.headers) as response,
    ):
        async for line in response.aiter_lines():
            if line == "event: typing":
                gate.set()
            if line == "event: message":
                break

    assert gate.is_set()


async def test_a_pressed_button_is_shown_by_its_words(live: Page, bench: Bench) -> None:
    bench.assistant.answers = lambda _: said(Reply(say="greet", choices=(choice(id=None),)))
    await live.post(id="q1", text="salam")
    shown = (await live.read(2))[-1]
    (button,) = shown[2]["choices"]

    await live.post(id="q2", choice=button["id"])

    assert (await live.read(1, after=shown[0]))[0][2] == {"id": "q2", "text": button["title"]}


async def test_a_code_is_not_shown_again(live: Page, bench: Bench) -> None:
    bench.assistant.answers = tracking
    await live.post(id="q1", text=REFERENCE)
    asked = (await live.read(2))[-1]
    await live.post(id="q2", text=CODE)

    echo, told = await live.read(2, after=asked[0])

    assert echo[2] == {"id": "q2", "text": "[code]"}
    assert REFERENCE in told[2]["text"]


async def test_a_send_that_is_repeated_shows_one_message(bench: Bench, page: Page) -> None:
    await page.post(id="q1", text="salam")
    await bench.answer()
    interrupted = await bench.outbox.claim("died", LEASE)
    assert interrupted is not None
    web = bench.gateway.channels["web"]
    await bench.gateway.outbox_worker._deliverer._send(interrupted, web)
    await bench.gateway.outbox_worker._deliverer._send(interrupted, web)

    assert [row.kind for row in await bench.rows(WebEvent)] == ["echo", "message"]


# --- health ---


@asynccontextmanager
async def alone(own: Settings) -> AsyncIterator[Bench]:
    """A gateway on whatever database it finds."""
    parts = FixedClock(), FakeAssistant(), FakeAdministration(), FakeChannel()
    clock, assistant, administration, channel = parts
    gateway = build_bench_gateway(own, *parts)
    yield Bench(gateway, own, clock, assistant, administration, channel, count())
    await gateway.aclose()
    # A connection that failed ends its thread a moment later, and wants the loop for that.
    await eventually(lambda: not any("_connection_worker" in t.name for t in threading.enumerate()))


@pytest_asyncio.fixture
async def away(tmp_path: Path) -> AsyncIterator[Bench]:
    """A gateway whose database cannot be opened."""
    (tmp_path / "bot.sqlite3").mkdir()
    async with alone(settings(tmp_path)) as bench:
        yield bench


@pytest_asyncio.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Bench]:
    """A gateway whose database has no tables."""
    async with alone(settings(tmp_path)) as bench:
        yield bench


async def ask(bench: Bench, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(create_app(gateway=bench.gateway))
    async with httpx.AsyncClient(transport=transport, base_url="http://jawab") as client:
        return await client.get(path)


async def test_with_the_database_away_the_page_is_told_to_send_again(away: Bench) -> None:
    transport = httpx.ASGITransport(create_app(gateway=away.gateway))
    async with httpx.AsyncClient(transport=transport, base_url="http://jawab") as client:
        response = await (await begin(client)).post(id="1", text="salam")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "2"
    assert response.json()["detail"]["code"] == "not_stored"


async def test_it_is_ready_when_a_whole_turn_can_be_answered(bench: Bench) -> None:
    response = await ask(bench, "/readyz")

    parts = {"database": "ok", "assistant": "ok", "backend": "ok"}
    assert (response.status_code, response.json()) == (200, {"status": "ok", "parts": parts})


async def test_readiness_names_the_assistant_and_the_backend(bench: Bench) -> None:
    bench.assistant.is_ready, bench.administration.away = False, True

    response = await ask(bench, "/readyz")

    assert response.status_code == 503
    parts = {"database": "ok", "assistant": "away", "backend": "away"}
    assert response.json() == {"status": "not_ready", "parts": parts}


async def test_readiness_names_the_database(away: Bench) -> None:
    response = await ask(away, "/readyz")

    assert (response.status_code, response.json()["parts"]["database"]) == (503, "away")


async def test_readiness_names_a_database_without_tables(empty: Bench) -> None:
    response = await ask(empty, "/readyz")

    assert (response.status_code, response.json()["parts"]["database"]) == (503, "away")


async def test_the_process_lives_whatever_is_away(away: Bench) -> None:
    response = await ask(away, "/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
