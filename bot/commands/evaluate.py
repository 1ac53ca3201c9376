"""`jawab evaluate`: options handed to the understanding, files named from where we are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.commands.training import run_nlu

STANDARD_OUTPUT = "-"
_NAMES = {"folds": "--cross-validation"}


def evaluate(data_dir: Path, files: Sequence[Path], options: Mapping[str, object]) -> int:
    """Evaluate; reports are kept in the data folder. Gives the exit code."""
    given = [part for name, value in options.items() for part in _option(name, value)]
    reports = ["--reports", _absolute(data_dir / "reports")]
    return run_nlu("evaluate", *reports, *given, *map(_absolute, files), data_dir=data_dir)


def _option(name: str, value: object) -> Iterator[str]:
    """An option as the understanding takes it; joined by `=`, so that none takes a file along."""
    option = _NAMES.get(name, f"--{name.replace('_', '-')}")
    if value is True:
        yield option
    elif isinstance(value, tuple):
        yield from (f"{option}={one}" for one in value)
    elif value is not None and value is not False:
        yield f"{option}={_absolute(value) if isinstance(value, Path) else value}"


def _absolute(path: Path) -> str:
    return str(path) if str(path) == STANDARD_OUTPUT else str(path.resolve())
