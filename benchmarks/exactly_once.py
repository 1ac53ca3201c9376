"""Whether every message of a talk was answered exactly once, in order. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Verdict:
    """What was wrong with the answers of one or several talks."""

    answered: int = 0
    lost: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    disordered: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    """Answers to what was never asked."""
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        """Nothing lost, repeated, out of order or made up, and no error told as an answer."""
        wrong = (*self.lost, *self.repeated, *self.disordered, *self.strange)
        return not wrong and not self.errors

    @property
    def errors(self) -> int:
        """Messages that were answered with an error."""
        return sum(n for outcome, n in self.outcomes.items() if outcome.startswith("error_"))

    def __add__(self, other: Verdict) -> Verdict:
        """Both talks together."""
        return Verdict(
            self.answered + other.answered,
            self.lost + other.lost,
            self.repeated + other.repeated,
            self.disordered + other.disordered,
            self.strange + other.strange,
            self.outcomes + other.outcomes,
        )


def judge(asked: Sequence[str], answers: Iterable[tuple[str, str]]) -> Verdict:
    """Hold the messages of one talk, in order, against (message answered, outcome) as read."""
    read = list(answers)
    order = [message for message, _ in read]
    times = Counter(order)
    first = [message for message in dict.fromkeys(order) if message in set(asked)]
    expected = [message for message in asked if message in times]
    return Verdict(
        answered=len(expected),
        lost=tuple(message for message in asked if message not in times),
        repeated=tuple(message for message, n in times.items() if n > 1),
        disordered=tuple(a for a, b in zip(first, expected, strict=True) if a != b),
        strange=tuple(message for message in times if message not in set(asked)),
        outcomes=Counter(outcome for _, outcome in read),
    )
