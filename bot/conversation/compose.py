"""A semantic reply put into words: pure, given the catalogues and the vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot import i18n
from bot.domain.language import Language, direction
from bot.domain.reply import Choice, Rendered, RenderedChoice, Reply, Source

TIME_ZONE: Final = ZoneInfo("Africa/Casablanca")
_BULLET: Final = "• "
# These ask for nothing: they are read as lines, not as a list of things to bring.
_PROSE: Final = frozenset({"note", "office"})

Item = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """Everything that words are made from, for one language."""

    language: Language
    catalogues: i18n.Catalogues
    vocabulary: i18n.Vocabulary
    today: date

    def text(self, key: str, **values: object) -> str:
        """Put a message into words."""
        return self.catalogues.text(self.language, key, **values)

    def count(self, key: str, n: int) -> str:
        """Put a number of things into words."""
        return self.catalogues.count(self.language, key, n)

    def word(self, key: str) -> str:
        """Give the wording of a vocabulary key, or of a message key."""
        return self.vocabulary.word(self.language, key) or self.text(key)

    def number(self, value: float) -> str:
        """Write a number."""
        return i18n.number(value, self.language)

    def day(self, value: str) -> str:
        """Write a day or a moment given in ISO form, as seen in Morocco."""
        return i18n.day(_local_date(value), self.language)

    def month(self, value: str) -> str:
        """Write what is known of a date: a year, a month or a day."""
        if len(value) == len("2026"):
            return value
        if len(value) == len("2026-11"):
            return i18n.month(date.fromisoformat(f"{value}-01"), self.language)
        return self.day(value)


def compose(reply: Reply, words: Words) -> Rendered:
    """Put a reply into words."""
    body = _SPECIAL.get(reply.say, _plain)(reply, words)
    source = _source(reply.card)
    return Rendered(
        text=body,
        language=words.language,
        direction=direction(words.language),
        choices=tuple(_title(choice, words) for choice in reply.choices if choice.id),
        card=reply.card,
        source=source,
        source_line=_source_line(reply.card, words) if source else "",
        outcome=reply.outcome,
    )


def _title(choice: Choice, words: Words) -> RenderedChoice:
    title = choice.reference or words.word(choice.label)
    return RenderedChoice(id=choice.id or "", title=title)


def _plain(reply: Reply, words: Words) -> str:
    values = {name: _value(value, words) for name, value in reply.params.items()}
    return words.text(reply.say, **values)


def _value(value: object, words: Words) -> str:
    """A parameter in words: `{"word": key}`, `{"day": iso}`, `{"number": n}`, or text as it is."""
    match value:
        case {"word": str(key)}:
            return words.word(key)
        case {"day": str(iso)}:
            return words.day(iso)
        case {"number": int(n) | float(n)}:
            return words.number(n)
    return i18n.isolate(str(value))


# --- cards ---


def _card(reply: Reply, words: Words) -> str:
    card = reply.card or {}
    lines = [_heading(card, words)]
    if card.get("missing"):
        lines.append(words.text("card.missing", office=_office(card, words)))
        return "\n".join(lines)
    lines += [_item_line(item, words) for item in card.get("items", ())]
    if caution := _caution(card, words):
        lines += ["", caution]
    return "\n".join(lines)


def _heading(card: Mapping[str, Any], words: Words) -> str:
    return words.text(
        "card.heading",
        procedure=words.word(f"procedure.{card.get('procedure')}"),
        aspect=words.word(f"aspect.{card.get('aspect')}"),
    )


def _office(card: Mapping[str, Any], words: Words) -> str:
    return words.word(f"office.{card['office']}") if card.get("office") else ""


def _item_line(item: Item, words: Words) -> str:
    line = _ITEMS.get(item["kind"], _vocabulary_item)(item, words)
    return line if item["kind"] in _PROSE else _BULLET + line


def _vocabulary_item(item: Item, words: Words) -> str:
    return _with_condition(words.word(f"{item['kind']}.{item['id']}"), item, words)


def _office_item(item: Item, words: Words) -> str:
    return words.text("card.office", office=words.word(f"office.{item['id']}"))


def _fee_item(item: Item, words: Words) -> str:
    amount = item["amount_mad"]
    text = (
        words.text("fee.amount", amount=words.number(amount)) if amount else words.text("fee.free")
    )
    return words.text("card.fee", fee=_with_condition(text, item, words))


def _delay_item(item: Item, words: Words) -> str:
    duration = words.count(f"unit.{item['unit']}", item["amount"])
    text = words.text(f"delay.{item['nature']}", duration=duration)
    return _with_condition(text, item, words)


def _validity_item(item: Item, words: Words) -> str:
    duration = words.count(f"unit.{item['unit']}", item["amount"])
    return _with_condition(words.text("card.validity", duration=duration), item, words)


def _link_item(item: Item, words: Words) -> str:
    return f"{item['name']} : {item['url']}" if item["name"] not in item["url"] else item["url"]


def _with_condition(text: str, item: Item, words: Words) -> str:
    condition = item.get("condition")
    if not condition:
        return text
    return words.text("card.condition", text=text, condition=words.word(f"condition.{condition}"))


def _caution(card: Mapping[str, Any], words: Words) -> str:
    """What is not stated by an official page must say so, in the answer itself."""
    source = card.get("source")
    if source is None:
        return words.text("card.unsourced")
    if source["standing"] == "reported":
        return words.text("card.reported", title=i18n.isolate(source["title"]))
    return ""


def _source(card: Mapping[str, Any] | None) -> Source | None:
    source = card.get("source") if card and not card.get("missing") else None
    if not source:
        return None
    return Source(
        title=source["title"],
        url=source.get("url") or "",
        checked_on=source["checked_on"],
        dated=source.get("dated"),
    )


def _source_line(card: Mapping[str, Any] | None, words: Words) -> str:
    source = (card or {})["source"]
    if source.get("dated"):
        return words.text(
            "source.dated", title=i18n.isolate(source["title"]), date=words.month(source["dated"])
        )
    return words.text(
        "source.read", title=i18n.isolate(source["title"]), date=words.month(source["checked_on"])
    )


# --- the state of a request ---


def _request(reply: Reply, words: Words) -> str:
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


# --- who to ask ---


def _contact(reply: Reply, words: Words) -> str:
    """An office with what the commune has told of it, and the national numbers."""
    office: Mapping[str, Any] = reply.params["office"]
    lines = [words.text(str(reply.params["intro"])), words.word(f"office.{office['id']}")]
    lines += list(_told_of(office, words)) or [words.text("contact.unknown")]
    lines += [_contact_line(contact, words) for contact in reply.params.get("contacts") or ()]
    return "\n".join(lines)


def _told_of(office: Mapping[str, Any], words: Words) -> Iterator[str]:
    if address := (office.get("address") or {}).get(words.language):
        yield str(address)
    if office.get("phone"):
        yield words.text("contact.phone", phone=i18n.isolate(office["phone"]))
    if hours := office.get("hours"):
        yield words.text("contact.hours", hours=" · ".join(_open(part, words) for part in hours))


def _open(hours: Mapping[str, Any], words: Words) -> str:
    """Days with the same hours, as the backend lists them."""
    days = i18n.weekdays((_DAYS.index(day) for day in hours["days"]), words.language)
    return f"{days} " + i18n.isolate(f"{hours['opens']}–{hours['closes']}")


_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _emergency(reply: Reply, words: Words) -> str:
    lines = [words.text("emergency")]
    lines += [_contact_line(contact, words) for contact in reply.params["contacts"]]
    return "\n".join(lines)


def _contact_line(contact: Mapping[str, Any], words: Words) -> str:
    label = contact["label"].get(words.language, contact["id"])
    return f"{_BULLET}{i18n.isolate(contact['number'])} : {label}"


_SPECIAL: Final[Mapping[str, Callable[[Reply, Words], str]]] = {
    "card": _card,
    "request": _request,
    "contact": _contact,
    "emergency": _emergency,
}
_ITEMS: Final[Mapping[str, Callable[[Item, Words], str]]] = {
    "office": _office_item,
    "fee": _fee_item,
    "delay": _delay_item,
    "validity": _validity_item,
    "link": _link_item,
}


def _local_date(iso: str) -> date:
    if len(iso) == len("2026-11-25"):
        return date.fromisoformat(iso)
    return datetime.fromisoformat(iso).astimezone(TIME_ZONE).date()


def with_choice_ids(reply: Reply, new_id: Callable[[], str]) -> Reply:
    """Give every choice of a reply the id that its button will bring back."""
    return replace(reply, choices=tuple(replace(c, id=new_id()) for c in reply.choices))
