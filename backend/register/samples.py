"""Made-up requests to try the product with: `data/samples/requests.yml`.

Their dates are counted back from the day they are loaded, so that a demonstration never looks old.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from backend.catalogue.words import Kind
from backend.clock import local_date
from backend.connectors.contract import Status
from backend.entries import Id, Ids, Text, Words
from backend.errors import ContentError
from backend.files import Entry, checked, read_list
from backend.register.reference import parse
from backend.register.secret import hash_secret
from backend.register.service import by_reference, legal_due
from backend.register.services import SERVICES_BY_ID
from backend.register.tables import HistoryRow, RequestRow

DaysAgo = Annotated[int, Field(ge=0, le=400)]


class Event(Entry):
    """A status that the request got so many days ago."""

    status: Status
    days_ago: DaysAgo
    note: Text | None = None


class Sample(Entry):
    """A made-up request; the last event of its history is its status."""

    reference: str
    code: Annotated[str, StringConstraints(pattern=r"^\d{8}$")]
    sample: Literal[True]
    person: Text  # for those who read the file; never stored
    service: Id
    agency: Id
    next_step: Id | None = None
    status_text: Text | None = None
    expected_in_days: Annotated[int, Field(ge=-400, le=400)] | None = None
    must_bring: Ids = []
    public: bool = False
    history: list[Event] = Field(min_length=1)

    @model_validator(mode="after")
    def _oldest_first(self) -> Self:
        days = [event.days_ago for event in self.history]
        if days != sorted(days, reverse=True) or self.history[0].status != "received":
            raise ValueError("the history begins with 'received' and goes from oldest to newest")
        return self


def read_samples(path: Path, prefix: str, words: Words) -> list[Sample]:
    """Read and check the file; raises ContentError with the first mistake."""
    samples = [
        checked(Sample, data, path=path, name=data.get("reference", "entry without reference"))
        for data in read_list(path, "requests")
    ]
    for sample in samples:
        _check(sample, path, prefix, words)
    return samples


async def load_samples(session: AsyncSession, samples: list[Sample], now: datetime) -> None:
    """Write all samples anew; raises ContentError rather than touch a real request."""
    for sample in samples:
        old = await by_reference(session, sample.reference)
        if old is not None and not old.sample:
            raise ContentError(f"{sample.reference} is a real request: it is not replaced")
        if old is not None:
            await session.delete(old)
            await session.flush()
        session.add(_row(sample, now))
    await session.flush()


def _check(sample: Sample, path: Path, prefix: str, words: Words) -> None:
    if parse(prefix, sample.reference) != sample.reference:
        raise ContentError(f"{path}: {sample.reference}: wrong prefix, form or check letter")
    if sample.service not in SERVICES_BY_ID:
        raise ContentError(f"{path}: {sample.reference}: no service {sample.service!r}")
    for kind, name in _named(sample):
        if (kind, name) not in words:
            raise ContentError(f"{path}: {sample.reference}: {kind}.{name} is not a known word")


def _named(sample: Sample) -> list[tuple[Kind, str]]:
    named: list[tuple[Kind, str]] = [("office", sample.agency)]
    if sample.next_step:
        named.append(("next_step", sample.next_step))
    return [*named, *(("document", document) for document in sample.must_bring)]


def _row(sample: Sample, now: datetime) -> RequestRow:
    moments = [now - timedelta(days=event.days_ago) for event in sample.history]
    service = SERVICES_BY_ID[sample.service]
    days = sample.expected_in_days
    return RequestRow(
        reference=sample.reference,
        our_reference=None,
        secret_hash=hash_secret(sample.code),
        service=service.id,
        description=None,
        status=sample.history[-1].status,
        status_text=sample.status_text,
        since=moments[-1],
        received_at=moments[0],
        updated_at=now,
        legal_due=legal_due(service, moments[0]),
        expected=None if days is None else local_date(now) + timedelta(days=days),
        agency=sample.agency,
        next_step=sample.next_step,
        must_bring=sample.must_bring,
        public=sample.public,
        sample=True,
        history=[
            HistoryRow(position=position, status=event.status, at=at, note=event.note)
            for position, (event, at) in enumerate(zip(sample.history, moments, strict=True))
        ],
    )
