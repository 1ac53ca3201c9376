"""One visitor who talks while their browser listens."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

from benchmarks.visitor import Event, NoAnswer, Visitor


@dataclass
class Talk:
    """What was said and when, what was answered and when; times are of the monotonic clock."""

    visitor: Visitor
    texts: Sequence[str]
    said: dict[str, float] = field(default_factory=dict)
    live: dict[int, Event] = field(default_factory=dict)
    heard: dict[str, float] = field(default_factory=dict)
    outcomes: list[str] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)

    def say(self, number: int) -> str:
        """Say a text; the message's id carries its number. Raises NoAnswer."""
        message = f"m{number}"
        self.said[message] = time.monotonic()
        return self.visitor.say(self.texts[number % len(self.texts)], message_id=message)

    def ask(self, number: int, *, seconds: float = 120) -> float:
        """Say a text and wait for its answer; gives the seconds. Raises NoAnswer."""
        message = self.say(number)
        with self._news:
            if not self._news.wait_for(lambda: message in self.heard, seconds):
                raise NoAnswer(f"message {message} has no answer after {seconds:.0f} s")
        return self.heard[message] - self.said[message]

    def listen(self) -> None:
        """Begin to read the stream beside."""
        threading.Thread(target=self._read_forever, daemon=True).start()

    def _read_forever(self) -> None:
        """Read as a browser does: where the stream breaks, on from the last event."""
        last = 0
        while True:
            try:
                for event in self.visitor.events(last, silence_seconds=20):
                    last = event.id or last
                    self._take(event)
            except httpx.HTTPError:
                time.sleep(0.5)
            except RuntimeError:  # the visitor has left
                return

    def _take(self, event: Event) -> None:
        if event.id is not None:
            self.live[event.id] = event
        if event.kind == "message":
            with self._news:
                self.heard.setdefault(event.data["in_reply_to"], time.monotonic())
                self.outcomes.append(event.data["outcome"])
                self._news.notify_all()

    def is_answered(self) -> bool:
        """Whether all that was said has an answer."""
        return self.said.keys() <= self.heard.keys()

    def under_way(self) -> int:
        """Messages said and not answered yet."""
        return len(self.said) - len(self.heard)

    def waits(self) -> list[float]:
        """Seconds from saying to hearing."""
        return [
            self.heard[message] - at for message, at in self.said.items() if message in self.heard
        ]
