"""The content of this repository: complete, loadable, every card in order."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from backend.catalogue.card import build_card
from backend.catalogue.content import Catalogue, Procedure, read_catalogue
from backend.catalogue.life import LifeState
from backend.catalogue.words import ASPECTS, KINDS
from backend.offices.content import read_directory
from backend.register.services import SERVICES, Service
from tests.backend.factories import ROOT

DATA: Path = ROOT / "data"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """What the commune publishes."""
    return read_catalogue(DATA)


def test_every_procedure_gives_a_card_for_every_aspect(
    catalogue: Catalogue, card_schema: Draft202012Validator
) -> None:
    cards = [
        build_card(procedure, aspect, LifeState())
        for procedure in catalogue.procedures
        for aspect in ASPECTS
    ]

    assert cards
    for card in cards:
        card_schema.validate(card.model_dump(mode="json"))


def test_every_word_a_card_names_exists(catalogue: Catalogue) -> None:
    named = {
        (item.kind, item.id)
        for procedure in catalogue.procedures
        for aspect in ASPECTS
        for item in build_card(procedure, aspect, LifeState()).items
        if item.kind in KINDS and hasattr(item, "id")
    }

    assert named - set(catalogue.words) == set()


def test_a_stated_fact_has_an_official_source(catalogue: Catalogue) -> None:
    def official(procedure: Procedure) -> bool:
        return any(source.kind in ("official", "law", "commune") for source in procedure.sources)

    stated = [
        procedure
        for procedure in catalogue.procedures
        for aspect in ASPECTS
        for source in [build_card(procedure, aspect, LifeState()).source]
        if source is not None and source.standing == "stated"
    ]

    assert all(official(procedure) for procedure in stated)


# Nothing on them was read anywhere: their cards say so, and name who to ask.
UNSOURCED = {"tayssir", "visa"}


def test_every_procedure_names_a_source_or_states_nothing(catalogue: Catalogue) -> None:
    without = [procedure for procedure in catalogue.procedures if not procedure.sources]

    assert {procedure.id for procedure in without} == UNSOURCED
    assert all(not (one.fees or one.delays or one.validity or one.documents) for one in without)


def test_every_aspect_and_status_has_words(catalogue: Catalogue) -> None:
    statuses = {name for kind, name in catalogue.words if kind == "status"}

    assert {("aspect", aspect) for aspect in ASPECTS} <= set(catalogue.words)
    assert {"received", "waiting_for_citizen", "done", "unknown"} <= statuses


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.id)
def test_every_service_has_words(catalogue: Catalogue, service: Service) -> None:
    assert ("procedure", service.id) in catalogue.words
    assert ("office", service.agency) in catalogue.words
    assert ("next_step", service.next_step) in catalogue.words


def test_offices_and_contacts_are_in_order(catalogue: Catalogue) -> None:
    directory = read_directory(DATA, catalogue.words)
    offices = {office.id for office in directory.offices}

    assert directory.contacts
    assert {procedure.office for procedure in catalogue.procedures} <= offices
