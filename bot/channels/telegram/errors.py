"""Telegram's refusals, as our closed set of send errors."""

from __future__ import annotations

from datetime import timedelta

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


def as_send_error(error: TelegramError) -> SendError:
    """Translate; the order matters, since the library's classes are a tree."""
    match error:
        case RetryAfter():
            return Throttled(_wait(error.retry_after))
        case Forbidden():
            return ContactStopped("blocked or gone")
        case BadRequest() | ChatMigrated() | InvalidToken():
            return Rejected(type(error).__name__)
        case TimedOut():
            # May have been delivered: python-telegram-bot issue 1045.
            return OutcomeUnknown("timed out")
        case NetworkError():
            return ConnectionFailed("network")
    return Rejected(type(error).__name__)


def _wait(value: int | timedelta) -> timedelta:
    return value if isinstance(value, timedelta) else timedelta(seconds=value)
