"""Reads Telegram by long polling; an update counts as read only once it is stored."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from bot.channels.telegram.channel import TelegramChannel
from bot.conversation.receive import Receiver
from bot.domain.message import InboundMessage
from bot.store.cursors import CursorStore

_log = logging.getLogger(__name__)
CURSOR: Final = "telegram"
REST_SECONDS: Final = 5.0


async def poll_forever(channel: TelegramChannel, receiver: Receiver, cursors: CursorStore) -> None:
    """Store what comes in; Telegram repeats what was not acknowledged by the next offset."""
    while True:
        try:
            await _poll_once(channel, receiver, cursors)
        except Exception as error:  # noqa: BLE001  # the loop's outer edge: it must go on
            # Only the kind: an error's text may hold the token or a piece of a message.
            _log.warning("polling rests: %s", type(error).__name__)
            await asyncio.sleep(REST_SECONDS)


async def _poll_once(channel: TelegramChannel, receiver: Receiver, cursors: CursorStore) -> None:
    offset = await cursors.position(CURSOR)
    updates, next_offset = await channel.poll(offset)
    for update in updates:
        for message in channel.parse(update):
            if isinstance(message, InboundMessage):
                await receiver.receive(message)
        await channel.acknowledge(update)
    if next_offset is not None and next_offset != offset:
        await cursors.move(CURSOR, next_offset)
