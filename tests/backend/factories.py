"""Builders of what the backend's tests need: a clock, a content folder, entries for it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from backend.audit.service import Change

ROOT = Path(__file__).parents[2]
TOKEN = "a-token-for-tests-only"
EDITOR_TOKEN = "an-editors-token-for-tests"
NOW = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)  # half past midnight of the 26th in Morocco


@dataclass
class FixedClock:
    """Stands still until somebody moves it."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """The time it stands at."""
        return self.now

    def advance(self, step: timedelta) -> None:
        """Move it forward."""
        self.now += step


@dataclass
class Sleeps:
    """Remembers how long it should have slept."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        """Do not sleep."""
        self.seconds.append(seconds)


def wording(text: str = "x") -> dict[str, str]:
    """One text in four languages."""
    return {"fr": text, "ar": text, "ary": text, "ary-Latn": text}


def procedure(**changes: object) -> dict[str, Any]:
    """A procedure with a fact for every aspect but `validity`."""
    names = {language: ["Livret"] for language in ("fr", "ar", "ary", "ary-Latn")}
    entry: dict[str, Any] = {
        "id": "family_booklet",
        "family": None,
        "names": names,
        "office": "town_hall",
        "note": "booklet_what",
        "documents": ["photos", {"id": "proxy", "condition": "by_another"}],
        "document_notes": ["bring_originals"],
        "steps": ["go_there"],
        "fees": [{"amount_mad": 75}, {"amount_mad": 12.5, "condition": "by_another"}],
        "delays": [{"amount": 3, "unit": "days", "nature": "usual"}],
        "eligibility": ["spouses_only"],
        "online": ["example"],
        "sources": [source("official"), source("law")],
        "checked_on": "2026-11",
    }
    return {**entry, **changes}


def source(kind: str, **changes: object) -> dict[str, Any]:
    """A source of this kind."""
    entry = {"title": f"A {kind}", "url": f"https://{kind.replace('_', '-')}.example", "kind": kind}
    return {**entry, "dated": "2026-02", **changes}


def office(**changes: object) -> dict[str, Any]:
    """An office that is open from Monday to Friday, 8:30 to 16:30."""
    week = {"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "08:30", "closes": "16:30"}
    entry = {"id": "town_hall", "kind": "commune", "hours": [week], "confirmed": True}
    return {**entry, **changes}


def day_off(**changes: object) -> dict[str, Any]:
    """An entry of the calendar: the Independence Day of each year."""
    entry: dict[str, Any] = {"id": "independence_day", "kind": "holiday", "name": wording("fête")}
    dated = {} if "first" in changes else {"every_year": "11-18"}
    return {**entry, **dated, **changes}


def notice(**changes: object) -> dict[str, Any]:
    """A notice of two hours, from the test's moment on."""
    entry: dict[str, Any] = {
        "id": "flood",
        "text": wording("La mairie est fermée."),
        "starts_at": NOW.isoformat(),
        "ends_at": (NOW + timedelta(hours=2)).isoformat(),
    }
    return {**entry, **changes}


def change(action: str = "edit", at: datetime = NOW, reason: str | None = "a letter") -> Change:
    """What Amina does, and why."""
    return Change(actor="amina", action=action, at=at, reason=reason)


VOCABULARY: dict[str, list[str]] = {
    "procedure": ["family_booklet"],
    "document": ["photos", "proxy"],
    "step": ["go_there"],
    "note": ["booklet_what", "bring_originals", "spouses_only"],
    "condition": ["by_another"],
    "office": ["town_hall"],
    "paper": ["photo"],
    "fee": ["stamp"],
    "link": ["example"],
    "aspect": ["fee"],
    "status": ["received"],
    "next_step": ["wait"],
}


@dataclass
class Content:
    """A content folder that a test may spoil."""

    folder: Path

    def write(self, name: str, data: object) -> None:
        """Write one file as YAML."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")

    def procedures(self, *entries: dict[str, Any]) -> None:
        """Write the file of procedures."""
        self.write("procedures/municipal.yml", {"group": "municipal", "procedures": list(entries)})


Load = Callable[[], Any]


def validator(schema: str) -> Draft202012Validator:
    """A validator of one of the published schemas."""
    text = (ROOT / "data" / "schemas" / f"{schema}.schema.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    return Draft202012Validator(json.loads(text))
