"""Labelled texts as people keep them: CSV of any delimiter, TSV, XLSX, JSON Lines; and bad ones."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from nlu.benchmark.rows import Columns, Row, Unreadable, read_rows

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def written(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def workbook(
    folder: Path,
    rows: str,
    shared: str = "",
    sheet: str = "worksheets/sheet1.xml",
    main: str = MAIN,
) -> Path:
    """The least that is a workbook: its second sheet must not be read."""
    file = folder / "texts.xlsx"
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{RELATION}"><sheets>'
        '<sheet name="b" sheetId="2" r:id="r2"/><sheet name="a" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r2" Target="{sheet}"/>'
        '<Relationship Id="r1" Target="worksheets/other.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>'
        "</worksheet>",
        "xl/worksheets/other.xml": f'<worksheet xmlns="{main}"><sheetData/></worksheet>',
    }
    if shared:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{shared}</sst>'
    with zipfile.ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?>{content}')
    return file


def inline(*cells: str) -> str:
    texts = "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells)
    return f"<row>{texts}</row>"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_one_that_the_header_uses(tmp_path: Path, delimiter: str) -> None:
    lines = [["label", "text"], ["greet", "salam"], ["thank", "شكرا"]]
    file = written(tmp_path, "a.csv", "\n".join(delimiter.join(line) for line in lines))
    assert read_rows(file) == [Row("salam", "greet"), Row("شكرا", "thank")]


def test_a_header_with_another_delimiter_in_it_is_read_by_the_columns(tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", "text;label;a,b,c,d\nsalam, labas;greet;1\n")
    assert read_rows(file) == [Row("salam, labas", "greet")]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param('text,label\n"a, ""b""",x\n', 'a, "b"', id="quoted"),
        pytest.param('text,label\n"a\nb",x\n', "a\nb", id="line-break-inside"),
        pytest.param('text,label\r\n"a\r\nb",x\r\n', "a\r\nb", id="windows-line-ends"),
        pytest.param("\ufefftext,label\na,x\n", "a", id="byte-order-mark"),
        pytest.param(" text , label \n a , x \n", "a", id="spaces-around"),
        pytest.param("text,label\na\u2028b,x\n", "a\u2028b", id="unicode-line-separator"),
        pytest.param("text,label\na,x\n,\n\n", "a", id="empty-rows-left-out"),
        pytest.param("text,label\n,x\n", "", id="an-empty-message-is-one"),
    ],
)
def test_csv_is_read_as_spreadsheets_write_it(tmp_path: Path, content: str, text: str) -> None:
    assert read_rows(written(tmp_path, "a.csv", content)) == [Row(text, "x")]


def test_a_quote_in_a_tab_separated_file_is_a_letter(tmp_path: Path) -> None:
    file = written(tmp_path, "a.tsv", 'text\tlabel\n"a\tx\nb"\ty\n')
    assert read_rows(file) == [Row('"a', "x"), Row('b"', "y")]


def test_columns_are_called_as_one_says(tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", "query,intent,lang,language\na,x,ary,no\n")
    assert read_rows(file, Columns("query", "intent", "lang")) == [Row("a", "x", "ary")]


def test_a_language_column_is_used_where_it_is_there(tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", "text,label,language\na,x,fr\nb,x,\n")
    assert [row.language for row in read_rows(file)] == ["fr", None]


def test_json_lines_with_figures_for_labels(tmp_path: Path) -> None:
    lines = [json.dumps({"text": "a", "label": 3, "language": None}), "", '{"text":"b","label":4}']
    file = written(tmp_path, "a.jsonl", "\n".join(lines))
    assert read_rows(file) == [Row("a", "3"), Row("b", "4")]


def test_xlsx_of_the_first_sheet_whatever_its_file(tmp_path: Path) -> None:
    file = workbook(tmp_path, inline("text", "label") + inline("سلام", "greet"))
    assert read_rows(file) == [Row("سلام", "greet")]


def test_xlsx_texts_are_shared_rich_numeric_or_the_result_of_a_formula(tmp_path: Path) -> None:
    shared = (
        "<si><t>text</t></si><si><t>label</t></si>"
        "<si><r><t>sa</t></r><r><t>lam</t></r><rPh><t>no</t></rPh></si>"
    )
    rows = (
        '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
        '<row><c t="s"><v>2</v></c><c><v>12</v></c></row>'
        '<row><c t="str"><f>A1</f><v>a_x0041_</v></c><c t="s"><v>0</v></c></row>'
    )
    file = workbook(tmp_path, rows, shared)
    assert read_rows(file) == [Row("salam", "12"), Row("aA", "text")]


def test_xlsx_cells_left_out_do_not_shift_the_others(tmp_path: Path) -> None:
    head = '<row><c r="A1" t="str"><v>n</v></c><c r="B1" t="str"><v>text</v></c>'
    head += '<c r="AB1" t="str"><v>label</v></c></row>'
    row = '<row><c r="B2" t="str"><v>a</v></c><c r="AB2" t="str"><v>x</v></c></row>'
    row += '<row><c r="A3" t="str"><v>1</v></c><c r="B3" t="str"><v>b</v></c>'
    row += '<c r="AB3" t="str"><v>y</v></c></row>'
    assert read_rows(workbook(tmp_path, head + row)) == [Row("a", "x"), Row("b", "y")]


@pytest.mark.parametrize(
    ("sheet", "main"),
    [
        ("/xl/worksheets/sheet1.xml", MAIN),
        ("worksheets/sheet1.xml", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
    ],
    ids=["absolute-path", "strict-open-xml"],
)
def test_xlsx_of_other_programs(tmp_path: Path, sheet: str, main: str) -> None:
    file = workbook(tmp_path, inline("text", "label") + inline("a", "x"), sheet=sheet, main=main)
    assert read_rows(file) == [Row("a", "x")]


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.csv", "", "empty"),
        ("a.csv", "text,label\n", "no rows"),
        ("a.csv", "txt,label\na,x\n", "no column 'text'; there are txt, label"),
        ("a.csv", "text,label\na,\n", "row 2 has no label"),
        ("a.csv", "text,label\na,x\n\nb\n", "row 4 has no label"),
        ("a.csv", "text,label\nd\u00e9,x\n".encode("latin-1"), "not UTF-8"),
        ("a.csv", "text,label\na\0,x\n", "no CSV"),
        ("a.jsonl", "", "no rows"),
        ("a.jsonl", '{"text": "a", "label": "x"}\n{"text": "a"}', "no column 'label' in line 2"),
        ("a.jsonl", "{\n", "line 1 is no JSON"),
        ("a.jsonl", "[" * 10_000, "line 1 is no JSON"),
        ("a.jsonl", "[1]\n", "line 1 is no JSON object"),
        ("a.xlsx", "no zip", "no XLSX workbook"),
        ("a.parquet", "x", "unknown format; known are .csv"),
    ],
)
def test_what_is_wrong_is_said_with_the_files_name(
    tmp_path: Path, name: str, content: str | bytes, complaint: str
) -> None:
    with pytest.raises(Unreadable) as raised:
        read_rows(written(tmp_path, name, content))
    assert str(raised.value).startswith(f"{name}: ")
    assert complaint in str(raised.value)


def test_a_language_column_that_was_asked_for_must_be_there(tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", "text,label\na,x\n")
    with pytest.raises(Unreadable, match="no column 'lang'"):
        read_rows(file, Columns(language="lang"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no such file"):
        read_rows(tmp_path / "a.csv")


def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("xl/workbook.xml", '<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>')
    with pytest.raises(Unreadable, match="declares entities"):
        read_rows(file)


def test_a_workbook_without_its_sheet_is_refused(tmp_path: Path) -> None:
    file = workbook(tmp_path, "", sheet="worksheets/missing.xml")
    with pytest.raises(Unreadable, match="no XLSX workbook"):
        read_rows(file)
