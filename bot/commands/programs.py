"""The four programs of an installation: how each is started, and what it may know."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.privacy import Keys
from bot.settings import Settings
from bot.wiring import secrets_of

ROOT: Final = Path(__file__).resolve().parents[2]
NLU_PYTHON: Final = ROOT / "nlu" / ".venv" / "bin" / "python"
LOOPBACK: Final = "127.0.0.1"
# What a process needs of the surroundings; a channel's token is not among it.
_SURROUNDINGS: Final = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "TZ",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "VIRTUAL_ENV",
)


@dataclass(frozen=True, kw_only=True)
class Program:
    """One child process."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    health_url: str
    health_token: str = ""
    patience_seconds: float = 30


@dataclass(frozen=True, kw_only=True)
class Ports:
    """Where each program listens, all but the gateway on loopback."""

    gateway: int
    backend: int
    actions: int
    rasa: int

    def url(self, port: int) -> str:
        """Give the address of an inner program."""
        return f"http://{LOOPBACK}:{port}"


def programs(settings: Settings, keys: Keys, ports: Ports, model: Path) -> list[Program]:
    """Describe the programs, slowest to start first; each gets only its own variables."""
    secrets = secrets_of(settings, keys)
    return [
        _rasa(settings, secrets, ports, model),
        _backend(settings, secrets, ports),
        _actions(secrets, ports),
        _gateway(settings, ports),
    ]


def backend_environment(settings: Settings, keys: Keys, port: int) -> dict[str, str]:
    """Give what the backend may know."""
    token = secrets_of(settings, keys)["JAWAB_BACKEND_TOKEN"]
    own = {
        "JAWAB_BACKEND_PORT": str(port),
        "JAWAB_BACKEND_TOKEN": token,
        "JAWAB_DATA_DIR": str(settings.data_dir),
    }
    return _surroundings() | own | _database(settings)


def _database(settings: Settings) -> dict[str, str]:
    url = settings.database_url
    return {"JAWAB_DATABASE_URL": url.get_secret_value()} if url else {}


def _surroundings() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _SURROUNDINGS if name in os.environ}
    return kept | {"PYTHONUNBUFFERED": "1"}


def _rasa(settings: Settings, secrets: Mapping[str, str], ports: Ports, model: Path) -> Program:
    sqlite = f"sqlite:///{(settings.data_dir / 'rasa.sqlite3').resolve()}"
    return Program(
        name="rasa",
        command=(
            str(NLU_PYTHON),
            "-m",
            "nlu.server",
            "--model",
            str(model),
            "--port",
            str(ports.rasa),
        ),
        environment=_surroundings()
        | {
            "PYTHONWARNINGS": "ignore",
            "JAWAB_RASA_SECRET": secrets["JAWAB_RASA_SECRET"],
            "JAWAB_ACTIONS_URL": f"{ports.url(ports.actions)}/webhook",
            "JAWAB_RASA_DATABASE_URL": _database(settings).get("JAWAB_DATABASE_URL", sqlite),
        },
        health_url=f"{ports.url(ports.rasa)}/webhooks/jawab/ready",
        health_token=secrets["JAWAB_RASA_SECRET"],
        patience_seconds=240,
    )


def _backend(settings: Settings, secrets: Mapping[str, str], ports: Ports) -> Program:
    own = {
        "JAWAB_BACKEND_PORT": str(ports.backend),
        "JAWAB_BACKEND_TOKEN": secrets["JAWAB_BACKEND_TOKEN"],
        "JAWAB_DATA_DIR": str(settings.data_dir),
    }
    return Program(
        name="backend",
        command=(sys.executable, "-m", "backend.cli", "serve"),
        environment=_surroundings() | own | _database(settings),
        health_url=f"{ports.url(ports.backend)}/healthz",
    )


def _actions(secrets: Mapping[str, str], ports: Ports) -> Program:
    own = {
        "JAWAB_BACKEND_URL": ports.url(ports.backend),
        "JAWAB_BACKEND_TOKEN": secrets["JAWAB_BACKEND_TOKEN"],
        "JAWAB_ACTIONS_PORT": str(ports.actions),
    }
    return Program(
        name="actions",
        command=(sys.executable, "-m", "actions.server"),
        environment=_surroundings() | own,
        health_url=f"{ports.url(ports.actions)}/health",
    )


def _gateway(settings: Settings, ports: Ports) -> Program:
    # The gateway alone reads the channel tokens, from the same settings as `up` did.
    own = {name: value for name, value in os.environ.items() if name.startswith("JAWAB_")}
    addresses = {
        "JAWAB_PORT": str(ports.gateway),
        "JAWAB_RASA_URLS": ports.url(ports.rasa),
        "JAWAB_ACTIONS_URL": ports.url(ports.actions),
        "JAWAB_BACKEND_URL": ports.url(ports.backend),
    }
    host = LOOPBACK if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    return Program(
        name="gateway",
        command=(sys.executable, "-m", "bot.cli", "serve"),
        environment=_surroundings() | own | addresses,
        health_url=f"http://{host}:{ports.gateway}/healthz",
    )
