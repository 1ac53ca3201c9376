"""Semantic replies: what to say, without words. The gateway puts them into words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

Outcome = Literal[
    "answered",
    "clarified",
    "handed_over",
    "unanswered_low_confidence",
    "unanswered_out_of_scope",
    "unanswered_no_content",
    "error_backend",
]
Reply = dict[str, Any]
Choice = dict[str, Any]


def say(
    key: str,
    *,
    params: Mapping[str, Any] | None = None,
    card: Mapping[str, Any] | None = None,
    choices: Iterable[Choice] = (),
    expects: Literal["reference", "secret"] | None = None,
    outcome: Outcome = "answered",
) -> Reply:
    """Build a reply; `key` is a message of the gateway's catalogues."""
    return {
        "say": key,
        "params": dict(params or {}),
        "card": dict(card) if card else None,
        "choices": list(choices),
        "expects": expects,
        "effects": [],
        "outcome": outcome,
    }


def word(key: str) -> dict[str, str]:
    """Stand for a wording of the backend's vocabulary inside a parameter."""
    return {"word": key}


def aspect_choice(procedure: str, aspect: str) -> Choice:
    """Offer another aspect of the same procedure."""
    return _choice(f"aspect.{aspect}", "ask_procedure", procedure=procedure, aspect=aspect)


def procedure_choice(procedure: str, aspect: str | None = None) -> Choice:
    """Offer a procedure."""
    return _choice(
        f"procedure.{procedure}",
        "ask_procedure",
        procedure=procedure,
        aspect=aspect or "overview",
    )


def paper_choice(paper: str, procedure: str) -> Choice:
    """Offer to look a paper up in a procedure's list."""
    label = f"procedure.{procedure}"
    return {**_choice(label, "paper_check", procedure=procedure), "paper": paper}


def intent_choice(intent: str) -> Choice:
    """Offer something else that we do."""
    return _choice(_INTENT_LABELS.get(intent, f"choice.{intent}"), intent)


def neither() -> Choice:
    """Offer to say that none of the choices fits."""
    return _choice("choice.neither", "deny")


_INTENT_LABELS = {"track_request": "choice.track", "talk_to_human": "choice.person"}


def _choice(
    label: str, intent: str, *, procedure: str | None = None, aspect: str | None = None
) -> Choice:
    return {"intent": intent, "procedure": procedure, "aspect": aspect, "label": label}
