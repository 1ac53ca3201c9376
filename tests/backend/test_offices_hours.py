"""When an office is open, by the clock on its own wall."""

from datetime import UTC, datetime
from typing import Any

import pytest

from backend.errors import ContentError
from backend.files import checked
from backend.offices.content import CalendarEntry, Office
from backend.offices.desk import desk
from backend.offices.hours import ZONE, Opening, opening
from tests.backend.factories import day_off, office, wording

WEEK = ["mon", "tue", "wed", "thu", "fri"]
DAILY = [*WEEK, "sat", "sun"]
EARLY = {"days": WEEK, "opens": "09:00", "closes": "15:00"}
HOLIDAY = day_off()
FEAST = day_off(id="eid", first="2026-11-23", last="2026-11-25", moon=True)
RAMADAN = day_off(id="ramadan_1447", kind="ramadan", first="2026-02-18", last="2026-03-19")


def at(local: str) -> datetime:
    """A moment as the town's clock shows it, in UTC."""
    return datetime.fromisoformat(local).replace(tzinfo=ZONE).astimezone(UTC)


def found(when: str | datetime, *days: dict[str, Any], **changes: object) -> Opening:
    """What a citizen finds before the sample office, with some fields changed."""
    moment = at(when) if isinstance(when, str) else when
    calendar = [CalendarEntry.model_validate(day) for day in days]
    return opening(Office.model_validate(office(**changes)), calendar, moment)


def shown(opening: Opening) -> tuple[str, str | None, str | None]:
    """State, closing and next opening on the town's clock."""
    times = (opening.until, opening.opens)
    until, opens = (
        time.astimezone(ZONE).strftime("%m-%d %H:%M") if time is not None else None
        for time in times
    )
    return opening.state, until, opens


# 2026-11-26 is a Thursday.
ORDINARY = {
    "before it opens": ("2026-11-26T07:00", ("closed", None, "11-26 08:30")),
    "a second before": ("2026-11-26T08:29:59", ("closed", None, "11-26 08:30")),
    "as it opens": ("2026-11-26T08:30", ("open", "11-26 16:30", None)),
    "the last second": ("2026-11-26T16:29:59", ("open", "11-26 16:30", None)),
    "as it closes": ("2026-11-26T16:30", ("closed", None, "11-27 08:30")),
    "just after midnight": ("2026-11-26T00:30", ("closed", None, "11-26 08:30")),
    "friday evening": ("2026-11-27T18:00", ("closed", None, "11-30 08:30")),
    "sunday": ("2026-11-29T10:00", ("closed", None, "11-30 08:30")),
}


@pytest.mark.parametrize(("when", "expected"), ORDINARY.values(), ids=ORDINARY)
def test_an_ordinary_week(when: str, expected: tuple[str, str, str]) -> None:
    assert shown(found(when)) == expected


SPLIT = [
    {"days": [*WEEK[:4]], "opens": "14:00", "closes": "16:30"},
    {"days": [*WEEK[:4]], "opens": "08:30", "closes": "12:00"},
    {"days": ["fri"], "opens": "08:30", "closes": "11:30"},
    {"days": ["fri"], "opens": "15:00", "closes": "17:00"},
]
TWO_SPANS = {
    "in the morning": ("2026-11-26T09:00", ("open", "11-26 12:00", None)),
    "at noon": ("2026-11-26T12:00", ("closed", None, "11-26 14:00")),
    "in the afternoon": ("2026-11-26T14:00", ("open", "11-26 16:30", None)),
    "in the evening": ("2026-11-26T19:00", ("closed", None, "11-27 08:30")),
    "at friday's prayer": ("2026-11-27T13:00", ("closed", None, "11-27 15:00")),
    "after it": ("2026-11-27T16:45", ("open", "11-27 17:00", None)),
}


@pytest.mark.parametrize(("when", "expected"), TWO_SPANS.values(), ids=TWO_SPANS)
def test_two_spans_a_day_and_other_hours_on_friday(
    when: str, expected: tuple[str, str, str]
) -> None:
    assert shown(found(when, hours=SPLIT)) == expected


def test_spans_count_in_the_order_of_the_day() -> None:
    assert shown(found("2026-11-26T07:00", hours=SPLIT)) == ("closed", None, "11-26 08:30")


DAYS_OFF = {
    "the same day each year": ("2026-11-18T10:00", HOLIDAY, "independence_day", "11-19 08:30"),
    "the first of several": ("2026-11-23T10:00", FEAST, "eid", "11-26 08:30"),
    "the last of several": ("2026-11-25T10:00", FEAST, "eid", "11-26 08:30"),
    "a single date": (
        "2026-11-27T10:00",
        day_off(first="2026-11-27"),
        HOLIDAY["id"],
        "11-30 08:30",
    ),
}


@pytest.mark.parametrize(("when", "day", "name", "opens"), DAYS_OFF.values(), ids=DAYS_OFF)
def test_on_a_holiday_it_is_closed(when: str, day: dict[str, Any], name: str, opens: str) -> None:
    opening = found(when, day)

    assert shown(opening) == ("closed", None, opens)
    assert opening.holiday == name


@pytest.mark.parametrize("when", ["2026-11-22T10:00", "2026-11-26T10:00", "2025-11-24T10:00"])
def test_around_a_holiday_no_day_is_one(when: str) -> None:
    assert found(when, FEAST).holiday is None


def test_an_office_may_be_open_on_holidays() -> None:
    opening = found("2026-11-18T10:00", HOLIDAY, open_on_holidays=True)

    assert shown(opening) == ("open", "11-18 16:30", None)
    assert opening.holiday is None


def test_it_opens_next_after_a_weekend_and_a_holiday() -> None:
    monday = day_off(first="2026-11-30", last="2026-12-01")

    assert shown(found("2026-11-27T17:00", monday)) == ("closed", None, "12-02 08:30")


@pytest.mark.parametrize(
    ("last", "opens"), [("2026-12-15", "12-16 08:30"), ("2026-12-16", None)], ids=["found", "not"]
)
def test_the_next_opening_is_looked_for_in_three_weeks(last: str, opens: str | None) -> None:
    long = day_off(first="2026-11-26", last=last)

    assert shown(found("2026-11-26T10:00", long)) == ("closed", None, opens)


def test_without_hours_nothing_is_claimed() -> None:
    assert found("2026-11-26T10:00", hours=None) == Opening("unknown")


def test_without_hours_a_holiday_is_still_named() -> None:
    opening = found("2026-11-18T10:00", HOLIDAY, hours=None)

    assert shown(opening) == ("closed", None, None)
    assert opening.holiday == "independence_day"


RAMADAN_DAYS = {
    "before its first day": ("2026-02-17T08:45", ("open", "02-17 16:30", None), None),
    "early on a day of it": ("2026-02-18T08:45", ("closed", None, "02-18 09:00"), RAMADAN["id"]),
    "in its hours": ("2026-02-18T09:00", ("open", "02-18 15:00", None), RAMADAN["id"]),
    "after its hours": ("2026-03-19T15:30", ("closed", None, "03-20 08:30"), RAMADAN["id"]),
    "after its last day": ("2026-03-20T15:30", ("open", "03-20 16:30", None), None),
}


@pytest.mark.parametrize(("when", "expected", "name"), RAMADAN_DAYS.values(), ids=RAMADAN_DAYS)
def test_in_ramadan_its_hours_count(
    when: str, expected: tuple[str, str, str], name: str | None
) -> None:
    opening = found(when, RAMADAN, ramadan_hours=[EARLY])

    assert shown(opening) == expected
    assert (opening.ramadan, opening.uncertain) == (name, False)


def test_in_ramadan_usual_hours_are_not_claimed() -> None:
    opening = found("2026-02-18T10:00", RAMADAN)

    assert (shown(opening), opening.ramadan) == (("unknown", None, None), "ramadan_1447")


def test_the_next_opening_does_not_lead_into_a_ramadan_without_hours() -> None:
    assert shown(found("2026-02-17T17:00", RAMADAN)) == ("closed", None, None)


def test_a_ramadan_that_nobody_entered_makes_it_unknown() -> None:
    # The tz database has the clock on GMT from 2027-02-07 to 2027-03-14.
    opening = found("2027-02-10T10:00", RAMADAN, ramadan_hours=[EARLY])

    assert opening == Opening("unknown", uncertain=True)


@pytest.mark.parametrize("when", ["2027-02-05T10:00", "2027-03-15T10:00"], ids=["before", "after"])
def test_beside_it_the_hours_are_the_usual_ones(when: str) -> None:
    opening = found(when)

    assert (opening.state, opening.uncertain) == ("open", False)


@pytest.mark.parametrize("kind", ["holiday", "ramadan"])
@pytest.mark.parametrize(
    ("moon", "confirmed", "uncertain"),
    [(True, False, True), (True, True, False), (False, False, False)],
    ids=["a forecast", "confirmed", "fixed"],
)
def test_a_day_that_hangs_on_the_moon_is_uncertain_until_it_is_confirmed(
    kind: str, moon: bool, confirmed: bool, uncertain: bool
) -> None:
    day = day_off(kind=kind, first="2026-11-26", moon=moon, confirmed=confirmed)

    assert found("2026-11-26T10:00", day).uncertain is uncertain


CHANGES = {
    "the day before GMT, 7:45 UTC": ("2026-02-14T07:45", "open"),
    "the day before GMT, 15:45 UTC": ("2026-02-14T15:45", "closed"),
    "the first day of GMT, 7:45 UTC": ("2026-02-15T07:45", "closed"),
    "the first day of GMT, 8:45 UTC": ("2026-02-15T08:45", "open"),
    "the first day of GMT, 15:45 UTC": ("2026-02-15T15:45", "open"),
    "the last day of GMT, 15:45 UTC": ("2026-03-21T15:45", "open"),
    "the day after GMT, 7:45 UTC": ("2026-03-22T07:45", "open"),
    "the day after GMT, 15:45 UTC": ("2026-03-22T15:45", "closed"),
}


@pytest.mark.parametrize(("when", "state"), CHANGES.values(), ids=CHANGES)
def test_the_clock_on_the_wall_decides(when: str, state: str) -> None:
    hours = [{"days": DAILY, "opens": "08:30", "closes": "16:30"}]
    moment = datetime.fromisoformat(when).replace(tzinfo=UTC)

    assert found(moment, RAMADAN, hours=hours).state == state


@pytest.mark.parametrize(
    ("when", "opens"),
    [("2026-02-14T20:00", "2026-02-15T08:30"), ("2026-03-21T20:00", "2026-03-22T07:30")],
    ids=["to GMT", "from GMT"],
)
def test_the_next_opening_is_right_across_a_change_of_clock(when: str, opens: str) -> None:
    hours = [{"days": DAILY, "opens": "08:30", "closes": "16:30"}]

    opening = found(when, RAMADAN, hours=hours)

    assert opening.opens is not None
    assert opening.opens.astimezone(UTC).isoformat() == f"{opens}:00+00:00"


def test_a_desk_names_the_holiday_in_four_languages() -> None:
    day = CalendarEntry.model_validate(HOLIDAY)

    shown = desk(Office.model_validate(office()), [day], at("2026-11-18T10:00"))

    assert shown.opening.holiday == wording("fête")
    assert shown.opening.asked_at == at("2026-11-18T10:00")


WRONG_DAYS = {
    "neither way": {"every_year": None},
    "both ways": {"every_year": "11-18", "first": "2026-11-18"},
    "backwards": {"first": "2026-11-18", "last": "2026-11-17"},
    "no day of the year": {"every_year": "13-01"},
    "no day of the calendar": {"first": "2026-02-30"},
}


@pytest.mark.parametrize("changes", WRONG_DAYS.values(), ids=WRONG_DAYS)
def test_a_day_is_dated_in_one_way(changes: dict[str, Any]) -> None:
    with pytest.raises(ContentError):
        checked(CalendarEntry, day_off(**changes), path="x", name="x")


@pytest.mark.parametrize("closes", ["08:30", "08:00", "24:00", "9:00"])
def test_hours_end_after_they_begin(closes: str) -> None:
    hours = [{"days": WEEK, "opens": "08:30", "closes": closes}]

    with pytest.raises(ContentError):
        checked(Office, office(hours=hours), path="x", name="x")
