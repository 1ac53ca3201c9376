"""In-process nudges: whoever waits for work is told at once, and looks by itself now and then."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import suppress


class Wake:
    """Remembers that there is something to do until somebody waits for it."""

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._event = asyncio.Event()

    def notify(self) -> None:
        """Say that there is something to do."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Wait for a nudge, at most so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), seconds)
        self._event.clear()


class WakeByKey:
    """The same for many listeners, each interested in one key."""

    def __init__(self) -> None:
        """Start with no listener."""
        self._listeners: defaultdict[str, set[Wake]] = defaultdict(set)

    def notify(self, key: str) -> None:
        """Nudge all who listen for this key."""
        for wake in self._listeners.get(key, ()):
            wake.notify()

    def count(self, key: str) -> int:
        """Count who listens for this key."""
        return len(self._listeners.get(key, ()))

    def listen(self, key: str) -> Wake:
        """Begin to listen; `leave` ends it."""
        wake = Wake()
        self._listeners[key].add(wake)
        return wake

    def leave(self, key: str, wake: Wake) -> None:
        """Stop listening."""
        self._listeners[key].discard(wake)
        if not self._listeners[key]:
            del self._listeners[key]
