"""Telegram's updates, read leniently: six fields are needed, the rest may be missing or new."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from bot.domain.language import Language
from bot.domain.message import Ignored, Inbound, InboundMessage, Kind

_CHOICE_PREFIX = "c:"
# What the commands stand for, in the language of the person's Telegram; Darija elsewhere.
_GREETINGS: Final = {"fr": "bonjour", "ar": "السلام عليكم"}
_CRIES_FOR_HELP: Final = {"fr": "que savez-vous faire ?", "ar": "ماذا تستطيع أن تفعل؟"}


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
    language = _language(message)
    return InboundMessage(
        channel="telegram",
        account=account,
        external_id=f"m:{chat['id']}:{message['message_id']}",
        address=str(chat["id"]),
        kind=Kind.UNSUPPORTED if text is None else Kind.TEXT,
        text=_without_command(text or "", language),
        language=language,
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


def _without_command(text: str, language: Language) -> str:
    """Turn `/start` and `/help` into what a person would say; other text stays as typed."""
    command, _, rest = text.strip().partition(" ")
    command = command.partition("@")[0]
    if command == "/start":  # what follows is the link's payload, not a word of the person
        return _GREETINGS.get(language, "سلام")
    if command == "/help" and not rest:
        return _CRIES_FOR_HELP.get(language, "شنو كتعرف دير؟")
    return text


def _language(message: Mapping[str, Any]) -> Language:
    """Telegram tells the language of its own menus: two letters and sometimes a region."""
    code = str((message.get("from") or {}).get("language_code") or "").partition("-")[0]
    return "fr" if code == "fr" else "ar" if code == "ar" else "ary"


def _moment(seconds: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) else None
    except (OSError, OverflowError, ValueError):  # a time that no calendar has
        return None
