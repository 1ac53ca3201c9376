"""`jawab doctor`: what is installed, running and reachable, and what is still to be confirmed."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
    yield from _unconfirmed()


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


def _unconfirmed() -> Iterator[Finding]:
    """Facts that the commune alone can give or confirm."""
    offices = _listed(ROOT / "data" / "offices" / "essaouira.yml", "offices")
    missing = sum(not office.get("confirmed") for office in offices)
    if missing:
        yield Finding(
            "warn",
            f"{missing} offices without confirmed address, phone and hours",
            "fill in data/offices/essaouira.yml and set confirmed: true",
        )
    contacts = _listed(ROOT / "data" / "offices" / "contacts.yml", "contacts")
    numbers = [str(line["number"]) for line in contacts if line.get("confirmed") is False]
    if numbers:
        yield Finding(
            "warn",
            f"telephone numbers {', '.join(numbers)} are not confirmed by the commune",
            "check them and set confirmed: true in data/offices/contacts.yml",
        )


def _listed(file: Path, name: str) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    listed: list[dict[str, Any]] = yaml.safe_load(file.read_text("utf-8"))[name]
    return listed
