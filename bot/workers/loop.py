"""A loop that does one piece of work after the other, and rests where there is none."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from bot.wake import Wake

_log = logging.getLogger(__name__)
# Other processes cannot wake this one, and retries fall due by themselves.
LOOK_SECONDS: Final = 0.5
TROUBLE_SECONDS: Final = 1.0


async def run_forever(work: Callable[[], Awaitable[bool]], wake: Wake, name: str) -> None:
    """Call `work` again and again; it says whether there was something to do."""
    while True:
        try:
            busy = await work()
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001  # the loop's outer edge: it must go on
            # Only the kind: an error's text may hold a piece of a message.
            _log.error("%s: %s", name, type(error).__name__)
            await asyncio.sleep(TROUBLE_SECONDS)
            continue
        if not busy:
            await wake.wait(LOOK_SECONDS)
        else:
            # More may wait: let a sleeping sibling look as well.
            wake.notify()
            await asyncio.sleep(0)
