"""The first sheet of an XLSX file as text. Standard library only.

ECMA-376: a zip of XML parts; texts lie in a shared table, inline, or as a formula's result.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"  # "Strict Open XML" of the same
_OF_DOCUMENT = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_RELATIONS = "xl/_rels/workbook.xml.rels"
_LARGEST_PART_BYTES = 256 * 2**20
_LETTERS = re.compile(r"[A-Z]+")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class NoWorkbook(Exception):
    """The file is no XLSX workbook, or too large; the message says what."""


def first_sheet(file: Path) -> list[list[str]]:
    """Rows of the first sheet, empty cells as empty text; raises NoWorkbook."""
    try:
        with zipfile.ZipFile(file) as parts:
            shared = _shared_texts(parts)
            sheet = _part(parts, _first_sheet_name(parts))
            return [_row(row, shared) for row in sheet.iter("row")]
    except (
        zipfile.BadZipFile,
        KeyError,
        IndexError,
        ValueError,
        NotImplementedError,  # a compression that the library lacks
        ElementTree.ParseError,
    ) as error:
        raise NoWorkbook(f"no XLSX workbook ({error})") from error


def _part(parts: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A part as a tree whose tags have lost their namespace."""
    if parts.getinfo(name).file_size > _LARGEST_PART_BYTES:
        raise NoWorkbook(f"{name} is larger than {_LARGEST_PART_BYTES // 2**20} MiB")
    content = parts.read(name)
    if b"<!DOCTYPE" in content[:4096]:
        raise NoWorkbook(f"{name} declares entities, which no workbook does")
    tree = ElementTree.fromstring(content)  # noqa: S314 - entities were refused
    for element in tree.iter():
        element.tag = element.tag.removeprefix(_MAIN).removeprefix(_STRICT)
    return tree


def _first_sheet_name(parts: zipfile.ZipFile) -> str:
    """The first of the workbook's sheets, which need not be `sheet1.xml`."""
    first = next(_part(parts, "xl/workbook.xml").iter("sheet"), None)
    if first is None:
        raise NoWorkbook("the workbook has no sheet")
    wanted = next(first.attrib[name] for name in _OF_DOCUMENT if name in first.attrib)
    targets = {one.attrib["Id"]: one.attrib["Target"] for one in _part(parts, _RELATIONS)}
    target = targets[wanted]
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _shared_texts(parts: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in parts.namelist():
        return []
    return [_text(one) for one in _part(parts, "xl/sharedStrings.xml").iter("si")]


def _row(row: ElementTree.Element, shared: list[str]) -> list[str]:
    """Cells in their columns: empty ones may be left out of the file."""
    cells: dict[int, str] = {}
    for number, cell in enumerate(row.iter("c")):
        place = _column(cell.attrib["r"]) if "r" in cell.attrib else number
        cells[place] = _value(cell, shared)
    return [cells.get(place, "") for place in range(max(cells, default=-1) + 1)]


def _column(reference: str) -> int:
    """A1 is in column 0, AA7 in column 26."""
    found = _LETTERS.match(reference)
    if not found:
        raise ValueError(f"cell {reference}")
    place = 0
    for letter in found.group():
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    value = cell.findtext("v") or ""
    if cell.get("t") == "s" and value:
        return shared[int(value)]
    return _unescaped(value)


def _text(element: ElementTree.Element) -> str:
    """All runs of a text, without the phonetic ones beside it."""
    runs = [element, *element.iter("is"), *element.iter("r")]
    return _unescaped("".join(run.findtext("t") or "" for run in runs))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
