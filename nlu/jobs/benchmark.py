"""The benchmark job: two labelled files in, figures out; no sentence is shown."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlu.benchmark.rows import Columns, Row, Unreadable, read_rows


class CannotBenchmark(Exception):
    """A file is not what is needed; the message says what is wrong with which."""


@dataclass(frozen=True)
class Request:
    """Which files, how their columns are called, and the seed of training and resampling."""

    train: Path
    test: Path
    columns: Columns = field(default_factory=Columns)
    seed: int = 0


def run(request: Request) -> dict[str, Any]:
    """Figures of the product's pipeline and its linear peer; raises CannotBenchmark."""
    train, test = (_rows(file, request.columns) for file in (request.train, request.test))
    # Imported late: a file that cannot be read is told of at once.
    from nlu.benchmark.intents import TooLittle, benchmark

    try:
        result = benchmark(train, test, seed=request.seed, say=_say)
    except TooLittle as error:
        raise CannotBenchmark(f"{request.train.name}: {error}") from error
    return {"train": request.train.name, "test": request.test.name, **result}


def write(result: dict[str, Any], file: Path) -> None:
    """Write figures as JSON; raises CannotBenchmark where there is no such place."""
    try:
        file.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise CannotBenchmark(f"{file}: {error.strerror}") from error


def _rows(file: Path, columns: Columns) -> list[Row]:
    try:
        return read_rows(file, columns)
    except Unreadable as error:
        raise CannotBenchmark(str(error)) from error


def _say(what: str) -> None:
    print(f"nlu: {what} …", file=sys.stderr, flush=True)
