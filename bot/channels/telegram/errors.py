"""Telegram's refusals, as our closed set of send errors."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.contract import (
    ConnectionFailed,
    ContactStopped,
    OutcomeUnknown,
    Rejected,
    SendError,
    Throttled,
)

# What went wrong before a byte was sent; the library keeps it as the cause of its own error.
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def as_send_error(error: TelegramError) -> SendError:
    """Translate; the order matters, since the library's classes are a tree."""
    match error:
        case RetryAfter():
            return Throttled(_wait(error.retry_after))
        case Forbidden():
            return ContactStopped("blocked or gone")
        case BadRequest() | ChatMigrated() | InvalidToken():
            return Rejected(type(error).__name__)
        case NetworkError() if isinstance(error.__cause__, _NOT_SENT):
            return ConnectionFailed("not connected")
        case TimedOut():
            # May have been delivered: python-telegram-bot issue 1045.
            return OutcomeUnknown("timed out")
        case NetworkError() if isinstance(error.__cause__, httpx.HTTPError):
            return OutcomeUnknown("connection cut before the answer")
        case NetworkError():
            return ConnectionFailed("Telegram does not work")
    return Rejected(type(error).__name__)


def _wait(value: int | timedelta) -> timedelta:
    return value if isinstance(value, timedelta) else timedelta(seconds=value)
