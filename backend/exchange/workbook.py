"""A bundle as a workbook for people: one sheet a kind, one row an entry, nothing computed."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from backend.exchange.bundle import Bundle
from backend.exchange.cells import Value, put
from backend.exchange.guide import write_guide
from backend.exchange.rows import Row, rows_of
from backend.exchange.sheets import SHEETS, Column, Sheet, value_at

HEADER_FONT = Font(bold=True)
HEADER_FILL = PatternFill("solid", fgColor="DDE6EE")
PLAIN = Alignment(vertical="top", wrap_text=True)
RIGHT_TO_LEFT = Alignment(horizontal="right", vertical="top", wrap_text=True, readingOrder=2)
# Rows below the last one that still offer the choices: for what is added.
CHOICES_TO_ROW = 5000


def write_workbook(bundle: Bundle) -> bytes:
    """The workbook's bytes; raises ContentError where a text is longer than a cell."""
    book = Workbook()
    for name in book.sheetnames:
        del book[name]
    write_guide(book)
    rows = rows_of(bundle)
    for sheet in SHEETS:
        _write_sheet(book.create_sheet(sheet.name), sheet, rows[sheet.name])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(worksheet: Worksheet, sheet: Sheet, rows: Sequence[Row]) -> None:
    for number, column in enumerate(sheet.all_columns, start=1):
        _write_header(worksheet, number, column)
    for number, row in enumerate(rows, start=2):
        for position, column in enumerate(sheet.all_columns, start=1):
            cell = worksheet.cell(number, position)
            assert isinstance(cell, Cell)
            put(cell, _written(row, column))
            _dress(cell, column)
    # The header and what names the row stay in sight.
    worksheet.freeze_panes = "B2"


def _written(row: Row, column: Column) -> Value:
    value = value_at(row, column.path)
    return None if value is None or value == [] else column.form.write(value)


def _write_header(worksheet: Worksheet, number: int, column: Column) -> None:
    cell = worksheet.cell(1, number, column.header)
    cell.font, cell.fill = HEADER_FONT, HEADER_FILL
    letter = get_column_letter(number)
    dimension = worksheet.column_dimensions[letter]
    dimension.width = column.width
    # For rows that are added: a spreadsheet leaves what is typed in a text column as it is.
    dimension.number_format = column.form.number_format
    if column.choices:
        _offer(worksheet, letter, column.choices)


def _dress(cell: Cell, column: Column) -> None:
    cell.number_format = column.form.number_format
    cell.alignment = RIGHT_TO_LEFT if column.is_right_to_left else PLAIN


def _offer(worksheet: Worksheet, letter: str, choices: Sequence[str]) -> None:
    """A list to choose from; what is not on it is told when the file is brought in."""
    listed = DataValidation(
        type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=False
    )
    listed.add(f"{letter}2:{letter}{CHOICES_TO_ROW}")
    worksheet.add_data_validation(listed)
