"""Tables of the offices, contacts and the calendar, each row a checked document."""

from backend.imported import Imported


class OfficeRow(Imported):
    """One office; `content` is a `content.Office`."""

    __tablename__ = "offices"


class ContactRow(Imported):
    """One contact; `content` is a `content.Contact`."""

    __tablename__ = "contacts"


class CalendarRow(Imported):
    """A holiday or Ramadan; `content` is a `content.CalendarEntry`."""

    __tablename__ = "calendar"
