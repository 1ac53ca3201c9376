"""The backend's commands: `python -m backend.cli`; those on content are `./jawab content` too."""

import logging
import os
import sys
from pathlib import Path
from typing import TypeVar

import click
import uvicorn
from sqlalchemy.exc import SQLAlchemyError

from backend.app import create_app
from backend.catalogue.content import read_catalogue, read_words
from backend.catalogue.index import refresh_index
from backend.catalogue.load import load_catalogue
from backend.clock import utc_now
from backend.command import read_settings, with_database
from backend.database import Database
from backend.editing.commands import content
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
    settings = read_settings()
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
    url = read_settings().resolved_database_url()
    try:
        run_migrations(url)
    except SQLAlchemyError as error:
        raise click.ClickException(f"the database refused: {type(error).__name__}") from error
    click.echo("tables are up to date")


@main.command()
def load() -> None:
    """Bring the content files into the database; what staff switched off stays off."""
    settings = read_settings()
    changes = with_database(settings, lambda database: _load(database, settings))
    for table, changed in changes.items():
        click.echo(_told(table, changed))


@main.command()
def samples() -> None:
    """Load made-up requests to try the product with; dates are counted back from today."""
    settings = read_settings()
    count = with_database(settings, lambda database: _samples(database, settings))
    click.echo(f"{count} sample requests")


main.add_command(content)


async def _load(database: Database, settings: Settings) -> dict[str, Changes]:
    catalogue = read_catalogue(settings.content_dir)
    directory = read_directory(settings.content_dir, catalogue.words)
    async with database.write() as session:
        changes = {
            **await load_catalogue(session, catalogue, utc_now()),
            **await load_directory(session, directory, utc_now()),
        }
    await refresh_index(database, settings.data_dir, utc_now())
    return changes


async def _samples(database: Database, settings: Settings) -> int:
    folder = settings.content_dir
    words = read_words(folder / "vocabulary")
    found = read_samples(folder / SAMPLES_FILE, settings.reference_prefix, words)
    async with database.write() as session:
        await load_samples(session, found, utc_now())
    return len(found)


def _told(table: str, changes: Changes) -> str:
    return (
        f"{table}: {changes.added} added, {changes.changed} changed, "
        f"{changes.withdrawn} withdrawn, {changes.unchanged} unchanged"
        + (f", {changes.kept} kept as staff edited them" if changes.kept else "")
    )


if __name__ == "__main__":
    main()
