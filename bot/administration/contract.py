"""What the gateway asks of the administration's backend.

AdministrationError
└── AdministrationAway    not reachable or not working: try again
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.domain.notice import Live
from bot.i18n import Vocabulary


class AdministrationError(Exception):
    """The backend did not do what was asked."""


class AdministrationAway(AdministrationError):
    """It does not answer, or answers with a failure."""


class Administration(Protocol):
    """Wordings of the catalogue, and the check of a secret code."""

    async def vocabulary(self) -> Vocabulary:
        """Give the wordings, at most five seconds old where the backend answers."""

    async def live(self) -> Live:
        """Tell what is switched off and which notices are on, at most two seconds old.

        With the backend away the last that was known; never raises.
        """

    async def verify(self, reference: str, secret: str, asker: str) -> bool:
        """Tell whether a code opens a request; raises AdministrationAway."""

    async def ready(self) -> bool:
        """Tell whether it works; never raises."""

    async def aclose(self) -> None:
        """Close connections."""


Entries = Mapping[str, Mapping[str, str]]
