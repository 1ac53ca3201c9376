"""The table of the notices."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from backend.database import Base, Json, UtcDateTime


class NoticeRow(Base):
    """One notice; `text` has four languages, `procedures` is empty where it concerns all."""

    __tablename__ = "notices"
    __table_args__ = (CheckConstraint("mode IN ('before', 'instead')", name="mode"),)

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    mode: Mapped[str] = mapped_column(String(16))
    procedures: Mapped[list[str]] = mapped_column(Json)
    text: Mapped[dict[str, str]] = mapped_column(Json)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(80))
