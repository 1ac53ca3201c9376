"""What every request passes first: the bearer token, the body's size, and the last net."""

import logging
import secrets
import traceback

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.errors import BackendError, BodyTooLarge, Unauthorized

LOG = logging.getLogger("backend")

PUBLIC_PATHS = frozenset({"/healthz"})
# What staff change: the token of the programs that only ask does not open it.
EDITING = "/v1/content"
BODY_MAX_BYTES = 64 * 1024
CONTENT_MAX_BYTES = 8 * 1024 * 1024  # a whole catalogue as a workbook has under one


class Gate:
    """Lets a request through with the right token and a small body; turns a crash into a 500."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        token: str,
        editor_token: str | None = None,
        body_max_bytes: int = BODY_MAX_BYTES,
    ) -> None:
        """Guard `app`; without an editors' token nothing can be changed over HTTP."""
        self._app = app
        self._token = token.encode()
        self._editor_token = (editor_token or "").encode()
        self._body_max_bytes = body_max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or pass other events (start, stop) on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            self._check_token(scope)
            limit_bytes = CONTENT_MAX_BYTES if _is_editing(scope) else self._body_max_bytes
            body = await _read_body(scope, receive, limit_bytes)
        except BackendError as error:
            await error_response(error)(scope, receive, send)
            return
        await self._answer(scope, _replay(body, receive), send)

    def _check_token(self, scope: Scope) -> None:
        if scope["path"] in PUBLIC_PATHS:
            return
        shown = [value for name, value in scope["headers"] if name == b"authorization"]
        scheme, _, token = (shown[0] if len(shown) == 1 else b"").partition(b" ")
        expected = self._editor_token if _is_editing(scope) else self._token
        right = bool(expected) and secrets.compare_digest(token.strip(), expected)
        if not (right and scheme.lower() == b"bearer"):
            raise Unauthorized("the bearer token is missing or wrong")

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # the program's outer edge
            log_crash(error)
            if started:
                raise
            await error_response(BackendError("see the log"))(scope, receive, send)


def _is_editing(scope: Scope) -> bool:
    path: str = scope["path"]
    return path == EDITING or path.startswith(f"{EDITING}/")


def error_response(error: BackendError) -> JSONResponse:
    """An error as callers get it: a stable code and a text for operators."""
    headers = {"WWW-Authenticate": "Bearer"} if isinstance(error, Unauthorized) else None
    body = {"code": error.code, "message": str(error)}
    return JSONResponse(body, status_code=error.status, headers=headers)


def log_crash(error: Exception) -> None:
    """Log where it broke, not what it said: an exception's text may quote a person's data."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown place"
    LOG.error("crash: %s at %s", type(error).__name__, where)


async def _read_body(scope: Scope, receive: Receive, limit_bytes: int) -> bytes:
    """The whole body; raises BodyTooLarge as soon as it is over the limit."""
    declared = dict(scope["headers"]).get(b"content-length", b"0")
    if declared.isdigit() and int(declared) > limit_bytes:
        raise BodyTooLarge(f"a body has at most {limit_bytes} bytes")
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > limit_bytes:
            raise BodyTooLarge(f"a body has at most {limit_bytes} bytes")
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives the body in one piece, then whatever comes after."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
