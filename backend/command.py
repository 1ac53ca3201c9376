"""What the commands share: settings, who gives them, a database closed afterwards, plain errors."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import click
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from backend.audit.service import Change
from backend.catalogue.index import refresh_index
from backend.clock import utc_now
from backend.database import Database, make_folder
from backend.errors import BackendError
from backend.settings import Settings

Result = TypeVar("Result")
Work = Callable[[AsyncSession], Awaitable[Result]]
DATABASE_HINT = "the database does not answer ({}); did `migrate` run?"


@dataclass(frozen=True)
class Who:
    """Who gives the command, for the audit."""

    name: str

    def change(self, action: str, reason: str | None = None) -> Change:
        """A change that they make now."""
        return Change(actor=self.name, action=action, at=utc_now(), reason=reason)


def read(work: Work[Result]) -> Result:
    """Do the work in a session that only looks."""

    async def run(database: Database) -> Result:
        async with database.read() as session:
            return await work(session)

    return with_database(read_settings(), run)


def write(work: Work[Result]) -> Result:
    """Do the work in one transaction, then let what is published be found."""
    settings = read_settings()

    async def run(database: Database) -> Result:
        async with database.write() as session:
            result = await work(session)
        await refresh_index(database, settings.data_dir, utc_now())
        return result

    return with_database(settings, run)


def with_database(settings: Settings, work: Callable[[Database], Awaitable[Result]]) -> Result:
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


def read_settings() -> Settings:
    """The settings, or one line naming the variables that are wrong, never their values."""
    try:
        return Settings.read()
    except ValidationError as error:
        mistakes = "; ".join(
            f"JAWAB_{str(mistake['loc'][0]).upper()}: {mistake['msg']}"
            for mistake in error.errors(include_url=False, include_input=False)
        )
        raise click.ClickException(mistakes) from error
