"""Every public set that is there, ours beside a plain linear model and published figures.

    make bench-nlu
    nlu/.venv/bin/python -m benchmarks.understanding.sets --only sib xsid

Sets are looked for in `datasets` below JAWAB_SHARED (preset `../shared`), DarijaBanking's two XLSX
files in JAWAB_DARIJABANKING. What is not there is said and left out. The table goes to standard
output, everything to a JSON file. No text of any set is shown or kept.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from benchmarks.hardware import hardware
from benchmarks.understanding import code_switching, intent_sets, script_conversion
from benchmarks.understanding.datasets import Absent
from benchmarks.understanding.measured import Measured
from benchmarks.understanding.published import FIGURES
from nlu.benchmark.rows import Unreadable
from nlu.benchmark.table import markdown

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "var" / "reports" / "bench-nlu.json"
HEADER = (
    "set", "test", "rows", "measure", "ours", "linear, same run", "best of others",
    "measured here earlier",
)  # fmt: skip
FOLDS = "arbanking-folds"
Task = Callable[[argparse.Namespace], Iterator[Measured]]

_OF_SHARED = {
    "arbanking": intent_sets.arbanking_official,
    FOLDS: intent_sets.arbanking_folds,
    "sib": intent_sets.sib,
    "xsid": intent_sets.xsid_intents,
    "doda-words": script_conversion.words,
    "doda-sentences": script_conversion.sentences,
    "narabizi": code_switching.word_languages,
}
_OF_DARIJABANKING = {
    "darijabanking": intent_sets.darijabanking_all,
    "darijabanking-each": intent_sets.darijabanking_each,
}
NAMES = (*_OF_SHARED, *_OF_DARIJABANKING)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; gives the exit code: 1 where not one set was there."""
    options = _parser().parse_args(arguments)
    ran_on, began = hardware(), time.monotonic()
    measured, skipped = _measure(options)
    print(ran_on, end="\n\n")
    print("\n".join(report(measured, skipped)))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    content = {
        "hardware": ran_on,
        "made_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - began, 1),
        "measured": [one.as_json() for one in measured],
        "skipped": skipped,
    }
    options.json.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0 if measured else 1


def _measure(options: argparse.Namespace) -> tuple[list[Measured], list[str]]:
    measured: list[Measured] = []
    skipped: list[str] = []
    for name in options.only or [name for name in NAMES if name != FOLDS or options.folds]:
        began = time.monotonic()
        try:
            measured.extend(_task(name, options))
            _say(f"{name}: {time.monotonic() - began:.0f} s")
        except (Absent, Unreadable) as error:
            skipped.append(f"{name}: {error}")
            _say(f"{name}: skipped")
    return measured, skipped


def _task(name: str, options: argparse.Namespace) -> Iterator[Measured]:
    if name in _OF_SHARED:
        return _OF_SHARED[name](options.shared / "datasets", _say)
    return _OF_DARIJABANKING[name](options.darijabanking, _say)


def report(measured: Sequence[Measured], skipped: Sequence[str]) -> Iterator[str]:
    """The table, what to mind, where figures come from, what was skipped."""
    yield from markdown(HEADER, [one.cells() for one in measured])
    yield ""
    yield "Percent; in brackets the 95 % interval (shares: Wilson; macro-F1 and means: bootstrap)."
    for note in dict.fromkeys(f"{one.of}, {one.test}: {one.note}." for one in measured if one.note):
        yield f"- {note}"
    yield from _sources(measured)
    for one in skipped:
        yield f"Skipped: {one}"


def _sources(measured: Iterable[Measured]) -> Iterator[str]:
    shown = {(one.of, one.test, one.measure) for one in measured}
    by_source: dict[str, dict[str, None]] = {}
    for key, figures in FIGURES.items():
        for figure in figures if key in shown else ():
            by_source.setdefault(figure.source, {})[figure.system] = None
    for source, systems in by_source.items():
        yield f"- {'; '.join(systems)}: {source}."


def _say(what: str) -> None:
    print(f"bench: {what}", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.understanding.sets",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", nargs="+", choices=NAMES, help="these alone")
    parser.add_argument(
        "--folds", action="store_true", help="ArBanking77 with Moroccan in training as well"
    )
    parser.add_argument("--shared", type=Path, default=_shared(), help="JAWAB_SHARED; ../shared")
    parser.add_argument(
        "--darijabanking", type=Path, default=_named_folder(), help="JAWAB_DARIJABANKING"
    )
    parser.add_argument("--json", type=Path, default=REPORT, help="var/reports/bench-nlu.json")
    return parser


def _shared() -> Path:
    return Path(os.environ.get("JAWAB_SHARED") or ROOT.parent / "shared")


def _named_folder() -> Path | None:
    named: Any = os.environ.get("JAWAB_DARIJABANKING")
    return Path(named) if named else None


if __name__ == "__main__":
    sys.exit(main())
