"""Reads Telegram by long polling; an update counts as read only once it is stored."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import httpx
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.telegram.channel import TelegramChannel
from bot.conversation.receive import Receiver
from bot.domain.message import InboundMessage
from bot.store.cursors import CursorStore

_log = logging.getLogger(__name__)
CURSOR: Final = "telegram"
REST_SECONDS: Final = 5.0


async def poll_forever(channel: TelegramChannel, receiver: Receiver, cursors: CursorStore) -> None:
    """Store what comes in; Telegram repeats what was not acknowledged by the next offset."""
    offset = await cursors.position(CURSOR)
    while True:
        try:
            offset = await _poll_once(channel, receiver, cursors, offset)
        except (httpx.HTTPError, ValueError, SQLAlchemyError) as error:
            _log.warning("polling rests: %s", type(error).__name__)
            await asyncio.sleep(REST_SECONDS)


async def _poll_once(
    channel: TelegramChannel, receiver: Receiver, cursors: CursorStore, offset: int | None
) -> int | None:
    updates, next_offset = await channel.poll(offset)
    for update in updates:
        for message in channel.parse(update):
            if isinstance(message, InboundMessage):
                await receiver.receive(message)
        await channel.acknowledge(update)
    if next_offset is not None and next_offset != offset:
        await cursors.move(CURSOR, next_offset)
    return next_offset
