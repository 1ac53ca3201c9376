"""What the content files share: ids, texts in four languages, sources."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from backend.errors import ContentError
from backend.files import LANGUAGES, Entry

# What is shown on a button: WhatsApp cuts a reply button's title at 20 characters.
LABEL_MAX_CHARS = 20
AMOUNT_MAX_MAD = 1_000_000


def _a_day(value: str) -> str:
    """Refuse what is no day of the calendar."""
    if date.fromisoformat(value).isoformat() != value:
        raise ValueError("a day is written 2026-11-30")
    return value


Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Dated = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-[0-3]\d)?)?$")]
Day = Annotated[str, AfterValidator(_a_day)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=1000)]
Text = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$", max_length=2000)]
Money = Annotated[int | float, Field(ge=0, le=AMOUNT_MAX_MAD, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1, le=1000)]
Texts = Annotated[list[Text], Field(min_length=1)]

Standing = Literal["stated", "reported"]
State = Literal["published", "draft", "off"]
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


Words = dict[tuple[str, str], Wording]  # by kind and id


class Source(Entry):
    """Where a fact was read."""

    title: Text
    url: Url | None = None
    dated: Dated | None = None
    kind: SourceKind


def each_once(values: list[Any]) -> list[Any]:
    """Refuse a list in which something stands twice."""
    for position, value in enumerate(values):
        if value in values[:position]:
            raise ValueError(f"{value!r} stands twice")
    return values


Ids = Annotated[list[Id], AfterValidator(each_once)]


def check_label(wording: Wording, where: str) -> None:
    """Raise ContentError where a button's text is too long for WhatsApp."""
    for language in LANGUAGES:
        text = text_of(wording, language)
        if len(text) > LABEL_MAX_CHARS:
            problem = f"{len(text)} characters, a label has at most {LABEL_MAX_CHARS}"
            raise ContentError(f"{where}: {language}: {problem}")


def text_of(wording: Wording, language: str) -> str:
    """The text of one of the four languages."""
    return str(getattr(wording, language.replace("-", "_").lower()))
