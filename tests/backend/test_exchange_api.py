"""The whole catalogue over HTTP, for those with the editors' token."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from backend.app import create_app
from backend.catalogue.index import INDEX_FILE
from backend.exchange.api import XLSX, ZIP
from backend.exchange.assembly import read_workbook
from backend.exchange.workbook import write_workbook
from backend.exchange.yaml_files import read_zip, zip_of
from backend.settings import Settings
from tests.backend.exchange_samples import full_bundle
from tests.backend.factories import TOKEN, FixedClock

EDITOR_TOKEN = "a-token-for-editors-only"
IMPORT = "/v1/content/import"
EXPORT = "/v1/content/export"


@pytest_asyncio.fixture
async def editor(database_url: str, clock: FixedClock) -> AsyncIterator[httpx.AsyncClient]:
    """A caller who may change content, as amina."""
    settings = Settings.model_validate(
        {
            "backend_token": TOKEN,
            "backend_editor_token": EDITOR_TOKEN,
            "database_url": database_url,
        }
    )
    app = create_app(settings, clock=clock)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://backend",
            headers={"Authorization": f"Bearer {EDITOR_TOKEN}", "Jawab-Actor": "amina"},
        ) as client,
    ):
        yield client


async def send(
    editor: httpx.AsyncClient, data: bytes, media_type: str = ZIP, **params: str
) -> httpx.Response:
    headers = {"Content-Type": media_type}
    return await editor.post(IMPORT, content=data, headers=headers, params=params)


@pytest.mark.parametrize(
    ("form", "media_type", "suffix", "reader", "writer"),
    [
        ("yaml", ZIP, "zip", read_zip, zip_of),
        (
            "xlsx",
            XLSX,
            "xlsx",
            lambda data: read_workbook(data).bundle,
            write_workbook,
        ),
    ],
    ids=["yaml", "xlsx"],
)
async def test_what_was_brought_in_is_what_is_given_out(
    editor: httpx.AsyncClient,
    form: str,
    media_type: str,
    suffix: str,
    reader: Callable[[bytes], object],
    writer: Callable[[object], bytes],
) -> None:
    brought = await send(editor, writer(full_bundle()), f"{media_type}; charset=binary")
    given = await editor.get(EXPORT, params={"format": form})

    assert brought.status_code == 200
    assert brought.json()["written"] is True
    assert given.headers["content-type"] == media_type
    assert given.headers["content-disposition"] == (
        f'attachment; filename="jawab-content-2026-11-26.{suffix}"'
    )
    assert reader(given.content) == full_bundle()


async def test_a_dry_run_writes_nothing(editor: httpx.AsyncClient) -> None:
    report = (await send(editor, zip_of(full_bundle()), dry_run="true")).json()

    assert (report["dry_run"], report["written"]) == (True, False)
    assert report["counts"]["added"] == len(report["lines"])
    assert (await editor.get("/v1/content/procedures")).json() == []


async def test_an_import_can_be_asked_about_at_once_and_is_audited(
    editor: httpx.AsyncClient, clock: FixedClock, tmp_path: Path
) -> None:
    clock.advance(timedelta(days=1))
    await send(editor, zip_of(full_bundle()), reason="new year")

    audit = (await editor.get("/v1/content/audit", params={"kind": "procedure"})).json()

    assert {(row["actor"], row["action"], row["reason"]) for row in audit} == {
        ("amina", "import", "new year")
    }
    index = (tmp_path / "var" / INDEX_FILE).read_text("utf-8")
    assert '"bare"' in index, "what was brought in can not be found before the next refresh"


async def test_a_refused_file_is_no_success_and_says_all_it_found(
    editor: httpx.AsyncClient,
) -> None:
    bundle = full_bundle()
    del bundle.words["step", "step_a"]
    del bundle.words["note", "note_h"]

    response = await send(editor, write_workbook(bundle), XLSX)

    answer = response.json()
    assert (response.status_code, answer["code"]) == (422, "invalid_content")
    assert answer["message"] == "2 errors; nothing was written"
    assert [line["message"] for line in answer["report"]["lines"] if line["message"]] == [
        "lists, row 5: step.step_a has no words",
        "lists, row 13: note.note_h has no words",
    ]
    assert (await editor.get("/v1/content/procedures")).json() == []


async def test_a_dry_run_of_a_wrong_file_is_an_answer(editor: httpx.AsyncClient) -> None:
    bundle = full_bundle()
    del bundle.words["step", "step_a"]

    response = await send(editor, write_workbook(bundle), XLSX, dry_run="true")

    assert response.status_code == 200
    assert response.json()["counts"]["error"] == 1


@pytest.mark.parametrize(
    ("data", "media_type", "code"),
    [
        (b"PK", ZIP, "invalid_content"),
        (b"PK", XLSX, "invalid_content"),
        (b"", XLSX, "invalid_content"),
        (b"id;fr", "text/csv", "invalid_request"),
        (b"id;fr", "", "invalid_request"),
    ],
)
async def test_what_is_no_such_file_is_refused(
    editor: httpx.AsyncClient, data: bytes, media_type: str, code: str
) -> None:
    response = await send(editor, data, media_type)

    assert (response.status_code, response.json()["code"]) == (422, code)


async def test_nobody_imports_without_a_name(editor: httpx.AsyncClient) -> None:
    del editor.headers["Jawab-Actor"]

    assert (await send(editor, zip_of(full_bundle()))).status_code == 422


@pytest.mark.parametrize("path", [EXPORT, IMPORT])
async def test_the_token_of_those_who_only_ask_opens_nothing(
    editor: httpx.AsyncClient, path: str
) -> None:
    method = "GET" if path == EXPORT else "POST"
    headers = {"Authorization": f"Bearer {TOKEN}"}

    assert (await editor.request(method, path, headers=headers)).status_code == 401


async def test_no_other_format_is_given_out(editor: httpx.AsyncClient) -> None:
    response = await editor.get(EXPORT, params={"format": "csv"})

    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")
