"""The files `offices/*.yml` (offices of the town) and `offices/contacts.yml`, read and checked."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from backend.catalogue.content import Id, Source, Wording, Words
from backend.catalogue.words import LABEL_MAX_CHARS, Standing
from backend.errors import ContentError
from backend.files import Entry, EntryT, checked, read_list

CONTACTS_FILE = "contacts.yml"

Phone = Annotated[str, StringConstraints(pattern=r"^\+?[0-9][0-9 ]{1,19}$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Hours(Entry):
    """Days with the same opening hours, in the town's own time."""

    days: list[Day] = Field(min_length=1)
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
    confirmed: bool


class Contact(Entry):
    """A number to phone that belongs to no office."""

    id: Id
    number: Phone
    label: Wording
    standing: Standing
    confirmed: bool = False
    source: Source | None = None


@dataclass(frozen=True)
class Directory:
    """All offices and contacts."""

    offices: list[Office]
    contacts: list[Contact]


def read_directory(folder: Path, words: Words) -> Directory:
    """Read and check all files; raises ContentError with the first mistake."""
    contacts_path = folder / "offices" / CONTACTS_FILE
    paths = [path for path in sorted(contacts_path.parent.glob("*.yml")) if path != contacts_path]
    offices = [office for path in paths for office in _read_offices(path, words)]
    contacts = list(_read(Contact, contacts_path, "contacts"))
    _refuse_twice([office.id for office in offices], contacts_path.parent)
    _refuse_twice([contact.id for contact in contacts], contacts_path)
    for contact in contacts:
        _check_label(contact, contacts_path)
    return Directory(offices, contacts)


def _read_offices(path: Path, words: Words) -> Iterator[Office]:
    for office in _read(Office, path, "offices"):
        if ("office", office.id) not in words:
            raise ContentError(f"{path}: {office.id}: office.{office.id} is not in the vocabulary")
        yield office


def _read(model: type[EntryT], path: Path, key: str) -> Iterator[EntryT]:
    for data in read_list(path, key):
        yield checked(model, data, path=path, name=data.get("id", "entry without id"))


def _refuse_twice(names: list[str], path: Path) -> None:
    for position, name in enumerate(names):
        if name in names[:position]:
            raise ContentError(f"{path}: {name}: this id stands twice")


def _check_label(contact: Contact, path: Path) -> None:
    for language, text in contact.label.model_dump(by_alias=True).items():
        if len(text) > LABEL_MAX_CHARS:
            raise ContentError(
                f"{path}: {contact.id}: {language}: {len(text)} characters, "
                f"a label has at most {LABEL_MAX_CHARS}"
            )
