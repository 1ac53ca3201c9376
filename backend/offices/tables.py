"""Tables of the offices and contacts, each row a checked document."""

from backend.imported import Imported


class OfficeRow(Imported):
    """One office; `content` is a `content.Office`."""

    __tablename__ = "offices"


class ContactRow(Imported):
    """One contact; `content` is a `content.Contact`."""

    __tablename__ = "contacts"
