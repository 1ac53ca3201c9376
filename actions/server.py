"""Starts rasa-sdk's action server on the loopback interface, in one process."""

from __future__ import annotations

import hmac
import logging
import os
import sys
import warnings
from collections.abc import Callable
from typing import Final

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from actions.settings import Settings

LOOPBACK: Final = "127.0.0.1"
KEEP_ALIVE_SECONDS: Final = 60
SECRET_MIN_CHARS: Final = 16
_log = logging.getLogger(__name__)


def build_app(secret: str) -> Sanic:
    """Build rasa-sdk's application with our actions and a silent error handler."""
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app(executor, cors_origins=[])
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE_SECONDS
    # rasa-sdk's own handler answers with the request's body, and that is somebody's talk.
    app.error_handler.cached_handlers.clear()
    app.error_handler.add(Exception, _failed)
    app.register_middleware(_only_with(secret), "request")
    return app


def _only_with(secret: str) -> Callable[[Request], HTTPResponse | None]:
    """Refuse who does not show the shared secret: an action answers with a request's state."""
    expected = f"Bearer {secret}".encode()

    def check(request: Request) -> HTTPResponse | None:
        shown = (request.headers.get("authorization") or "").encode()
        if request.path == "/health" or hmac.compare_digest(shown, expected):
            return None
        return json({"error": "unauthorised"}, status=401)

    return check


def _failed(_request: Request, exception: Exception) -> HTTPResponse:
    _log.error("an action failed: %s", type(exception).__name__)
    return json({"error": type(exception).__name__}, status=500)


def main() -> None:
    """Serve until SIGTERM."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    # Tried together: rasa-sdk 3.21 serves Rasa 3.6.21. It would say so at every turn.
    warnings.filterwarnings("ignore", message="Your versions of rasa and")
    port = int(os.environ.get("JAWAB_ACTIONS_PORT", "8082"))
    # One process: a killed parent of workers would leave them on the port.
    secret = Settings().actions_secret.get_secret_value()
    if len(secret) < SECRET_MIN_CHARS:
        sys.exit(f"JAWAB_ACTIONS_SECRET needs {SECRET_MIN_CHARS} characters or more")
    build_app(secret).run(
        host=LOOPBACK, port=port, single_process=True, access_log=False, motd=False
    )


if __name__ == "__main__":
    main()
