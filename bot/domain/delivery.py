"""Deliveries: their states, and when to try again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


class Delivery(StrEnum):
    """Where a reply is on its way to the citizen."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    """Sent, and the answer was lost: never blindly repeated."""
    FAILED_PERMANENT = "failed_permanent"
    FAILED_EXHAUSTED = "failed_exhausted"
    CONTACT_STOPPED = "contact_stopped"


@dataclass(frozen=True, kw_only=True)
class Backoff:
    """Exponential waiting between tries, up to a longest wait and a number of tries."""

    first: timedelta
    longest: timedelta
    tries: int

    def wait(self, failures: int) -> timedelta | None:
        """Give the wait after so many failures; None where it is to be given up."""
        if failures >= self.tries:
            return None
        wait: timedelta = self.first * 2 ** (failures - 1)
        return min(wait, self.longest)


# Rasa needs 40 to 55 s to start again: about four minutes of patience before the citizen
# is told that it does not work.
ANSWER_BACKOFF: Final = Backoff(first=timedelta(seconds=1), longest=timedelta(seconds=8), tries=32)
# An error inside a turn is not cured by waiting long.
TURN_ERROR_BACKOFF: Final = Backoff(
    first=timedelta(seconds=1), longest=timedelta(seconds=8), tries=6
)
SEND_BACKOFF: Final = Backoff(first=timedelta(seconds=1), longest=timedelta(minutes=5), tries=12)
