"""A limit on what a request may weigh, checked before anything reads it."""

from __future__ import annotations

import json
from contextlib import suppress

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class BodyTooLarge(Exception):
    """More came than is allowed."""


class BodyLimit:
    """Answers 413 to a body over the limit, announced or not."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        """Wrap an application."""
        self._app = app
        self._max_bytes = max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is read, and refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > self._max_bytes:
            await _refuse(send)
            return
        await self._counting(scope, receive, send)

    async def _counting(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen, answered = 0, False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._max_bytes:
                raise BodyTooLarge
            return message

        async def unless_refused(message: Message) -> None:
            # The framework makes a 400 of whatever is raised while it reads.
            nonlocal answered
            if seen <= self._max_bytes:
                answered = True
                await send(message)

        with suppress(BodyTooLarge):
            await self._app(scope, counted, unless_refused)
        if seen > self._max_bytes and not answered:
            await _refuse(send)


async def _refuse(send: Send) -> None:
    body = json.dumps({"detail": {"code": "too_large", "message": "body too large"}}).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def malformed(_request: Request, error: Exception) -> JSONResponse:
    """Say what is wrong with a request, without repeating what somebody wrote."""
    problems = error.errors() if isinstance(error, RequestValidationError) else []
    where = ".".join(str(part) for part in problems[0]["loc"]) if problems else "body"
    message = f"{where}: {problems[0]['msg']}" if problems else "malformed"
    return JSONResponse({"detail": {"code": "malformed", "message": message}}, status_code=422)
