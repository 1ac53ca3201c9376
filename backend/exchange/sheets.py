"""The sheets of the workbook: which columns they have, and what of a model stands in each.

A column's path leads to the value in the model as it is dumped. Keys say to what a row belongs
(a procedure, a place in its list); they are no part of the row's own model.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from backend.catalogue.content import Delay, Document, Fee, Validity
from backend.catalogue.words import ASPECTS, KINDS, Topic
from backend.entries import Source, SourceKind, Standing
from backend.exchange.cells import (
    ClockForm,
    DayForm,
    FlagForm,
    Form,
    LinesForm,
    ManyForm,
    NumberForm,
    TextForm,
    WordsForm,
)
from backend.files import LANGUAGES, Entry

ARABIC_SCRIPT = frozenset({"ar", "ary"})
SEASONS: Mapping[str, str] = {"normal": "hours", "ramadan": "ramadan_hours"}
NO_DAYS = "none"  # in `hours`: known to have no opening hours, which is not the same as unknown
NARROW, USUAL, WIDE = 12, 24, 44

TEXT, NUMBER, FLAG, DAY, CLOCK = TextForm(), NumberForm(), FlagForm(), DayForm(), ClockForm()
MONTH, MANY, LINES, WORDS = DayForm(months=True), ManyForm(), LinesForm(), WordsForm()


@dataclass(frozen=True)
class Column:
    """A column: its header, where its value stands in the model, and how it is written."""

    header: str
    path: tuple[str, ...]
    form: Form = TEXT
    width: int = USUAL
    choices: tuple[str, ...] = ()

    @property
    def is_right_to_left(self) -> bool:
        """Whether it is for text in Arabic script."""
        return self.path[-1] in ARABIC_SCRIPT


@dataclass(frozen=True)
class Sheet:
    """A sheet: keys first, then the columns of its model."""

    name: str
    keys: tuple[Column, ...]
    columns: tuple[Column, ...]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """In the order in which they are written."""
        return (*self.keys, *self.columns)


def _one(name: str, form: Form = TEXT, width: int = USUAL, choices: tuple[str, ...] = ()) -> Column:
    return Column(name, (name,), form, width, choices)


def _in_languages(field: str | None, form: Form = TEXT) -> Iterator[Column]:
    """A column for each language, of the entry itself or of a field of it."""
    for language in LANGUAGES:
        path = (language,) if field is None else (field, language)
        yield Column(" ".join(path), path, form, WIDE)


def _source() -> Iterator[Column]:
    for column in SOURCE:
        path = ("source", *column.path)
        yield Column(" ".join(path), path, column.form, column.width, column.choices)


def _choices(model: type[Entry], field: str) -> tuple[str, ...]:
    return get_args(model.model_fields[field].annotation)


PROCEDURE = _one("procedure")
POSITION = _one("position", NUMBER, NARROW)
CONDITION = _one("condition")
AMOUNT = _one("amount", NUMBER, NARROW)
STANDINGS = get_args(Standing)

SOURCE = (
    _one("title", TEXT, WIDE),
    _one("url", TEXT, WIDE),
    _one("dated", DAY, NARROW),
    _one("kind", choices=get_args(SourceKind)),
)

PROCEDURES = Sheet(
    "procedures",
    (),
    (
        _one("id"),
        _one("topic", choices=get_args(Topic)),
        _one("family"),
        _one("office"),
        _one("note"),
        _one("owner"),
        _one("checked_on", MONTH, NARROW),
        _one("review_months", NUMBER, NARROW),
        _one("valid_from", DAY, NARROW),
        _one("valid_to", DAY, NARROW),
        _one("asks_which", FLAG, NARROW, ("yes", "no")),
        *_in_languages("names", MANY),
        *_in_languages("questions", LINES),
        *(
            Column(f"standing {aspect}", ("standing", aspect), TEXT, NARROW, STANDINGS)
            for aspect in ASPECTS
        ),
        _one("urgent"),
    ),
)

DOCUMENTS = Sheet("documents", (PROCEDURE, POSITION), (Column("document", ("id",)), CONDITION))
FEES = Sheet(
    "fees",
    (PROCEDURE, POSITION),
    (_one("what"), _one("amount_mad", NUMBER, NARROW), CONDITION),
)
DELAYS = Sheet(
    "delays",
    (PROCEDURE, POSITION),
    (
        AMOUNT,
        _one("unit", choices=_choices(Delay, "unit")),
        _one("nature", choices=_choices(Delay, "nature")),
        CONDITION,
    ),
)
VALIDITY = Sheet(
    "validity",
    (PROCEDURE, POSITION),
    (AMOUNT, _one("unit", choices=_choices(Validity, "unit")), CONDITION),
)
SOURCES = Sheet("sources", (PROCEDURE, POSITION), SOURCE)

# Fields of a procedure that are lists of ids.
LISTS: tuple[str, ...] = (
    "document_notes",
    "steps",
    "fee_notes",
    "delay_notes",
    "validity_notes",
    "eligibility",
    "where_notes",
    "online",
    "online_notes",
)
LIST = Sheet("lists", (PROCEDURE, _one("field", choices=LISTS), POSITION), (_one("id"),))

# Fields of a procedure that are lists of entries: the field, its sheet, its model.
PARTS: Mapping[str, tuple[Sheet, type[Entry]]] = {
    "documents": (DOCUMENTS, Document),
    "fees": (FEES, Fee),
    "delays": (DELAYS, Delay),
    "validity": (VALIDITY, Validity),
    "sources": (SOURCES, Source),
}

WORDS_SHEET = Sheet(
    "words",
    (_one("kind", choices=KINDS), _one("id")),
    (
        *_in_languages(None),
        _one("url", TEXT, WIDE),
        _one("papers", WORDS),
        *_in_languages("also", MANY),
        _one("law"),
    ),
)

OFFICES = Sheet(
    "offices",
    (),
    (
        _one("id"),
        _one("kind"),
        _one("phone"),
        *_in_languages("address"),
        _one("open_on_holidays", FLAG, NARROW, ("yes", "no")),
        _one("confirmed", FLAG, NARROW, ("yes", "no")),
    ),
)
HOURS = Sheet(
    "hours",
    (_one("office"), _one("season", choices=tuple(SEASONS))),
    (_one("days", WORDS), _one("opens", CLOCK, NARROW), _one("closes", CLOCK, NARROW)),
)
CONTACTS = Sheet(
    "contacts",
    (),
    (
        _one("id"),
        _one("number"),
        *_in_languages("label"),
        _one("standing", choices=STANDINGS),
        _one("confirmed", FLAG, NARROW, ("yes", "no")),
        *_source(),
    ),
)
CALENDAR = Sheet(
    "calendar",
    (),
    (
        _one("id"),
        _one("kind", choices=("holiday", "ramadan")),
        *_in_languages("name"),
        _one("every_year", TEXT, NARROW),
        _one("first", DAY, NARROW),
        _one("last", DAY, NARROW),
        _one("moon", FLAG, NARROW, ("yes", "no")),
        _one("confirmed", FLAG, NARROW, ("yes", "no")),
        *_source(),
    ),
)

SHEETS: tuple[Sheet, ...] = (
    PROCEDURES,
    DOCUMENTS,
    LIST,
    FEES,
    DELAYS,
    VALIDITY,
    SOURCES,
    WORDS_SHEET,
    OFFICES,
    HOURS,
    CONTACTS,
    CALENDAR,
)
# Sheets whose rows are parts of another sheet's: without them a row there would lose its parts.
DEPENDENT: Mapping[str, tuple[str, ...]] = {
    PROCEDURES.name: (LIST.name, *(sheet.name for sheet, _ in PARTS.values())),
    OFFICES.name: (HOURS.name,),
}


def value_at(tree: Mapping[str, Any], path: tuple[str, ...]) -> object:
    """What stands at the end of a path; None where it leads nowhere."""
    value: Any = tree
    for part in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value


def put_at(tree: dict[str, Any], path: tuple[str, ...], value: object) -> None:
    """Put a value at the end of a path."""
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
    tree[path[-1]] = value
