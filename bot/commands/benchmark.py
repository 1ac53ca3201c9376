"""`jawab benchmark`: options handed to the understanding, paths made absolute."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.commands.training import run_nlu

Option = str | Path | int | None


def benchmark_intents(options: Mapping[str, Option]) -> int:
    """Run the benchmark on labelled files; gives its exit code."""
    # Without the folder for data: our catalogue is not to be found among somebody's labels.
    return run_nlu("benchmark", *arguments(options))


def arguments(options: Mapping[str, Option]) -> list[str]:
    """Options as a command line; those not given are left out."""
    return [
        f"--{name.removesuffix('_file').replace('_', '-')}={_said(value)}"
        for name, value in options.items()
        if value is not None
    ]


def _said(value: str | Path | int) -> str:
    """The understanding runs in the project's root: its paths must not depend on ours."""
    return str(value.resolve()) if isinstance(value, Path) else str(value)
