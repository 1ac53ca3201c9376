"""How long an answer holds, when it is to be read anew, and what staff switched off."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from backend.catalogue import service
from backend.catalogue.card import Card, build_card
from backend.catalogue.content import Procedure
from backend.catalogue.edit import set_state
from backend.catalogue.life import LifeState, life_on, review_day
from backend.catalogue.words import ASPECTS, Aspect
from backend.database import Database
from backend.entries import State
from tests.backend.factories import Content, FixedClock, Load, change, procedure

TODAY = date(2026, 11, 26)


def entry(**changes: object) -> Procedure:
    """The sample procedure with some fields changed."""
    return Procedure.model_validate(procedure(**changes))


def life(state: State = "published", off: list[str] | None = None, **changes: object) -> LifeState:
    """How the sample procedure stands today."""
    return life_on(entry(**changes), state, off, TODAY)


def card(aspect: Aspect, *off: Aspect, **changes: object) -> Card:
    """A card of the sample procedure, some of whose aspects are off."""
    return build_card(entry(**changes), aspect, life(off=list(off), **changes))


BEGINNINGS = {
    "no beginning": (None, "published"),
    "yesterday": ("2026-11-25", "published"),
    "today": ("2026-11-26", "published"),
    "tomorrow": ("2026-11-27", "draft"),
}


@pytest.mark.parametrize(("valid_from", "state"), BEGINNINGS.values(), ids=BEGINNINGS)
def test_before_its_first_day_an_answer_is_a_draft(valid_from: str | None, state: State) -> None:
    assert life(valid_from=valid_from).state == state


@pytest.mark.parametrize("valid_from", [None, "2026-11-25"])
@pytest.mark.parametrize("state", ["draft", "off"])
def test_a_first_day_publishes_nothing_that_staff_did_not(
    state: State, valid_from: str | None
) -> None:
    assert life(state, valid_from=valid_from).state == state


@pytest.mark.parametrize(
    ("valid_to", "expired"),
    [(None, None), ("2026-11-27", None), ("2026-11-26", None), ("2026-11-25", "2026-11-25")],
    ids=["no end", "tomorrow", "today", "yesterday"],
)
def test_after_its_last_day_an_answer_is_expired(valid_to: str | None, expired: str | None) -> None:
    assert life(valid_to=valid_to).expired == expired


def test_an_expired_card_still_says_what_held_and_till_when() -> None:
    shown = card("fee", valid_to="2026-10-31")

    assert (shown.expired, shown.missing, len(shown.items)) == ("2026-10-31", False, 2)


REVIEWS = {
    "the same year": ("2026-01", 6, date(2026, 7, 1)),
    "into december": ("2026-06", 6, date(2026, 12, 1)),
    "into january": ("2026-07", 6, date(2027, 1, 1)),
    "one month over the turn": ("2026-12", 1, date(2027, 1, 1)),
    "a year": ("2026-12", 12, date(2027, 12, 1)),
    "five years": ("2026-02", 60, date(2031, 2, 1)),
}


@pytest.mark.parametrize(("checked_on", "months", "day"), REVIEWS.values(), ids=REVIEWS)
def test_the_sources_are_due_so_many_months_after_they_were_read(
    checked_on: str, months: int, day: date
) -> None:
    assert review_day(entry(checked_on=checked_on, review_months=months)) == day


@pytest.mark.parametrize(
    ("today", "due"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)], ids=str
)
def test_a_review_is_due_from_its_first_day(today: date, due: bool) -> None:
    assert life_on(entry(checked_on="2026-06"), "published", None, today).review_due is due


@pytest.mark.parametrize("state", ["draft", "off"])
def test_what_is_not_shown_is_neither_expired_nor_due_on_its_card(state: State) -> None:
    old = entry(checked_on="2020-01", valid_to="2021-01-01")

    shown = build_card(old, "fee", life_on(old, state, None, TODAY))

    assert (shown.state, shown.expired, shown.review_due) == (state, None, False)


@pytest.mark.parametrize("aspect", ASPECTS)
def test_an_aspect_that_is_off_holds_nothing_but_offers_the_rest(
    aspect: Aspect, card_schema: Draft202012Validator
) -> None:
    shown = card(aspect, aspect)

    assert (shown.state, shown.missing, shown.items, shown.source) == ("off", True, [], None)
    assert shown.offers and aspect not in shown.offers
    card_schema.validate(shown.model_dump(mode="json"))


@pytest.mark.parametrize("aspect", ASPECTS)
def test_the_other_aspects_do_not_offer_it(aspect: Aspect) -> None:
    others = [card(other, aspect) for other in ASPECTS if other != aspect]

    assert {other.state for other in others} == {"published"}
    assert all(aspect not in other.offers for other in others)


@pytest.mark.parametrize(
    ("off", "kinds"),
    [
        (["fee"], ["note", "office", "step", "delay"]),
        (["delay"], ["note", "office", "step", "fee", "fee"]),
        (["fee", "delay"], ["note", "office", "step"]),
        (["documents", "online"], ["note", "office", "step", "fee", "fee", "delay"]),
    ],
    ids=str,
)
def test_the_overview_does_not_repeat_what_is_off(off: list[Aspect], kinds: list[str]) -> None:
    assert [item.kind for item in card("overview", *off).items] == kinds


@pytest.mark.parametrize("state", ["draft", "off"])
def test_of_a_whole_procedure_that_is_off_nothing_is_left(state: State) -> None:
    content = entry()
    cards = [build_card(content, aspect, life(state, ["fee"])) for aspect in ASPECTS]

    assert {shown.state for shown in cards} == {state}
    assert all(not shown.items and not shown.offers for shown in cards)


async def stored(database: Database, clock: FixedClock, aspect: Aspect = "fee") -> Card:
    """The card as the database gives it now."""
    async with database.read() as session:
        return await service.card(session, "family_booklet", aspect, clock())


async def switch(database: Database, state: State, aspect: Aspect | None = None) -> None:
    """Let staff switch the sample procedure."""
    async with database.write() as session:
        await set_state(session, "family_booklet", state, change(), aspect=aspect)


async def test_an_aspect_is_switched_off_and_on_again(
    load: Load, database: Database, clock: FixedClock
) -> None:
    await load()
    before = await stored(database, clock)
    states: list[Any] = []

    for aspect, state in (("fee", "off"), ("delay", "off"), ("fee", "off"), ("fee", "published")):
        await switch(database, state, aspect)
        states.append((await stored(database, clock)).state)
    await switch(database, "published", "delay")

    assert states == ["off", "off", "off", "published"]
    assert await stored(database, clock) == before


async def test_a_procedure_that_comes_back_keeps_its_aspects_off(
    load: Load, database: Database, clock: FixedClock
) -> None:
    await load()
    await switch(database, "off", "fee")
    await switch(database, "off")
    assert (await stored(database, clock, "documents")).state == "off"

    await switch(database, "published")

    assert (await stored(database, clock, "documents")).state == "published"
    assert (await stored(database, clock)).state == "off"


# 23:00 UTC is midnight in Morocco, except around Ramadan.
MIDNIGHTS = {
    "a second before midnight": (datetime(2026, 11, 25, 22, 59, 59, tzinfo=UTC), "2026-11-25"),
    "at midnight": (datetime(2026, 11, 25, 23, 0, tzinfo=UTC), "2026-11-26"),
    "on GMT, before midnight": (datetime(2026, 2, 20, 23, 59, 59, tzinfo=UTC), "2026-02-20"),
    "on GMT, at midnight": (datetime(2026, 2, 21, 0, 0, tzinfo=UTC), "2026-02-21"),
}


@pytest.mark.parametrize(("moment", "day"), MIDNIGHTS.values(), ids=MIDNIGHTS)
async def test_days_begin_at_midnight_in_morocco(
    load: Load, content: Content, database: Database, moment: datetime, day: str
) -> None:
    earlier = date.fromisoformat(day).replace(day=1).isoformat()
    content.procedures(procedure(valid_from=earlier, valid_to=day))
    await load()
    last = await stored(database, FixedClock(moment))
    content.procedures(procedure(valid_from=day))
    await load()
    first = await stored(database, FixedClock(moment))

    assert (last.expired, first.state) == (None, "published")


@pytest.mark.parametrize(("moment", "day"), MIDNIGHTS.values(), ids=MIDNIGHTS)
async def test_an_answer_that_begins_tomorrow_is_not_listed(
    load: Load, content: Content, database: Database, moment: datetime, day: str
) -> None:
    tomorrow = date.fromordinal(date.fromisoformat(day).toordinal() + 1).isoformat()
    content.procedures(procedure(valid_from=tomorrow))
    await load()

    async with database.read() as session:
        assert await service.published(session, moment) == []
    assert (await stored(database, FixedClock(moment))).state == "draft"


async def test_what_waits_for_its_owner_is_told_by_owner_the_oldest_first(
    load: Load, content: Content, database: Database, clock: FixedClock
) -> None:
    dated = {
        "fresh": {},
        "old": {"checked_on": "2026-05", "owner": "urbanism"},
        "older": {"checked_on": "2025-05", "owner": "urbanism"},
        "over": {"valid_to": "2026-11-25"},
    }
    words = {name: dict.fromkeys(("fr", "ar", "ary", "ary-Latn"), "x") for name in dated}
    content.write("vocabulary/procedure.yml", words)
    content.procedures(*(procedure(id=name, **more) for name, more in dated.items()))
    await load()

    async with database.read() as session:
        due = await service.due(session, clock())
        of_urbanism = await service.due(session, clock(), owner="urbanism")

    assert [one.id for one in due] == ["over", "older", "old"]
    assert [(one.expired, one.review_due) for one in due] == [
        ("2026-11-25", False),
        (None, True),
        (None, True),
    ]
    assert [one.id for one in of_urbanism] == ["older", "old"]
