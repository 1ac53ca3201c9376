"""The client of the backend's canonical API.

BackendError
├── BackendAway    does not answer, or answers with a failure
└── Unknown        answers that there is no such thing
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final
from urllib.parse import quote

import httpx

from actions.settings import Settings

_TIMEOUT: Final = httpx.Timeout(5, connect=2)
KEPT_MAX: Final = 2000  # answers; every card of the catalogue is well below


class BackendError(Exception):
    """The backend did not give what was asked."""


class BackendAway(BackendError):
    """It does not work at the moment."""


class Unknown(BackendError):
    """It does not know what was asked for."""


class Backend:
    """Reads cards, offices and requests; each call has a timeout.

    What everybody may know (cards, the list of procedures, offices) is kept: with the backend away
    the last known answer is given, with `kept_at` saying since when it stands.
    """

    def __init__(
        self, client: httpx.AsyncClient, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Take a client that knows the address and the token."""
        self._client = client
        self._now = now
        self._kept: dict[str, tuple[Mapping[str, Any], datetime]] = {}

    async def card(self, procedure: str, aspect: str) -> Mapping[str, Any]:
        """Give a procedure's card; raises Unknown, BackendAway."""
        return await self._public(
            f"/v1/catalogue/cards/{quote(procedure, safe='')}", {"aspect": aspect}
        )

    async def procedures(self) -> Mapping[str, Any]:
        """List the procedures that have content; raises BackendAway."""
        return await self._public("/v1/catalogue/procedures", {})

    async def paper(self, paper: str, procedure: str) -> Mapping[str, Any]:
        """Tell whether a paper is on a procedure's list; raises Unknown, BackendAway."""
        return await self._get(
            f"/v1/catalogue/papers/{quote(paper, safe='')}", {"procedure": procedure}
        )

    async def offices(self) -> Mapping[str, Any]:
        """Give offices and contacts; raises BackendAway."""
        return await self._public("/v1/offices", {})

    async def request(self, reference: str) -> Mapping[str, Any]:
        """Give the state of a request; raises Unknown, BackendAway."""
        return await self._get(f"/v1/requests/{quote(reference, safe='')}", {})

    async def _public(self, path: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        key = str(httpx.URL(path, params=dict(params)))
        try:
            body = await self._get(path, params)
        except BackendAway:
            if key not in self._kept:
                raise
            kept, at = self._kept[key]
            return {**kept, "kept_at": at.isoformat()}
        except Unknown:
            self._kept.pop(key, None)
            raise
        if len(self._kept) < KEPT_MAX or key in self._kept:
            self._kept[key] = body, self._now()
        return body

    async def _get(self, path: str, params: Mapping[str, str]) -> Mapping[str, Any]:
        try:
            response = await self._client.get(path, params=params)
            if response.status_code == httpx.codes.NOT_FOUND:
                raise Unknown(path.split("/")[2])
            body: Mapping[str, Any] = response.raise_for_status().json()
        except (httpx.HTTPError, ValueError) as error:
            raise BackendAway(type(error).__name__) from error
        return body


@cache
def shared_backend() -> Backend:
    """Give the one client of this process, made at the first action."""
    settings = Settings()
    return Backend(
        httpx.AsyncClient(
            base_url=settings.backend_url,
            headers={"Authorization": f"Bearer {settings.backend_token.get_secret_value()}"},
            timeout=_TIMEOUT,
            # Shorter than the server's own 5 s, so that no dying connection is used again.
            limits=httpx.Limits(keepalive_expiry=4),
            trust_env=False,
        )
    )
