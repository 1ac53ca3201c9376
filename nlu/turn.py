"""A turn as the gateway sends it: read, checked, made harmless. Pure."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

MAX_BODY_BYTES = 64 * 1024
MAX_TEXT_CHARS = 1000
SCHEMA = Path(__file__).resolve().parents[1] / "data" / "schemas" / "turn.schema.json"
# Rasa executes text after a leading slash; this one only looks like it.
_SLASHES = "/／"
_HARMLESS_SLASH = "\N{FRACTION SLASH}"
_INVISIBLE = ("Cf", "Cc")


class BadTurn(ValueError):
    """A body that is no turn; nothing of it is repeated in the message."""


class TurnTooLarge(BadTurn):
    """A body over the limit."""


@dataclass(frozen=True)
class Turn:
    """One message of one conversation: text, or a choice that the product issued."""

    conversation: str
    message: str
    text: str | None = None
    choice: Mapping[str, Any] | None = None
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


def read_turn(body: bytes) -> Turn:
    """Read a request's body; raises BadTurn."""
    if len(body) > MAX_BODY_BYTES:
        raise TurnTooLarge("body over the limit")
    try:
        fields = json.loads(body)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise BadTurn("body is no JSON") from None
    problem = next(_validator().iter_errors(fields), None)
    if problem is not None:
        where = "/".join(map(str, problem.absolute_path)) or "body"
        raise BadTurn(f"{where}: breaks the rule `{problem.validator}`")
    return _turn(fields)


def harmless(text: str) -> str:
    """The same text, as long, with a leading slash that nothing executes."""
    for position, char in enumerate(text):
        if char in _SLASHES:
            return text[:position] + _HARMLESS_SLASH + text[position + 1 :]
        if not (char.isspace() or unicodedata.category(char) in _INVISIBLE):
            break
    return text


def _turn(fields: Mapping[str, Any]) -> Turn:
    text = fields.get("text")
    return Turn(
        conversation=fields["conversation"],
        message=fields["message"],
        text=None if text is None else harmless(text[:MAX_TEXT_CHARS]),
        choice=fields.get("choice"),
        language=fields.get("language"),
        metadata=fields.get("metadata") or {},
    )


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)
