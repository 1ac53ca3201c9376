"""Tables of the catalogue: procedures as checked documents, words one row each."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, Json, UtcDateTime
from backend.imported import Imported


class ProcedureRow(Imported):
    """One procedure; `content` is a `content.Procedure`."""

    __tablename__ = "procedures"

    # Aspects that staff switched off, of a procedure that is published otherwise.
    off_aspects: Mapped[list[str] | None] = mapped_column(Json)


class WordingRow(Base):
    """One text in four languages, addressed as `<kind>.<id>`.

    `more` is what a wording of this kind has beside its texts: a link's address, a document's
    papers, other names of a paper or an office.
    """

    __tablename__ = "wordings"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    fr: Mapped[str] = mapped_column(Text)
    ar: Mapped[str] = mapped_column(Text)
    ary: Mapped[str] = mapped_column(Text)
    ary_latn: Mapped[str] = mapped_column(Text)
    more: Mapped[dict[str, Any] | None] = mapped_column(Json)
    digest: Mapped[str | None] = mapped_column(String(64))
    edited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
