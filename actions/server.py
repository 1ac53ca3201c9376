"""Starts rasa-sdk's action server on the loopback interface, in one process."""

from __future__ import annotations

import logging
import os
import warnings
from typing import Final

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

LOOPBACK: Final = "127.0.0.1"
KEEP_ALIVE_SECONDS: Final = 60
_log = logging.getLogger(__name__)


def build_app() -> Sanic:
    """Build rasa-sdk's application with our actions and a silent error handler."""
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app(executor, cors_origins=[])
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE_SECONDS
    # rasa-sdk's own handler answers with the request's body, and that is somebody's talk.
    app.error_handler.cached_handlers.clear()
    app.error_handler.add(Exception, _failed)
    return app


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
    build_app().run(host=LOOPBACK, port=port, single_process=True, access_log=False, motd=False)


if __name__ == "__main__":
    main()
