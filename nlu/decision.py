"""From probabilities to what is done: answer at once, offer choices, or own up. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

ASK = "ask_procedure"
OUT_OF_SCOPE = "out_of_scope"
EMERGENCY = "emergency"
UNSURE = "nlu_fallback"
NONE_NAMED = "none"
OVERVIEW = "overview"

# Nobody picks these from a list: they are said, not asked for.
NOT_OFFERED = frozenset(
    (OUT_OF_SCOPE, "greet", "thank", "goodbye", "affirm", "deny", "praise", "insult")
)

# An intent with the procedure asked about (`none` where none is named), None with other intents.
Meaning = tuple[str, "str | None"]


@dataclass(frozen=True)
class Thresholds:
    """Chances, 0 to 1: from where on we act, and below what we offer nothing."""

    accept: float = 0.6
    accept_out_of_scope: float = 0.6
    accept_emergency: float = 0.25  # a needless emergency number harms less than a missing one
    offer_total: float = 0.2  # the choices together must be worth reading
    offer_each: float = 0.03
    procedure_beside: float = 0.5  # naming the procedure of a paper_check or an appointment
    max_choices: int = 3


@dataclass(frozen=True)
class Candidate:
    """A possible reading, with its chance."""

    intent: str
    procedure: str | None
    confidence: float


@dataclass(frozen=True)
class Decision:
    """What a message is taken to say; `intent` None means unsure."""

    intent: str | None
    procedure: str | None
    aspect: str | None
    confidence: float
    follow_up: bool
    choices: tuple[Candidate, ...]


NOTHING_SAID = Decision(None, None, None, 0.0, follow_up=False, choices=())


def candidates(chances: Mapping[Meaning, float]) -> list[Candidate]:
    """All readings, likeliest first: a question to a procedure is one reading a procedure."""
    readings = [
        Candidate(intent, None if procedure == NONE_NAMED else procedure, chance)
        for (intent, procedure), chance in chances.items()
    ]
    return sorted(readings, key=lambda one: (-one.confidence, one.intent, one.procedure or ""))


def intents_of(chances: Mapping[Meaning, float]) -> dict[str, float]:
    """Chances of the intents: of a question to a procedure, all procedures together."""
    intents: dict[str, float] = {}
    for (intent, _), chance in chances.items():
        intents[intent] = intents.get(intent, 0.0) + chance
    return intents


def decide(
    readings: list[Candidate],
    *,
    confidence: float,
    procedures: Mapping[str, float],
    aspects: Mapping[str, float],
    thresholds: Thresholds,
) -> Decision:
    """Accept the best reading where `confidence` (its calibrated chance) allows, else offer."""
    best = readings[0]
    aspect = _likeliest(aspects) if _is_question(readings) else None
    if confidence < _needed(best, thresholds):
        choices = _choices(_calibrated(readings, confidence), thresholds)
        return Decision(None, None, aspect, confidence, follow_up=False, choices=choices)
    if best.intent == ASK:
        follow_up = best.procedure is None
        named = _choices(_scaled_up(readings), thresholds) if follow_up else ()
        return Decision(ASK, best.procedure, aspect or OVERVIEW, confidence, follow_up, named)
    beside = _named_beside(procedures, thresholds) if best.intent != OUT_OF_SCOPE else None
    return Decision(best.intent, beside, None, confidence, follow_up=False, choices=())


def _needed(best: Candidate, thresholds: Thresholds) -> float:
    if best.intent == OUT_OF_SCOPE:
        return thresholds.accept_out_of_scope
    if best.intent == EMERGENCY:
        return thresholds.accept_emergency
    return thresholds.accept


def _is_question(readings: list[Candidate]) -> bool:
    """True where a question to a procedure is the likeliest kind of message."""
    asked = sum(one.confidence for one in readings if one.intent == ASK)
    return all(asked >= one.confidence for one in readings if one.intent != ASK)


def _choices(readings: list[Candidate], thresholds: Thresholds) -> tuple[Candidate, ...]:
    """Up to three readings that a citizen could pick; none where they are worth little."""
    offered = [
        one for one in readings if _can_be_picked(one) and one.confidence >= thresholds.offer_each
    ][: thresholds.max_choices]
    if sum(one.confidence for one in offered) < thresholds.offer_total:
        return ()
    return tuple(offered)


def _calibrated(readings: list[Candidate], confidence: float) -> list[Candidate]:
    """The readings on a scale on which the best one has its calibrated chance."""
    return _scaled(readings, confidence / (readings[0].confidence or 1.0))


def _scaled_up(readings: list[Candidate]) -> list[Candidate]:
    """Readings of a follow-up given that one of the procedures is meant."""
    named = [one for one in readings if one.procedure is not None]
    return _scaled(named, 1.0 / (sum(one.confidence for one in named) or 1.0))


def _scaled(readings: list[Candidate], factor: float) -> list[Candidate]:
    return [
        replace(one, confidence=round(min(1.0, one.confidence * factor), 4)) for one in readings
    ]


def _can_be_picked(one: Candidate) -> bool:
    return one.intent not in NOT_OFFERED and not (one.intent == ASK and one.procedure is None)


def _named_beside(procedures: Mapping[str, float], thresholds: Thresholds) -> str | None:
    name = _likeliest(procedures)
    if name == NONE_NAMED or procedures[name] < thresholds.procedure_beside:
        return None
    return name


def _likeliest(chances: Mapping[str, float]) -> str:
    return max(chances, key=lambda name: chances[name])
