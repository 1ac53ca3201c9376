"""Reading labelled texts: CSV (any delimiter), TSV, XLSX, JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlu.benchmark.xlsx import NoWorkbook, first_sheet

DELIMITERS = (",", ";", "\t", "|")
FORMATS = (".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson")
_LARGEST_CELL_CHARS = 10_000_000

Record = dict[str, str]


class Unreadable(Exception):
    """The file cannot be used as it is; the message names the file and what is wrong."""


@dataclass(frozen=True)
class Row:
    """A text as typed, its label, its language where the file tells one."""

    text: str
    label: str
    language: str | None = None


@dataclass(frozen=True)
class Columns:
    """What the columns are called; a language column that nobody named may be missing."""

    text: str = "text"
    label: str = "label"
    language: str | None = None

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that must be there."""
        return (self.text, self.label, *([self.language] if self.language else []))


def read_rows(file: Path, columns: Columns | None = None) -> list[Row]:
    """All rows of a file, wholly empty ones left out; raises Unreadable."""
    columns = columns or Columns()
    try:
        records = list(_records(file, columns))
    except NoWorkbook as error:
        raise Unreadable(f"{file.name}: {error}") from error
    except csv.Error as error:
        raise Unreadable(f"{file.name}: no CSV ({error})") from error
    rows = [_row(file, number, record, columns) for number, record in records]
    if not rows:
        raise Unreadable(f"{file.name}: no rows")
    return rows


def _records(file: Path, columns: Columns) -> Iterator[tuple[int, Record]]:
    """Rows by the names of their columns, with the number that a spreadsheet shows."""
    kind = file.suffix.lower()
    if kind not in FORMATS:
        raise Unreadable(f"{file.name}: unknown format; known are {' '.join(FORMATS)}")
    if not file.is_file():
        raise Unreadable(f"{file.name}: no such file")
    if kind in (".jsonl", ".ndjson"):
        return _objects(file, columns)
    table = first_sheet(file) if kind == ".xlsx" else _cells(file, columns)
    return _named(file, table, columns)


def _named(
    file: Path, table: Sequence[Sequence[str]], columns: Columns
) -> Iterator[tuple[int, Record]]:
    if not table:
        raise Unreadable(f"{file.name}: empty")
    header = [name.strip() for name in table[0]]
    _check_columns(file, header, columns)
    for number, cells in enumerate(table[1:], 2):
        if any(cell.strip() for cell in cells):
            yield number, dict(zip(header, cells, strict=False))


def _cells(file: Path, columns: Columns) -> list[list[str]]:
    lines = io.StringIO(_text(file), newline="")  # U+2028 and the like end no line of a CSV
    csv.field_size_limit(_LARGEST_CELL_CHARS)
    delimiter = _delimiter(lines.readline(), columns)
    lines.seek(0)
    return list(_reader(lines, delimiter))


def _reader(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    # Tab-separated files do not quote (IANA text/tab-separated-values): a quote is a letter.
    if delimiter == "\t":
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter)


def _delimiter(header: str, columns: Columns) -> str:
    """The one under which the header has most of the wanted columns, then most columns."""

    def found(delimiter: str) -> tuple[int, int]:
        names = [name.strip() for name in next(_reader([header], delimiter), [])]
        return len({*columns.needed} & {*names}), len(names)

    return max(DELIMITERS, key=found)


def _objects(file: Path, columns: Columns) -> Iterator[tuple[int, Record]]:
    for number, line in enumerate(_text(file).split("\n"), 1):
        if line.strip():
            record = _object(file, number, line)
            _check_columns(file, record, columns, f" in line {number}")
            yield number, {name: _plain(value) for name, value in record.items()}


def _object(file: Path, number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Unreadable(f"{file.name}: line {number} is no JSON") from error
    if not isinstance(record, dict):
        raise Unreadable(f"{file.name}: line {number} is no JSON object")
    return record


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _check_columns(file: Path, names: Iterable[str], columns: Columns, place: str = "") -> None:
    there = list(names)
    for name in columns.needed:
        if name not in there:
            listed = ", ".join(there) or "none"
            raise Unreadable(f"{file.name}: no column {name!r}{place}; there are {listed}")


def _row(file: Path, number: int, record: Record, columns: Columns) -> Row:
    text, label = (record.get(name, "").strip() for name in (columns.text, columns.label))
    if not label:  # an empty text is a message like any other
        raise Unreadable(f"{file.name}: row {number} has no {columns.label}")
    language = record.get(columns.language or "language", "").strip()
    return Row(text, label, language or None)


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{file.name}: not UTF-8; save it as UTF-8 CSV or as XLSX") from error
