"""What every system that keeps requests must be able to do, and the one form of a request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict

Status = Literal[
    "received",
    "in_review",
    "waiting_for_citizen",
    "scheduled",
    "in_progress",
    "done",
    "rejected",
    "redirected",
    "cancelled",
    "duplicate",
    "unknown",
]


class Part(BaseModel):
    """Part of a canonical request; nothing but the documented fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class HistoryEntry(Part):
    """A status that the request had."""

    status: Status
    at: datetime
    note: str | None


class CanonicalRequest(Part):
    """A request in the one form that all systems are brought to; moments are UTC."""

    reference: str
    service: str
    status: Status
    status_text: str | None
    since: datetime
    received_at: datetime
    legal_due: date | None
    expected: date | None
    agency: str
    next_step: str | None
    must_bring: list[str]
    history: list[HistoryEntry]
    as_of: datetime
    source: str
    sample: bool
    public: bool


class ServiceOffered(Part):
    """A service that requests are made for; `legal_days` are calendar days, null if unknown."""

    id: str
    legal_days: int | None


@dataclass(frozen=True)
class NewRequest:
    """What a caller asks to be filed."""

    service: str
    our_reference: str | None = None
    description: str | None = None


@dataclass(frozen=True)
class Created:
    """A filed request; `secret` only the first time, null where it was filed before."""

    request: CanonicalRequest
    secret: str | None


@dataclass(frozen=True)
class Page:
    """Some requests; `next_since` is where to go on, null at the end."""

    requests: Sequence[CanonicalRequest]
    next_since: datetime | None


class Connector(Protocol):
    """A system in which a commune keeps its requests.

    Each method may raise `backend.errors.DatabaseUnavailable` or a sibling that is retryable.
    Only `create` and `verify` change anything; `create` with the same `our_reference` files once.
    """

    @property
    def name(self) -> str:
        """Goes into `CanonicalRequest.source`."""

    async def services(self) -> Sequence[ServiceOffered]:
        """The services that requests are made for."""

    async def get(self, reference: str) -> CanonicalRequest | None:
        """The request with this reference, whatever form it was typed in."""

    async def verify(self, reference: str, secret: str, asker: str) -> bool:
        """Whether the code opens the request; no sign of why not, in time or in words."""

    async def create(self, new: NewRequest) -> Created:
        """File a request; raises UnknownService."""

    async def find_by_our_reference(self, our_reference: str) -> Sequence[CanonicalRequest]:
        """Requests filed under a caller's own reference."""

    async def updated_since(self, moment: datetime) -> Page:
        """Requests that changed at that moment or later, oldest change first."""

    async def health(self) -> int:
        """The number of requests kept; raises where the system does not answer."""
