"""`jawab train` and `jawab parse`: run in Rasa's own environment."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from bot.commands.programs import NLU_PYTHON, ROOT, catalogue_index
from bot.commands.trouble import Trouble

Say = Callable[[str], None]


def train_model(say: Say, data_dir: Path, *, force: bool = False) -> Path:
    """Train where data, config or code changed; gives the archive. Raises Trouble."""
    say("model …")
    command = [str(NLU_PYTHON), "-m", "nlu.cli", "train", *(["--force"] if force else [])]
    with tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(data_dir),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
        seconds = 0
        while True:
            try:
                out, _ = process.communicate(timeout=10)
                break
            except subprocess.TimeoutExpired:
                seconds += 10
                say(f"  … training, {seconds} s")
        errors.seek(0)
        lines = [line for line in errors.read().splitlines() if line.strip()]
    if process.returncode:
        last = lines[-1] if lines else "no output"
        raise Trouble(f"training failed: {last}", "`./jawab train` shows all of it")
    say(f"  {lines[-1] if lines else 'trained'}")
    return Path(out.strip().splitlines()[-1])


def run_nlu(*arguments: str, data_dir: Path | None = None) -> int:
    """Run a command of the understanding on our own standard streams; gives its exit code."""
    return nlu_process(*arguments, data_dir=data_dir, stdin=None, stdout=None)


def nlu_process(
    *arguments: str, data_dir: Path | None, stdin: int | None, stdout: int | None
) -> int:
    """Run a command of the understanding on the given files; gives its exit code."""
    if not NLU_PYTHON.exists():
        raise Trouble("Rasa's environment is missing", "run `make setup`")
    command = [str(NLU_PYTHON), "-m", "nlu.cli", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(data_dir), stdin=stdin, stdout=stdout, check=False
    )
    return done.returncode


def _environment(data_dir: Path | None) -> dict[str, str]:
    """What training may know: the folder's catalogue, nothing of channels, databases or keys."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("JAWAB_")}
    # Rasa's own libraries warn of one another; nobody here can mend that.
    return own | {"PYTHONWARNINGS": "ignore"} | (catalogue_index(data_dir) if data_dir else {})
