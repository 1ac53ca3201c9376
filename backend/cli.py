"""The backend's commands: `python -m backend.cli serve|migrate|load|samples|state`."""

import asyncio
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar, get_args

import click
import uvicorn
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from backend.app import create_app
from backend.catalogue.content import read_catalogue, read_words
from backend.catalogue.index import refresh_index
from backend.catalogue.load import load_catalogue
from backend.catalogue.service import set_state
from backend.catalogue.words import State
from backend.clock import utc_now
from backend.database import Database, make_folder
from backend.errors import BackendError
from backend.imported import Changes
from backend.migrations import migrate as run_migrations
from backend.offices.content import read_directory
from backend.offices.load import load_directory
from backend.register.samples import load_samples, read_samples
from backend.settings import HOST, Settings

Result = TypeVar("Result")
SAMPLES_FILE = Path("samples") / "requests.yml"
SHUTDOWN_SECONDS = 10
DATABASE_HINT = "the database does not answer ({}); did `migrate` run?"


@click.group()
def main() -> None:
    """The administration's backend: catalogue, offices, requests."""
    os.umask(0o077)  # the database holds requests: no other user of the machine reads it


@main.command()
def serve() -> None:
    """Answer on the loopback interface until stopped."""
    settings = _settings()
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    uvicorn.run(
        create_app(settings),
        host=HOST,
        port=settings.backend_port,
        access_log=False,  # an address line holds references
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


@main.command()
def migrate() -> None:
    """Make or update the tables; harmless when they are up to date."""
    url = _settings().resolved_database_url()
    try:
        run_migrations(url)
    except SQLAlchemyError as error:
        raise click.ClickException(f"the database refused: {type(error).__name__}") from error
    click.echo("tables are up to date")


@main.command()
def load() -> None:
    """Bring the content files into the database; what staff switched off stays off."""
    settings = _settings()
    changes = _with_database(settings, lambda database: _load(database, settings))
    for table, changed in changes.items():
        click.echo(_told(table, changed))


@main.command()
def samples() -> None:
    """Load made-up requests to try the product with; dates are counted back from today."""
    settings = _settings()
    count = _with_database(settings, lambda database: _samples(database, settings))
    click.echo(f"{count} sample requests")


@main.command()
@click.argument("procedure")
@click.argument("state", type=click.Choice(get_args(State)))
def state(procedure: str, state: State) -> None:
    """Publish a procedure's answers, take them back to draft or switch them off."""
    settings = _settings()
    _with_database(settings, lambda database: _state(database, settings, procedure, state))
    click.echo(f"{procedure}: {state}")


async def _load(database: Database, settings: Settings) -> dict[str, Changes]:
    catalogue = read_catalogue(settings.content_dir)
    directory = read_directory(settings.content_dir, catalogue.words)
    async with database.write() as session:
        changes = {
            **await load_catalogue(session, catalogue, utc_now()),
            **await load_directory(session, directory, utc_now()),
        }
    await refresh_index(database, settings.data_dir)
    return changes


async def _samples(database: Database, settings: Settings) -> int:
    folder = settings.content_dir
    words = read_words(folder / "vocabulary")
    found = read_samples(folder / SAMPLES_FILE, settings.reference_prefix, words)
    async with database.write() as session:
        await load_samples(session, found, utc_now())
    return len(found)


async def _state(database: Database, settings: Settings, procedure: str, state: State) -> None:
    async with database.write() as session:
        await set_state(session, procedure, state, utc_now())
    await refresh_index(database, settings.data_dir)


def _with_database(settings: Settings, work: Callable[[Database], Awaitable[Result]]) -> Result:
    """Do the work on a database that is closed afterwards; our errors end as one plain line."""
    url = settings.resolved_database_url()
    make_folder(url)

    async def run() -> Result:
        database = Database(url)
        try:
            return await work(database)
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except BackendError as error:
        raise click.ClickException(str(error)) from error
    except SQLAlchemyError as error:
        raise click.ClickException(DATABASE_HINT.format(type(error).__name__)) from error


def _settings() -> Settings:
    """The settings, or one line naming the variables that are wrong, never their values."""
    try:
        return Settings.read()
    except ValidationError as error:
        mistakes = "; ".join(
            f"JAWAB_{str(mistake['loc'][0]).upper()}: {mistake['msg']}"
            for mistake in error.errors(include_url=False, include_input=False)
        )
        raise click.ClickException(mistakes) from error


def _told(table: str, changes: Changes) -> str:
    return (
        f"{table}: {changes.added} added, {changes.changed} changed, "
        f"{changes.withdrawn} withdrawn, {changes.unchanged} unchanged"
    )


if __name__ == "__main__":
    main()
