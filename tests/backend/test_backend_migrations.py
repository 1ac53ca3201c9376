"""Tables come from the migrations alone, are what the code expects, and can be taken back."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from backend import migrations
from backend.database import SCHEMA, Base, Database, migration_engine
from backend.migrations import migrate

TABLES = {
    "attempts",
    "audit",
    "calendar",
    "contacts",
    "notices",
    "offices",
    "procedures",
    "request_history",
    "requests",
    "wordings",
}


def expected_in(schema: str) -> MetaData:
    """The tables of the code, placed in a schema."""
    expected = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.tables.values():
        table.to_metadata(expected, schema=schema)
    return expected


def schema_of(connection: Connection) -> str | None:
    """Where the tables are on this engine."""
    return None if connection.dialect.name == "sqlite" else SCHEMA


def test_the_tables_are_what_the_code_expects(database_url: str) -> None:
    engine = migration_engine(database_url)
    with engine.connect() as connection:
        schema = schema_of(connection)
        expected = Base.metadata if schema is None else expected_in(schema)
        options = {
            "include_schemas": True,
            "version_table": "backend_version",
            "version_table_schema": schema,
            "include_name": lambda name, kind, _: kind != "schema" or name == schema,
        }
        differences = compare_metadata(
            MigrationContext.configure(connection, opts=options), expected
        )
    engine.dispose()

    assert differences == []


def test_migrating_again_changes_nothing(database_url: str) -> None:
    migrate(database_url)

    assert tables(database_url) == TABLES | {"backend_version"}


def test_nothing_is_left_outside_the_schema(database_url: str) -> None:
    engine = migration_engine(database_url)
    with engine.connect() as connection:
        outside = set(
            inspect(connection).get_table_names("public" if schema_of(connection) else None)
        )
    engine.dispose()

    assert outside == (set() if schema_of(connection) else TABLES | {"backend_version"})


def tables(url: str) -> set[str]:
    """The names of the tables where they belong."""
    engine = migration_engine(url)
    with engine.connect() as connection:
        names = set(inspect(connection).get_table_names(schema_of(connection)))
    engine.dispose()
    return names


def test_a_failed_step_leaves_nothing_behind(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("alembic.op.create_index", refuse)
    with pytest.raises(RuntimeError):
        migrate(empty_database_url)

    assert tables(empty_database_url) == set()


OLD_ROWS = (
    "INSERT INTO {schema}wordings (kind, id, fr, ar, ary, ary_latn)"
    " VALUES ('note', '{name}', 'a', 'b', 'c', 'd')",
    "INSERT INTO {schema}offices (id, position, content, digest, state, updated_at)"
    " VALUES ('{name}', 0, '{{}}', 'x', 'off', '2026-11-25 23:30:00+00:00')",
)


def write_as_old_code_does(url: str, name: str) -> None:
    """Write rows with the columns of the first step alone."""
    engine = migration_engine(url)
    with engine.begin() as connection:
        schema = f"{SCHEMA}." if schema_of(connection) else ""
        for row in OLD_ROWS:
            connection.exec_driver_sql(row.format(schema=schema, name=name))
    engine.dispose()


def kept(url: str) -> list[tuple[str, str]]:
    """The rows that old code wrote, each with the state that staff gave it."""
    engine = migration_engine(url)
    with engine.connect() as connection:
        schema = f"{SCHEMA}." if schema_of(connection) else ""
        query = (
            f"SELECT office.id, state FROM {schema}offices AS office"
            f" JOIN {schema}wordings AS wording ON wording.id = office.id ORDER BY office.id"
        )
        rows = [(row.id, row.state) for row in connection.execute(text(query))]
    engine.dispose()
    return rows


def take_back(url: str, revision: str) -> None:
    """Bring the database down to a revision, as an operator does with Alembic."""
    config = Config()
    config.set_main_option("script_location", "backend:migrations")
    engine = migration_engine(url)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    engine.dispose()


def test_the_second_step_keeps_what_is_there_and_lets_old_code_write(
    empty_database_url: str,
) -> None:
    migrate(empty_database_url, "0001")
    write_as_old_code_does(empty_database_url, "before")

    migrate(empty_database_url, "0002")
    write_as_old_code_does(empty_database_url, "while")

    assert kept(empty_database_url) == [("before", "off"), ("while", "off")]


def test_the_second_step_can_be_taken_back(empty_database_url: str) -> None:
    migrate(empty_database_url, "0002")
    write_as_old_code_does(empty_database_url, "kept")

    take_back(empty_database_url, "0001")

    assert kept(empty_database_url) == [("kept", "off")]
    assert not {"audit", "calendar", "notices"} & tables(empty_database_url)
    migrate(empty_database_url)
    assert tables(empty_database_url) == TABLES | {"backend_version"}


def test_steps_are_numbered_one_after_the_other() -> None:
    folder = Path(migrations.__file__).parent / "versions"
    numbers = [path.name[:4] for path in sorted(folder.glob("*.py"))]

    assert numbers == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


async def test_sqlite_is_set_to_lose_nothing(database: Database) -> None:
    if not database.is_sqlite:
        async with database.read() as session:
            found = (await session.execute(text("SHOW search_path"))).scalar_one()
        assert found == SCHEMA
        return
    async with database.read() as session:
        pragmas = {
            name: (await session.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }


async def test_a_writer_in_sqlite_has_the_lock_before_it_reads(tmp_path: Path) -> None:
    path = tmp_path / "backend.sqlite3"
    migrate(f"sqlite:///{path}")
    database = Database(f"sqlite:///{path}")
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        async with database.write():
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        async with database.read():
            other.execute("BEGIN IMMEDIATE")
    await database.close()


async def test_an_error_does_not_quote_values(database: Database) -> None:
    query = text("SELECT * FROM nothing WHERE name = :name")
    with pytest.raises(SQLAlchemyError) as caught:
        async with database.read() as session:
            await session.execute(query, {"name": "Fatima"})

    assert "nothing" in str(caught.value)
    assert "Fatima" not in str(caught.value)


async def test_a_failed_write_leaves_nothing_behind(database: Database) -> None:
    insert = (
        "INSERT INTO wordings (kind, id, fr, ar, ary, ary_latn)"
        " VALUES ('note', 'x', 'a', 'b', 'c', 'd')"
    )
    with pytest.raises(RuntimeError):
        async with database.write() as session:
            await session.execute(text(insert))
            raise RuntimeError("stop")

    async with database.read() as session:
        count = (await session.execute(text("SELECT count(*) FROM wordings"))).scalar_one()
    assert count == 0
