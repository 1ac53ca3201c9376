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
# Written by the backend into the folder for data, read by Rasa.
_CATALOGUE_INDEX: Final = "catalogue_index.json"
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

# Settings that the backend alone reads.
_BACKEND_SETTINGS: Final = ("JAWAB_REFERENCE_PREFIX", "JAWAB_CONTENT_DIR", "JAWAB_IDARATI_URL")


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
    here = {
        "rasa": _rasa(settings, secrets, ports, model),
        "backend": _backend(settings, secrets, ports),
        "actions": _actions(settings, secrets, ports),
    }
    elsewhere = {
        "rasa": settings.rasa_urls,
        "backend": settings.backend_url,
        "actions": settings.actions_url,
    }
    started = [program for name, program in here.items() if not elsewhere[name]]
    return [*started, _gateway(settings, ports)]


def backend_environment(settings: Settings, keys: Keys, port: int) -> dict[str, str]:
    """Give what the backend may know."""
    return _backend_environment(settings, secrets_of(settings, keys), port)


def catalogue_index(data_dir: Path) -> dict[str, str]:
    """Tell the understanding where the backend says what is published."""
    return {"JAWAB_CATALOGUE_INDEX": str(data_dir.resolve() / _CATALOGUE_INDEX)}


def _backend_environment(
    settings: Settings, secrets: Mapping[str, str], port: int
) -> dict[str, str]:
    own = {
        "JAWAB_BACKEND_PORT": str(port),
        "JAWAB_BACKEND_TOKEN": secrets["JAWAB_BACKEND_TOKEN"],
        "JAWAB_BACKEND_EDITOR_TOKEN": secrets["JAWAB_BACKEND_EDITOR_TOKEN"],
        "JAWAB_DATA_DIR": _data_dir(settings),
    }
    given = {name: os.environ[name] for name in _BACKEND_SETTINGS if name in os.environ}
    content = {"JAWAB_CONTENT_DIR": str(ROOT / "data")}
    return _surroundings() | content | given | own | _database(settings)


def _data_dir(settings: Settings) -> str:
    """The folder for data; the programs run in another folder than the operator stands in."""
    return str(settings.data_dir.resolve())


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
        | catalogue_index(settings.data_dir)
        | {
            "PYTHONWARNINGS": "ignore",
            "JAWAB_RASA_SECRET": secrets["JAWAB_RASA_SECRET"],
            "JAWAB_ACTIONS_SECRET": secrets["JAWAB_ACTIONS_SECRET"],
            "JAWAB_ACTIONS_URL": settings.actions_url or f"{ports.url(ports.actions)}/webhook",
            "JAWAB_RASA_DATABASE_URL": _database(settings).get("JAWAB_DATABASE_URL", sqlite),
        },
        health_url=f"{ports.url(ports.rasa)}/webhooks/jawab/ready",
        health_token=secrets["JAWAB_RASA_SECRET"],
        patience_seconds=240,
    )


def _backend(settings: Settings, secrets: Mapping[str, str], ports: Ports) -> Program:
    return Program(
        name="backend",
        command=(sys.executable, "-m", "backend.cli", "serve"),
        environment=_backend_environment(settings, secrets, ports.backend),
        health_url=f"{ports.url(ports.backend)}/healthz",
    )


def _actions(settings: Settings, secrets: Mapping[str, str], ports: Ports) -> Program:
    own = {
        "JAWAB_BACKEND_URL": settings.backend_url or ports.url(ports.backend),
        "JAWAB_BACKEND_TOKEN": secrets["JAWAB_BACKEND_TOKEN"],
        "JAWAB_ACTIONS_PORT": str(ports.actions),
        "JAWAB_ACTIONS_SECRET": secrets["JAWAB_ACTIONS_SECRET"],
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
        "JAWAB_DATA_DIR": _data_dir(settings),
        "JAWAB_RASA_URLS": settings.rasa_urls or ports.url(ports.rasa),
        "JAWAB_ACTIONS_URL": settings.actions_url or ports.url(ports.actions),
        "JAWAB_BACKEND_URL": settings.backend_url or ports.url(ports.backend),
    }
    host = LOOPBACK if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    return Program(
        name="gateway",
        command=(sys.executable, "-m", "bot.cli", "serve"),
        environment=_surroundings() | own | addresses,
        health_url=f"http://{host}:{ports.gateway}/healthz",
    )
