"""How long one message takes inside a loaded Rasa graph, on one core; report as JSON.

nlu/.venv/bin/python -m benchmarks.understanding.latency MODEL --texts FILE [--stock]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.understanding.memory import memory_mib

Read = Callable[[str], object]
_WARMUP = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; gives the exit code."""
    options = _parser().parse_args(arguments)
    # Before anything is imported: libraries make as many threads as they see cores.
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = json.loads(options.texts.read_text("utf-8"))
    began = time.monotonic()
    read = _stock(options.model) if options.stock else _ours(options.model)
    loaded = time.monotonic() - began
    report = {"load_seconds": round(loaded, 1), **measure(read, texts), **memory_mib()}
    options.report.write_text(json.dumps(report, indent=1), "utf-8")
    return 0


def measure(read: Read, texts: Sequence[str]) -> dict[str, Any]:
    """Milliseconds a message, one by one; the first few are read twice, untimed at first."""
    for text in texts[:_WARMUP]:
        read(text)
    spent = []
    for text in texts:
        began = time.perf_counter()
        read(text)
        spent.append(1000 * (time.perf_counter() - began))
    p95 = statistics.quantiles(spent, n=20, method="inclusive")[-1]
    return {
        "messages": len(spent),
        "median_ms": round(statistics.median(spent), 2),
        "p95_ms": round(p95, 2),
    }


def _ours(model: Path) -> Read:
    from nlu.jobs.parse import load_model

    understand = load_model(model)
    return lambda text: understand([text])


def _stock(model: Path) -> Read:
    """The same way into the graph as ours, for an archive without our components."""
    from nlu.rasa_setup import quiet_environment, quiet_logs

    quiet_environment()
    from rasa.core.channels.channel import UserMessage
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
    from rasa.engine.loader import load_predict_graph_runner
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.shared.core.trackers import DialogueStateTracker

    quiet_logs()
    with tempfile.TemporaryDirectory() as folder:
        metadata, runner = load_predict_graph_runner(
            Path(folder), model, LocalModelStorage, DaskGraphRunner
        )

    def read(text: str) -> object:
        inputs = {
            PLACEHOLDER_MESSAGE: [UserMessage(text)],
            PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("latency", []),
        }
        made = runner.run(inputs=inputs, targets=[metadata.nlu_target])[metadata.nlu_target]
        return made[0].data["intent"]

    return read


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.understanding.latency",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("model", type=Path, help="archive")
    parser.add_argument("--texts", type=Path, required=True, help="a JSON list of messages")
    parser.add_argument("--report", type=Path, required=True, help="where figures go")
    parser.add_argument("--stock", action="store_true", help="an archive without our components")
    return parser


if __name__ == "__main__":
    sys.exit(main())
