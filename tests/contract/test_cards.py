"""Every card of the real catalogue can be said, in every language, by the gateway."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from actions.families import Families
from actions.procedures import card_reply
from backend.catalogue.card import build_card
from backend.catalogue.content import Catalogue, read_catalogue
from backend.catalogue.life import LifeState
from backend.catalogue.words import ASPECTS
from bot.channels.web.render import message_event
from bot.conversation.compose import compose, with_choice_ids
from bot.domain.language import LANGUAGES, Language
from bot.domain.reply import Rendered, reply_from_json
from tests.contract.test_actions import unsaid
from tests.factories import ROOT, desk, validator, words


@cache
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "data")


@cache
def replies() -> list[dict[str, Any]]:
    """What is said for every procedure and each of the eight aspects, known or not."""
    families = Families({"id": p.id, "family": p.family} for p in catalogue().procedures)
    return [
        card_reply(
            build_card(procedure, aspect, LifeState()).model_dump(mode="json") | {"desk": desk()},
            families.siblings(procedure.id) if aspect == "overview" else (),
        )
        for procedure in catalogue().procedures
        for aspect in ASPECTS
    ]


def rendered(language: Language) -> Iterator[Rendered]:
    ids = iter(range(10**6))
    for reply in replies():
        yield compose(
            with_choice_ids(reply_from_json(reply), lambda: f"c{next(ids)}"), words(language)
        )


def test_the_catalogue_has_cards() -> None:
    procedures = [one for one in catalogue().procedures if one.topic != "law"]

    assert len(procedures) == 69
    assert len(replies()) == 8 * len(catalogue().procedures)


def test_every_reply_of_the_catalogue_keeps_its_schema() -> None:
    schema = validator("reply")

    assert [error.message for reply in replies() for error in schema.iter_errors(reply)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_is_said_without_a_raw_key(language: Language) -> None:
    assert [raw for reply in replies() for raw in unsaid(reply, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_makes_an_event_of_the_page(language: Language) -> None:
    schema = validator("web_event")
    events = [{"id": "1", **message_event(card, "q1")} for card in rendered(language)]

    assert [error.message for event in events for error in schema.iter_errors(event)] == []


TEXT_MAX_CHARS = {"whatsapp": 1024, "telegram": 4096}
"""Of a message with buttons: WhatsApp's interactive body is the shortest."""


@pytest.mark.parametrize("channel", TEXT_MAX_CHARS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_fits_into_one_message(language: Language, channel: str) -> None:
    limit = TEXT_MAX_CHARS[channel]
    too_long = [
        f"{card.card['procedure']} {card.card['aspect']}"
        for card in rendered(language)
        if card.card and len(card.text) + len(card.source_line) + 2 > limit
    ]

    assert too_long == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_says_something(language: Language) -> None:
    empty = [card.card for card in rendered(language) if len(card.text.strip().splitlines()) < 2]

    assert empty == []


def test_no_card_is_a_dead_end() -> None:
    assert [reply["card"]["procedure"] for reply in replies() if not reply["choices"]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_can_be_read_whole(language: Language) -> None:
    titles = {choice.title for card in rendered(language) for choice in card.choices}

    assert [title for title in titles if len(title) > 20] == []
