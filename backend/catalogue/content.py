"""The files `procedures/*.yml` and `vocabulary/<kind>.yml`, read and checked as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from backend.catalogue.words import KINDS, LABEL_KINDS, Aspect, Kind, Topic
from backend.entries import (
    STATED_KINDS,
    Count,
    Day,
    Id,
    Ids,
    Money,
    Month,
    Source,
    Standing,
    Text,
    Texts,
    Url,
    Wording,
    Words,
    check_label,
    each_once,
)
from backend.errors import ContentError
from backend.files import Entry, Language, checked, read_list, read_mapping


class LinkWording(Wording):
    """What can be done on a site, and where it is."""

    url: Url


class DocumentWording(Wording):
    """A line of a list of papers; `papers` says which papers would be it."""

    papers: list[Id] = []


class NamedWording(Wording):
    """Something that people name in a message; `also` has what else they call it."""

    also: dict[Language, Texts] = {}


class PaperWording(NamedWording):
    """A paper as people know it; `law` is the topic that speaks of it, where there is one."""

    law: Id | None = None


class Names(Entry):
    """What people call a procedure; the first of each language is its main name."""

    fr: Texts
    ar: Texts
    ary: Texts
    ary_latn: Texts = Field(alias="ary-Latn")


class Document(Entry):
    """A paper to bring, always or only on a condition."""

    id: Id
    condition: Id | None = None


def _as_document(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


class Fee(Entry):
    """A price in dirhams; 0 is free. `what` says for what, where it has a name (a stamp)."""

    what: Id | None = None
    amount_mad: Money
    condition: Id | None = None


class Delay(Entry):
    """How long it takes, or how long the citizen has (`deadline`)."""

    amount: Count
    unit: Literal["days", "working_days", "hours", "weeks", "months", "years"]
    nature: Literal["usual", "at_most", "legal", "deadline"]
    condition: Id | None = None


class Validity(Entry):
    """How long the paper stays good."""

    amount: Count
    unit: Literal["days", "weeks", "months", "years"]
    condition: Id | None = None


class Life(Entry):
    """Who keeps an answer, how often it is checked, and from when to when it holds."""

    owner: Text = "content"
    review_months: Annotated[int, Field(ge=1, le=60)] = 6
    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError("valid_from is after valid_to")
        return self


class Procedure(Life):
    """All that is known about one procedure; an empty list says that nothing was found."""

    id: Id
    topic: Topic = "procedure"
    family: Id | None = None
    asks_which: bool = False
    names: Names
    questions: dict[Language, Texts] = {}
    office: Id
    urgent: Id | None = None
    note: Id | None = None
    documents: Annotated[
        list[Annotated[Document, BeforeValidator(_as_document)]], AfterValidator(each_once)
    ] = []
    document_notes: Ids = []
    steps: Ids = []
    fees: list[Fee] = []
    fee_notes: Ids = []
    delays: list[Delay] = []
    delay_notes: Ids = []
    validity: list[Validity] = []
    validity_notes: Ids = []
    eligibility: Ids = []
    where_notes: Ids = []
    online: Ids = []
    online_notes: Ids = []
    sources: list[Source] = []
    standing: dict[Aspect, Standing] = {}
    checked_on: Month

    @model_validator(mode="after")
    def _stated_needs_a_source(self) -> Self:
        official = any(source.kind in STATED_KINDS for source in self.sources)
        if not official and "stated" in self.standing.values():
            raise ValueError(f"'stated' needs a source of the kinds {', '.join(STATED_KINDS)}")
        return self


@dataclass(frozen=True)
class Catalogue:
    """Procedures in the order of the files, and the words for everything they name."""

    procedures: list[Procedure]
    words: Words


def read_catalogue(folder: Path) -> Catalogue:
    """Read and check all files; raises ContentError with the first mistake."""
    words = read_words(folder / "vocabulary")
    procedures: dict[str, Procedure] = {}
    for path in sorted((folder / "procedures").glob("*.yml")):
        for procedure in _read_procedures(path):
            if procedure.id in procedures:
                raise ContentError(f"{path}: {procedure.id}: this id stands in another place too")
            check_ids(procedure, words, str(path))
            procedures[procedure.id] = procedure
    if not procedures:
        raise ContentError(f"{folder / 'procedures'}: no procedure found")
    _check_laws(words, procedures)
    return Catalogue(list(procedures.values()), words)


def read_words(folder: Path) -> Words:
    """Read one file per kind; raises ContentError where one is missing, unknown or wrong."""
    for path in sorted(folder.glob("*.yml")):
        if path.stem not in KINDS:
            raise ContentError(f"{path}: no such kind; known are {', '.join(KINDS)}")
    words: Words = {
        (kind, name): wording
        for kind in KINDS
        for name, wording in _read_kind(folder / f"{kind}.yml", kind)
    }
    check_words(words, str(folder))
    return words


def check_ids(procedure: Procedure, words: Words, where: str) -> None:
    """Raise ContentError where a procedure names something that has no words."""
    for kind, name in named_ids(procedure):
        if (kind, name) not in words:
            raise ContentError(f"{where}: {procedure.id}: {kind}.{name} is not in the vocabulary")


def check_words(words: Words, where: str) -> None:
    """Raise ContentError where a wording is too long for its place, or names what is not there."""
    for (kind, name), wording in words.items():
        if kind in LABEL_KINDS:
            check_label(wording, f"{where}: {kind}.{name}")
        papers = wording.papers if isinstance(wording, DocumentWording) else []
        for paper in papers:
            if ("paper", paper) not in words:
                raise ContentError(f"{where}: {kind}.{name}: paper.{paper} is not there")


def _check_laws(words: Words, procedures: Mapping[str, Procedure]) -> None:
    for (kind, name), wording in words.items():
        law = wording.law if isinstance(wording, PaperWording) else None
        if law is not None and law not in procedures:
            raise ContentError(f"{kind}.{name}: there is no {law} that speaks of it")


def named_ids(procedure: Procedure) -> Iterator[tuple[Kind, str]]:
    """Every entry of the vocabulary that a procedure needs."""
    yield "procedure", procedure.id
    yield "office", procedure.office
    yield from (("document", document.id) for document in procedure.documents)
    yield from (("step", step) for step in procedure.steps)
    yield from (("note", note) for note in _notes(procedure))
    yield from (("link", link) for link in procedure.online)
    yield from (("fee", fee.what) for fee in procedure.fees if fee.what is not None)
    yield from (("condition", condition) for condition in _conditions(procedure))


def _conditions(procedure: Procedure) -> list[str]:
    named = [
        *(document.condition for document in procedure.documents),
        *(fee.condition for fee in procedure.fees),
        *(delay.condition for delay in procedure.delays),
        *(validity.condition for validity in procedure.validity),
    ]
    return [condition for condition in named if condition is not None]


def _notes(procedure: Procedure) -> list[str]:
    return [
        *([procedure.urgent] if procedure.urgent else []),
        *([procedure.note] if procedure.note else []),
        *procedure.document_notes,
        *procedure.fee_notes,
        *procedure.delay_notes,
        *procedure.validity_notes,
        *procedure.eligibility,
        *procedure.where_notes,
        *procedure.online_notes,
    ]


def _read_procedures(path: Path) -> Iterator[Procedure]:
    for data in read_list(path, "procedures"):
        yield checked(Procedure, data, path=path, name=data.get("id", "entry without id"))


WORDINGS: dict[Kind, type[Wording]] = {
    "link": LinkWording,
    "document": DocumentWording,
    "paper": PaperWording,
    "office": NamedWording,
}


def _read_kind(path: Path, kind: Kind) -> Iterator[tuple[str, Wording]]:
    for name, data in read_mapping(path).items():
        yield name, checked(WORDINGS.get(kind, Wording), data, path=path, name=name)
