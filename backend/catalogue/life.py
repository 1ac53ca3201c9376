"""The life of an answer: published or not, from when to when, and when it is to be read anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from backend.catalogue.content import Procedure
from backend.catalogue.words import Aspect
from backend.entries import State

if TYPE_CHECKING:
    from backend.catalogue.card import Item

MONTHS = 12
# What the overview repeats of other aspects: switched off there, it is not shown here either.
_SHOWN_IN_OVERVIEW = {"fee": "fee", "delay": "delay"}


@dataclass(frozen=True)
class LifeState:
    """How an answer stands on one day; `off` names the aspects that staff switched off."""

    state: State = "published"
    off: frozenset[str] = frozenset()
    expired: str | None = None
    review_due: bool = False

    def state_of(self, aspect: Aspect) -> State:
        """Whether one aspect is shown."""
        if self.state == "published" and aspect in self.off:
            return "off"
        return self.state

    def kept(self, items: Iterable[Item]) -> list[Item]:
        """The items without those of aspects that are switched off."""
        return [item for item in items if _SHOWN_IN_OVERVIEW.get(item.kind) not in self.off]


def life_on(
    procedure: Procedure, state: State, off_aspects: Sequence[str] | None, today: date
) -> LifeState:
    """How an answer stands on a day, in the town's own calendar."""
    begins, ends = procedure.valid_from, procedure.valid_to
    if state == "published" and begins is not None and today.isoformat() < begins:
        state = "draft"
    return LifeState(
        state=state,
        off=frozenset(off_aspects or ()),
        expired=ends if ends is not None and ends < today.isoformat() else None,
        review_due=review_day(procedure) <= today,
    )


def review_day(procedure: Procedure) -> date:
    """The first day of the month in which the sources are to be read anew."""
    year, month = (int(part) for part in procedure.checked_on.split("-"))
    later = year * MONTHS + (month - 1) + procedure.review_months
    return date(later // MONTHS, later % MONTHS + 1, 1)
