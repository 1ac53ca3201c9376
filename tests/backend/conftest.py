"""Both databases, a clock that stands still, a small catalogue, a client with the token."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from jsonschema import Draft202012Validator
from pydantic import SecretStr

from backend.app import create_app
from backend.catalogue.content import read_catalogue
from backend.catalogue.load import load_catalogue
from backend.database import Database
from backend.migrations import migrate
from backend.offices.content import read_directory
from backend.offices.load import load_directory
from backend.register import secret
from backend.settings import Settings
from tests.backend.factories import (
    EDITOR_TOKEN,
    TOKEN,
    VOCABULARY,
    Content,
    FixedClock,
    Load,
    Sleeps,
    procedure,
    validator,
    wording,
)
from tests.postgresql import postgresql_server, postgresql_url

__all__ = ["postgresql_server", "postgresql_url"]


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting and no `.env` of the machine reaches a test."""
    for name in [name for name in os.environ if name.startswith("JAWAB_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same hashing with the least work, or the tests would do little else."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(secret, "HASHER", cheap)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables, on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'var' / 'backend.sqlite3'}"
    url: str = request.getfixturevalue("postgresql_url")
    return url


@pytest.fixture
def database_url(empty_database_url: str) -> str:
    """A database with empty tables, on each engine."""
    migrate(empty_database_url)
    return empty_database_url


@pytest_asyncio.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The database, closed afterwards."""
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
def clock() -> FixedClock:
    """The time of the test."""
    return FixedClock()


@pytest.fixture
def sleeps() -> Sleeps:
    """What the program wanted to sleep."""
    return Sleeps()


@pytest.fixture
def settings(database_url: str) -> Settings:
    """Settings of the test's database."""
    return Settings.model_validate({"backend_token": TOKEN, "database_url": database_url})


@pytest_asyncio.fixture
async def client(
    settings: Settings, clock: FixedClock, sleeps: Sleeps
) -> AsyncIterator[httpx.AsyncClient]:
    """A caller with the right token."""
    app = create_app(settings, clock=clock, sleep=sleeps)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://backend",
            headers={"Authorization": f"Bearer {TOKEN}"},
        ) as client,
    ):
        yield client


@pytest_asyncio.fixture
async def editor(
    settings: Settings, clock: FixedClock, sleeps: Sleeps
) -> AsyncIterator[httpx.AsyncClient]:
    """An editor: has the editors' token and says who it is."""
    own = settings.model_copy(update={"backend_editor_token": SecretStr(EDITOR_TOKEN)})
    app = create_app(own, clock=clock, sleep=sleeps)
    headers = {"Authorization": f"Bearer {EDITOR_TOKEN}", "Jawab-Actor": "amina"}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url="http://backend", headers=headers
        ) as client,
    ):
        yield client


@pytest.fixture
def content(tmp_path: Path) -> Content:
    """A small catalogue that is in order."""
    content = Content(tmp_path / "content")
    for kind, names in VOCABULARY.items():
        more = {"url": "https://www.example.ma"} if kind == "link" else {}
        content.write(f"vocabulary/{kind}.yml", {name: wording() | more for name in names})
    content.procedures(procedure())
    office = {"id": "town_hall", "kind": "commune", "confirmed": False}
    content.write("offices/town.yml", {"offices": [office]})
    content.write("offices/calendar.yml", {"calendar": []})
    contact = {"id": "police", "number": "19", "label": wording(), "standing": "reported"}
    content.write("offices/contacts.yml", {"contacts": [contact]})
    return content


@pytest.fixture
def load(database: Database, content: Content, clock: FixedClock) -> Load:
    """Brings the content folder into the database, as the command does."""

    async def load() -> dict[str, Any]:
        catalogue = read_catalogue(content.folder)
        directory = read_directory(content.folder, catalogue.words)
        async with database.write() as session:
            return {
                **await load_catalogue(session, catalogue, clock()),
                **await load_directory(session, directory, clock()),
            }

    return load


@pytest.fixture
def card_schema() -> Draft202012Validator:
    """The schema of a card."""
    return validator("card")


@pytest.fixture
def request_schema() -> Draft202012Validator:
    """The schema of a request."""
    return validator("request")
