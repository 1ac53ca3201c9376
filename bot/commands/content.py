"""`jawab content`: the backend's commands on answers, run in its own program."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from bot.commands.programs import ROOT, backend_environment
from bot.secret_key import load_keys
from bot.settings import Settings

_UNUSED_PORT = 8081


def run_content(settings: Settings, arguments: Sequence[str]) -> int:
    """Run a command on the installation's content on our own standard streams; its exit code."""
    environment = backend_environment(settings, load_keys(settings), _UNUSED_PORT)
    command = [sys.executable, "-m", "backend.cli", "content", *arguments]
    # Files are named from where the operator stands; the module is found all the same.
    done = subprocess.run(command, env={**environment, "PYTHONPATH": str(ROOT)}, check=False)
    return done.returncode
