"""A card of the catalogue in words: pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from bot import i18n
from bot.conversation.desks import told_of
from bot.conversation.words import Words
from bot.domain.reply import Reply, Source

_BULLET: Final = "• "
# These ask for nothing: they are read as lines, not as a list of things to bring.
_PROSE: Final = frozenset({"note", "office"})

Item = Mapping[str, Any]
Card = Mapping[str, Any]


def card_text(reply: Reply, words: Words) -> str:
    """Put a card into words: what it is about, its facts, and how sure they are."""
    card = reply.card or {}
    return "\n".join([*_before(reply, words), heading(card, words), *_body(card, words)])


def _before(reply: Reply, words: Words) -> Iterator[str]:
    match reply.params.get("intro"):
        case {"word": str(key)}:
            yield words.text(key)
    match reply.params.get("as_of"):
        case {"day": str(iso)}:
            yield words.text("card.as_of", day=words.day(iso))


def _body(card: Card, words: Words) -> Iterator[str]:
    if card.get("urgent"):
        yield "⚠ " + words.word(f"note.{card['urgent']}")
    if words.is_off(card):
        yield from _instead("card.off", card, words)
        return
    if card.get("missing"):
        yield from _instead("card.missing", card, words)
        return
    if card.get("expired"):
        yield words.text("card.expired", day=words.day(card["expired"]))
    yield from (_item_line(item, words) for item in card.get("items", ()))
    if card.get("aspect") == "where":
        yield from told_of(card.get("desk") or {}, words)
    if cautions := list(_cautions(card, words)):
        yield from ("", *cautions)


def _instead(key: str, card: Card, words: Words) -> Iterator[str]:
    """Whom to ask where there is no answer: the office, with its phone and hours where told."""
    yield words.text(key, office=_office(card, words))
    yield from told_of(card.get("desk") or {}, words)


def heading(card: Card, words: Words) -> str:
    """What a card is about."""
    return words.text(
        "card.heading",
        procedure=words.word(f"procedure.{card.get('procedure')}"),
        aspect=words.word(f"aspect.{card.get('aspect')}"),
    )


def _office(card: Card, words: Words) -> str:
    return words.word(f"office.{card['office']}") if card.get("office") else ""


def _item_line(item: Item, words: Words) -> str:
    line = _ITEMS.get(item["kind"], item_text)(item, words)
    return line if item["kind"] in _PROSE else _BULLET + line


def item_text(item: Item, words: Words) -> str:
    """Something of the vocabulary, with the condition under which it counts."""
    return _with_condition(words.word(f"{item['kind']}.{item['id']}"), item, words)


def _office_item(item: Item, words: Words) -> str:
    return words.text("card.office", office=words.word(f"office.{item['id']}"))


def _fee_item(item: Item, words: Words) -> str:
    amount = item["amount_mad"]
    text = words.money(amount) if amount else words.text("fee.free")
    fee = _with_condition(text, item, words)
    if item.get("what"):
        return words.text("card.fee_for", what=words.word(f"fee.{item['what']}"), fee=fee)
    return words.text("card.fee", fee=fee)


def _delay_item(item: Item, words: Words) -> str:
    duration = words.count(f"unit.{item['unit']}", item["amount"])
    text = words.text(f"delay.{item['nature']}", duration=duration)
    return _with_condition(text, item, words)


def _validity_item(item: Item, words: Words) -> str:
    duration = words.count(f"unit.{item['unit']}", item["amount"])
    return _with_condition(words.text("card.validity", duration=duration), item, words)


def _link_item(item: Item, words: Words) -> str:
    name, url = words.link(item["id"])
    # Not isolated: a mark behind an address would become part of the link that a phone makes.
    return words.text("card.link", name=name, url=url)


def _with_condition(text: str, item: Item, words: Words) -> str:
    condition = item.get("condition")
    if not condition:
        return text
    return words.text("card.condition", text=text, condition=words.word(f"condition.{condition}"))


def _cautions(card: Card, words: Words) -> Iterator[str]:
    """What is not stated by an official page must say so, in the answer itself."""
    source = card.get("source")
    if source is None:
        yield words.text("card.unsourced")
    elif source["standing"] == "reported":
        yield words.text("card.reported", title=i18n.isolate(source["title"]))
    if source is not None and card.get("review_due"):
        yield words.text("card.review_due", month=words.month(source["checked_on"]))


def source_of(reply: Reply, words: Words) -> Mapping[str, Any] | None:
    """Where the facts of a reply were read; None for one that has none to show."""
    card = reply.card
    if card and not card.get("missing") and not words.is_off(card):
        return card.get("source")
    checked = reply.params.get("checked")
    return checked.get("source") if isinstance(checked, Mapping) else None


def source_in_words(source: Mapping[str, Any], words: Words) -> tuple[Source, str]:
    """The source as fields, and as a line."""
    title = i18n.isolate(source["title"])
    if source.get("dated"):
        line = words.text("source.dated", title=title, date=words.month(source["dated"]))
    else:
        line = words.text("source.read", title=title, date=words.month(source["checked_on"]))
    fields = Source(
        title=source["title"],
        url=source.get("url") or "",
        checked_on=source["checked_on"],
        dated=source.get("dated"),
    )
    return fields, line


_ITEMS: Final[Mapping[str, Callable[[Item, Words], str]]] = {
    "office": _office_item,
    "fee": _fee_item,
    "delay": _delay_item,
    "validity": _validity_item,
    "link": _link_item,
}
