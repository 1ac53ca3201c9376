"""Delivers replies: several conversations at a time, in order within each."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta
from typing import Final

from bot.conversation.deliver import Deliverer
from bot.store.outbox import OutboxStore

_log = logging.getLogger(__name__)
# Longer than the longest send (15 s) with its writing down.
LEASE: Final = timedelta(seconds=40)


class OutboxWorker:
    """Claims and delivers."""

    def __init__(self, outbox: OutboxStore, deliverer: Deliverer, owner: str) -> None:
        """Take the outbox and who delivers."""
        self._outbox = outbox
        self._deliverer = deliverer
        self._owner = owner

    async def work(self) -> bool:
        """Deliver one reply; False where none is due."""
        row = await self._outbox.claim(f"{self._owner}:{secrets.token_hex(4)}", LEASE)
        if row is None:
            return False
        try:
            await self._deliverer.deliver(row)
        except Exception as error:  # noqa: BLE001  # one bad reply must not stop the others
            _log.error("outbox row %d: %s", row.outbox_id, type(error).__name__)
            await self._deliverer.broken(row, type(error).__name__)
        return True
