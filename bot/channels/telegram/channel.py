"""The Telegram channel: sends with python-telegram-bot, is read by long polling."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import httpx
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.contract import Capabilities, Outgoing, Payload
from bot.channels.telegram.errors import as_send_error
from bot.channels.telegram.payloads import parse_update
from bot.channels.telegram.render import TEXT_MAX_CHARS, message_payload
from bot.domain.message import Ignored, Inbound
from bot.domain.reply import Rendered

NAME: Final = "telegram"
CAPABILITIES: Final = Capabilities(
    text_max_chars=TEXT_MAX_CHARS,
    choices_max=10,
    choice_title_max_chars=60,
    repeats_safely=False,
    shows_own_messages=False,
)
# Its INFO lines hold the request's address, and that holds the token.
logging.getLogger("httpx").setLevel(logging.WARNING)
# The library's switch: waits come as timedelta, without a warning at each flood limit.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class TelegramChannel:
    """One bot account."""

    name = NAME
    capabilities = CAPABILITIES

    def __init__(self, token: str, api_url: str) -> None:
        """Prepare the clients; nothing is asked of Telegram yet."""
        self._account = token.partition(":")[0]
        self._updates_url = f"{api_url}/bot{token}/getUpdates"
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(5, read=40))
        self._request = HTTPXRequest(
            connect_timeout=5, read_timeout=15, write_timeout=15, pool_timeout=5
        )
        self._bot = Bot(token, base_url=f"{api_url}/bot", request=self._request)

    def parse(self, body: Mapping[str, Any]) -> Sequence[Inbound]:
        """Read one update; one that lacks what we need is ignored."""
        try:
            return [parse_update(body, account=self._account)]
        except (KeyError, TypeError, AttributeError):
            return [Ignored(reason="malformed update")]

    def render(self, rendered: Rendered, in_reply_to: str) -> Payload:
        """Give text and keyboard."""
        return message_payload(rendered)

    async def send(self, outgoing: Outgoing) -> str | None:
        """Send a message; gives Telegram's message id."""
        keyboard = [
            [InlineKeyboardButton(**button) for button in row] for row in outgoing.payload["rows"]
        ]
        try:
            message = await self._bot.send_message(
                chat_id=int(outgoing.address),
                text=outgoing.payload["text"],
                reply_markup=InlineKeyboardMarkup(keyboard) if keyboard else None,
            )
        except TelegramError as error:
            raise as_send_error(error) from error
        return str(message.message_id)

    async def typing(self, address: str) -> None:
        """Show the typing line."""
        with suppress(TelegramError):
            await self._bot.send_chat_action(chat_id=int(address), action="typing")

    async def poll(self, offset: int | None) -> tuple[Sequence[Mapping[str, Any]], int | None]:
        """Wait for updates; gives them and the next offset. Raises httpx.HTTPError."""
        wanted = {"timeout": 30, "allowed_updates": ["message", "callback_query"]}
        response = await self._client.post(
            self._updates_url, json=wanted if offset is None else wanted | {"offset": offset}
        )
        if response.is_error:
            # The library's own error would name the address, and that holds the token.
            raise httpx.HTTPError(f"getUpdates answered {response.status_code}")
        updates = response.json().get("result") or []
        if not updates:
            return [], offset
        return updates, max(int(update["update_id"]) for update in updates) + 1

    async def acknowledge(self, update: Mapping[str, Any]) -> None:
        """Stop the button's spinning; must be called for every press."""
        if callback := update.get("callback_query"):
            with suppress(TelegramError):
                await self._bot.answer_callback_query(str(callback.get("id")))

    async def aclose(self) -> None:
        """Close connections."""
        await self._client.aclose()
        await self._request.shutdown()
