"""What the commands share: settings, a database that is closed afterwards, plain errors."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from backend.database import Database, make_folder
from backend.errors import BackendError
from backend.settings import Settings

Result = TypeVar("Result")
DATABASE_HINT = "the database does not answer ({}); did `migrate` run?"


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
