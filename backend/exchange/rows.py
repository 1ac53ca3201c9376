"""A bundle as rows of sheets: a key and an entry each, in the order of the bundle."""

from collections.abc import Iterator, Mapping
from typing import Any

from backend.catalogue.content import Procedure
from backend.exchange.bundle import Bundle, in_order
from backend.exchange.sheets import (
    CALENDAR,
    CONTACTS,
    HOURS,
    LIST,
    LISTS,
    NO_DAYS,
    OFFICES,
    PARTS,
    PROCEDURES,
    SEASONS,
    WORDS_SHEET,
)
from backend.files import Entry
from backend.offices.content import Office

Row = dict[str, Any]  # by the columns' paths; keys and the entry's own fields side by side


def rows_of(bundle: Bundle) -> Mapping[str, list[Row]]:
    """The rows by the sheet's name."""
    directory = bundle.directory
    return {
        PROCEDURES.name: [_tree(one) for one in bundle.procedures],
        **{
            sheet.name: [row for one in bundle.procedures for row in _parts(one, field)]
            for field, (sheet, _) in PARTS.items()
        },
        LIST.name: [row for one in bundle.procedures for row in _lists(one)],
        WORDS_SHEET.name: [
            {"kind": kind, "id": name, **_tree(wording)}
            for (kind, name), wording in in_order(bundle.words).items()
        ],
        OFFICES.name: [_tree(one) for one in directory.offices],
        HOURS.name: [row for one in directory.offices for row in _hours(one)],
        CONTACTS.name: [_tree(one) for one in directory.contacts],
        CALENDAR.name: [_tree(one) for one in directory.calendar],
    }


def _parts(procedure: Procedure, field: str) -> Iterator[Row]:
    for position, part in enumerate(getattr(procedure, field), start=1):
        yield {"procedure": procedure.id, "position": position, **_tree(part)}


def _lists(procedure: Procedure) -> Iterator[Row]:
    for field in LISTS:
        for position, name in enumerate(getattr(procedure, field), start=1):
            yield {"procedure": procedure.id, "field": field, "position": position, "id": name}


def _hours(office: Office) -> Iterator[Row]:
    for season, field in SEASONS.items():
        hours = getattr(office, field)
        if hours is None:
            continue
        if not hours:
            yield {"office": office.id, "season": season, "days": [NO_DAYS]}
        for part in hours:
            yield {"office": office.id, "season": season, **_tree(part)}


def _tree(entry: Entry) -> Row:
    return entry.model_dump(mode="json", by_alias=True)
