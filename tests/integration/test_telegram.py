"""Telegram by long polling, against a small API of the same shape on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import pytest_asyncio
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy.exc import OperationalError

from bot.channels.contract import ContactStopped, Outgoing, Rejected, SendError, Throttled
from bot.channels.telegram.channel import TelegramChannel
from bot.store.cursors import CursorStore
from bot.store.tables import Inbox
from bot.workers import telegram as worker
from tests.integration.bench import Bench
from tests.integration.serving import PATIENCE_SECONDS, served

TOKEN = "4242:token-for-tests"
PAYLOADS = Path(__file__).parents[1] / "payloads" / "telegram"


@dataclass
class Telegram:
    """Keeps updates until they are acknowledged by a higher offset."""

    updates: list[Any] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def app(self) -> FastAPI:
        """The two methods that matter, and `true` to all others."""
        app = FastAPI()

        @app.post(f"/bot{TOKEN}/getUpdates")
        async def updates(request: Request) -> Any:
            return await self._updates((await request.json()).get("offset", 0))

        @app.post(f"/bot{TOKEN}/{{method}}")
        async def other(method: str, request: Request) -> Any:
            self.calls.append((method, dict(parse_qsl((await request.body()).decode()))))
            if self.refusals:
                status, body = self.refusals.pop(0)
                return JSONResponse({"ok": False, **body}, status)
            chat = {"id": 1, "type": "private"}
            message = {"message_id": len(self.calls), "date": 0, "chat": chat}
            return {"ok": True, "result": message if method == "sendMessage" else True}

        return app

    async def _updates(self, offset: int) -> dict[str, Any]:
        await asyncio.sleep(0.02)
        waiting = [u for u in self.updates if not isinstance(u, dict) or u["update_id"] >= offset]
        return {"ok": True, "result": waiting}

    def bring(self, *names: str) -> None:
        """Add recorded updates."""
        self.updates += [json.loads((PAYLOADS / f"{n}.json").read_text("utf-8")) for n in names]

    def called(self, method: str) -> list[dict[str, Any]]:
        """What a method was called with."""
        return [fields for name, fields in self.calls if name == method]


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest_asyncio.fixture
async def channel(telegram: Telegram) -> AsyncIterator[TelegramChannel]:
    """The real channel in front of it."""
    async with served(telegram.app()) as url:
        channel = TelegramChannel(TOKEN, url)
        yield channel
        await channel.aclose()


@asynccontextmanager
async def polling(channel: TelegramChannel, bench: Bench) -> AsyncIterator[None]:
    """Poll as the gateway does, until the block ends."""
    cursors = CursorStore(bench.gateway.database)
    task = asyncio.create_task(worker.poll_forever(channel, bench.gateway.receiver, cursors))
    yield
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def stored(bench: Bench, number: int) -> list[str]:
    """Wait for so many messages; gives their ids."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(rows := await bench.rows(Inbox)) < number:  # noqa: ASYNC110  # a table is read
            await asyncio.sleep(0.02)
    return [row.external_id for row in rows]


async def acknowledged(bench: Bench, position: int) -> None:
    cursors = CursorStore(bench.gateway.database)
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await cursors.position(worker.CURSOR) != position:  # noqa: ASYNC110  # the same
            await asyncio.sleep(0.02)


async def test_updates_are_stored_once_and_acknowledged(telegram, channel, bench: Bench) -> None:
    telegram.bring("text", "group", "voice", "press", "malformed_chat")

    async with polling(channel, bench):
        ids = await stored(bench, 2)
        await acknowledged(bench, 9019)

    # Voice and text have the same message id in these files: Telegram's ids are unique.
    assert ids == ["m:700112233:41", "c:3010"]


async def test_a_press_stops_spinning(telegram, channel, bench: Bench) -> None:
    telegram.bring("press", "press_of_a_foreign_button")

    async with polling(channel, bench):
        await acknowledged(bench, 9016)

    spun = [call["callback_query_id"] for call in telegram.called("answerCallbackQuery")]
    assert spun == ["3010", "3012"]


async def test_after_a_restart_polling_goes_on_where_it_was(telegram, channel, bench) -> None:
    telegram.bring("text")
    async with polling(channel, bench):
        await acknowledged(bench, 9002)
    telegram.bring("press")

    async with polling(channel, bench):
        await acknowledged(bench, 9014)

    assert len(await bench.rows(Inbox)) == 2


async def test_an_update_that_was_not_stored_comes_again(
    telegram, channel, bench: Bench, monkeypatch
) -> None:
    monkeypatch.setattr(worker, "REST_SECONDS", 0.01)
    accept, failures = bench.gateway.inbox.accept, [1, 2]

    async def failing(arrival: Any) -> bool:
        if failures:
            failures.pop()
            raise OperationalError("insert", {}, Exception())
        return await accept(arrival)

    monkeypatch.setattr(bench.gateway.inbox, "accept", failing)
    telegram.bring("text")

    async with polling(channel, bench):
        assert await stored(bench, 1) == ["m:700112233:41"]


async def test_an_answer_of_another_shape_does_not_end_the_polling(
    telegram, channel, bench: Bench, monkeypatch
) -> None:
    monkeypatch.setattr(worker, "REST_SECONDS", 0.01)
    telegram.updates = ["no update"]

    async with polling(channel, bench):
        await asyncio.sleep(0.2)
        telegram.updates = []
        telegram.bring("text")
        assert await stored(bench, 1) == ["m:700112233:41"]


MESSAGE = Outgoing(
    address="700112233",
    key="1",
    payload={"text": "سلام", "rows": [[{"text": "Le prix", "callback_data": "c:a1"}]]},
)


async def test_a_message_is_sent_with_its_buttons(telegram, channel: TelegramChannel) -> None:
    assert await channel.send(MESSAGE) == "1"

    (sent,) = telegram.called("sendMessage")
    assert (sent["chat_id"], sent["text"]) == ("700112233", "سلام")
    keyboard = {"inline_keyboard": [[{"text": "Le prix", "callback_data": "c:a1"}]]}
    assert json.loads(sent["reply_markup"]) == keyboard


REFUSALS: dict[str, tuple[int, dict[str, Any], type[SendError]]] = {
    "blocked": (403, {"description": "Forbidden: bot was blocked by the user"}, ContactStopped),
    "chat_unknown": (400, {"description": "Bad Request: chat not found"}, Rejected),
    "flood": (
        429,
        {"description": "Too Many Requests", "parameters": {"retry_after": 3}},
        Throttled,
    ),
}


@pytest.mark.parametrize(("status", "body", "expected"), REFUSALS.values(), ids=REFUSALS)
async def test_a_refusal_of_the_api_is_translated(
    telegram, channel: TelegramChannel, status: int, body: dict[str, Any], expected
) -> None:
    telegram.refusals = [(status, body)]

    with pytest.raises(expected):
        await channel.send(MESSAGE)


async def test_the_dots_never_fail(telegram, channel: TelegramChannel) -> None:
    telegram.refusals = [(500, {"description": "no"})]

    await channel.typing("700112233")

    assert telegram.called("sendChatAction")[0]["action"] == "typing"


async def test_no_log_holds_the_token(telegram, channel, bench: Bench, caplog, monkeypatch) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr(worker, "REST_SECONDS", 0.01)
    telegram.updates = ["no update"]
    async with polling(channel, bench):
        await asyncio.sleep(0.1)
    telegram.refusals = [(502, {})]
    with pytest.raises(SendError):
        await channel.send(MESSAGE)

    assert TOKEN not in caplog.text
