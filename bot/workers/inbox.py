"""Answers waiting messages: several conversations at a time, one message of each."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Final

from bot.channels.contract import Channel
from bot.conversation.answer import Answerer, TryAgain
from bot.privacy import Keys
from bot.store.inbox import InboxStore, Turn, Waiting
from bot.wake import Wake

_log = logging.getLogger(__name__)
LEASE: Final = timedelta(seconds=20)
HEARTBEAT_SECONDS: Final = 5.0


class InboxWorker:
    """Claims, answers, closes."""

    def __init__(
        self,
        inbox: InboxStore,
        answerer: Answerer,
        channels: Mapping[str, Channel],
        keys: Keys,
        outbox_wake: Wake,
        owner: str,
    ) -> None:
        """Take the inbox, who answers, the channels to show the dots on, and whom to wake."""
        self._inbox = inbox
        self._answerer = answerer
        self._channels = channels
        self._keys = keys
        self._outbox_wake = outbox_wake
        self._owner = owner

    async def work(self) -> bool:
        """Answer one message; False where none waits."""
        # A lease is one worker's: another one of this process must not close a turn for it.
        owner = f"{self._owner}:{secrets.token_hex(4)}"
        waiting = await self._inbox.claim(owner, LEASE)
        if waiting is None:
            return False
        async with self._lease_kept(waiting, owner):
            result = await self._answer(waiting)
        if isinstance(result, TryAgain):
            await self._inbox.postpone(waiting, owner, result.wait)
        elif await self._inbox.finish(waiting, owner, result):
            self._outbox_wake.notify()
        else:
            _log.warning("inbox row %d was closed by another turn", waiting.inbox_id)
        return True

    async def _answer(self, waiting: Waiting) -> Turn | TryAgain:
        try:
            await self._show_typing(waiting)
            return await self._answerer.answer(waiting)
        except Exception as error:  # noqa: BLE001  # one bad message must not stop the others
            return self._answerer.after_failure(waiting, error)

    async def _show_typing(self, waiting: Waiting) -> None:
        channel = self._channels.get(waiting.channel)
        if channel is not None:
            address = self._keys.unseal(waiting.address, "conversation.address")
            # Not awaited for long: the answer matters more than the dots.
            with suppress(TimeoutError):
                await asyncio.wait_for(channel.typing(address), 1)

    @asynccontextmanager
    async def _lease_kept(self, waiting: Waiting, owner: str) -> AsyncIterator[None]:
        heart = asyncio.create_task(self._beat(waiting, owner))
        try:
            yield
        finally:
            heart.cancel()
            with suppress(asyncio.CancelledError):
                await heart

    async def _beat(self, waiting: Waiting, owner: str) -> None:
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            with suppress(Exception):  # the lease is long enough for one missed beat
                await self._inbox.keep(waiting, owner, LEASE)
