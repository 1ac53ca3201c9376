"""The state of a request in words: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from bot import i18n
from bot.conversation.words import Words
from bot.domain.reply import Reply

_BULLET: Final = "• "


def request_text(reply: Reply, words: Words) -> str:
    """Put the state of a request into words."""
    request: Mapping[str, Any] = reply.params["request"]
    return "\n".join(_request_lines(request, words))


def _request_lines(request: Mapping[str, Any], words: Words) -> Iterator[str]:
    yield words.text(
        "request.heading",
        reference=i18n.isolate(request["reference"]),
        service=words.word(f"procedure.{request['service']}"),
    )
    yield words.word(f"status.{request['status']}")
    if request.get("status_text"):
        yield words.text("request.own_words", words=i18n.isolate(request["status_text"]))
    yield words.text("request.since", day=words.day(request["since"]))
    if request.get("next_step"):
        yield words.text("request.next_step", step=words.word(f"next_step.{request['next_step']}"))
    for document in request.get("must_bring") or ():
        yield _BULLET + words.word(f"document.{document}")
    if request.get("agency"):
        yield words.text("request.agency", office=words.word(f"office.{request['agency']}"))
    if request.get("expected"):
        yield words.text("request.expected", day=words.day(request["expected"]))
    if clock := _legal_clock(request, words):
        yield clock
    yield words.text("request.as_of", day=words.day(request["as_of"]))
    if request.get("sample"):
        yield words.text("request.sample")


_CLOSED: Final = frozenset({"done", "rejected", "cancelled", "duplicate", "redirected"})


def _legal_clock(request: Mapping[str, Any], words: Words) -> str:
    """Days left or passed; silent where the request is closed or waits for the citizen."""
    due, status = request.get("legal_due"), request["status"]
    if not due or status in _CLOSED or status == "waiting_for_citizen":
        return ""
    left = (date.fromisoformat(due) - words.today).days
    if left >= 0:
        days = words.count("unit.days", left)
        return words.text("request.days_left", day=words.day(due), days=days)
    days = words.count("unit.days", -left)
    return words.text("request.days_passed", day=words.day(due), days=days)
