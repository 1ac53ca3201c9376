"""How long training takes beside stock Rasa's DIET, and how long one message takes to understand.

    make bench-train
    nlu/.venv/bin/python -m benchmarks.understanding.training --no-latency

One thing at a time, on the same cores: our training on all messages with an empty cache; stock DIET
on some of them for some epochs, extrapolated; then a model of ours and stock count vectors with
logistic regression read messages one by one on one core. About ten minutes in all.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from benchmarks.hardware import hardware
from benchmarks.understanding.child import ROOT, ChildFailed, Spent, run
from benchmarks.understanding.messages import texts_to_read
from benchmarks.understanding.stock import DIET, LETTERS, MODEL, REPORT, WORDS
from nlu.benchmark.table import markdown

STOCK_READERS = (WORDS, LETTERS)
FULL_EPOCHS = 100  # DIET's own preset in Rasa's starter project
_PACKAGE = "benchmarks.understanding"
Figures = Mapping[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; gives the exit code."""
    options = _parser().parse_args(arguments)
    figures: dict[str, Any] = {
        "hardware": hardware(),
        "made_at": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }
    print(figures["hardware"], end="\n\n", flush=True)
    try:
        figures |= _measured(options)
    except ChildFailed as error:
        print(f"bench: {error}; its own output above says why", file=sys.stderr)
        return 1
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def _measured(options: argparse.Namespace) -> dict[str, Any]:
    """Each table as soon as it is there."""
    figures = {}
    with tempfile.TemporaryDirectory(prefix="bench-train-") as folder:
        figures["training"] = _training(Path(folder), options.messages, options.epochs)
        print("\n".join(training_lines(figures["training"])), flush=True)
        if options.latency:
            figures["latency"] = _latency(Path(folder), options.texts)
            print("\n".join(latency_lines(figures["latency"])))
    return figures


def _training(folder: Path, messages: int, epochs: int) -> dict[str, Any]:
    _say("our training")
    report = folder / "report.json"
    spent = run(
        "nlu.cli", "train", "--force", "--models", str(folder / "models"), "--report", str(report),
        environment=_empty_cache(folder, "ours"),
    )  # fmt: skip
    ours = json.loads(report.read_text("utf-8"))
    _say(f"stock DIET on {messages} messages, {epochs} epochs")
    diet, diet_spent = _stock(folder, DIET, f"--messages={messages}", f"--epochs={epochs}")
    return {
        "ours": _of_ours(ours, spent),
        "diet": {**diet, "epochs": epochs, "highest_mib": diet_spent.highest_mib},
        "extrapolated": extrapolated(diet, epochs, ours["counts"]["messages"]),
    }


def _of_ours(report: Figures, spent: Spent) -> dict[str, Any]:
    return {
        "model": report["model"],
        "messages": report["counts"]["messages"],
        "seconds": report["seconds"],
        "highest_mib": spent.highest_mib,
    }


def _stock(folder: Path, pipeline: str, *options: str) -> tuple[dict[str, Any], Spent]:
    place = folder / pipeline
    spent = run(
        f"{_PACKAGE}.stock", pipeline, *options, f"--folder={place}",
        environment=_empty_cache(folder, pipeline),
    )  # fmt: skip
    report: dict[str, Any] = json.loads((place / REPORT).read_text("utf-8"))
    return report, spent


def _empty_cache(folder: Path, name: str) -> dict[str, str]:
    """Rasa skips what it has trained before; nothing must be skipped here."""
    return {"RASA_CACHE_DIRECTORY": str(folder / "cache" / name)}


def extrapolated(diet: Figures, epochs: int, messages: int) -> dict[str, Any]:
    """DIET on all messages for its usual epochs: the seconds of an epoch, linear in both.

    What is not an epoch (reading, counting, building TensorFlow's graph) counts once, as it was.
    """
    epoch = diet["seconds"]["epoch"]
    grown = epoch * messages / diet["messages"] * FULL_EPOCHS
    rest = max(0.0, diet["seconds"]["training"] - epoch * epochs)
    return {"messages": messages, "epochs": FULL_EPOCHS, "seconds": round(grown + rest, 1)}


def _latency(folder: Path, number: int) -> dict[str, Any]:
    texts, source = texts_to_read(number, seed=0)
    file = folder / "texts.json"
    file.write_text(json.dumps(texts), "utf-8")
    (archive,) = (folder / "models").glob("*.tar.gz")
    learnt = {}
    for pipeline in STOCK_READERS:
        _say(f"stock {pipeline} learns all messages")
        learnt[pipeline], _ = _stock(folder, pipeline)
    _say(f"{len(texts)} messages through ours, then through stock, on one core")
    return {
        "texts": source,
        "ours": _read(folder / "ours.json", archive, file),
        **{
            pipeline: {
                **_read(folder / "stock.json", folder / pipeline / MODEL, file, "--stock"),
                "learnt": learnt[pipeline],
            }
            for pipeline in STOCK_READERS
        },
    }


def _read(report: Path, archive: Path, texts: Path, *options: str) -> dict[str, Any]:
    run(f"{_PACKAGE}.latency", str(archive), f"--texts={texts}", f"--report={report}", *options)
    figures: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return figures


def training_lines(figures: Figures) -> Iterator[str]:
    """The table of trainings."""
    ours, diet, grown = figures["ours"], figures["diet"], figures["extrapolated"]
    seconds = ours["seconds"]["training"]
    rows = [
        ["ours", ours["messages"], "-", seconds, ours["seconds"]["start"], ours["highest_mib"], 1],
        [
            "stock DIET", diet["messages"], diet["epochs"], diet["seconds"]["training"],
            diet["seconds"]["start"], diet["highest_mib"], diet["seconds"]["training"] / seconds,
        ],
        [
            "stock DIET, extrapolated", grown["messages"], grown["epochs"], grown["seconds"],
            "-", "-", grown["seconds"] / seconds,
        ],
    ]  # fmt: skip
    header = ("", "messages", "epochs", "training, s", "Rasa's start, s", "highest MiB", "ratio")
    yield from markdown(header, [[_cell(value) for value in row] for row in rows])
    yield ""
    yield (
        "Both on the same cores, one after the other, with an empty cache. DIET's epoch of "
        f"{diet['seconds']['epoch']:.2f} s (without the first) is extrapolated linearly in "
        "messages and epochs; the rest of its training counts once. It learns "
        f"{diet['labels']} labels, intent and procedure as one; ours learns the aspect, the "
        "language and when to be unsure as well."
    )


def latency_lines(figures: Figures) -> Iterator[str]:
    """The table of latencies."""
    ours = figures["ours"]
    rows = [
        [name, one["messages"], one["median_ms"], one["p95_ms"], one["resident_mib"],
         one["median_ms"] / ours["median_ms"]]
        for name, one in (("ours", ours), *((name, figures[name]) for name in STOCK_READERS))
    ]  # fmt: skip
    header = ("", "messages read", "median, ms", "p95, ms", "resident MiB", "ratio to ours")
    yield ""
    yield from markdown(header, [[_cell(value) for value in row] for row in rows])
    yield ""
    yield (
        f"Inside a loaded graph on one core, one message at a time, from {figures['texts']}. Stock "
        "is Rasa's count vectors (of words; of words and of letters 1-4) and logistic regression, "
        "one label for intent and procedure."
    )


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def _say(what: str) -> None:
    print(f"bench: {what} …", file=sys.stderr, flush=True)


def _epochs(given: str) -> int:
    """The first epoch is not like the others, so that one alone tells nothing."""
    number = int(given)
    if number < 2:
        raise argparse.ArgumentTypeError("at least 2 are needed")
    return number


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.understanding.training",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--messages", type=int, default=1000, help="that DIET learns (1000)")
    parser.add_argument("--epochs", type=_epochs, default=20, help="of DIET, at least 2 (20)")
    parser.add_argument("--texts", type=int, default=1000, help="at most, to be read (1000)")
    parser.add_argument("--no-latency", dest="latency", action="store_false", help="training alone")
    report = ROOT / "var" / "reports" / "bench-train.json"
    parser.add_argument("--json", type=Path, default=report, help="var/reports/bench-train.json")
    return parser


if __name__ == "__main__":
    sys.exit(main())
