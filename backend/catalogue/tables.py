"""Tables of the catalogue: procedures as checked documents, words one row each."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base
from backend.imported import Imported


class ProcedureRow(Imported):
    """One procedure; `content` is a `content.Procedure`."""

    __tablename__ = "procedures"


class WordingRow(Base):
    """One text in four languages, addressed as `<kind>.<id>`."""

    __tablename__ = "wordings"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    fr: Mapped[str] = mapped_column(Text)
    ar: Mapped[str] = mapped_column(Text)
    ary: Mapped[str] = mapped_column(Text)
    ary_latn: Mapped[str] = mapped_column(Text)
