"""A program run in a process of its own, with its time and its highest memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.understanding.memory import memory_mib

ROOT = Path(__file__).resolve().parents[2]
_LOOK_EVERY_SECONDS = 0.1


class ChildFailed(Exception):
    """A program ended with an error; its own output says why."""


@dataclass(frozen=True)
class Spent:
    """What a program took from its start to its end."""

    seconds: float
    highest_mib: int


def run(module: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Spent:
    """Run `python -m module`, its chatter on our standard error; raises ChildFailed."""
    command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    began = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdout=sys.stderr.fileno()
    )
    highest_mib = 0
    try:
        while process.poll() is None:
            # Not the kernel's sum at the end (ru_maxrss): that counts our own memory before exec.
            highest_mib = max(highest_mib, memory_mib(process.pid)["highest_mib"])
            time.sleep(_LOOK_EVERY_SECONDS)
    except KeyboardInterrupt:
        process.kill()
        raise
    if process.returncode:
        raise ChildFailed(f"{module} ended with {process.returncode}")
    return Spent(round(time.monotonic() - began, 1), highest_mib)
