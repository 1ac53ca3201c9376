"""The files `procedures/*.yml` and `vocabulary/<kind>.yml`, read and checked as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from backend.catalogue.words import (
    KINDS,
    LABEL_KINDS,
    LABEL_MAX_CHARS,
    Aspect,
    Kind,
    Standing,
)
from backend.errors import ContentError
from backend.files import Entry, Language, checked, read_list, read_mapping

AMOUNT_MAX_MAD = 1_000_000

Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Dated = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-[0-3]\d)?)?$")]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=1000)]
Text = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$", max_length=2000)]
Money = Annotated[int | float, Field(ge=0, le=AMOUNT_MAX_MAD, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1, le=1000)]
Texts = Annotated[list[Text], Field(min_length=1)]

SourceKind = Literal[
    "official",
    "law",
    "commune",
    "official_via_dataset",
    "official_foreign",
    "press",
    "ngo",
    "third_party",
    "dataset",
    "encyclopedia",
]
STATED_KINDS: tuple[SourceKind, ...] = ("law", "official", "commune")


class Wording(Entry):
    """One text in each of the four languages."""

    fr: Text
    ar: Text
    ary: Text
    ary_latn: Text = Field(alias="ary-Latn")


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
    """A price in dirhams; 0 is free."""

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


class Link(Entry):
    """A site where it can be done or followed."""

    name: Text
    url: Url


class Source(Entry):
    """Where a fact was read."""

    title: Text
    url: Url | None = None
    dated: Dated | None = None
    kind: SourceKind


def _each_once(values: list[Any]) -> list[Any]:
    for position, value in enumerate(values):
        if value in values[:position]:
            raise ValueError(f"{value!r} stands twice")
    return values


Ids = Annotated[list[Id], AfterValidator(_each_once)]


class Procedure(Entry):
    """All that is known about one procedure; an empty list says that nothing was found."""

    id: Id
    family: Id | None = None
    names: Names
    questions: dict[Language, Texts] = {}
    office: Id
    note: Id | None = None
    documents: Annotated[
        list[Annotated[Document, BeforeValidator(_as_document)]], AfterValidator(_each_once)
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
    online: list[Link] = []
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


Words = dict[tuple[Kind, str], Wording]


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
            _check_ids(procedure, words, path)
            procedures[procedure.id] = procedure
    if not procedures:
        raise ContentError(f"{folder / 'procedures'}: no procedure found")
    return Catalogue(list(procedures.values()), words)


def read_words(folder: Path) -> Words:
    """Read one file per kind; raises ContentError where one is missing, unknown or wrong."""
    for path in sorted(folder.glob("*.yml")):
        if path.stem not in KINDS:
            raise ContentError(f"{path}: no such kind; known are {', '.join(KINDS)}")
    return {
        (kind, name): wording
        for kind in KINDS
        for name, wording in _read_kind(folder / f"{kind}.yml", kind)
    }


def named_ids(procedure: Procedure) -> Iterator[tuple[Kind, str]]:
    """Every entry of the vocabulary that a procedure needs."""
    yield "procedure", procedure.id
    yield "office", procedure.office
    yield from (("document", document.id) for document in procedure.documents)
    yield from (("step", step) for step in procedure.steps)
    yield from (("note", note) for note in _notes(procedure))
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


def _check_ids(procedure: Procedure, words: Words, path: Path) -> None:
    for kind, name in named_ids(procedure):
        if (kind, name) not in words:
            raise ContentError(f"{path}: {procedure.id}: {kind}.{name} is not in the vocabulary")


def _read_kind(path: Path, kind: Kind) -> Iterator[tuple[str, Wording]]:
    for name, data in read_mapping(path).items():
        wording = checked(Wording, data, path=path, name=name)
        if kind in LABEL_KINDS:
            _check_label(wording, path, name)
        yield name, wording


def _check_label(wording: Wording, path: Path, name: str) -> None:
    for language, text in wording.model_dump(by_alias=True).items():
        if len(text) > LABEL_MAX_CHARS:
            raise ContentError(
                f"{path}: {name}: {language}: {len(text)} characters, "
                f"a label has at most {LABEL_MAX_CHARS}"
            )
