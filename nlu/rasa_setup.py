"""How this project wants Rasa: its version, its environment, its logs."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from importlib.metadata import version

RASA_VERSION = "3.6.21"
_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "RASA_CACHE_DIRECTORY": "var/cache/rasa",
}


class CannotStart(Exception):
    """Something needed is missing or wrong; the message says what."""


def quiet_environment() -> None:
    """Settings that Rasa reads while it is imported; those given are kept.

    Its libraries' deprecation warnings at import tell an operator nothing.
    """
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    # Some of them put the filter back while they are imported.
    warnings.showwarning = _only_ours
    warnings.filterwarnings("ignore", message="Slot auto-fill has been removed")
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)


def _only_ours(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, *_rest: object
) -> None:
    if "site-packages" not in filename and not filename.startswith("<frozen"):
        print(f"{filename}:{lineno}: {category.__name__}: {message}", file=sys.stderr)


def check_version() -> None:
    """Raises CannotStart where Rasa is not the release that the overrides were written for."""
    found = version("rasa")
    if found != RASA_VERSION:
        raise CannotStart(f"Rasa {RASA_VERSION} is needed, {found} is installed")


def quiet_logs() -> None:
    """Keep jobs' logs to warnings: Rasa's structured log would print every message's text."""
    from rasa.utils.log_utils import configure_structlog

    logging.basicConfig(level=logging.WARNING)
    for name in ("rasa", "matplotlib", "tensorflow"):
        logging.getLogger(name).setLevel(logging.WARNING)
    configure_structlog(logging.WARNING)
