"""A notice as staff write it."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from backend.entries import Id

TEXT_MAX_CHARS = 600  # it stands above an answer, and both must fit one message
NoticeText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_MAX_CHARS)
]


class FourTexts(BaseModel):
    """The same in the four languages: a notice that half the town cannot read is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    fr: NoticeText
    ar: NoticeText
    ary: NoticeText
    ary_latn: NoticeText = Field(alias="ary-Latn")


class Notice(BaseModel):
    """What everybody is told from `starts_at` to `ends_at` (aware).

    `before` comes above the answer, `instead` in its place: for all, or only for answers on the
    `procedures` named. Emergency numbers and the way to a person are always given.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Id
    mode: Literal["before", "instead"] = "before"
    procedures: list[Id] = []
    text: FourTexts
    starts_at: AwareDatetime
    ends_at: AwareDatetime

    @model_validator(mode="after")
    def _ends(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("it ends before it starts")
        return self

    def is_on(self, moment: datetime) -> bool:
        """Whether it is shown at this moment."""
        return self.starts_at <= moment < self.ends_at
