"""The file by which Rasa finds what is published: its content, and how it is written."""

import asyncio
import json
import logging
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from backend import app
from backend.catalogue.content import read_catalogue
from backend.catalogue.index import INDEX_FILE, Index, build_index, refresh_index, write_index
from backend.catalogue.service import Listed
from backend.database import Database
from backend.errors import ContentError, IndexNotWritten
from backend.settings import Settings
from tests.backend.factories import (
    TOKEN,
    Content,
    FixedClock,
    Load,
    procedure,
    validator,
)

NAMES = {language: ["مدخنة"] for language in ("fr", "ar", "ary", "ary-Latn")}


def listed(**changes: Any) -> Listed:
    """A procedure that is published."""
    entry: dict[str, Any] = {
        "id": "chimney_permit",
        "topic": "procedure",
        "names": NAMES,
        "questions": {"ary": ["واش خاصني رخصة؟"]},
        "family": "permits",
        "asks_which": False,
        "aspects": ["fee"],
    }
    return Listed(**{**entry, **changes})


def index_of(*entries: Listed) -> Index:
    """The index of these entries, without papers and offices."""
    return build_index(entries, {}, {})


def test_the_index_holds_what_people_call_it_in_the_order_of_the_catalogue() -> None:
    other = listed(id="alley_permit", topic="report", family=None, asks_which=True, questions={})
    index = index_of(listed(), other)

    assert index["procedures"] == [
        {
            "id": "chimney_permit",
            "topic": "procedure",
            "family": "permits",
            "asks_which": False,
            "names": NAMES,
            "questions": {"ary": ["واش خاصني رخصة؟"]},
        },
        {
            "id": "alley_permit",
            "topic": "report",
            "family": None,
            "asks_which": True,
            "names": NAMES,
            "questions": {},
        },
    ]


def test_the_index_names_papers_and_offices() -> None:
    index = build_index([], {"photo": NAMES}, {"town_hall": NAMES})

    assert index["papers"] == [{"id": "photo", "names": NAMES}]
    assert index["offices"] == [{"id": "town_hall", "names": NAMES}]


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({"aspects": []}, True),  # facts are looked up, not searched
        ({"names": dict(reversed(NAMES.items()))}, True),
        ({"names": {**NAMES, "fr": ["cheminée"]}}, False),
        ({"questions": {}}, False),
        ({"family": None}, False),
        ({"asks_which": True}, False),
        ({"topic": "report"}, False),
        ({"id": "alley_permit"}, False),
    ],
)
def test_the_version_changes_with_what_can_be_found(changes: dict[str, Any], same: bool) -> None:
    before, after = index_of(listed()), index_of(listed(**changes))

    assert (before["version"] == after["version"]) is same


def test_the_version_changes_with_papers_and_offices() -> None:
    versions = {
        build_index([], papers, offices)["version"]
        for papers in ({}, {"photo": NAMES})
        for offices in ({}, {"town_hall": NAMES})
    }

    assert len(versions) == 4


def test_the_index_fits_its_schema() -> None:
    papers = {"photo": {"fr": ["Photo", "Photo d'identité"]}}
    entries = [listed(), listed(questions={})]
    validator("catalogue_index").validate(build_index(entries, papers, {"town_hall": NAMES}))
    validator("catalogue_index").validate(index_of())


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "Chimney"},
        {"names": {"fr": ["x"]}},
        {"questions": {"ary": []}},
        {"topic": "gossip"},
        {"asks_which": None},
    ],
)
def test_the_schema_refuses_what_is_no_index(changes: dict[str, Any]) -> None:
    assert not validator("catalogue_index").is_valid(index_of(listed(**changes)))


def test_it_is_written_as_utf_8_for_its_owner_in_a_folder_made_for_it(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "var"
    index = index_of(listed())

    assert write_index(folder, index) is True

    file = folder / INDEX_FILE
    assert json.loads(file.read_bytes()) == index
    assert "مدخنة".encode() in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in folder.iterdir()] == [INDEX_FILE]


def test_the_same_content_is_not_written_again(tmp_path: Path) -> None:
    write_index(tmp_path, index_of(listed()))
    os.utime(tmp_path / INDEX_FILE, (1, 1))

    assert write_index(tmp_path, index_of(listed())) is False
    assert (tmp_path / INDEX_FILE).stat().st_mtime == 1
    assert write_index(tmp_path, index_of()) is True
    assert (tmp_path / INDEX_FILE).stat().st_mtime > 1


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_what_breaks_off_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    index = index_of(listed())
    write_index(tmp_path, index)
    monkeypatch.setattr(os, step, disk_full)

    with pytest.raises(IndexNotWritten, match=f"{INDEX_FILE} cannot be written: No space left"):
        write_index(tmp_path, index_of())

    assert json.loads((tmp_path / INDEX_FILE).read_bytes()) == index
    assert [file.name for file in tmp_path.iterdir()] == [INDEX_FILE]


def disk_full(*_: object) -> None:
    """Fail as a full disk does."""
    raise OSError(28, "No space left on device")


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").touch()

    with pytest.raises(IndexNotWritten, match=rf"var/{INDEX_FILE} cannot be written: "):
        write_index(tmp_path / "var", index_of())


@pytest.mark.parametrize("languages", [[], ["fr"], ["fr", "ar", "ary", "ary-Latn"]])
def test_questions_may_stand_in_any_of_the_languages(
    content: Content, languages: list[str]
) -> None:
    questions = {language: ["comment ?"] for language in languages}
    content.procedures(procedure(questions=questions))

    assert read_catalogue(content.folder).procedures[0].questions == questions


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        ({"de": ["wie ?"]}, "questions.de"),
        ({"fr": []}, "questions.fr"),
        ({"fr": [""]}, "questions.fr.0"),
        ({"fr": ["a\nb"]}, "questions.fr.0"),
        ({"fr": [1]}, "questions.fr.0"),
        ({"fr": "comment ?"}, "questions.fr"),
        (["comment ?"], "questions"),
    ],
)
def test_wrong_questions_are_named(content: Content, questions: object, told: str) -> None:
    content.procedures(procedure(questions=questions))

    with pytest.raises(ContentError, match=rf"municipal\.yml: family_booklet: {told}"):
        read_catalogue(content.folder)


async def started(settings: Settings) -> int:
    """Start the application; the status of its first answer."""
    built = app.create_app(settings)
    transport = httpx.ASGITransport(built)
    async with (
        built.router.lifespan_context(built),
        httpx.AsyncClient(transport=transport, base_url="http://backend") as client,
    ):
        return (await client.get("/healthz")).status_code


async def test_the_start_brings_the_index_up_to_date(
    load: Load, content: Content, settings: Settings
) -> None:
    content.procedures(procedure(questions={"ary-Latn": ["kifach?"]}))
    await load()

    assert await started(settings) == 200

    index: Index = json.loads((settings.data_dir / INDEX_FILE).read_bytes())
    assert [entry["questions"] for entry in index["procedures"]] == [{"ary-Latn": ["kifach?"]}]


async def test_the_index_follows_the_calendar_while_the_server_runs(
    load: Load, content: Content, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, again = FixedClock(), asyncio.Event()

    async def refresh(database: Database, folder: Path, now: datetime) -> bool:
        new = await refresh_index(database, folder, now)
        clock.advance(timedelta(days=1))
        if new:
            again.set()
        return new

    content.procedures(procedure(valid_from="2026-11-27"))
    await load()
    async with asyncio.timeout(10):
        monkeypatch.setattr(app, "refresh_index", refresh)
        monkeypatch.setattr(app, "INDEX_REFRESH_SECONDS", 0.01)
        built = app.create_app(settings, clock=clock)
        async with built.router.lifespan_context(built):
            index: Index = json.loads((settings.data_dir / INDEX_FILE).read_bytes())
            assert index["procedures"] == []
            again.clear()
            await again.wait()
            index = json.loads((settings.data_dir / INDEX_FILE).read_bytes())

    assert [entry["id"] for entry in index["procedures"]] == ["family_booklet"]


async def test_an_index_that_cannot_be_written_is_logged_and_the_rest_serves(
    load: Load, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await load()
    (tmp_path / "file").touch()
    own = settings.model_copy(update={"data_dir": tmp_path / "file"})

    with caplog.at_level(logging.ERROR, logger="backend"):
        assert await started(own) == 200

    assert f"file/{INDEX_FILE} cannot be written: " in caplog.text


async def test_a_database_without_tables_does_not_keep_it_from_starting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    values = {"backend_token": TOKEN, "database_url": f"sqlite:///{tmp_path / 'empty.sqlite3'}"}

    with caplog.at_level(logging.ERROR, logger="backend"):
        assert await started(Settings.model_validate(values)) == 200

    assert "crash: OperationalError at " in caplog.text


async def test_a_database_that_hangs_does_not_keep_it_from_starting(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def hang(_database: Database, _folder: Path, _now: datetime) -> bool:
        await asyncio.sleep(60)
        return True

    monkeypatch.setattr(app, "refresh_index", hang)
    monkeypatch.setattr(app, "INDEX_SECONDS", 0.01)

    with caplog.at_level(logging.ERROR, logger="backend"):
        assert await started(settings) == 200

    assert "crash: TimeoutError at " in caplog.text
