"""The only place that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

COMMUNE_ZONE = "Africa/Casablanca"


def utc_now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def local_date(moment: datetime) -> date:
    """The calendar day of a moment in Morocco, where the law's days are counted."""
    return moment.astimezone(ZoneInfo(COMMUNE_ZONE)).date()
