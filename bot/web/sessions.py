"""Web visitors: a signed token stands for a session; nothing else identifies them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

SESSION_LASTS: Final = timedelta(days=7)


class BadToken(Exception):
    """A token that is not ours, or has run out."""


@dataclass(frozen=True)
class SessionTokens:
    """Makes and reads tokens: session id, expiry, signature."""

    key: bytes

    def new(self, now: datetime, locale: str = "") -> tuple[str, datetime]:
        """Make a token for a new session; the page's language is part of its name."""
        expires_at = now + SESSION_LASTS
        body = f"{secrets.token_urlsafe(18)}~{locale}.{int(expires_at.timestamp())}"
        return f"{body}.{self._signature(body)}", expires_at

    def session(self, token: str, now: datetime) -> str:
        """Give the session's id; raises BadToken."""
        body, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), self._signature(body).encode()):
            raise BadToken
        session, _, expiry = body.partition(".")
        if datetime.fromtimestamp(int(expiry), UTC) <= now:
            raise BadToken
        return session

    def _signature(self, body: str) -> str:
        digest = hmac.new(self.key, body.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def locale_of(session: str) -> str | None:
    """Give the language of the page that a session began on."""
    return session.partition("~")[2] or None
