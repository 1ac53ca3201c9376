"""`jawab doctor`: what is installed, running and reachable, and what is still to be confirmed."""

from __future__ import annotations

import contextlib
import json
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final, Literal

import httpx
import yaml

from bot.commands.programs import LOOPBACK, NLU_PYTHON, ROOT
from bot.i18n import Catalogues, CataloguesMissing
from bot.privacy import Keys
from bot.secret_key import load_keys
from bot.settings import Settings
from bot.wiring import secrets_of

Verdict = Literal["ok", "warn", "wrong"]
_SIGNS: Final = {"ok": "✓", "warn": "!", "wrong": "✗"}


@dataclass(frozen=True)
class Finding:
    """One thing looked at, and what to do about it."""

    verdict: Verdict
    what: str
    way_out: str = ""


def examine(settings: Settings, say: Callable[[str], object]) -> int:
    """Look at everything; gives 1 where something is wrong."""
    worst = 0
    for finding in _findings(settings):
        worst |= finding.verdict == "wrong"
        way_out = f" — {finding.way_out}" if finding.way_out else ""
        say(f"{_SIGNS[finding.verdict]} {finding.what}{way_out}")
    return int(worst)


def _findings(settings: Settings) -> Iterator[Finding]:
    yield _rasa_installed()
    yield _catalogues()
    yield _disk(settings)
    yield _key(settings)
    yield _model()
    yield from _running(settings)
    yield from _content(settings)


def _rasa_installed() -> Finding:
    if not NLU_PYTHON.exists():
        return Finding("wrong", "Rasa's environment is missing", "make setup")
    asked = [str(NLU_PYTHON), "-c", "import importlib.metadata as m; print(m.version('rasa'))"]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
    version = done.stdout.strip()
    if version != "3.6.21":
        return Finding("wrong", f"Rasa is {version or 'broken'}, not 3.6.21", "make setup")
    return Finding("ok", f"Rasa {version}")


def _catalogues() -> Finding:
    try:
        Catalogues()
    except CataloguesMissing as error:
        return Finding("wrong", str(error), "make setup")
    return Finding("ok", "message catalogues in four languages")


def _disk(settings: Settings) -> Finding:
    folder = settings.data_dir if settings.data_dir.exists() else ROOT
    free = shutil.disk_usage(folder).free // 2**20
    if free < 500:
        return Finding("wrong", f"{free} MB free", "make room")
    return Finding("ok", f"{free} MB free where {settings.data_dir} is")


def _key(settings: Settings) -> Finding:
    if settings.secret_key:
        return Finding("ok", "secret key from the settings")
    file = settings.data_dir / "secret.key"
    if not file.exists():
        return Finding("warn", "no secret key yet", "it is made at the first start")
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        return Finding("wrong", "others may read the secret key", f"chmod 600 {file}")
    return Finding("ok", "secret key readable by its owner only")


def _model() -> Finding:
    if not list((ROOT / "var" / "models").glob("*.tar.gz")):
        return Finding("warn", "no trained model yet", "./jawab train")
    return Finding("ok", "a trained model is there")


def _running(settings: Settings) -> Iterator[Finding]:
    state = settings.data_dir / "run" / "up.json"
    if not state.exists():
        yield Finding("warn", "nothing is running here", "make run")
        return
    ports: dict[str, int] = json.loads(state.read_text("utf-8"))["ports"]
    token = secrets_of(settings, _keys(settings))["JAWAB_RASA_SECRET"]
    yield _answers("backend", ports["backend"], "/healthz")
    yield _answers("actions", ports["actions"], "/health")
    yield _answers("rasa", ports["rasa"], "/webhooks/jawab/ready", token)
    yield _answers("gateway", ports["gateway"], "/healthz")
    yield _answers("a whole turn", ports["gateway"], "/readyz")


def _keys(settings: Settings) -> Keys:
    return load_keys(settings)


def _answers(name: str, port: int, path: str, token: str = "") -> Finding:
    try:
        response = httpx.get(
            f"http://{LOOPBACK}:{port}{path}",
            headers={"Authorization": f"Bearer {token}"} if token else {},
            timeout=5,
            trust_env=False,
        )
    except httpx.HTTPError as error:
        return Finding(
            "wrong", f"{name}: no answer ({type(error).__name__})", f"var/logs/{name}.log"
        )
    if response.is_error:
        return Finding("wrong", f"{name}: {response.status_code} {response.text[:120]}")
    return Finding("ok", f"{name} answers")


def _content(settings: Settings) -> Iterator[Finding]:
    """Facts that the commune alone can give or confirm, as the backend has them now."""
    directory, from_files = _directory(settings)
    yield from _offices(directory["offices"])
    yield from _numbers(directory["contacts"])
    yield from _calendar(directory["calendar"], datetime.now(UTC).date())
    if from_files:
        yield Finding("warn", "offices and calendar were read in the files, not in the database")


def _offices(offices: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    missing = sum(not office.get("confirmed") for office in offices)
    if missing:
        yield Finding(
            "warn",
            f"{missing} offices without confirmed address, phone and hours",
            "./jawab content directory set office FILE, with confirmed: true",
        )


def _numbers(contacts: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    numbers = [str(line["number"]) for line in contacts if not line.get("confirmed")]
    if numbers:
        yield Finding(
            "warn",
            f"telephone numbers {', '.join(numbers)} are not confirmed by the commune",
            "check them; ./jawab content directory set contact FILE, with confirmed: true",
        )


def _calendar(calendar: Sequence[Mapping[str, Any]], today: date) -> Iterator[Finding]:
    """Dates that hang on the moon: those to come, and next ones that nobody entered."""
    moon = [one for one in calendar if one.get("moon")]
    soon = [one for one in moon if str(one.get("last") or one["first"]) >= today.isoformat()]
    unsure = [str(one["id"]) for one in soon if not one.get("confirmed")]
    if unsure:
        yield Finding(
            "warn",
            f"dates that hang on the moon are not confirmed: {', '.join(unsure)}",
            "./jawab content directory set calendar FILE, with confirmed: true",
        )
    if not any(one["kind"] == "ramadan" for one in soon):
        yield Finding(
            "warn",
            "the next Ramadan is not in the calendar: hours then are told as unknown",
            "./jawab content directory set calendar FILE, with kind: ramadan, first and last",
        )
    if not any(one["kind"] == "holiday" for one in soon):
        yield Finding(
            "warn",
            "no religious holiday to come is in the calendar: offices would seem open",
            "./jawab content directory set calendar FILE, with moon: true, first and last",
        )


def _directory(settings: Settings) -> tuple[dict[str, list[dict[str, Any]]], bool]:
    """Offices, contacts and calendar: of the running backend, else of the files (True)."""
    state = settings.data_dir / "run" / "up.json"
    with contextlib.suppress(OSError, ValueError, KeyError, httpx.HTTPError):
        port = json.loads(state.read_text("utf-8"))["ports"]["backend"]
        token = secrets_of(settings, _keys(settings))["JAWAB_BACKEND_TOKEN"]
        answer = httpx.get(
            f"http://{LOOPBACK}:{port}/v1/offices",
            headers={"Authorization": f"Bearer {token}"},
            timeout=5,
            trust_env=False,
        )
        found: dict[str, list[dict[str, Any]]] = answer.raise_for_status().json()
        return found, False
    folder = ROOT / "data" / "offices"
    files = {"offices": "essaouira.yml", "contacts": "contacts.yml", "calendar": "calendar.yml"}
    return {name: _listed(folder / file, name) for name, file in files.items()}, True


def _listed(file: Path, name: str) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    listed: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))[name]
    return listed
