"""The browsers that read a stream in this process."""

from __future__ import annotations

from bot.wake import Wake, WakeByKey


class StreamListeners:
    """Wakes readers of a session; remembers who shall see the dots."""

    def __init__(self) -> None:
        """Start with no reader."""
        self._wakes = WakeByKey()
        self._typing: set[str] = set()

    def listen(self, session_name: str) -> Wake:
        """Begin to read."""
        return self._wakes.listen(session_name)

    def leave(self, session_name: str, wake: Wake) -> None:
        """End reading."""
        self._wakes.leave(session_name, wake)

    def count(self, session_name: str) -> int:
        """Count the readers of a session."""
        return self._wakes.count(session_name)

    def wake(self, session_name: str) -> None:
        """Tell that the stream has grown."""
        self._typing.discard(session_name)
        self._wakes.notify(session_name)

    def typing(self, session_name: str) -> None:
        """Tell that an answer is being worked on."""
        self._typing.add(session_name)
        self._wakes.notify(session_name)

    def take_typing(self, session_name: str) -> bool:
        """Tell once whether the dots are to be shown."""
        shown = session_name in self._typing
        self._typing.discard(session_name)
        return shown
