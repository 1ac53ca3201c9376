"""Labelled messages: what was written and what it means, read from JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ASK, OUT_OF_SCOPE = "ask_procedure", "out_of_scope"
LANGUAGES = ("ary", "ary-Latn", "ar", "fr")
KINDS = ("reference", "date", "place")
_MOST_COMPLAINTS = 5

# A piece of text that must be found: its kind, and the piece as typed.
Piece = tuple[str, str]


class BadLabels(ValueError):
    """Lines that are no labelled messages; the message says which and why."""


@dataclass(frozen=True)
class Labelled:
    """A message and its meaning; `entities` None where nobody marked them."""

    text: str
    language: str
    intent: str
    procedure: str | None = None
    aspect: str | None = None
    entities: tuple[Piece, ...] | None = ()


def read_labels(lines: Iterable[str], name: str, intents: Collection[str]) -> list[Labelled]:
    """Read JSON Lines, empty lines skipped; raises BadLabels, naming file and line numbers."""
    found: list[Labelled] = []
    complaints: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(_labelled(line, intents))
        except BadLabels as bad:
            complaints.append(f"{name}, line {number}: {bad}")
    if complaints:
        raise BadLabels(_listed(complaints))
    if not found:
        raise BadLabels(f"{name}: no labelled message in it")
    return found


def _listed(complaints: list[str]) -> str:
    more = len(complaints) - _MOST_COMPLAINTS
    shown = complaints[:_MOST_COMPLAINTS] + ([f"and {more} more"] if more > 0 else [])
    return "; ".join(shown)


def _labelled(line: str, intents: Collection[str]) -> Labelled:
    fields = _fields(line)
    language, intent = _string(fields, "language"), _string(fields, "intent")
    if language not in LANGUAGES:
        raise BadLabels(f"`language` {language!r} is none of {', '.join(LANGUAGES)}")
    if intent not in intents:
        raise BadLabels(f"`intent` {intent!r} is not in the domain")
    return Labelled(
        text=_string(fields, "text"),
        language=language,
        intent=intent,
        procedure=_optional(fields, "procedure"),
        aspect=_optional(fields, "aspect"),
        entities=tuple(_pieces(fields.get("entities"))),
    )


def _fields(line: str) -> Mapping[str, Any]:
    try:
        fields = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise BadLabels("no JSON") from error
    if not isinstance(fields, dict):
        raise BadLabels("no JSON object")
    return fields


def _string(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str):
        raise BadLabels(f"`{name}` is missing or no string")
    return value


def _optional(fields: Mapping[str, Any], name: str) -> str | None:
    return None if fields.get(name) is None else _string(fields, name)


def _pieces(entities: object) -> Iterator[Piece]:
    """Either a list of {"entity", "text"}, or a mapping from kind to a piece or a list of them."""
    if isinstance(entities, list):
        yield from map(_listed_piece, entities)
    elif isinstance(entities, dict):
        for kind, given in entities.items():
            for piece in given if isinstance(given, list) else [given]:
                yield _piece(kind, piece)
    elif entities is not None:
        raise BadLabels("`entities` is neither a list nor a mapping")


def _listed_piece(one: object) -> Piece:
    if not isinstance(one, dict):
        raise BadLabels('`entities` lists something that is no {"entity", "text"}')
    return _piece(one.get("entity"), one.get("text"))


def _piece(kind: object, text: object) -> Piece:
    if kind not in KINDS:
        raise BadLabels(f"entity {kind!r} is none of {', '.join(KINDS)}")
    if not isinstance(text, str) or not text:
        raise BadLabels(f"a {kind} in `entities` is no piece of text")
    return str(kind), text
