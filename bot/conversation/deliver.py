"""From an outbox row to the citizen's screen, and what to do where that fails."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.administration.contract import Administration, AdministrationAway
from bot.channels.contract import (
    Channel,
    ContactStopped,
    OutcomeUnknown,
    Outgoing,
    Rejected,
    SendError,
    Throttled,
)
from bot.clock import Clock
from bot.conversation.compose import compose
from bot.conversation.fit import fit
from bot.conversation.words import TIME_ZONE, Words
from bot.domain.delivery import SEND_BACKOFF, Delivery
from bot.domain.reply import Rendered
from bot.i18n import Catalogues
from bot.privacy import Keys
from bot.store.outbox import OutboxStore
from bot.store.outbox import Outgoing as Row

_log = logging.getLogger(__name__)
_FINAL: Final[Mapping[type[SendError], Delivery]] = {
    Rejected: Delivery.FAILED_PERMANENT,
    ContactStopped: Delivery.CONTACT_STOPPED,
    OutcomeUnknown: Delivery.UNKNOWN,
}


class Deliverer:
    """Sends one reply at a time; holds no database session while it does."""

    def __init__(
        self,
        outbox: OutboxStore,
        channels: Mapping[str, Channel],
        administration: Administration,
        catalogues: Catalogues,
        keys: Keys,
        clock: Clock,
    ) -> None:
        """Take where replies come from, where they go, and what words are made of."""
        self._outbox = outbox
        self._channels = channels
        self._administration = administration
        self._catalogues = catalogues
        self._keys = keys
        self._clock = clock

    async def deliver(self, row: Row) -> None:
        """Send a claimed reply and write down how it fared."""
        channel = self._channels.get(row.channel)
        if channel is None:
            await self._outbox.postpone(row, "channel_off", timedelta(minutes=5))
        elif row.interrupted and not channel.capabilities.repeats_safely:
            # Somebody died between sending and writing it down: it may have arrived.
            await self._outbox.close(row, Delivery.UNKNOWN, error=OutcomeUnknown.code)
        else:
            await self._send(row, channel)

    async def _send(self, row: Row, channel: Channel) -> None:
        try:
            rendered = fit(await self._rendered(row), channel.capabilities)
            provider_id = await channel.send(
                Outgoing(
                    address=self._keys.unseal(row.address, "conversation.address"),
                    key=str(row.outbox_id),
                    payload=channel.render(rendered, row.in_reply_to),
                )
            )
        except AdministrationAway:
            await self._outbox.postpone(row, "no_wordings", timedelta(seconds=1))
        except SendError as error:
            await self._failed(row, error)
        else:
            await self._outbox.close(row, Delivery.SENT, provider_id=provider_id)

    async def _rendered(self, row: Row) -> Rendered:
        words = Words(
            language=row.language,
            catalogues=self._catalogues,
            vocabulary=await self._administration.vocabulary(),
            live=await self._administration.live(),
            today=self._clock().astimezone(TIME_ZONE).date(),
        )
        return compose(row.reply, words)

    async def _failed(self, row: Row, error: SendError) -> None:
        _log.warning("send failed on %s: %s", row.channel, error.code)
        final = _FINAL.get(type(error))
        if final is not None:
            await self._outbox.close(row, final, error=error.code)
            return
        asked = error.retry_after if isinstance(error, Throttled) else timedelta(0)
        await self._retry(row, error.code, at_least=asked)

    async def broken(self, row: Row, code: str) -> None:
        """Set a reply back that could not even be tried."""
        await self._retry(row, code)

    async def _retry(self, row: Row, code: str, *, at_least: timedelta = timedelta(0)) -> None:
        wait = SEND_BACKOFF.wait(row.failures + 1)
        if wait is None:
            await self._outbox.close(row, Delivery.FAILED_EXHAUSTED, error=code)
        else:
            await self._outbox.postpone(row, code, max(wait, at_least))
