"""A gateway on each engine, its tables made by the real migrations."""

import shutil
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.settings import Settings
from bot.store.migrations import migrate
from tests.factories import FixedClock, settings
from tests.fakes import FakeAdministration, FakeAssistant, FakeChannel
from tests.integration.bench import Bench, build_bench_gateway
from tests.postgresql import postgresql_server, postgresql_url

__all__ = ["postgresql_server", "postgresql_url"]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with empty tables, copied for each test."""
    file = tmp_path_factory.mktemp("migrated") / "bot.sqlite3"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def own_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an installation of its own, on each engine."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_file"), tmp_path / "bot.sqlite3")
        return settings(tmp_path)
    url: str = request.getfixturevalue("postgresql_url")
    migrate(url)
    return settings(tmp_path, database_url=SecretStr(url))


@pytest_asyncio.fixture
async def bench(own_settings: Settings) -> AsyncIterator[Bench]:
    """A gateway with doubles around it."""
    clock, channel = FixedClock(), FakeChannel()
    assistant, administration = FakeAssistant(), FakeAdministration()
    gateway = build_bench_gateway(own_settings, clock, assistant, administration, channel)
    yield Bench(gateway, own_settings, clock, assistant, administration, channel, count(1))
    await gateway.aclose()
