"""The gateway as an ASGI application, with its workers running inside."""

from __future__ import annotations

import asyncio
import fcntl
import logging
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.middleware.cors import CORSMiddleware

from bot import __version__
from bot.settings import Settings
from bot.web.limits import BodyLimit, malformed
from bot.wiring import Gateway, build_gateway
from bot.workers.loop import run_forever

_log = logging.getLogger(__name__)
DELIVERIES: Final = 4
BODY_MAX_BYTES: Final = 64 * 1024


class AlreadyRunning(Exception):
    """Another gateway works on the same SQLite file."""


def create_app(settings: Settings | None = None, *, gateway: Gateway | None = None) -> FastAPI:
    """Build the application, around a gateway where one is given; its workers live in it."""
    gateway = gateway or build_gateway(settings or Settings())

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with _alone(gateway):
            if gateway.database.is_sqlite:
                # One process has this file: whoever held a lease is dead.
                await gateway.inbox.release_all()
            tasks = [asyncio.create_task(work) for work in _work(gateway)]
            try:
                yield
            finally:
                await _stop(tasks)
                await gateway.aclose()

    app = FastAPI(
        title="Jawab gateway", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None
    )
    app.add_middleware(BodyLimit, max_bytes=BODY_MAX_BYTES)
    # The widget stands on other sites; it shows a token of its own and no cookie.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        max_age=3600,
    )
    app.add_exception_handler(RequestValidationError, malformed)
    for part in (gateway.health, gateway.widget, gateway.pages):
        app.include_router(part.router())
    return app


def _work(gateway: Gateway) -> Iterator[Coroutine[Any, Any, None]]:
    for n in range(gateway.settings.answer_workers):
        yield run_forever(gateway.inbox_worker.work, gateway.inbox_wake, f"answers {n}")
    for n in range(DELIVERIES):
        yield run_forever(gateway.outbox_worker.work, gateway.outbox_wake, f"deliveries {n}")
    yield _retry_when_back(gateway)
    for poll in gateway.pollers:
        yield poll()


async def _retry_when_back(gateway: Gateway) -> None:
    """Let waiting messages go at once when the assistant comes back, not when their wait ends."""
    was_ready = True
    while True:
        await asyncio.sleep(2)
        is_ready = await gateway.assistant.ready()
        if is_ready and not was_ready:
            with suppress(Exception):  # they fall due by themselves a little later
                await gateway.inbox.retry_at_once()
                gateway.inbox_wake.notify()
        was_ready = is_ready


async def _stop(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def _alone(gateway: Gateway) -> Iterator[None]:
    """Hold a lock beside an SQLite file, so that no second gateway shares it."""
    if not gateway.database.is_sqlite:
        yield
        return
    with (Path(gateway.settings.data_dir) / "gateway.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning("another gateway uses this data folder") from error
        yield
