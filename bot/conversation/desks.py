"""Offices and telephone numbers in words: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot import i18n
from bot.conversation.words import Words
from bot.domain.reply import Reply

_BULLET: Final = "• "
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Desk = Mapping[str, Any]


def contact_text(reply: Reply, words: Words) -> str:
    """An office with what the commune has told of it, and the national numbers."""
    office: Desk = reply.params["office"]
    lines = [words.text(str(reply.params["intro"])), words.word(f"office.{office['id']}")]
    lines += list(told_of(office, words)) or [words.text("contact.unknown")]
    lines += [_contact_line(contact, words) for contact in reply.params.get("contacts") or ()]
    return "\n".join(lines)


def emergency_text(reply: Reply, words: Words) -> str:
    """Numbers to call, nothing else."""
    lines = [words.text("emergency")]
    lines += [_contact_line(contact, words) for contact in reply.params["contacts"]]
    return "\n".join(lines)


def told_of(desk: Desk, words: Words) -> Iterator[str]:
    """What the commune has told of an office: address, phone, hours, whether it is open."""
    if address := (desk.get("address") or {}).get(words.language):
        yield str(address)
    if desk.get("phone"):
        yield words.text("contact.phone", phone=i18n.isolate(desk["phone"]))
    if hours := desk.get("hours"):
        yield words.text("contact.hours", hours=_hours(hours, words))
    if hours := desk.get("ramadan_hours"):
        yield words.text("contact.ramadan_hours", hours=_hours(hours, words))
    if opening := desk.get("opening"):
        yield from _opening(opening, words)


def _opening(opening: Mapping[str, Any], words: Words) -> Iterator[str]:
    if holiday := opening.get("holiday"):
        yield words.text("opening.holiday", holiday=holiday[words.language])
    match opening:
        case {"state": "open", "until": str(until)}:
            yield words.text("opening.open", time=words.time(until))
        case {"state": "closed", "opens": str(opens)}:
            day = words.weekday(opens)
            yield words.text("opening.opens", day=day, time=words.time(opens))
        case {"state": "closed"}:
            yield words.text("opening.closed")
        case {"state": "unknown", "uncertain": True}:
            yield words.text("opening.ramadan")
    if opening["state"] != "unknown" and opening["uncertain"]:
        yield words.text("opening.uncertain")


def _hours(hours: Sequence[Mapping[str, Any]], words: Words) -> str:
    return " · ".join(_open(part, words) for part in hours)


def _open(hours: Mapping[str, Any], words: Words) -> str:
    """Days with the same hours, as the backend lists them."""
    days = i18n.weekdays((_DAYS.index(day) for day in hours["days"]), words.language)
    return f"{days} " + i18n.isolate(f"{hours['opens']}–{hours['closes']}")


def _contact_line(contact: Mapping[str, Any], words: Words) -> str:
    label = contact["label"].get(words.language, contact["id"])
    return f"{_BULLET}{i18n.isolate(contact['number'])} : {label}"
