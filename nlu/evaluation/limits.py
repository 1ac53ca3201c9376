"""The limits that figures must keep, and whether they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlu.evaluation.labels import KINDS, LANGUAGES
from nlu.evaluation.metrics import MEASURES

ALL = "all"
AT_LEAST, AT_MOST = "at_least", "at_most"
# Few messages a language: these are judged over all languages together.
TOGETHER = frozenset(("out_of_scope_leak", *KINDS))
LIMITED = (*MEASURES, *KINDS)


class BadLimit(ValueError):
    """No limit; the message says why."""


@dataclass(frozen=True)
class Limit:
    """A measure, the side on which it must stay, and of which value (0 to 1)."""

    measure: str
    side: str
    value: float


BARS = (
    Limit("with_choices", AT_LEAST, 0.90),
    Limit("at_once", AT_LEAST, 0.80),
    Limit("confident_wrong", AT_MOST, 0.05),
    Limit("out_of_scope_leak", AT_MOST, 0.10),
    Limit("aspect", AT_LEAST, 0.88),
    Limit("language", AT_LEAST, 0.97),
    *(Limit(kind, AT_LEAST, 0.90) for kind in KINDS),
)


def limit(text: str, side: str) -> Limit:
    """Read `measure=0.9`; raises BadLimit."""
    measure, equals, given = text.partition("=")
    if not equals or measure not in LIMITED:
        raise BadLimit(f"{text!r} is no limit: write MEASURE=0.9 with one of {', '.join(LIMITED)}")
    try:
        value = float(given)
    except ValueError as error:
        raise BadLimit(f"{text!r} is no limit: {given!r} is no number") from error
    if not 0 <= value <= 1:
        raise BadLimit(f"{text!r} is no limit: give a share from 0 to 1")
    return Limit(measure, side, value)


def verdicts(report: Mapping[str, Any], asked: Sequence[Limit]) -> list[dict[str, Any]]:
    """The limits asked for and the project's bars, in each language or over all of them.

    `asked` says which ones the caller insists on; `met` is None where nothing was counted.
    """
    named = {one.measure for one in asked}
    return [
        {
            "asked": one in asked,
            "measure": one.measure,
            "side": one.side,
            "limit": one.value,
            "language": language,
            "value": value,
            "met": _met(one, value),
        }
        for one in (*asked, *(bar for bar in BARS if bar.measure not in named))
        for language, value in _values(report, one.measure)
    ]


def broken(verdicts: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Limits asked for that are not kept; what was not measured is not kept either."""
    return [one for one in verdicts if one["asked"] and not one["met"]]


def _met(one: Limit, value: float | None) -> bool | None:
    if value is None:
        return None
    return value >= one.value if one.side == AT_LEAST else value <= one.value


def _values(report: Mapping[str, Any], measure: str) -> Iterator[tuple[str, float | None]]:
    for language in (ALL,) if measure in TOGETHER else LANGUAGES:
        part = report["figures"][language]
        if measure in KINDS:
            yield language, part["entities"][measure]["f1"]
        else:
            yield language, part["measures"][measure]["value"]
