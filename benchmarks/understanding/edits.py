"""Levenshtein's distance, and the nearest of many."""

from __future__ import annotations

from collections.abc import Sequence


def distance(one: str, other: str) -> int:
    """Letters to insert, leave out or change."""
    row = list(range(len(other) + 1))
    for line, letter in enumerate(one, 1):
        before, row[0] = row[0], line
        for place, wanted in enumerate(other, 1):
            before, row[place] = (
                row[place],
                min(row[place] + 1, row[place - 1] + 1, before + (letter != wanted)),
            )
    return row[-1]


def nearest(word: str, others: Sequence[str]) -> list[str]:
    """All that are equally near, the nearest there are."""
    least = len(word) + max(map(len, others), default=0)
    found: list[str] = []
    for other in sorted(others, key=lambda one: abs(len(one) - len(word))):
        if abs(len(other) - len(word)) > least:
            break  # lengths alone are further apart
        far = distance(word, other)
        if far < least:
            least, found = far, []
        if far == least:
            found.append(other)
    return found
