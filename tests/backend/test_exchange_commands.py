"""Export and import as an operator types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from backend.catalogue.index import INDEX_FILE
from backend.cli import main
from backend.exchange.yaml_files import read_folder, write_folder
from tests.backend.exchange_samples import full_bundle
from tests.backend.factories import TOKEN


@pytest.fixture(autouse=True)
def _settings(monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    """Settings of a migrated, empty database."""
    monkeypatch.setenv("JAWAB_BACKEND_TOKEN", TOKEN)
    monkeypatch.setenv("JAWAB_DATABASE_URL", database_url)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder."""
    write_folder(full_bundle(), tmp_path / "in")
    return tmp_path / "in"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["content", "--as", "amina", *map(str, arguments)])


def counts(result: Result) -> str:
    return next(line for line in result.output.splitlines() if " unchanged, " in line)


@pytest.mark.parametrize("target", ["out", "out.zip", "out.xlsx"])
def test_what_goes_out_comes_in_unchanged(folder: Path, tmp_path: Path, target: str) -> None:
    assert run("import", folder).exit_code == 0

    out = run("export", tmp_path / target)
    again = run("import", tmp_path / target)

    assert out.exit_code == 0, out.output
    assert out.output == f"{tmp_path / target}: 2 procedures, {len(full_bundle().words)} words\n"
    assert again.exit_code == 0, again.output
    assert counts(again).startswith("0 added, 0 changed, ")


def test_the_format_may_be_named(folder: Path, tmp_path: Path) -> None:
    run("import", folder)

    assert run("export", "--format", "xlsx", tmp_path / "book").exit_code == 0

    with (tmp_path / "book").open("rb") as file:
        assert "words" in load_workbook(file).sheetnames


@pytest.mark.parametrize("target", ["in", "in.zip", "in.xlsx"])
def test_what_is_there_is_replaced_only_by_force(folder: Path, tmp_path: Path, target: str) -> None:
    run("import", folder)
    if target != "in":
        (tmp_path / target).write_bytes(b"precious")

    refused = run("export", tmp_path / target)
    forced = run("export", "--force", tmp_path / target)

    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert forced.exit_code == 0
    assert run("import", tmp_path / target).exit_code == 0


def test_a_folder_that_is_there_and_empty_is_filled(folder: Path, tmp_path: Path) -> None:
    run("import", folder)
    (tmp_path / "empty").mkdir()

    assert run("export", tmp_path / "empty").exit_code == 0
    assert read_folder(tmp_path / "empty") == full_bundle()


def test_an_import_tells_each_change_and_lets_it_be_found(folder: Path, tmp_path: Path) -> None:
    result = run("import", folder, "--why", "new year")

    assert "added     procedure full\n" in result.output
    assert "added     word note.note_a\n" in result.output
    assert "new year" in run("audit").output
    index = json.loads((tmp_path / "var" / INDEX_FILE).read_text("utf-8"))
    assert "bare" in json.dumps(index)


def test_a_dry_run_tells_and_writes_nothing(folder: Path) -> None:
    result = run("import", folder, "--dry-run")

    assert result.exit_code == 0
    assert "added     procedure full\n" in result.output
    assert result.output.endswith("dry run: nothing was written\n")
    assert run("list").output == ""


def test_errors_end_with_code_1_and_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    run("import", folder)
    run("export", tmp_path / "book.xlsx")
    book = load_workbook(tmp_path / "book.xlsx")
    book["fees"]["D2"] = "=1+1"
    book["fees"]["D3"] = 99
    book["documents"]["C2"] = "no id"
    book.save(tmp_path / "book.xlsx")

    result = run("import", tmp_path / "book.xlsx")

    assert result.exit_code == 1
    assert (
        "error     procedure full: fees, row 2, column D (amount_mad): a formula" in result.output
    )
    assert "error     procedure full: documents, row 2, column C (document): " in result.output
    assert "nothing was written" in result.output
    assert "Traceback" not in result.output
    assert "99" not in run("show", "full").output


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("x.csv", b"id;fr", "a folder, an .xlsx or a .zip is expected"),
        ("x.xlsx", b"id;fr", "no zip file"),
        ("x.zip", b"id;fr", "no zip file"),
    ],
)
def test_another_file_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, expected: str
) -> None:
    (tmp_path / name).write_bytes(content)

    result = run("import", tmp_path / name)

    assert result.exit_code == 1
    assert expected in result.output
    assert "Traceback" not in result.output


def test_an_empty_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    result = run("import", tmp_path / "empty")

    assert (result.exit_code, result.output.count("\n")) == (1, 1)


def test_a_target_that_can_not_be_written_is_told(folder: Path, tmp_path: Path) -> None:
    run("import", folder)
    (tmp_path / "file").write_text("x")

    result = run("export", tmp_path / "file" / "book.xlsx")

    assert result.exit_code == 1
    assert "Traceback" not in result.output
