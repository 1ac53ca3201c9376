"""What stands in a cell: values written as plain data, and read as people type them.

A form knows both ways. Reading raises CellError with what is wrong, in words for who typed it.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import ClassVar

from openpyxl.cell.cell import Cell

from backend.errors import ContentError

Value = str | int | float | bool | date | datetime | time | None
CELL_MAX_CHARS = 32_767  # Excel's own limit: longer text is cut without a word
FORMULA_STARTS = ("=", "+", "-", "@")
AS_TEXT = "@"  # the number format in which a spreadsheet leaves alone what is typed
YES = frozenset({"yes", "oui", "true", "vrai", "1", "x", "نعم"})
NO = frozenset({"no", "non", "false", "faux", "0", "لا"})

# Characters that XML can not hold, in the way of the format itself: _x0001_.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_WRITTEN = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BAR = re.compile(r"(?<!\\)(?:\\\\)*\|")
_ESCAPED = re.compile(r"\\([\\|])")
_BETWEEN = re.compile(r"[\s,;|]+")
_RETURN = re.compile(r"(?<!_x005F)_x000D_$")
_LOCALE = re.compile(r"\[[^\]]*\]")
_SHORT_CLOCK = re.compile(r"^\d:\d\d$")
_NUMBER = re.compile(r"^\d+([.,]\d+)?$")


class CellError(Exception):
    """A cell holds something that can not be meant."""


@dataclass(frozen=True)
class Typed:
    """A cell as read: its value, and whether it shows a day or a month only."""

    value: Value
    number_format: str = "General"

    @property
    def is_blank(self) -> bool:
        """Whether nothing can be seen in it."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


class Form(ABC):
    """How one kind of value stands in a cell."""

    number_format: ClassVar[str] = AS_TEXT

    def write(self, value: object) -> Value:
        """The cell's value."""
        return str(value)

    @abstractmethod
    def read(self, typed: Typed) -> object:
        """The value that is meant; raises CellError."""


class TextForm(Form):
    """One text; a number or a day that a spreadsheet made of it is text again."""

    def read(self, typed: Typed) -> object:
        """The text without space around it."""
        return decoded(_text(typed))


class NumberForm(Form):
    """A number, 2.0 as 2."""

    number_format = "General"

    def write(self, value: object) -> Value:
        """As a number, so that it can be added up."""
        assert isinstance(value, int | float)
        return value

    def read(self, typed: Typed) -> object:
        """The number, also where it was typed as text, with a comma too."""
        value = typed.value
        if isinstance(value, str) and _NUMBER.match(value.strip()):
            value = float(value.strip().replace(",", "."))
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise CellError("a number is expected")
        return int(value) if isinstance(value, float) and value.is_integer() else value


class FlagForm(Form):
    """Yes or no."""

    def write(self, value: object) -> Value:
        """As a word that no spreadsheet translates."""
        return "yes" if value else "no"

    def read(self, typed: Typed) -> object:
        """Yes or no in the languages of those who fill in."""
        word = str(typed.value).strip().casefold()
        if word in YES or word in NO:
            return word in YES
        raise CellError("yes or no is expected")


class DayForm(Form):
    """A day, a month or a year, as far as it is known: 2026-11-30, 2026-11, 2026."""

    def __init__(self, *, months: bool = False) -> None:
        """With `months`, a day stands for its month."""
        self._months = months

    def read(self, typed: Typed) -> object:
        """The text of a date cell; a cell that shows no day tells the month only."""
        value = typed.value
        if not isinstance(value, datetime | date):
            return _text(typed)
        shown = _LOCALE.sub("", typed.number_format).lower()
        if "y" not in shown:
            raise CellError("the year can not be seen; write it as 2026-11-30")
        return f"{value:%Y-%m-%d}" if "d" in shown and not self._months else f"{value:%Y-%m}"


class ClockForm(Form):
    """A time of the day."""

    def read(self, typed: Typed) -> object:
        """As 08:30, also of a cell with a time."""
        value = typed.value
        if isinstance(value, time):
            return f"{value:%H:%M}"
        text = _text(typed)
        return f"0{text}" if _SHORT_CLOCK.match(text) else text


class ManyForm(Form):
    """Several texts, with ` | ` between; a bar inside one is written with a backslash."""

    def write(self, value: object) -> Value:
        """In one line."""
        assert isinstance(value, list)
        return " | ".join(one.replace("\\", "\\\\").replace("|", "\\|") for one in value)

    def read(self, typed: Typed) -> object:
        """The texts without space around them; empty ones are left out."""
        parts = [part.strip() for part in _split(_text(typed))]
        return [decoded(_ESCAPED.sub(r"\1", part)) for part in parts if part]


class LinesForm(Form):
    """Several texts, each on its line of the cell."""

    def write(self, value: object) -> Value:
        """One a line."""
        assert isinstance(value, list)
        return "\n".join(value)

    def read(self, typed: Typed) -> object:
        """The texts without space around them; empty lines are left out."""
        # Some programs end a line of a cell with a carriage return too, as it is written here.
        lines = [_RETURN.sub("", line).strip() for line in _text(typed).split("\n")]
        return [decoded(line) for line in lines if line]


class WordsForm(Form):
    """Several ids or short words, with space or a comma between."""

    def write(self, value: object) -> Value:
        """With a comma."""
        assert isinstance(value, list)
        return ", ".join(value)

    def read(self, typed: Typed) -> object:
        """The words."""
        return _BETWEEN.split(_text(typed).strip(",; |"))


def put(cell: Cell, value: Value) -> None:
    """Write a value as data: text that begins like a formula stays text, here and when edited.

    Raises ContentError for text that is longer than a cell.
    """
    if not isinstance(value, str):
        cell.value = value
        return
    text = encoded(value)
    if len(text) > CELL_MAX_CHARS:
        raise ContentError(f"a cell holds {CELL_MAX_CHARS} characters; export as YAML instead")
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(FORMULA_STARTS)


def encoded(text: str) -> str:
    """The text with what XML can not hold written out."""
    return _UNWRITABLE.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def decoded(text: str) -> str:
    """The text that was encoded, by this program or by a spreadsheet."""
    return _WRITTEN.sub(lambda found: chr(int(found.group(1), 16)), text)


def _text(typed: Typed) -> str:
    """What was typed, without space around it; raises CellError for what is no text any more."""
    value = typed.value
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _plain(value)
    if isinstance(value, bool) or value is None:
        raise CellError("a text is expected")
    raise CellError("a spreadsheet made a date of this; format the cell as text, type it again")


def _split(text: str) -> list[str]:
    """The pieces between bars that no backslash precedes."""
    pieces, start = [], 0
    for found in _BAR.finditer(text):
        pieces.append(text[start : found.end() - 1])
        start = found.end()
    return [*pieces, text[start:]]


def _plain(number: float) -> str:
    """A number as it was typed: 3737, not 3737.0."""
    return str(int(number)) if float(number).is_integer() else str(number)
