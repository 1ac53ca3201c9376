"""An office as a citizen needs it: phone, address, hours, and whether it is open now."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from backend.offices.content import CalendarEntry, Hours, Office
from backend.offices.hours import opening


class Opening(BaseModel):
    """Whether the office is open at `asked_at`; all moments aware, a holiday by its names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: Literal["open", "closed", "unknown"]
    until: datetime | None
    opens: datetime | None
    holiday: dict[str, str] | None
    ramadan: bool
    uncertain: bool
    asked_at: datetime


class Desk(BaseModel):
    """Whom to ask: an office with what the commune has told of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    office: str
    phone: str | None
    address: dict[str, str] | None
    hours: list[Hours] | None
    ramadan_hours: list[Hours] | None
    confirmed: bool
    opening: Opening


def desk(office: Office, calendar: list[CalendarEntry], now: datetime) -> Desk:
    """An office as it is at a moment (aware)."""
    return Desk(
        office=office.id,
        phone=office.phone,
        address=office.address.model_dump(by_alias=True) if office.address else None,
        hours=office.hours,
        ramadan_hours=office.ramadan_hours,
        confirmed=office.confirmed,
        opening=_opening(office, calendar, now),
    )


def _opening(office: Office, calendar: list[CalendarEntry], now: datetime) -> Opening:
    found = opening(office, calendar, now)
    names = {entry.id: entry.name.model_dump(by_alias=True) for entry in calendar}
    return Opening(
        state=found.state,
        until=found.until,
        opens=found.opens,
        holiday=names[found.holiday] if found.holiday else None,
        ramadan=found.ramadan is not None,
        uncertain=found.uncertain,
        asked_at=now,
    )
