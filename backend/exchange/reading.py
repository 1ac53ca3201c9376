"""The cells of an uploaded workbook: found by their headers, read without trust, mistakes told."""

import io
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from backend.errors import ContentError
from backend.exchange.archive import repacked, unpack
from backend.exchange.cells import CellError, Typed
from backend.exchange.guide import GUIDE_SHEET
from backend.exchange.sheets import DEPENDENT, SHEETS, Column, Sheet, put_at

ROWS_MAX = 20_000
COLUMNS_MAX = 200  # none of those that are known stands further to the right
REMARK = "#"  # a column or sheet that begins so is its writer's own
SHOWN_CHARS = 60
FORMULA, DATE_FORMAT = "f", "General"
# What can be wrong inside the file; the library lets through whatever its parts raise.
BROKEN = (BadZipFile, InvalidFileException, LookupError, ValueError, TypeError, SyntaxError)


@dataclass(frozen=True)
class Mistake:
    """What is wrong with an entry, and where; without an entry, with the file."""

    place: str
    message: str
    kind: str = "file"
    id: str = ""


@dataclass
class Found:
    """A row: its keys and its entry, by paths, and whether a cell could not be read."""

    sheet: Sheet
    number: int
    letters: Mapping[str, str]
    keys: dict[str, Any] = field(default_factory=dict)
    entry: dict[str, Any] = field(default_factory=dict)
    mistakes: list[tuple[str, str]] = field(default_factory=list)

    def place(self, header: str | None = None) -> str:
        """Sheet and row, with the column where it is known."""
        row = f"{self.sheet.name}, row {self.number}"
        letter = self.letters.get(header or "")
        return f"{row}, column {letter} ({header})" if letter else row

    def wrong(self, message: str, header: str | None = None) -> None:
        """Note a mistake."""
        self.mistakes.append((self.place(header), message))


@dataclass
class Sheets:
    """All rows by their sheet, and what is wrong with the file as a whole."""

    rows: dict[str, list[Found]]
    mistakes: list[Mistake]


def read_sheets(data: bytes) -> Sheets:
    """The rows of a workbook; raises ContentError for a file that is none."""
    members = unpack(data)
    if any(b"<!DOCTYPE" in content[:4096] for name, content in members.items() if _is_xml(name)):
        raise ContentError("the workbook declares things of its own; save it anew")
    with warnings.catch_warnings():
        # What openpyxl leaves out of a spreadsheet's extras is nothing that is read here.
        warnings.simplefilter("ignore")
        try:
            return _read_book(repacked(members))
        except BROKEN as error:
            raise ContentError("this is no XLSX workbook, or a broken one") from error


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _read_book(data: bytes) -> Sheets:
    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    known = {sheet.name: sheet for sheet in SHEETS}
    found = Sheets({}, [])
    for worksheet in book.worksheets:
        name = worksheet.title.strip()
        if name in known:
            rows = _read_sheet(worksheet, known[name], found.mistakes)
            found.rows.setdefault(name, []).extend(rows)
        elif not (name == GUIDE_SHEET or name.startswith(REMARK)) and _holds_something(worksheet):
            found.mistakes.append(Mistake(name, f"no such sheet; known: {', '.join(known)}"))
    _check_dependent(found)
    return found


def _check_dependent(found: Sheets) -> None:
    for name, parts in DEPENDENT.items():
        if not found.rows.get(name):
            continue
        for part in parts:
            if part not in found.rows:
                message = f"this sheet is missing; rows of {name} would lose what stands there"
                found.mistakes.append(Mistake(part, message))
    if not found.rows:
        found.mistakes.append(Mistake("workbook", "none of the known sheets is there"))


def _holds_something(worksheet: Any) -> bool:  # noqa: ANN401 (the library's types lack it)
    worksheet.reset_dimensions()
    rows = worksheet.iter_rows(values_only=True)
    return any(value is not None for row in rows for value in row)


def _read_sheet(worksheet: Any, sheet: Sheet, mistakes: list[Mistake]) -> list[Found]:  # noqa: ANN401
    rows = _cells(worksheet)
    _, header = next(rows, (1, {}))
    columns = _columns(sheet, header, mistakes)
    letters = {column.header: get_column_letter(index) for index, column in columns.items()}
    found = []
    for number, cells in rows:
        named = {columns[index]: cell for index, cell in cells.items() if index in columns}
        if named and number > ROWS_MAX:
            message = f"only {ROWS_MAX} rows are read"
            mistakes.append(Mistake(f"{sheet.name}, row {number}", message))
            break
        if named:
            found.append(_filled(Found(sheet, number, letters), named))
    return found


def _cells(worksheet: Any) -> Iterator[tuple[int, dict[int, Any]]]:  # noqa: ANN401
    """The cells that hold something, by row and column."""
    worksheet.reset_dimensions()  # what a file says of its own size is not believed
    # Without a width, rows that are not in the file cost next to nothing.
    for number, row in enumerate(worksheet.iter_rows(), start=1):
        seen = enumerate(row[:COLUMNS_MAX], start=1)
        cells = {index: cell for index, cell in seen if not Typed(cell.value).is_blank}
        if cells:
            yield number, cells


def _columns(sheet: Sheet, header: Mapping[int, Any], mistakes: list[Mistake]) -> dict[int, Column]:
    """Which column stands where; what is missing, unknown or there twice is told."""
    known = {column.header.casefold(): column for column in sheet.all_columns}
    columns: dict[int, Column] = {}
    for index, cell in header.items():
        title = " ".join(str(cell.value).split())
        column = known.get(title.casefold())
        if title.startswith(REMARK):
            continue
        if column is None or column in columns.values():
            problem = "no such column" if column is None else "this column stands twice"
            place = f"{sheet.name}, row 1, column {get_column_letter(index)}"
            mistakes.append(Mistake(place, f"{shown(title)}: {problem}"))
        else:
            columns[index] = column
    missing = [one.header for one in sheet.all_columns if one not in columns.values()]
    if missing:
        mistakes.append(Mistake(f"{sheet.name}, row 1", f"columns missing: {', '.join(missing)}"))
    return columns


def _filled(row: Found, cells: Mapping[Column, Any]) -> Found:
    for column, cell in cells.items():
        try:
            value = _value(column, cell)
        except CellError as error:
            row.wrong(str(error), column.header)
            continue
        put_at(row.keys if column in row.sheet.keys else row.entry, column.path, value)
    return row


def _value(column: Column, cell: Any) -> object:  # noqa: ANN401
    if cell.data_type == FORMULA:
        raise CellError("a formula is not read; type what it shows")
    if cell.data_type == "e" or cell.value in ERROR_CODES:
        raise CellError(f"the spreadsheet could not compute this: {cell.value}")
    return column.form.read(Typed(cell.value, cell.number_format or DATE_FORMAT))


def shown(value: object) -> str:
    """A value as it is quoted in a mistake, in one line."""
    text = repr(value)
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}…"
