"""Every card of the real catalogue can be said, in every language, by the gateway."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from actions.procedures import card_reply, family_of
from backend.catalogue.card import build_card, known_aspects
from backend.catalogue.content import Catalogue, read_catalogue
from bot.channels.web.render import message_event
from bot.conversation.compose import compose, with_choice_ids
from bot.domain.language import LANGUAGES, Language
from bot.domain.reply import Rendered, reply_from_json
from tests.contract.test_actions import unsaid
from tests.factories import ROOT, validator, words


@cache
def catalogue() -> Catalogue:
    return read_catalogue(ROOT / "data")


@cache
def replies() -> list[dict[str, Any]]:
    """What is said for every procedure and aspect, one that has no facts among them."""
    listed = [{"id": p.id, "family": p.family} for p in catalogue().procedures]
    return [
        card_reply(build_card(procedure, aspect, "published").model_dump(mode="json"), siblings)
        for procedure in catalogue().procedures
        for siblings in [family_of(procedure.id, listed)]
        for aspect in [*known_aspects(procedure), "overview", *_unknown(known_aspects(procedure))]
    ]


def _unknown(known: list[Any]) -> list[Any]:
    return [aspect for aspect in ("validity", "online") if aspect not in known][:1]


def rendered(language: Language) -> Iterator[Rendered]:
    ids = iter(range(10**6))
    for reply in replies():
        yield compose(
            with_choice_ids(reply_from_json(reply), lambda: f"c{next(ids)}"), words(language)
        )


def test_the_catalogue_has_cards() -> None:
    assert len(replies()) > 100


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_fits_into_a_message_of_telegram(language: Language) -> None:
    longest = max(len(card.text) + len(card.source_line) + 2 for card in rendered(language))

    assert longest <= 4096


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_button_can_be_read_whole(language: Language) -> None:
    titles = {choice.title for card in rendered(language) for choice in card.choices}

    assert [title for title in titles if len(title) > 60] == []
