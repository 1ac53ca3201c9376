"""Rows of sheets put together to a bundle again; all mistakes are collected, none is the last."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from backend.catalogue.content import WORDINGS, Procedure
from backend.catalogue.words import KINDS
from backend.entries import Id, Wording
from backend.exchange.bundle import Bundle
from backend.exchange.reading import Found, Mistake, Sheets, read_sheets, shown
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
    Sheet,
)
from backend.files import Entry, EntryT
from backend.offices.content import CalendarEntry, Contact, Directory, Hours, Office

Key = tuple[str, ...]
# Columns of a procedure that name a word, by its kind.
NAMING = {"office": "office", "note": "note", "urgent": "note"}
REPEATED = ("fees", "delays", "validity", "sources")  # the same price may stand twice
WORD = "word"  # the kind of a wording in a report, since an office is an entry and a word


class Named(Entry):
    """A row that is an id and nothing else."""

    id: Id


@dataclass(frozen=True)
class Rows:
    """What could be read, and what could not.

    `places` says where an entry stands, and where it names another; `faulty` are entries that
    stand in the file but have mistakes, so that nobody complains that they are missing.
    """

    bundle: Bundle
    mistakes: list[Mistake] = field(default_factory=list)
    places: Mapping[Key, str] = field(default_factory=dict)
    faulty: frozenset[Key] = frozenset()


def read_workbook(data: bytes) -> Rows:
    """The workbook as a bundle with its mistakes; raises ContentError for a file that is none."""
    return _Assembly(read_sheets(data)).rows()


class _Assembly:
    """Puts parts to their entries and notes what does not fit."""

    def __init__(self, sheets: Sheets) -> None:
        self._rows = sheets.rows
        self._mistakes = list(sheets.mistakes)
        self._places: dict[Key, str] = {}
        self._faulty: set[Key] = set()

    def rows(self) -> Rows:
        """All entries without mistakes; the mistakes of the others."""
        bundle = Bundle(
            list(self._procedures()),
            dict(self._words()),
            Directory(
                list(self._offices()),
                list(self._entries("contact", CONTACTS, Contact)),
                list(self._entries("calendar", CALENDAR, CalendarEntry)),
            ),
        )
        return Rows(bundle, self._mistakes, self._places, frozenset(self._faulty))

    def _procedures(self) -> Iterator[Procedure]:
        for name, rows in self._parts_of("procedure", PROCEDURES, self._part_rows()).items():
            parts: dict[str, list[Any]] = defaultdict(list)
            for row in sorted(rows[1:], key=_position):
                self._add_part(name, row, parts)
            for header, kind in NAMING.items():
                word = (kind, str(rows[0].entry.get(header)))
                self._places.setdefault(("procedure", name, *word), rows[0].place(header))
            procedure = self._checked("procedure", name, rows[0], Procedure, parts)
            if procedure is not None:
                yield procedure

    def _part_rows(self) -> list[Found]:
        names = (LIST.name, *(sheet.name for sheet, _ in PARTS.values()))
        return [row for name in names for row in self._rows.get(name, [])]

    def _add_part(self, name: str, row: Found, parts: dict[str, list[Any]]) -> None:
        """Check one part and put it into its list; where it names a word is remembered."""
        listed, model = _list_and_model(row)
        if listed is None:
            row.wrong(f"one of {', '.join(LISTS)} is expected", "field")
        entry = _validated(row, model)
        self._note(("procedure", name), row)
        if listed is None or entry is None or row.mistakes:
            return
        part: Any = entry.id if isinstance(entry, Named) else entry
        if part in parts[listed] and listed not in REPEATED:
            self._wrong(("procedure", name), row.place(), "stands twice")
            return
        parts[listed].append(part)
        for word in _named(listed, row.entry):
            self._places.setdefault(("procedure", name, *word), row.place())

    def _words(self) -> Iterator[tuple[tuple[str, str], Wording]]:
        seen: set[str] = set()
        for row in self._rows.get(WORDS_SHEET.name, []):
            kind, name = str(row.keys.get("kind", "")), str(row.keys.get("id", ""))
            key = (WORD, f"{kind}.{name}")
            if kind not in KINDS:
                row.wrong(f"one of {', '.join(KINDS)} is expected", "kind")
            _check_id(row, name)
            if key[1] in seen:
                row.wrong("stands twice", "id")
            seen.add(key[1])
            model = WORDINGS.get(kind, Wording)  # type: ignore[call-overload]
            wording = self._checked(WORD, key[1], row, model)
            if wording is not None:
                yield (kind, name), wording

    def _offices(self) -> Iterator[Office]:
        for name, rows in self._parts_of("office", OFFICES, self._rows.get(HOURS.name, [])).items():
            parts: dict[str, list[Any]] = {}
            for row in rows[1:]:
                self._add_hours(name, row, parts)
            office = self._checked("office", name, rows[0], Office, parts)
            if office is not None:
                yield office

    def _add_hours(self, name: str, row: Found, parts: dict[str, list[Any]]) -> None:
        season = SEASONS.get(str(row.keys.get("season")))
        if season is None:
            row.wrong(f"one of {', '.join(SEASONS)} is expected", "season")
        none = row.entry == {"days": [NO_DAYS]}
        hours = None if none else _validated(row, Hours)
        self._note(("office", name), row)
        if season is None or row.mistakes:
            return
        listed = parts.setdefault(season, [])
        if hours is not None:
            listed.append(hours)

    def _entries(self, kind: str, sheet: Sheet, model: type[EntryT]) -> Iterator[EntryT]:
        for name, rows in self._parts_of(kind, sheet, []).items():
            entry = self._checked(kind, name, rows[0], model)
            if entry is not None:
                yield entry

    def _parts_of(self, kind: str, sheet: Sheet, parts: list[Found]) -> dict[str, list[Found]]:
        """Each entry's own row and then those of its parts, by its id."""
        rows: dict[str, list[Found]] = {}
        for row in self._rows.get(sheet.name, []):
            name = str(row.entry.get("id", ""))
            if name in rows or not name:
                row.wrong("stands twice" if name else "is missing", "id")
                self._note((kind, name), row)
            else:
                rows[name] = [row]
        for row in parts:
            owner = str(row.keys.get(kind, ""))
            if owner in rows:
                rows[owner].append(row)
            else:
                row.wrong(f"{shown(owner)} is no id of the sheet {sheet.name}", kind)
                self._note((kind, owner), row)
        return rows

    def _checked(
        self,
        kind: str,
        name: str,
        row: Found,
        model: type[EntryT],
        parts: Mapping[str, Any] | None = None,
    ) -> EntryT | None:
        """The entry with its parts; None where it has a mistake, here or in a part."""
        self._places[kind, name] = row.place()
        entry = _validated(row, model, parts)
        self._note((kind, name), row)
        return None if (kind, name) in self._faulty else entry

    def _note(self, key: tuple[str, str], row: Found) -> None:
        for place, message in row.mistakes:
            self._wrong(key, place, message)

    def _wrong(self, key: tuple[str, str], place: str, message: str) -> None:
        self._faulty.add(key)
        self._mistakes.append(Mistake(place, message, *key))


def _list_and_model(row: Found) -> tuple[str | None, type[Entry]]:
    """To which list of a procedure the row belongs, and what it is."""
    for name, (sheet, model) in PARTS.items():
        if row.sheet is sheet:
            return name, model
    listed = str(row.keys.get("field"))
    return (listed if listed in LISTS else None), Named


def _named(listed: str, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The words that a part names, by kind and id."""
    kinds = {"documents": "document", "steps": "step", "online": "link"}
    if "id" in entry:
        yield kinds.get(listed, "note"), entry["id"]
    if "what" in entry:
        yield "fee", entry["what"]
    if "condition" in entry:
        yield "condition", entry["condition"]


def _position(row: Found) -> float:
    """Its place in the list; without a number at the end, in the order of the rows."""
    position = row.keys.get("position")
    return float(position) if isinstance(position, int | float) else float("inf")


def _check_id(row: Found, name: str) -> None:
    try:
        Named.model_validate({"id": name})
    except ValidationError as error:
        row.wrong(_told(error.errors(include_url=False)[0]), "id")


def _validated(
    row: Found, model: type[EntryT], parts: Mapping[str, Any] | None = None
) -> EntryT | None:
    """The row as its model; every mistake is noted with its column."""
    try:
        return model.model_validate({**row.entry, **(parts or {})})
    except ValidationError as error:
        unread = {place for place, _ in row.mistakes}
        for mistake in error.errors(include_url=False):
            header = _header(row.sheet, mistake["loc"])
            # A cell that could not be read is missing too; it was told already.
            if row.place(header) not in unread:
                row.wrong(_told(mistake), header)
        return None


def _header(sheet: Sheet, loc: tuple[int | str, ...]) -> str | None:
    """The column of a mistake in the model; None where it is no single one's."""
    for column in sheet.columns:
        if loc[: len(column.path)] == column.path:
            return column.header
    # The whole of something that has several columns, all of them empty.
    return next((one.header for one in sheet.columns if loc and one.path[0] == loc[0]), None)


def _told(mistake: ErrorDetails) -> str:
    """A mistake in words for those who fill in."""
    if mistake["type"] == "missing":
        return "is missing"
    if mistake["type"] == "extra_forbidden":
        return "an entry of this kind has nothing here"
    message = mistake["msg"].removeprefix("Value error, ")
    simple = isinstance(mistake["input"], str | int | float)
    return f"{message}: {shown(mistake['input'])}" if simple else message
