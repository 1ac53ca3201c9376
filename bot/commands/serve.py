"""The gateway alone: uvicorn around the application."""

from __future__ import annotations

from typing import Final

import uvicorn

from bot.app import create_app
from bot.settings import Settings

# An open event stream never ends by itself.
SHUTDOWN_SECONDS: Final = 3


def serve(settings: Settings) -> None:
    """Serve until SIGTERM."""
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        proxy_headers=False,
    )
