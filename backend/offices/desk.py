"""An office as a citizen needs it: phone, address, hours, and whether it is open now."""

from dataclasses import asdict
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from backend.offices.content import CalendarEntry, Hours, Office
from backend.offices.hours import opening


class Opening(BaseModel):
    """Whether the office is open at `asked_at`; all moments aware, ids of the calendar."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    state: Literal["open", "closed", "unknown"]
    until: datetime | None
    opens: datetime | None
    holiday: str | None
    ramadan: str | None
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
        opening=Opening(**asdict(opening(office, calendar, now)), asked_at=now),
    )
