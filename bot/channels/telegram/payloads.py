"""Telegram's updates, read leniently: six fields are needed, the rest may be missing or new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.message import Ignored, Inbound, InboundMessage, Kind

_CHOICE_PREFIX = "c:"


def parse_update(update: Mapping[str, Any], *, account: str) -> Inbound:
    """Read one update; what asks for no answer is ignored with its reason."""
    if callback := update.get("callback_query"):
        return _press(callback, account)
    if message := update.get("message"):
        return _message(message, account)
    return Ignored(reason=f"update of {sorted(set(update) - {'update_id'})}")


def callback_data(choice_id: str) -> str:
    """Write a choice's id as a button's payload (at most 64 bytes)."""
    return _CHOICE_PREFIX + choice_id


def _message(message: Mapping[str, Any], account: str) -> Inbound:
    chat = message.get("chat") or {}
    if chat.get("type") != "private":
        return Ignored(reason="not a private chat")
    text = message.get("text")
    return InboundMessage(
        channel="telegram",
        account=account,
        external_id=f"m:{chat['id']}:{message['message_id']}",
        address=str(chat["id"]),
        kind=Kind.UNSUPPORTED if text is None else Kind.TEXT,
        text=_without_command(text or ""),
        sent_at=_moment(message.get("date")),
    )


def _press(callback: Mapping[str, Any], account: str) -> Inbound:
    data = str(callback.get("data") or "")
    if not data.startswith(_CHOICE_PREFIX):
        return Ignored(reason="a button that is not ours", external_id=f"c:{callback.get('id')}")
    person = callback.get("from") or {}
    return InboundMessage(
        channel="telegram",
        account=account,
        external_id=f"c:{callback['id']}",
        address=str(person["id"]),
        kind=Kind.CHOICE,
        choice=data.removeprefix(_CHOICE_PREFIX),
    )


def _without_command(text: str) -> str:
    """Turn `/start` and `/help` into what a person would say; other text stays as typed."""
    return {"/start": "salam", "/help": "aide"}.get(text.split("@")[0].strip(), text)


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
