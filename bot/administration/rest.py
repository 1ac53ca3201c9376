"""The canonical API of `backend`, over HTTP."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import httpx

from bot.administration.contract import AdministrationAway
from bot.domain.notice import NOTHING_OFF, Live, live_from_json
from bot.i18n import Vocabulary

_log = logging.getLogger(__name__)
FRESH_SECONDS: Final = 5.0
LIVE_SECONDS: Final = 1.0
LIVE_TIMEOUT: Final = httpx.Timeout(2, connect=1)
_TIMEOUT = httpx.Timeout(5, connect=2)


class RestAdministration:
    """Asks the backend, and keeps the last wordings for when it is away."""

    def __init__(
        self, url: str, token: str, *, kept: Path, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """Take the address, the token, and the file that outlives a restart."""
        self._client = httpx.AsyncClient(
            base_url=url,
            timeout=_TIMEOUT,
            headers={"Authorization": f"Bearer {token}"},
            limits=httpx.Limits(keepalive_expiry=4),
            trust_env=False,
        )
        self._kept = kept
        self._monotonic = monotonic
        self._asked_at = float("-inf")
        self._etag = ""
        self._vocabulary: Vocabulary | None = None
        self._live = NOTHING_OFF
        self._live_asked_at = float("-inf")
        self._live_etag = ""

    async def vocabulary(self) -> Vocabulary:
        """Give the wordings; with the backend away, the last ones known."""
        if self._vocabulary is None or self._monotonic() - self._asked_at > FRESH_SECONDS:
            await self._refresh()
        if self._vocabulary is None:
            raise AdministrationAway("no wordings known yet")
        return self._vocabulary

    async def _refresh(self) -> None:
        self._asked_at = self._monotonic()
        try:
            response = await self._client.get(
                "/v1/catalogue/vocabulary", headers={"If-None-Match": self._etag}
            )
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return
            entries = response.raise_for_status().json()["entries"]
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            _log.warning("wordings not refreshed: %s", type(error).__name__)
            self._vocabulary = self._vocabulary or self._read_kept()
            return
        self._vocabulary = Vocabulary(entries)
        self._etag = response.headers.get("ETag", "")
        self._write_kept(entries)

    def _read_kept(self) -> Vocabulary | None:
        try:
            return Vocabulary(json.loads(self._kept.read_text(encoding="utf-8")))
        except (OSError, ValueError):
            return None

    def _write_kept(self, entries: Mapping[str, Any]) -> None:
        fresh = self._kept.with_suffix(".new")
        try:
            fresh.write_text(json.dumps(entries, ensure_ascii=False), encoding="utf-8")
            fresh.replace(self._kept)
        except OSError as error:  # a full disk must not stop answers whose words are known
            _log.warning("wordings not kept: %s", type(error).__name__)

    async def live(self) -> Live:
        """Tell what is off and what is announced; with the backend away, the last known."""
        if self._monotonic() - self._live_asked_at > LIVE_SECONDS:
            self._live_asked_at = self._monotonic()
            await self._refresh_live()
        return self._live

    async def _refresh_live(self) -> None:
        try:
            response = await self._client.get(
                "/v1/live", headers={"If-None-Match": self._live_etag}, timeout=LIVE_TIMEOUT
            )
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return
            self._live = live_from_json(response.raise_for_status().json())
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            _log.warning("what is off is not refreshed: %s", type(error).__name__)
            return
        self._live_etag = response.headers.get("ETag", "")

    async def verify(self, reference: str, secret: str, asker: str) -> bool:
        """Ask whether a code opens a request; raises AdministrationAway."""
        body = {"reference": reference, "secret": secret, "asker": asker}
        try:
            response = await self._client.post("/v1/requests/verify", json=body)
            return bool(response.raise_for_status().json()["verified"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise AdministrationAway(type(error).__name__) from error

    async def ready(self) -> bool:
        """Ask for its health."""
        try:
            return (await self._client.get("/v1/health", timeout=2)).is_success
        except httpx.HTTPError:
            return False

    async def aclose(self) -> None:
        """Close connections."""
        await self._client.aclose()
