"""The files `offices/*.yml`: offices of the town, contacts, calendar; read and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from backend.entries import Day, Id, Source, Standing, Wording, Words, check_label
from backend.errors import ContentError
from backend.files import Entry, EntryT, checked, read_list

CONTACTS_FILE = "contacts.yml"
CALENDAR_FILE = "calendar.yml"

Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ]{1,19}$")]
MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
WeekDay = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Hours(Entry):
    """Days with the same opening hours, in the town's own time."""

    days: list[WeekDay] = Field(min_length=1)
    opens: Clock
    closes: Clock

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("it opens after it closes")
        return self


class Office(Entry):
    """A place to go; null is what nobody has confirmed yet."""

    id: Id
    kind: Id
    phone: Phone | None = None
    address: Wording | None = None
    hours: list[Hours] | None = None
    ramadan_hours: list[Hours] | None = None
    open_on_holidays: bool = False
    confirmed: bool


class Contact(Entry):
    """A number to phone that belongs to no office."""

    id: Id
    number: Phone
    label: Wording
    standing: Standing
    confirmed: bool = False
    source: Source | None = None


class CalendarEntry(Entry):
    """A holiday or Ramadan: the same day each year (`every_year`: 11-06), or from a day to a day.

    `moon` marks dates that hang on the sighting of the crescent: until they are `confirmed`, an
    answer that rests on them says so.
    """

    id: Id
    kind: Literal["holiday", "ramadan"]
    name: Wording
    every_year: MonthDay | None = None
    first: Day | None = None
    last: Day | None = None
    moon: bool = False
    confirmed: bool = False
    source: Source | None = None

    @model_validator(mode="after")
    def _one_way_of_dating(self) -> Self:
        if (self.every_year is None) == (self.first is None):
            raise ValueError("either every_year, or first (and last)")
        if self.first and self.last and self.first > self.last:
            raise ValueError("first is after last")
        return self

    def covers(self, day: date) -> bool:
        """Whether the day is part of it."""
        if self.every_year:
            return day.strftime("%m-%d") == self.every_year
        first = str(self.first)
        return first <= day.isoformat() <= (self.last or first)


@dataclass(frozen=True)
class Directory:
    """All offices and contacts, and the days that are not like others."""

    offices: list[Office]
    contacts: list[Contact]
    calendar: list[CalendarEntry]


def read_directory(folder: Path, words: Words) -> Directory:
    """Read and check all files; raises ContentError with the first mistake."""
    root = folder / "offices"
    contacts_path, calendar_path = root / CONTACTS_FILE, root / CALENDAR_FILE
    paths = [
        path for path in sorted(root.glob("*.yml")) if path not in (contacts_path, calendar_path)
    ]
    directory = Directory(
        offices=[office for path in paths for office in _read(Office, path, "offices")],
        contacts=list(_read(Contact, contacts_path, "contacts")),
        calendar=list(_read(CalendarEntry, calendar_path, "calendar")),
    )
    check_directory(directory, words, str(root))
    return directory


def check_directory(directory: Directory, words: Words, where: str) -> None:
    """Raise ContentError for an id that stands twice, an office without a name, a long label."""
    for entries in (directory.offices, directory.contacts, directory.calendar):
        _refuse_twice([entry.id for entry in entries], where)
    for office in directory.offices:
        if ("office", office.id) not in words:
            raise ContentError(f"{where}: {office.id}: office.{office.id} is not in the vocabulary")
    for contact in directory.contacts:
        check_label(contact.label, f"{where}: {contact.id}")


def _read(model: type[EntryT], path: Path, key: str) -> Iterator[EntryT]:
    for data in read_list(path, key):
        yield checked(model, data, path=path, name=data.get("id", "entry without id"))


def _refuse_twice(names: list[str], where: str) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            raise ContentError(f"{where}: {name}: this id stands twice")
