"""The backend's web application, put together from its parts."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Security
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DataError, SQLAlchemyError
from starlette.exceptions import HTTPException

from backend.access import Gate, error_response, log_crash
from backend.catalogue import service as catalogue
from backend.catalogue.api import catalogue_router
from backend.catalogue.index import refresh_index
from backend.clock import Clock, utc_now
from backend.connectors.contract import Connector
from backend.connectors.register import RegisterConnector, Sleep
from backend.database import Database
from backend.editing.api import editing_router
from backend.errors import BackendError, DatabaseUnavailable, IndexNotWritten, InvalidRequest
from backend.exchange.api import exchange_router
from backend.offices.api import offices_router
from backend.register.api import requests_router
from backend.settings import Settings

LOG = logging.getLogger("backend")

# An answer that begins or ends on a day is found, or no longer, so soon after midnight.
INDEX_REFRESH_SECONDS = 300
INDEX_SECONDS = 10  # a database that does not answer must not keep the server from starting
HTTP_CODES = {404: "not_found", 405: "method_not_allowed"}


class ErrorOut(BaseModel):
    """Every error: `code` is stable, `message` is for operators."""

    code: str
    message: str


class Alive(BaseModel):
    """The process answers."""

    status: str


class Health(BaseModel):
    """The database answers too; with how much is in it."""

    status: str
    database: str
    procedures: int
    requests: int


def create_app(
    settings: Settings, *, clock: Clock = utc_now, sleep: Sleep = asyncio.sleep
) -> FastAPI:
    """Build the application; nothing is connected before it starts."""
    database = Database(settings.resolved_database_url())
    token = settings.backend_token.get_secret_value()
    connector = RegisterConnector(
        database, clock, prefix=settings.reference_prefix, key=token, sleep=sleep
    )
    editor_token = settings.backend_editor_token

    async def refresh() -> None:
        await _try_to_refresh_index(database, settings.data_dir, clock())

    app = FastAPI(
        title="Jawab backend",
        description="Catalogue, offices and requests of a commune, in one canonical form.",
        version=_version(),
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(refresh, database),
        responses={code: {"model": ErrorOut} for code in (401, 404, 422, 503)},
    )
    app.include_router(_alive_router())
    bearer = [Security(HTTPBearer(auto_error=False))]  # for OpenAPI; the gate is what checks
    for router in (
        _health_router(database, connector),
        catalogue_router(database, clock),
        offices_router(database, clock),
        editing_router(database, clock, refresh),
        exchange_router(database, clock, refresh),
        requests_router(connector),
    ):
        app.include_router(router, dependencies=bearer)
    _add_error_handlers(app)
    app.add_middleware(
        Gate,
        token=token,
        editor_token=editor_token.get_secret_value() if editor_token else None,
    )
    return app


def _version() -> str:
    try:
        return version("jawab")
    except PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


def _lifespan(
    refresh: Callable[[], Awaitable[None]], database: Database
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        await refresh()
        keeping = asyncio.create_task(_keep_index(refresh))
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            await database.close()

    return lifespan


async def _keep_index(refresh: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(INDEX_REFRESH_SECONDS)
        await refresh()


async def _try_to_refresh_index(database: Database, data_dir: Path, now: datetime) -> None:
    """Bring the index up to date, or log why not: answers do not depend on it."""
    try:
        async with asyncio.timeout(INDEX_SECONDS):
            await refresh_index(database, data_dir, now)
    except IndexNotWritten as error:
        LOG.error("%s", error)
    except (SQLAlchemyError, ValidationError, TimeoutError) as error:
        log_crash(error)


def _alive_router() -> APIRouter:
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def healthz() -> Alive:
        """The process lives; no token asked."""
        return Alive(status="ok")

    return router


def _health_router(database: Database, connector: Connector) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["health"])

    @router.get("/health")
    async def health() -> Health:
        """The database answers; 503 where it does not."""
        async with database.read() as session:
            procedures = await catalogue.count_published(session)
        requests = await connector.health()
        return Health(status="ok", database="ok", procedures=procedures, requests=requests)

    return router


def _add_error_handlers(app: FastAPI) -> None:
    @app.exception_handler(BackendError)
    async def known(_request: Request, error: BackendError) -> JSONResponse:
        return error_response(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        return error_response(InvalidRequest(_what_is_wrong(error.errors())))

    @app.exception_handler(DataError)
    async def unstorable(_request: Request, _error: DataError) -> JSONResponse:
        return error_response(InvalidRequest("a value that no database can hold"))

    @app.exception_handler(SQLAlchemyError)
    async def database_away(_request: Request, error: SQLAlchemyError) -> JSONResponse:
        log_crash(error)
        return error_response(DatabaseUnavailable("the database does not answer, or not as asked"))

    @app.exception_handler(HTTPException)
    async def by_framework(_request: Request, error: HTTPException) -> JSONResponse:
        code = HTTP_CODES.get(error.status_code, "invalid_request")
        body = {"code": code, "message": str(error.detail)}
        return JSONResponse(body, status_code=error.status_code, headers=error.headers)


def _what_is_wrong(mistakes: Sequence[Mapping[str, Any]]) -> str:
    """Where and what, never the value: it may be somebody's code."""
    first = mistakes[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['type']}"
