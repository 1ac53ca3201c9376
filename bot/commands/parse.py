"""`jawab parse`: files or standard streams, handed to the understanding."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, cast

from bot.commands.programs import NLU_PYTHON
from bot.commands.training import nlu_process, train_model
from bot.commands.trouble import Trouble


def parse(data_dir: Path, source: str, target: str) -> int:
    """Understand a file of messages; gives 1 where a line was no message."""
    if not NLU_PYTHON.exists():
        raise Trouble("Rasa's environment is missing", "run `make setup`")
    model = train_model(_to_stderr, data_dir)
    try:
        with (
            _opened(source, "r", sys.stdin.fileno()) as lines,
            _opened(target, "w", sys.stdout.fileno()) as answers,
        ):
            return nlu_process(
                "parse",
                "--model",
                str(model),
                data_dir=data_dir,
                stdin=lines.fileno(),
                stdout=answers.fileno(),
            )
    except OSError as error:
        raise Trouble(
            f"{error.filename}: {error.strerror}", "name a file that can be read or written"
        ) from error


def _opened(name: str, mode: str, standard: int) -> IO[str]:
    """Open a file, or a copy of a standard stream for `-`."""
    if name == "-":
        return os.fdopen(os.dup(standard), mode, encoding="utf-8")
    return cast("IO[str]", Path(name).open(mode, encoding="utf-8"))


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr)
