"""A workbook as people fill it in: much is understood, and every mistake is told with its place."""

import io
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from backend.errors import ContentError
from backend.exchange import reading
from backend.exchange.assembly import Rows, read_workbook
from backend.exchange.workbook import write_workbook
from tests.backend.exchange_samples import full_bundle

Edit = Callable[[Workbook], None]


def midnight(year: int, month: int, day: int) -> datetime:
    """A date cell; a spreadsheet knows no zones."""
    return datetime(year, month, day)  # noqa: DTZ001


def edited(edit: Edit) -> bytes:
    book = load_workbook(io.BytesIO(write_workbook(full_bundle())))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(edit: Edit) -> Rows:
    return read_workbook(edited(edit))


def column(sheet: Worksheet, header: str) -> str:
    return next(cell.column_letter for cell in sheet[1] if cell.value == header)


def put(
    sheet: str, row: int, header: str, value: object, *, number_format: str | None = None
) -> Edit:
    def edit(book: Workbook) -> None:
        cell = book[sheet][f"{column(book[sheet], header)}{row}"]
        cell.value = value
        if number_format is not None:
            cell.number_format = number_format

    return edit


def told(edit: Edit) -> list[str]:
    return [f"{one.place}: {one.message}" for one in read(edit).mistakes]


def test_the_order_of_columns_blank_rows_and_remarks_are_free() -> None:
    def edit(book: Workbook) -> None:
        sheet = book["documents"]
        rows = [[cell.value for cell in row] for row in sheet]
        sheet.delete_rows(1, sheet.max_row)
        for row in rows:
            sheet.append(["# mine" if row is rows[0] else "x", None, *reversed(row)])
            sheet.append([None, "   ", None])
        book.create_sheet("# notes").append(["anything"])
        book.create_sheet("Feuil1")

    found = read(edit)

    assert found.mistakes == []
    assert found.bundle == full_bundle()


@pytest.mark.parametrize(
    ("sheet", "row", "header", "typed", "number_format", "field", "meant"),
    [
        ("fees", 2, "amount_mad", 20.0, None, "fees", 20),
        ("fees", 2, "amount_mad", " 12,5 ", None, "fees", 12.5),
        ("procedures", 2, "checked_on", midnight(2026, 3, 1), "mmm\\-yy", "checked_on", "2026-03"),
        ("procedures", 2, "checked_on", date(2026, 3, 9), "yyyy-mm-dd", "checked_on", "2026-03"),
        (
            "procedures",
            2,
            "valid_from",
            midnight(2026, 3, 9),
            "d/m/yyyy",
            "valid_from",
            "2026-03-09",
        ),
        ("procedures", 2, "valid_from", " 2026-03-09 ", None, "valid_from", "2026-03-09"),
        ("procedures", 2, "review_months", "3", None, "review_months", 3),
        ("procedures", 2, "review_months", 3.0, None, "review_months", 3),
        ("procedures", 2, "asks_which", "NON", None, "asks_which", False),
        ("procedures", 2, "asks_which", True, None, "asks_which", True),
        ("procedures", 2, "asks_which", "نعم", None, "asks_which", True),
        ("procedures", 2, "family", "  some_family ", None, "family", "some_family"),
        ("procedures", 2, "owner", None, None, "owner", "content"),
        ("procedures", 2, "owner", 3737.0, None, "owner", "3737"),
    ],
)
def test_what_people_and_spreadsheets_type_is_understood(
    sheet: str,
    row: int,
    header: str,
    typed: object,
    number_format: str | None,
    field: str,
    meant: object,
) -> None:
    found = read(put(sheet, row, header, typed, number_format=number_format))

    assert found.mistakes == []
    value = getattr(found.bundle.procedures[0], field)
    value = value[0].amount_mad if field == "fees" else value
    assert (value, type(value)) == (meant, type(meant))


def test_lists_are_read_as_they_are_typed() -> None:
    def edit(book: Workbook) -> None:
        put("procedures", 3, "names fr", "un|  deux |trois || ")(book)
        put("procedures", 3, "questions fr", "a ?\n\n  b ?\r\n")(book)
        put("words", 2, "also fr", None)(book)
        put("hours", 2, "days", "mon tue;wed")(book)
        put("hours", 2, "opens", time(8, 30))(book)
        put("hours", 2, "closes", "9:15")(book)

    found = read(edit)

    assert found.mistakes == []
    assert found.bundle.procedures[1].names.fr == ["un", "deux", "trois"]
    assert found.bundle.procedures[1].questions == {"fr": ["a ?", "b ?"]}
    hours = (found.bundle.directory.offices[0].hours or [])[0]
    assert (hours.days, hours.opens, hours.closes) == (["mon", "tue", "wed"], "08:30", "09:15")


def test_positions_order_a_list_and_a_row_without_one_comes_last() -> None:
    def edit(book: Workbook) -> None:
        put("documents", 2, "position", None)(book)
        put("documents", 4, "position", 0.5)(book)

    documents = read(edit).bundle.procedures[0].documents

    assert [one.condition for one in documents] == ["cond_a", None, "cond_b"]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (put("fees", 2, "amount_mad", "free"), "fees, row 2, column D (amount_mad): a number is"),
        (put("fees", 2, "amount_mad", "=1+1"), "fees, row 2, column D (amount_mad): a formula is"),
        (put("fees", 2, "amount_mad", "#REF!"), "fees, row 2, column D (amount_mad): the spread"),
        (put("fees", 2, "amount_mad", -1), "fees, row 2, column D (amount_mad): Input should be"),
        (put("fees", 2, "amount_mad", None), "fees, row 2, column D (amount_mad): is missing"),
        (put("fees", 2, "procedure", "gone"), "fees, row 2, column A (procedure): 'gone' is no id"),
        (put("procedures", 2, "topic", "x"), "procedures, row 2, column B (topic): Input should"),
        (put("procedures", 3, "names ary", None), "row 3, column N (names ary): is missing"),
        (put("procedures", 3, "office", None), "procedures, row 3, column D (office): is missing"),
        (put("procedures", 3, "id", None), "procedures, row 3, column A (id): is missing"),
        (put("procedures", 3, "id", "full"), "procedures, row 3, column A (id): stands twice"),
        (put("procedures", 2, "valid_to", "2025-01-01"), "row 2: valid_from is after valid_to"),
        (put("procedures", 2, "valid_to", "30/11/2026"), "row 2, column J (valid_to): "),
        (put("procedures", 2, "asks_which", "maybe"), "column K (asks_which): yes or no is"),
        (put("lists", 2, "field", "papers"), "lists, row 2, column B (field): one of document_n"),
        (put("lists", 3, "id", "note_b"), "lists, row 3: stands twice"),
        (put("documents", 2, "document", "Pièce"), "documents, row 2, column C (document): "),
        (put("documents", 2, "position", "first"), "documents, row 2, column B (position): a num"),
        (put("words", 2, "kind", "thing"), "words, row 2, column A (kind): one of procedure, "),
        (put("words", 2, "url", "https://x.example"), "(url): an entry of this kind has nothing"),
        (put("words", 2, "ar", None), "words, row 2, column D (ar): is missing"),
        (put("words", 3, "id", "bare"), "words, row 3, column B (id): stands twice"),
        (put("offices", 3, "address fr", "rue"), "offices, row 3, column E (address ar): is miss"),
        (put("offices", 2, "confirmed", None), "(confirmed): is missing"),
        (put("hours", 2, "season", "winter"), "hours, row 2, column B (season): one of normal"),
        (put("hours", 2, "closes", "07:00"), "hours, row 2: it opens after it closes"),
        (put("contacts", 2, "number", "police"), "contacts, row 2, column B (number): "),
        (
            put("calendar", 2, "every_year", midnight(2026, 6, 11)),
            "(every_year): a spreadsheet made a date of this",
        ),
        (put("procedures", 1, "office", "bureau"), "procedures, row 1: columns missing: office"),
        (put("procedures", 1, "office", "bureau"), "row 1, column D: 'bureau': no such column"),
        (put("procedures", 1, "office", "note"), "row 1, column E: 'note': this column stands tw"),
    ],
)
def test_a_mistake_is_told_with_sheet_row_and_column(edit: Edit, expected: str) -> None:
    mistakes = told(edit)

    assert any(expected in one for one in mistakes), mistakes
    assert not any("\n" in one for one in mistakes)


def test_all_mistakes_are_collected() -> None:
    def edit(book: Workbook) -> None:
        put("fees", 2, "amount_mad", "free")(book)
        put("fees", 3, "amount_mad", "=A1")(book)
        put("procedures", 2, "topic", "x")(book)
        put("procedures", 2, "family", "É")(book)
        put("words", 2, "ar", None)(book)
        put("calendar", 3, "kind", "party")(book)

    mistakes = told(edit)

    assert len(mistakes) == 6, mistakes


def test_an_entry_with_a_mistake_is_left_out_and_named() -> None:
    found = read(put("fees", 2, "amount_mad", "free"))

    assert [one.id for one in found.bundle.procedures] == ["bare"]
    assert [(one.kind, one.id) for one in found.mistakes] == [("procedure", "full")]
    assert ("procedure", "full") in found.faulty


def test_a_workbook_of_words_alone_is_enough() -> None:
    def edit(book: Workbook) -> None:
        for name in book.sheetnames:
            if name != "words":
                del book[name]

    found = read(edit)

    assert found.mistakes == []
    assert found.bundle.words == full_bundle().words
    assert found.bundle.procedures == []


@pytest.mark.parametrize("sheet", ["documents", "lists", "fees", "delays", "validity", "sources"])
def test_a_procedure_never_loses_its_parts_because_their_sheet_is_missing(sheet: str) -> None:
    def edit(book: Workbook) -> None:
        del book[sheet]

    assert told(edit)[0].startswith(f"{sheet}: this sheet is missing")


def test_hours_are_not_lost_because_their_sheet_is_missing() -> None:
    def edit(book: Workbook) -> None:
        del book["hours"]

    assert told(edit) == [
        "hours: this sheet is missing; rows of offices would lose what stands there"
    ]


def test_an_unknown_sheet_is_told() -> None:
    def edit(book: Workbook) -> None:
        book["fees"].title = "frais"

    assert any(one.startswith("frais: no such sheet") for one in told(edit))


def test_a_workbook_without_a_known_sheet_is_told() -> None:
    book = Workbook()
    out = io.BytesIO()
    book.save(out)

    assert [one.message for one in read_workbook(out.getvalue()).mistakes] == [
        "none of the known sheets is there"
    ]


def test_a_row_far_away_is_told_and_a_cell_in_no_column_is_nothing() -> None:
    def edit(book: Workbook) -> None:
        book["fees"]["XFD1048576"] = "x"
        book["words"]["A1048576"] = "note"

    assert told(edit) == ["words, row 1048576: only 20000 rows are read"]


def test_rows_over_the_limit_are_told_and_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ROWS_MAX", 3)

    assert any(one.startswith("words, row 4: only 3 rows") for one in told(lambda _book: None))


def test_a_file_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(ContentError, match="no zip"):
        read_workbook(b"id;fr;ar\n")
