"""Shares with the range in which the true one lies."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_DIGITS = 4
_Z = 1.959964  # 95 %, both sides


@dataclass(frozen=True)
class Share:
    """`part` of `whole`."""

    part: int
    whole: int

    @classmethod
    def true_of(cls, facts: Iterable[bool]) -> Share:
        """How many of the facts hold."""
        known = list(facts)
        return cls(sum(known), len(known))

    @property
    def value(self) -> float | None:
        """From 0 to 1, None of nothing."""
        return round(self.part / self.whole, _DIGITS) if self.whole else None

    def as_json(self) -> dict[str, Any]:
        """Value, counts, and the ends of the 95 % interval."""
        low, high = interval(self.part, self.whole)
        return {
            "value": self.value, "count": self.part, "of": self.whole, "low": low, "high": high,
        }  # fmt: skip


def interval(part: int, whole: int) -> tuple[float | None, float | None]:
    """Wilson's 95 % interval: honest near 0 and 1 and with few messages."""
    if not whole:
        return None, None
    share, spread = part / whole, _Z**2 / whole
    middle = (share + spread / 2) / (1 + spread)
    reach = _Z / (1 + spread) * math.sqrt(share * (1 - share) / whole + spread / (4 * whole))
    return round(max(0.0, middle - reach), _DIGITS), round(min(1.0, middle + reach), _DIGITS)


def scores(hits: int, found: int, expected: int) -> dict[str, Any]:
    """Precision, recall and F1 of a label or a kind, with their counts."""
    return {
        "precision": Share(hits, found).value,
        "recall": Share(hits, expected).value,
        "f1": Share(2 * hits, found + expected).value,
        "hits": hits,
        "found": found,
        "expected": expected,
    }
