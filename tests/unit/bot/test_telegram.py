"""Telegram: updates read leniently, refusals translated, replies fitted."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
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
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.errors import as_send_error
from bot.channels.telegram.render import message_payload
from bot.conversation.compose import compose
from bot.domain.message import Ignored, Inbound, InboundMessage, Kind
from tests.factories import card, choice, reply, words

PAYLOADS = Path(__file__).parents[2] / "payloads" / "telegram"
CHANNEL = TelegramChannel("4242:token-for-tests", "http://127.0.0.1:9")
BUTTON = {"kind": Kind.CHOICE, "text": "", "choice": "Zk3_h-9Qx1aB"}

READ: dict[str, dict[str, Any]] = {
    "text": {"kind": Kind.TEXT, "text": "شنو الوراق ديال عقد الازدياد؟"},
    "text_with_unknown_fields": {"kind": Kind.TEXT, "text": "salam"},
    "start_command": {"kind": Kind.TEXT, "text": "bonjour", "language": "fr"},
    "start_command_with_payload": {"kind": Kind.TEXT, "text": "bonjour"},
    "help_command_naming_the_bot": {"kind": Kind.TEXT, "text": "que savez-vous faire ?"},
    "impossible_date": {"kind": Kind.TEXT, "text": "salam", "sent_at": None},
    "voice": {"kind": Kind.UNSUPPORTED, "text": ""},
    "photo_with_caption": {"kind": Kind.UNSUPPORTED, "text": ""},
    "sticker": {"kind": Kind.UNSUPPORTED, "text": ""},
    "press": {**BUTTON, "external_id": "c:3010"},
    "press_on_an_old_message": {**BUTTON, "external_id": "c:3011"},
}
IGNORED = {
    "group": "not a private chat",
    "edited": "update of ['edited_message']",
    "channel_post": "update of ['channel_post']",
    "blocked_by_person": "update of ['my_chat_member']",
    "press_of_a_foreign_button": "a button that is not ours",
    "press_of_a_game": "a button that is not ours",
    "malformed_message_without_id": "malformed update",
    "malformed_chat": "malformed update",
    "malformed_press_without_person": "malformed update",
    "nothing": "update of []",
}


def read(name: str) -> Inbound:
    body = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
    (inbound,) = CHANNEL.parse(body)
    return inbound


def test_every_payload_has_an_expectation() -> None:
    assert {file.stem for file in PAYLOADS.glob("*.json")} == set(READ) | set(IGNORED)


@pytest.mark.parametrize(("name", "expected"), READ.items(), ids=READ)
def test_an_update_that_wants_an_answer_is_read(name: str, expected: dict[str, Any]) -> None:
    message = read(name)

    assert isinstance(message, InboundMessage)
    assert (message.account, message.address) == ("4242", "700112233")
    assert {field: getattr(message, field) for field in expected} == expected


@pytest.mark.parametrize(("name", "reason"), IGNORED.items(), ids=IGNORED)
def test_an_update_that_asks_for_nothing_is_ignored(name: str, reason: str) -> None:
    inbound = read(name)

    assert isinstance(inbound, Ignored)
    assert inbound.reason == reason


@pytest.mark.parametrize(
    ("code", "language"), [("fr-MA", "fr"), ("ar", "ar"), ("en", "ary"), (None, "ary")]
)
def test_a_talk_begins_in_the_language_of_the_menus(code: str | None, language: str) -> None:
    body = json.loads((PAYLOADS / "start_command.json").read_text("utf-8"))
    body["message"]["from"]["language_code"] = code
    (message,) = CHANNEL.parse(body)

    assert isinstance(message, InboundMessage)
    assert message.language == language
    assert message.text.isascii() is (language == "fr")


def test_a_message_has_the_id_of_its_chat_and_its_time() -> None:
    message = read("text")

    assert isinstance(message, InboundMessage)
    assert message.external_id == "m:700112233:41"
    assert message.sent_at == datetime.fromtimestamp(1795649400, UTC)


def lost(kind: type[TelegramError], cause: httpx.HTTPError) -> TelegramError:
    """The library's error, with the reason that it keeps."""
    error = kind("x") if kind is NetworkError else kind()
    error.__cause__ = cause
    return error


REFUSALS: dict[str, tuple[TelegramError, type[SendError]]] = {
    "flood": (RetryAfter(7), Throttled),
    "blocked": (Forbidden("bot was blocked by the user"), ContactStopped),
    "bad_request": (BadRequest("message text is empty"), Rejected),
    "chat_migrated": (ChatMigrated(-100), Rejected),
    "token_revoked": (InvalidToken(), Rejected),
    "conflict": (Conflict("x"), Rejected),
    "server_error": (NetworkError("Bad Gateway (502)"), ConnectionFailed),
    "read_timeout": (lost(TimedOut, httpx.ReadTimeout("")), OutcomeUnknown),
    "timeout_of_no_known_kind": (TimedOut(), OutcomeUnknown),
    "cut_while_reading": (lost(NetworkError, httpx.ReadError("")), OutcomeUnknown),
    "cut_without_an_answer": (lost(NetworkError, httpx.RemoteProtocolError("")), OutcomeUnknown),
    "cut_while_writing": (lost(NetworkError, httpx.WriteError("")), OutcomeUnknown),
    "no_connection": (lost(NetworkError, httpx.ConnectError("")), ConnectionFailed),
    "connecting_took_too_long": (lost(TimedOut, httpx.ConnectTimeout("")), ConnectionFailed),
    "no_free_connection": (lost(TimedOut, httpx.PoolTimeout("")), ConnectionFailed),
}


@pytest.mark.parametrize(("refusal", "expected"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_says_what_can_be_done(refusal: TelegramError, expected: type[SendError]) -> None:
    assert type(as_send_error(refusal)) is expected


def test_a_flood_limit_names_its_wait() -> None:
    error = as_send_error(RetryAfter(7))

    assert isinstance(error, Throttled)
    assert error.retry_after == timedelta(seconds=7)


def _rendered(**changes: Any):
    return compose(reply("card", card=card(), **changes), words("fr"))


def test_buttons_stand_one_a_row_with_an_id_of_ours() -> None:
    payload = message_payload(_rendered(choices=(choice(id="a1"), choice("aspect.delay", id="b2"))))

    assert payload["rows"] == [
        [{"text": "Le prix", "callback_data": "c:a1"}],
        [{"text": "Le délai", "callback_data": "c:b2"}],
    ]


def test_a_message_ends_with_its_source() -> None:
    payload = message_payload(_rendered())

    assert payload["text"].endswith("\n\n" + _rendered().source_line)
    assert "novembre 2026" in _rendered().source_line


def test_a_message_without_source_and_choices_is_text_alone() -> None:
    rendered = compose(reply("thank"), words("fr"))

    assert message_payload(rendered) == {"text": rendered.text, "rows": []}


def test_an_id_that_we_issue_fits_into_a_button() -> None:
    payload = message_payload(_rendered(choices=(choice(id="x" * 16),)))

    assert len(payload["rows"][0][0]["callback_data"].encode()) <= 64


def test_a_long_card_is_cut_before_its_source() -> None:
    items = [{"kind": "document", "id": "cin_copy", "condition": None}] * 400
    rendered = compose(reply("card", card=card(*items)), words("fr"))

    text = message_payload(rendered)["text"]
    assert len(rendered.text) > len(text) == 4096
    assert text.endswith(rendered.source_line)
