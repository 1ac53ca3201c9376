"""What a card holds, and when a fact may be stated."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from backend.catalogue.card import build_card, known_aspects
from backend.catalogue.content import Procedure
from backend.catalogue.life import LifeState
from backend.catalogue.words import ASPECTS, Aspect
from backend.entries import State
from tests.backend.factories import procedure, source


def card(aspect: Aspect, state: State = "published", **changes: object) -> dict[str, Any]:
    """The card of the sample procedure with some fields changed."""
    entry = Procedure.model_validate(procedure(**changes))
    return build_card(entry, aspect, LifeState(state=state)).model_dump()


def test_a_card_holds_the_facts_of_its_aspect() -> None:
    assert card("documents")["items"] == [
        {"kind": "document", "id": "photos", "condition": None},
        {"kind": "document", "id": "proxy", "condition": "by_another"},
        {"kind": "note", "id": "bring_originals"},
    ]


def test_an_overview_holds_what_is_asked_most() -> None:
    kinds = [item["kind"] for item in card("overview")["items"]]

    assert kinds == ["note", "office", "step", "fee", "fee", "delay"]


def test_figures_keep_their_type() -> None:
    amounts = [item["amount_mad"] for item in card("fee")["items"]]

    assert [str(amount) for amount in amounts] == ["75", "12.5"]


def test_a_card_without_a_fact_says_so_and_offers_the_others() -> None:
    shown = card("validity")

    assert (shown["missing"], shown["items"], shown["source"]) == (True, [], None)
    assert shown["offers"] == ["documents", "fee", "delay", "where", "online", "eligibility"]
    assert shown["office"] == "town_hall"


def test_a_card_does_not_offer_itself() -> None:
    assert "fee" not in card("fee")["offers"]


@pytest.mark.parametrize("state", ["draft", "off"])
def test_what_is_not_published_holds_nothing(state: State) -> None:
    shown = card("fee", state)

    assert (shown["state"], shown["missing"]) == (state, True)
    assert (shown["items"], shown["offers"], shown["source"]) == ([], [], None)


@pytest.mark.parametrize(
    ("kinds", "aspect", "override", "standing"),
    [
        (["official", "law", "commune"], "fee", {}, "stated"),
        (["official", "press"], "fee", {}, "reported"),
        (["official", "official_foreign"], "fee", {}, "reported"),
        (["official_via_dataset"], "fee", {}, "reported"),
        (["press", "official"], "fee", {"fee": "stated"}, "stated"),
        (["press", "official"], "delay", {"fee": "stated"}, "reported"),
        (["official"], "fee", {"fee": "reported"}, "reported"),
        (["official"], "overview", {"fee": "reported"}, "reported"),
        (["official"], "overview", {"online": "reported"}, "stated"),
        (["official"], "overview", {"fee": "reported", "overview": "stated"}, "stated"),
    ],
)
def test_only_official_facts_are_stated(
    kinds: list[str], aspect: Aspect, override: dict[str, str], standing: str
) -> None:
    sources = [source(kind) for kind in kinds]

    shown = card(aspect, sources=sources, standing=override)["source"]

    assert shown["standing"] == standing


@pytest.mark.parametrize(
    ("override", "title"), [({}, "A press"), ({"fee": "stated"}, "A official")]
)
def test_the_source_named_is_one_that_fits_the_standing(
    override: dict[str, str], title: str
) -> None:
    shown = card("fee", sources=[source("press"), source("official")], standing=override)

    assert (shown["source"]["title"], shown["source"]["others"]) == (title, 1)


def test_a_law_is_named_without_an_address() -> None:
    assert card("fee", sources=[source("law")])["source"]["url"] is None


def test_without_a_source_none_is_named() -> None:
    assert card("fee", sources=[])["source"] is None


def test_known_aspects_leave_out_what_is_not_known() -> None:
    entry = Procedure.model_validate(procedure(fees=[], online=[]))

    assert known_aspects(entry) == ["overview", "documents", "delay", "where", "eligibility"]


@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_card_fits_the_schema(aspect: Aspect, card_schema: Draft202012Validator) -> None:
    card_schema.validate(card(aspect))
    card_schema.validate(card(aspect, "off"))


@pytest.mark.parametrize(
    "spoilt",
    [
        {"missing": True},
        {"items": []},
        {"state": "hidden"},
        {"offers": ["fee", "fee"]},
        {"items": [{"kind": "fee", "amount_mad": "75", "condition": None}]},
        {"extra": 1},
    ],
)
def test_the_schema_refuses_a_spoilt_card(
    spoilt: dict[str, Any], card_schema: Draft202012Validator
) -> None:
    assert not card_schema.is_valid({**card("fee"), **spoilt})
