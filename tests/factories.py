"""Builders with plausible data of Essaouira; every argument is optional and named."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from jsonschema import Draft202012Validator
from pydantic import SecretStr
from referencing import Registry, Resource

from bot.conversation.words import Words
from bot.domain.language import Language
from bot.domain.message import InboundMessage, Kind
from bot.domain.reply import Choice, Reply
from bot.i18n import Catalogues, Vocabulary
from bot.settings import Settings
from bot.store.inbox import Arrival

ROOT: Final = Path(__file__).parents[1]
SCHEMAS: Final = ROOT / "data" / "schemas"
# Half past midnight of the 26th in Morocco: a day that is told in UTC shows.
NOW: Final = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
TODAY: Final = date(2026, 11, 26)
REFERENCE: Final = "ESS-7K3M-9QXT-W"
CODE: Final = "48213097"
CIN: Final = "BE123456"
SECRET_KEY: Final = "a key for tests, long enough to be one"


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


def settings(data_dir: Path, **changes: Any) -> Settings:
    """Settings of a gateway whose neighbours are all away."""
    fields: dict[str, Any] = {
        "data_dir": data_dir,
        "secret_key": SecretStr(SECRET_KEY),
        "rasa_urls": "http://127.0.0.1:9",
        "actions_url": "http://127.0.0.1:9",
        "backend_url": "http://127.0.0.1:9",
        "sample_data": False,
    }
    return Settings(_env_file=None, **{**fields, **changes})


def inbound(text: str = "chhal taman dyal lpasport?", **changes: Any) -> InboundMessage:
    """A message as a channel parsed it."""
    fields: dict[str, Any] = {
        "channel": "fake",
        "account": "line",
        "external_id": "m1",
        "address": "chat-1",
        "kind": Kind.TEXT,
        "text": text,
    }
    return InboundMessage(**{**fields, **changes})


def press(choice_id: str, **changes: Any) -> InboundMessage:
    """A pressed button."""
    return inbound("", kind=Kind.CHOICE, choice=choice_id, **changes)


def arrival(text: str = "salam", **changes: Any) -> Arrival:
    """A message as it may be stored."""
    fields: dict[str, Any] = {
        "channel": "fake",
        "account": "line",
        "external_id": "m1",
        "person": "p" * 32,
        "address": b"sealed",
        "kind": "text",
        "text": text,
    }
    return Arrival(**{**fields, **changes})


def reply(say: str = "thank", **changes: Any) -> Reply:
    """A semantic reply."""
    return Reply(say=say, **changes)


def choice(label: str = "aspect.fee", **changes: Any) -> Choice:
    """Something to press."""
    fields: dict[str, Any] = {
        "intent": "ask_procedure",
        "procedure": "birth_certificate",
        "aspect": "fee",
    }
    return Choice(label=label, **{**fields, **changes})


def source(**changes: Any) -> dict[str, Any]:
    """Where facts of a card were read."""
    return {
        "title": "service-public.ma",
        "url": "https://www.service-public.ma/naissance",
        "dated": None,
        "checked_on": "2026-11",
        "standing": "stated",
        "others": 0,
        **changes,
    }


def card(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A card of the backend; one document unless items are given."""
    return {
        "procedure": "birth_certificate",
        "aspect": "documents",
        "state": "published",
        "items": list(items) or [{"kind": "document", "id": "cin_copy", "condition": None}],
        "source": source(),
        "missing": False,
        "offers": ["documents", "fee", "delay"],
        "office": "civil_status_office",
        "desk": desk(),
        "urgent": None,
        "expired": None,
        "review_due": False,
        **changes,
    }


def desk(**changes: Any) -> dict[str, Any]:
    """An office of which the commune has told nothing yet, as a card has it."""
    return {
        "office": "civil_status_office",
        "phone": None,
        "address": None,
        "hours": None,
        "ramadan_hours": None,
        "confirmed": False,
        "opening": opening(),
        **changes,
    }


def opening(state: str = "unknown", **changes: Any) -> dict[str, Any]:
    """Whether an office is open, asked at half past midnight."""
    return {
        "state": state,
        "until": None,
        "opens": None,
        "holiday": None,
        "ramadan": False,
        "uncertain": False,
        "asked_at": NOW.isoformat(),
        **changes,
    }


def missing_card(**changes: Any) -> dict[str, Any]:
    """A card of which nothing is known."""
    return {**card(), "items": [], "source": None, "missing": True, "offers": [], **changes}


def request(**changes: Any) -> dict[str, Any]:
    """A canonical request; its legal delay has nine days left."""
    return {
        "reference": REFERENCE,
        "service": "business_licence",
        "status": "in_review",
        "status_text": None,
        "since": "2026-11-16T09:00:00Z",
        "received_at": "2026-11-13T09:00:00Z",
        "legal_due": "2026-12-05",
        "expected": None,
        "agency": "business_office",
        "next_step": "agent_checks",
        "must_bring": [],
        "history": [],
        "as_of": "2026-11-25T23:10:00Z",
        "source": "register",
        "sample": False,
        "public": False,
        **changes,
    }


def office(**changes: Any) -> dict[str, Any]:
    """An office of the directory of which the commune has told nothing yet."""
    return {"id": "town_hall", "kind": "commune", **desk(office="town_hall"), **changes}


@cache
def contacts() -> list[dict[str, Any]]:
    """The numbers that the commune keeps, as the backend gives them."""
    listed = yaml.safe_load((ROOT / "data" / "offices" / "contacts.yml").read_text("utf-8"))
    found: list[dict[str, Any]] = listed["contacts"]
    return found


@cache
def wordings() -> dict[str, dict[str, str]]:
    """The vocabulary as the backend serves it, read from its files."""
    entries: dict[str, dict[str, str]] = {}
    for file in sorted((ROOT / "data" / "vocabulary").glob("*.yml")):
        for name, wording in yaml.safe_load(file.read_text("utf-8")).items():
            entries[f"{file.stem}.{name}"] = wording
    return entries


@cache
def catalogues() -> Catalogues:
    """The compiled catalogues, loaded once."""
    return Catalogues()


def words(language: Language) -> Words:
    """All that words are made from, on the day of the tests."""
    return Words(
        language=language, catalogues=catalogues(), vocabulary=Vocabulary(wordings()), today=TODAY
    )


def validator(name: str) -> Draft202012Validator:
    """A validator of one of the published schemas; they may name one another."""
    contents = [json.loads(file.read_text("utf-8")) for file in SCHEMAS.glob("*.schema.json")]
    registry: Registry[Any] = Registry().with_resources(
        [(content["$id"], Resource.from_contents(content)) for content in contents]
    )
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, registry=registry)
