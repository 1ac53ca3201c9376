"""When an office is open: weekly hours, Ramadan, holidays. Pure; the town's own time throughout.

The zone Africa/Casablanca holds Morocco's change of clock around Ramadan (GMT+1, and GMT while it
lasts), as forecast by the tz database: hours are compared as the clock on the wall shows them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from backend.offices.content import CalendarEntry, Hours, Office, WeekDay

ZONE = ZoneInfo("Africa/Casablanca")
LOOK_AHEAD_DAYS = 21
CLOCK_MARGIN_DAYS = 10  # the clock changes on Sundays, up to so long before and after Ramadan
DAYS: tuple[WeekDay, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Opening:
    """Whether it is open at a moment; `unknown` where the commune has not told the hours.

    `until` is when it closes, `opens` when it opens next; both aware. `holiday` and `ramadan` are
    ids of the calendar's entries that make the day a special one, `uncertain` says that such an
    entry hangs on the moon and is not confirmed.
    """

    state: Literal["open", "closed", "unknown"]
    until: datetime | None = None
    opens: datetime | None = None
    holiday: str | None = None
    ramadan: str | None = None
    uncertain: bool = False


def opening(office: Office, calendar: Sequence[CalendarEntry], moment: datetime) -> Opening:
    """What a citizen who stands before the door at `moment` (aware) would find."""
    now = moment.astimezone(ZONE)
    today = Today(office, calendar, now.date())
    day = Opening(
        "unknown",
        holiday=today.holiday.id if today.holiday else None,
        ramadan=today.ramadan.id if today.ramadan else None,
        uncertain=today.is_uncertain,
    )
    if today.spans is None:
        return day
    closes = next((closes for opens, closes in today.spans if opens <= now < closes), None)
    if closes is not None:
        return replace(day, state="open", until=closes)
    return replace(day, state="closed", opens=_next_opening(office, calendar, now))


class Today:
    """An office on one day."""

    def __init__(self, office: Office, calendar: Sequence[CalendarEntry], day: date) -> None:
        """Look the day up in the calendar."""
        self.day = day
        self.holiday = _entry(calendar, "holiday", day) if not office.open_on_holidays else None
        self.ramadan = _entry(calendar, "ramadan", day)
        self._office = office
        # Nobody entered this year's Ramadan, but the clock is expected to be on GMT: usual hours
        # would be a guess.
        on_gmt = _at(day, "12:00").utcoffset() == timedelta(0)
        self.clock_of_ramadan = on_gmt and not _is_ramadan_near(calendar, day)

    @property
    def is_uncertain(self) -> bool:
        """Whether the day's hours hang on the moon, and nobody has confirmed it."""
        special = (one for one in (self.holiday, self.ramadan) if one is not None)
        return self.clock_of_ramadan or any(one.moon and not one.confirmed for one in special)

    @property
    def spans(self) -> list[tuple[datetime, datetime]] | None:
        """When it is open, in order; empty on a day off, None where nobody told."""
        if self.holiday:
            return []
        hours = self._office.ramadan_hours if self.ramadan else self._office.hours
        if hours is None or self.clock_of_ramadan:
            return None
        return sorted(self._spans(hours))

    def _spans(self, hours: Sequence[Hours]) -> Iterator[tuple[datetime, datetime]]:
        for part in hours:
            if DAYS[self.day.weekday()] in part.days:
                yield _at(self.day, part.opens), _at(self.day, part.closes)


def _next_opening(
    office: Office, calendar: Sequence[CalendarEntry], now: datetime
) -> datetime | None:
    """When it opens next, within three weeks; None where the hours are not told till then."""
    for ahead in range(LOOK_AHEAD_DAYS):
        spans = Today(office, calendar, now.date() + timedelta(days=ahead)).spans
        if spans is None:
            return None
        for opens, _ in spans:
            if opens > now:
                return opens
    return None


def _entry(calendar: Sequence[CalendarEntry], kind: str, day: date) -> CalendarEntry | None:
    return next((one for one in calendar if one.kind == kind and one.covers(day)), None)


def _is_ramadan_near(calendar: Sequence[CalendarEntry], day: date) -> bool:
    """Whether the calendar knows the Ramadan for which the clock is on GMT."""
    near = range(-CLOCK_MARGIN_DAYS, CLOCK_MARGIN_DAYS + 1)
    return any(_entry(calendar, "ramadan", day + timedelta(days=days)) for days in near)


def _at(day: date, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=ZONE)
