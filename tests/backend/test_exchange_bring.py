"""An import is all or nothing, audited, and changes nothing where nothing differs."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.service import Change, changes
from backend.audit.tables import AuditRow
from backend.catalogue.content import Catalogue, Procedure
from backend.catalogue.edit import set_state
from backend.catalogue.load import load_catalogue
from backend.catalogue.tables import ProcedureRow, WordingRow
from backend.database import Database
from backend.entries import Wording
from backend.exchange.assembly import Rows, read_workbook
from backend.exchange.bring import Report, bring
from backend.exchange.bundle import Bundle, bundle_of
from backend.exchange.workbook import write_workbook
from backend.exchange.yaml_files import read_zip, zip_of
from backend.offices.content import Directory
from backend.offices.load import load_directory
from backend.offices.service import withdraw
from backend.offices.tables import OfficeRow
from tests.backend.exchange_samples import full_bundle, real_bundle, texts
from tests.backend.factories import NOW

CHANGE = Change(actor="amina", action="import", at=NOW, reason="new year")
NOTHING = Bundle([], {}, Directory([], [], []))


async def load(database: Database, bundle: Bundle) -> None:
    """As the command `load` does."""
    async with database.write() as session:
        await load_catalogue(session, Catalogue(bundle.procedures, bundle.words), NOW)
        await load_directory(session, bundle.directory, NOW)


async def brought(database: Database, given: Bundle | Rows, *, dry_run: bool = False) -> Report:
    async with database.write() as session:
        return await bring(session, given, CHANGE, dry_run=dry_run)


async def present(database: Database) -> Bundle:
    async with database.read() as session:
        return await bundle_of(session)


async def audited(database: Database) -> int:
    async with database.read() as session:
        return (await session.execute(select(func.count(AuditRow.id)))).scalar_one()


def with_procedure(**fields: Any) -> Bundle:
    """The sample with its bare procedure changed."""
    bundle = full_bundle()
    full, bare = bundle.procedures
    changed = Procedure.model_validate({**bare.model_dump(by_alias=True), **fields})
    return Bundle([full, changed], bundle.words, bundle.directory)


def errors(report: Report) -> list[str]:
    return [line.message for line in report.lines if line.outcome == "error"]


@pytest.mark.parametrize("form", ["yaml", "xlsx"])
async def test_the_real_content_comes_back_unchanged(database: Database, form: str) -> None:
    await load(database, real_bundle())
    before = await present(database)
    given = read_zip(zip_of(before)) if form == "yaml" else read_workbook(write_workbook(before))

    report = await brought(database, given)

    assert (report.counts["added"], report.counts["changed"], report.counts["error"]) == (0, 0, 0)
    assert report.counts["unchanged"] == len(report.lines) > 100
    assert not report.written
    assert await audited(database) == 0
    after = await present(database)
    assert after == before == real_bundle()
    assert zip_of(after) == zip_of(before)


@pytest.mark.parametrize("form", ["yaml", "xlsx"])
async def test_every_field_reaches_an_empty_database(database: Database, form: str) -> None:
    bundle = full_bundle()
    given = read_zip(zip_of(bundle)) if form == "yaml" else read_workbook(write_workbook(bundle))

    report = await brought(database, given)

    assert errors(report) == []
    assert report.written
    assert report.counts["added"] == len(report.lines)
    assert await present(database) == bundle
    assert await audited(database) == len(report.lines)


async def test_only_what_differs_is_written_and_audited(database: Database) -> None:
    await load(database, full_bundle())

    report = await brought(database, with_procedure(fees=[{"amount_mad": 20}]))

    told = [(line.kind, line.id, line.outcome) for line in report.lines]
    assert [one for one in told if one[2] != "unchanged"] == [("procedure", "bare", "changed")]
    assert report.counts["changed"] == 1
    async with database.read() as session:
        (row,) = await changes(session)
    assert (row.actor, row.action, row.subject, row.reason) == (
        *("amina", "import", "bare", "new year"),
    )
    assert (row.before or {})["fees"] == []
    assert (row.after or {})["fees"][0]["amount_mad"] == 20


async def test_what_is_not_in_the_file_is_left_alone(database: Database) -> None:
    await load(database, full_bundle())
    word = {("note", "new_note"): Wording.model_validate(texts("n"))}

    report = await brought(database, Bundle([], word, Directory([], [], [])))

    assert report.counts == {"added": 1, "changed": 0, "unchanged": 0, "error": 0}
    after = await present(database)
    assert after.procedures == full_bundle().procedures
    assert after.directory == full_bundle().directory
    assert after.words == full_bundle().words | word


async def test_a_new_procedure_may_name_what_is_new_in_the_same_file(database: Database) -> None:
    await load(database, full_bundle())
    bundle = with_procedure(documents=["new_paper"], office="new_office")
    document = bundle.words["document", "paper_a"].model_copy(update={"papers": ["new_cin"]})
    new = {
        ("document", "new_paper"): document,
        ("office", "new_office"): bundle.words["office", "bare_office"],
        ("paper", "new_cin"): bundle.words["paper", "act"],
    }

    report = await brought(database, Bundle(bundle.procedures, new, Directory([], [], [])))

    assert errors(report) == []
    assert report.counts["added"] == 3
    assert report.counts["changed"] == 1


async def test_a_dry_run_tells_all_and_writes_nothing(database: Database) -> None:
    await load(database, full_bundle())
    bundle = with_procedure(fees=[{"amount_mad": 20}])
    words = {**bundle.words, ("note", "new_note"): Wording.model_validate(texts("n"))}

    report = await brought(
        database, Bundle(bundle.procedures, words, bundle.directory), dry_run=True
    )

    assert (report.counts["added"], report.counts["changed"]) == (1, 1)
    assert (report.dry_run, report.written) == (True, False)
    assert await present(database) == full_bundle()
    assert await audited(database) == 0


async def test_one_error_and_nothing_at_all_is_written(database: Database) -> None:
    await load(database, full_bundle())
    bundle = with_procedure(documents=["gone"], steps=["gone_too"])
    words = {**bundle.words, ("note", "new_note"): Wording.model_validate(texts("n"))}
    label = {("procedure", "bare"): Wording.model_validate(texts("far too long for a button"))}

    report = await brought(database, Bundle(bundle.procedures, words | label, bundle.directory))

    assert report.counts["error"] == 3
    assert "document.gone has no words" in errors(report)
    assert "step.gone_too has no words" in errors(report)
    assert any("a label has at most 20" in one for one in errors(report))
    assert not report.written
    assert await present(database) == full_bundle()
    assert await audited(database) == 0
    async with database.read() as session:
        assert await session.get(WordingRow, ("note", "new_note")) is None


async def test_what_is_off_stays_off_and_is_exported(database: Database) -> None:
    await load(database, full_bundle())
    async with database.write() as session:
        await set_state(session, "bare", "off", CHANGE)

    await brought(database, with_procedure(fees=[{"amount_mad": 20}]))

    async with database.read() as session:
        row = await session.get(ProcedureRow, "bare")
    assert row is not None
    assert (row.state, row.content["fees"][0]["amount_mad"]) == ("off", 20)
    assert [one.id for one in (await present(database)).procedures] == ["full", "bare"]


async def test_what_was_withdrawn_is_not_exported_and_comes_back_as_added(
    database: Database,
) -> None:
    await load(database, full_bundle())
    kept = Bundle(full_bundle().procedures[:1], full_bundle().words, full_bundle().directory)
    await load(database, kept)
    assert [one.id for one in (await present(database)).procedures] == ["full"]

    report = await brought(database, full_bundle())

    assert report.counts["added"] == 1
    assert await present(database) == full_bundle()


async def test_the_directory_is_exported_whatever_its_state_but_not_what_was_withdrawn(
    database: Database,
) -> None:
    await load(database, full_bundle())
    async with database.write() as session:
        office = await session.get(OfficeRow, "full_office")
        assert office is not None
        office.state = "off"
        await withdraw(session, "contact", "bare", CHANGE)

    directory = (await present(database)).directory

    assert [one.id for one in directory.offices] == ["full_office", "bare_office", "closed"]
    assert [one.id for one in directory.contacts] == ["full_contact"]


async def test_an_office_needs_a_name_in_the_words(database: Database) -> None:
    office = full_bundle().directory.offices[0]

    report = await brought(database, Bundle([], {}, Directory([office], [], [])))

    assert errors(report) == ["office.full_office has no words"]


async def test_a_long_label_of_a_contact_is_told(database: Database) -> None:
    contact = full_bundle().directory.contacts[0]
    label = Wording.model_validate(texts("far too long for a button"))
    long = contact.model_copy(update={"label": label})

    report = await brought(database, Bundle([], {}, Directory([], [long], [])))

    assert "a label has at most 20" in errors(report)[0]


@pytest.mark.parametrize("name", [19, "Ä", "a" * 81, "a\n", "A"])
async def test_a_word_under_an_id_that_is_none_is_refused(database: Database, name: Any) -> None:
    words = {("note", name): Wording.model_validate(texts("n"))}

    report = await brought(database, Bundle([], words, Directory([], [], [])))

    assert "an id has small letters" in errors(report)[0]


async def test_a_character_that_no_database_holds_is_an_error_of_its_entry(
    database: Database,
) -> None:
    words = {("note", "odd"): Wording.model_validate(texts("a\0b"))}

    report = await brought(database, Bundle([], words, Directory([], [], [])))

    assert errors(report) == ["there is a character in it that no database can hold"]


def edited(bundle: Bundle, **cells: object) -> Rows:
    book: Workbook = load_workbook(io.BytesIO(write_workbook(bundle)))
    for place, value in cells.items():
        sheet, cell = place.split("__")
        book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return read_workbook(out.getvalue())


async def test_a_word_that_a_workbook_lacks_is_told_with_the_row_that_names_it(
    database: Database,
) -> None:
    await load(database, full_bundle())

    report = await brought(database, edited(full_bundle(), documents__C3="gone", fees__E2="none"))

    assert sorted(errors(report)) == [
        "documents, row 3: document.gone has no words",
        "fees, row 2: condition.none has no words",
    ]


async def test_mistakes_of_cells_and_of_the_catalogue_stand_in_one_report(
    database: Database,
) -> None:
    await load(database, full_bundle())
    rows = edited(full_bundle(), procedures__D3="gone", words__D5=None, contacts__B2="x")

    report = await brought(database, rows)

    assert not report.written
    told = errors(report)
    assert len(told) == 3, told
    assert "procedures, row 3, column D (office): office.gone has no words" in told
    assert any(one.startswith("words, row 5, column D (ar): is missing") for one in told)
    assert any(one.startswith("contacts, row 2, column B (number): ") for one in told)


async def test_nobody_complains_of_a_word_that_stands_in_the_file_with_a_mistake(
    database: Database,
) -> None:
    bundle = full_bundle()
    book = load_workbook(io.BytesIO(write_workbook(bundle)))
    row = next(row for row in book["words"] if (row[0].value, row[1].value) == ("step", "step_a"))

    report = await brought(database, edited(bundle, **{f"words__D{row[0].row}": None}))

    assert errors(report) == [f"words, row {row[0].row}, column D (ar): is missing"]


async def test_nothing_is_brought_of_nothing(database: Database) -> None:
    report = await brought(database, NOTHING)

    assert (report.lines, report.written) == ([], False)


async def test_the_callers_own_work_in_the_same_transaction_survives_a_refusal(
    database: Database,
) -> None:
    await load(database, full_bundle())

    async def work(session: AsyncSession) -> None:
        await set_state(session, "bare", "off", CHANGE)
        await bring(session, with_procedure(steps=["gone"]), CHANGE)

    async with database.write() as session:
        await work(session)

    async with database.read() as session:
        row = await session.get(ProcedureRow, "bare")
    assert row is not None
    assert row.state == "off"
