"""What a gateway does when it starts: tables, one process a file, what was left behind."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from bot.app import AlreadyRunning, create_app
from bot.settings import Settings
from bot.store.cursors import CursorStore
from bot.store.database import SCHEMA, migration_engine
from bot.store.migrations import migrate
from bot.store.tables import Base, Inbox
from bot.workers.inbox import LEASE
from tests.integration.bench import Bench, build_bench_gateway
from tests.integration.serving import eventually


def test_migrating_again_changes_nothing(own_settings: Settings) -> None:
    migrate(own_settings.bot_database_url)

    assert _differences(own_settings) == []


def _differences(own: Settings) -> list[object]:
    """What the tables have that the models have not, and the reverse."""
    engine = migration_engine(own.bot_database_url)
    with engine.connect() as connection:
        if connection.dialect.name != "sqlite":
            connection.execute(text(f"SET search_path = {SCHEMA}"))
        options = {
            "include_name": lambda name, kind, _: name != "bot_version",
            "compare_type": True,
        }
        found: list[object] = compare_metadata(
            MigrationContext.configure(connection, opts=options), Base.metadata
        )
    engine.dispose()
    return found


def test_a_new_installation_gets_its_folder_and_tables(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'bot.sqlite3'}"

    migrate(url)

    engine = migration_engine(url)
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "bot_version"}
    engine.dispose()


async def test_what_a_dead_process_held_is_answered_at_the_next_start(bench: Bench) -> None:
    if not bench.gateway.database.is_sqlite:
        pytest.skip("others may be alive where the database is shared: their leases run out")
    await bench.receive("salam")
    await bench.gateway.inbox.claim("died", LEASE)
    again = bench.another()

    app = create_app(gateway=again.gateway)
    async with app.router.lifespan_context(app):
        await eventually(lambda: bool(bench.channel.sent))

    assert [row.state for row in await bench.rows(Inbox)] == ["done"]


async def test_two_processes_do_not_share_an_sqlite_file(bench: Bench) -> None:
    if not bench.gateway.database.is_sqlite:
        pytest.skip("a PostgreSQL database is made to be shared")
    first, second = bench.another(), bench.another()
    app = create_app(gateway=first.gateway)
    async with app.router.lifespan_context(app):
        other = create_app(gateway=second.gateway)
        with pytest.raises(AlreadyRunning):
            async with other.router.lifespan_context(other):
                pass
    await second.gateway.aclose()


async def test_doubles_are_plugged_in_where_they_are_given(bench: Bench) -> None:
    gateway = build_bench_gateway(
        bench.settings, bench.clock, bench.assistant, bench.administration, bench.channel
    )
    await gateway.database.close()

    assert gateway.assistant is bench.assistant
    assert set(gateway.channels) == {"web", "fake"}


async def test_a_position_is_moved_and_remembered(bench: Bench) -> None:
    cursors = CursorStore(bench.gateway.database)
    before = await cursors.position("telegram")
    for position in (7, 7, 9):
        await cursors.move("telegram", position)

    assert (before, await cursors.position("telegram")) == (None, 9)
    assert await cursors.position("other") is None
