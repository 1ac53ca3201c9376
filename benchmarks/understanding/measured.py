"""One row of the table: what was measured, on how much, with what interval."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.understanding.published import ACCURACY, ERRORS, MACRO_F1, known
from nlu.benchmark.intents import OURS, PEER
from nlu.benchmark.scores import Interval


@dataclass(frozen=True)
class Measured:
    """A measure of one test; `linear` is the plain peer's of the same run."""

    of: str
    test: str
    measure: str
    rows: int
    ours: Interval | None
    linear: Interval | None = None
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """Plain data, with the known figures of others in percent."""
        figures = [asdict(one) for one in known(self.of, self.test, self.measure)]
        return {**asdict(self), "known": figures}

    def cells(self) -> list[str]:
        """Set, test, rows, measure, ours, the peer's, the best of others, earlier ones of ours."""
        figures = known(self.of, self.test, self.measure)
        pick = min if self.measure == ERRORS else max
        others = [one for one in figures if not one.ours]
        best = pick(others, key=lambda one: one.value, default=None)
        earlier = [f"{one.value:.1f} {one.system}" for one in figures if one.ours]
        return [
            self.of,
            self.test,
            str(self.rows),
            self.measure,
            _percent(self.ours),
            _percent(self.linear),
            f"{best.value:.1f} {best.system}" if best else "-",
            "; ".join(earlier) or "-",
        ]


def of_comparison(of: str, test: str, compared: Mapping[str, Any]) -> Iterator[Measured]:
    """Accuracy and macro-F1 of what `nlu.benchmark.intents.compare` gave."""
    for measure, name in ((ACCURACY, "accuracy"), (MACRO_F1, "macro_f1")):
        ours, linear = (Interval(**compared[system][name]) for system in (OURS, PEER))
        yield Measured(of, test, measure, compared["rows"], ours, linear)


def _percent(interval: Interval | None) -> str:
    if interval is None:
        return "-"
    return f"{100 * interval.value:.1f} ({100 * interval.low:.1f}–{100 * interval.high:.1f})"
