"""Whether the gateway lives, and whether a real turn could be answered."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from fastapi import APIRouter, Response, status
from sqlalchemy.exc import SQLAlchemyError

from bot.administration.contract import Administration
from bot.assistant.contract import Assistant
from bot.store.database import Database

_log = logging.getLogger(__name__)


class Health:
    """The routes `/healthz` and `/readyz`."""

    def __init__(
        self, database: Database, assistant: Assistant, administration: Administration
    ) -> None:
        """Take what a turn needs."""
        self._database = database
        self._assistant = assistant
        self._administration = administration

    def router(self) -> APIRouter:
        """Give the routes."""
        router = APIRouter(tags=["health"])
        router.get("/healthz")(self._alive)
        router.get("/readyz")(self._ready)
        return router

    async def _alive(self) -> dict[str, str]:
        """Answer: the process lives."""
        return {"status": "ok"}

    async def _ready(self, response: Response) -> dict[str, Any]:
        """Ask everything that a turn needs; 503 names what does not answer."""
        names = ("database", "assistant", "backend")
        results = await asyncio.gather(
            self._database_ready(), self._assistant.ready(), self._administration.ready()
        )
        parts = {name: "ok" if fine else "away" for name, fine in zip(names, results, strict=True)}
        if not all(results):
            response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return {"status": "ok" if all(results) else "not_ready", "parts": parts}

    async def _database_ready(self) -> bool:
        try:
            await self._database.check()
        except (SQLAlchemyError, OSError) as error:
            _log.warning("database not writable: %s", type(error).__name__)
            return False
        return True
