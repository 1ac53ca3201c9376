"""A card: everything that can be said about one aspect of a procedure, in ids and figures."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from backend.catalogue.content import Procedure
from backend.catalogue.life import LifeState
from backend.catalogue.words import ASPECTS, Aspect
from backend.entries import STATED_KINDS, Source, Standing, State
from backend.offices.desk import Desk

OVERVIEW_MAX = 4  # prices, or delays; a phone shows about so many lines beside the rest


class _Part(BaseModel):
    """Part of a card; nothing but the documented fields."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WordItem(_Part):
    """Something the vocabulary has words for, under `<kind>.<id>`."""

    kind: Literal["step", "note", "condition", "office", "place"]
    id: str


class DocumentItem(_Part):
    """A paper to bring; `condition` says when, null means always."""

    kind: Literal["document"] = "document"
    id: str
    condition: str | None


class FeeItem(_Part):
    """A price in dirhams, 0 for free."""

    kind: Literal["fee"] = "fee"
    what: str | None
    amount_mad: int | float
    condition: str | None


class DelayItem(_Part):
    """A time to wait, or (`deadline`) the time the citizen has."""

    kind: Literal["delay"] = "delay"
    amount: int
    unit: Literal["days", "working_days", "hours", "weeks", "months", "years"]
    nature: Literal["usual", "at_most", "legal", "deadline"]
    condition: str | None


class ValidityItem(_Part):
    """How long the paper stays good."""

    kind: Literal["validity"] = "validity"
    amount: int
    unit: Literal["days", "weeks", "months", "years"]
    condition: str | None


class LinkItem(_Part):
    """A site."""

    kind: Literal["link"] = "link"
    id: str


Item = WordItem | DocumentItem | FeeItem | DelayItem | ValidityItem | LinkItem


class SourceShown(_Part):
    """Where it was read; `others` counts the further sources. A law has no address."""

    title: str
    url: str | None
    dated: str | None
    checked_on: str
    standing: Standing
    others: int


class Card(_Part):
    """The answer to one question; `missing` where no fact is known or it is not published.

    `urgent` is a note that stands above everything, on every card of the procedure, and is hedged
    by nothing. `expired` is the last day of an answer whose time is over, `review_due` says that
    its sources should have been read anew by now.
    """

    procedure: str
    aspect: Aspect
    state: State
    items: list[Item]
    source: SourceShown | None
    missing: bool
    offers: list[Aspect]
    office: str
    desk: Desk | None = None
    urgent: str | None = None
    expired: str | None = None
    review_due: bool = False


def build_card(
    procedure: Procedure,
    aspect: Aspect,
    life: LifeState,
    desk: Desk | None = None,
) -> Card:
    """The card of one aspect; empty and missing unless it is published."""
    state = life.state_of(aspect)
    published = state == "published"
    items = life.kept(aspect_items(procedure, aspect)) if published else []
    return Card(
        procedure=procedure.id,
        aspect=aspect,
        state=state,
        items=items,
        source=source_shown(procedure, aspect) if items else None,
        missing=not items,
        offers=_offers(procedure, aspect, life) if life.state == "published" else [],
        office=procedure.office,
        desk=desk,
        urgent=procedure.urgent,
        expired=life.expired if published else None,
        review_due=life.review_due and published,
    )


def known_aspects(procedure: Procedure) -> list[Aspect]:
    """The aspects of which something is known, in the order of the contract."""
    return [aspect for aspect in ASPECTS if aspect_items(procedure, aspect)]


def aspect_items(procedure: Procedure, aspect: Aspect) -> list[Item]:
    """The facts of one aspect, most wanted first."""
    match aspect:
        case "overview":
            return _overview(procedure)
        case "documents":
            return [*_documents(procedure), *_notes(procedure.document_notes)]
        case "fee":
            return [*_fees(procedure), *_notes(procedure.fee_notes)]
        case "delay":
            return [*_delays(procedure), *_notes(procedure.delay_notes)]
        case "where":
            return [_office(procedure), *_notes(procedure.where_notes)]
        case "online":
            return [*_links(procedure), *_notes(procedure.online_notes)]
        case "validity":
            return [*_validity(procedure), *_notes(procedure.validity_notes)]
        case "eligibility":
            return _notes(procedure.eligibility)


def standing(procedure: Procedure, aspect: Aspect) -> Standing:
    """`stated` only where every fact of the aspect rests on the law, the State or the commune."""
    if aspect in procedure.standing:
        return procedure.standing[aspect]
    if not procedure.sources or not all(_may_state(source) for source in procedure.sources):
        return "reported"
    # The overview repeats fees and delays: it is never surer than they are.
    shown: tuple[Aspect, ...] = ("fee", "delay") if aspect == "overview" else ()
    doubtful = any(procedure.standing.get(part) == "reported" for part in shown)
    return "reported" if doubtful else "stated"


def _overview(procedure: Procedure) -> list[Item]:
    return [
        *_notes([procedure.note] if procedure.note else []),
        _office(procedure),
        *(WordItem(kind="step", id=step) for step in procedure.steps),
        *_few(_fees(procedure)),
        *_few(_delays(procedure)),
    ]


def _few(items: list[Item]) -> list[Item]:
    """A short list as it is; a long one has a card of its own, and part of it would mislead."""
    return items if len(items) <= OVERVIEW_MAX else []


def _offers(procedure: Procedure, aspect: Aspect, life: LifeState) -> list[Aspect]:
    known = (one for one in known_aspects(procedure) if life.state_of(one) == "published")
    return [other for other in known if other not in (aspect, "overview")]


def source_shown(procedure: Procedure, aspect: Aspect) -> SourceShown | None:
    """Where the facts of an aspect were read; None where no source is named."""
    if not procedure.sources:
        return None
    how = standing(procedure, aspect)
    source = _leading_source(procedure.sources, how)
    return SourceShown(
        title=source.title,
        # A law is named by its title and article, never by the address of somebody's copy.
        url=None if source.kind == "law" else source.url,
        dated=source.dated,
        checked_on=procedure.checked_on,
        standing=how,
        others=len(procedure.sources) - 1,
    )


def _leading_source(sources: list[Source], how: Standing) -> Source:
    """The source to name: of a stated fact one that may state it, else the editor's first."""
    able = [source for source in sources if _may_state(source)]
    return able[0] if how == "stated" else sources[0]


def _may_state(source: Source) -> bool:
    return source.kind in STATED_KINDS


def _office(procedure: Procedure) -> Item:
    return WordItem(kind="office", id=procedure.office)


def _notes(names: list[str]) -> list[Item]:
    return [WordItem(kind="note", id=name) for name in names]


def _documents(procedure: Procedure) -> list[Item]:
    return [DocumentItem(id=entry.id, condition=entry.condition) for entry in procedure.documents]


def _fees(procedure: Procedure) -> list[Item]:
    return [FeeItem(**fee.model_dump()) for fee in procedure.fees]


def _delays(procedure: Procedure) -> list[Item]:
    return [DelayItem(**delay.model_dump()) for delay in procedure.delays]


def _validity(procedure: Procedure) -> list[Item]:
    return [ValidityItem(**entry.model_dump()) for entry in procedure.validity]


def _links(procedure: Procedure) -> list[Item]:
    return [LinkItem(id=link) for link in procedure.online]
