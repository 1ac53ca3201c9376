"""An installation of one's own: `./jawab up` on a free port, with a data folder of its own."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
# The first start trains where data, config or code changed.
START_SECONDS: Final = 600.0
STOP_SECONDS: Final = 60.0
_COMMANDS: Final = {
    "rasa": "nlu.server",
    "backend": "backend.cli",
    "actions": "actions.server",
    "gateway": "bot.cli",
}


class NotReached(Exception):
    """The installation did not come to what was waited for; tells what it said last."""


@dataclass(frozen=True)
class Child:
    """A process of the installation; the start time tells it from a later one of the same id."""

    pid: int
    started: str
    command: str

    def is_alive(self) -> bool:
        """Whether this very process still runs; a zombie does not."""
        stat = _stat(self.pid)
        return stat is not None and stat[2] == self.started and stat[0] != "Z"


@dataclass
class Installation:
    """One running `./jawab up`."""

    data_dir: Path
    port: int
    environment: Mapping[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    _process: subprocess.Popen[str] | None = None
    _listener: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Address of the gateway."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it; `wait_until_said` tells when it answers."""
        self._process = subprocess.Popen(
            [str(ROOT / "jawab"), "up", "--port", str(self.port)],
            env=self.variables(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._listener = threading.Thread(target=self._listen, args=(self._process,), daemon=True)
        self._listener.start()

    def variables(self) -> dict[str, str]:
        """Environment of any command of this installation: nothing of another one."""
        own = {"JAWAB_DATA_DIR": str(self.data_dir), "JAWAB_PORT": str(self.port)}
        return {**foreign_variables(), **own, **self.environment}

    def _listen(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        with process.stdout:
            for line in process.stdout:
                self.lines.append(line.rstrip("\n"))

    @property
    def pid(self) -> int:
        """Process id of the parent of all."""
        assert self._process is not None
        return self._process.pid

    def wait_until_answers(self) -> None:
        """Wait for the first answer; raises NotReached."""
        self.wait_until_said("Jawab answers at", seconds=START_SECONDS)

    def wait_until_said(self, words: str, *, after: int = 0, seconds: float = 60) -> None:
        """Wait for a line with these words, from line `after` on; raises NotReached."""

        def said() -> bool:
            return any(words in line for line in self.lines[after:])

        if not wait_until(lambda: said() or self.has_ended(), seconds) or not said():
            last = "\n".join(self.lines[-8:])
            raise NotReached(f"`{words}` was not said. The last lines:\n{last}")

    def has_ended(self) -> bool:
        """Whether the parent is gone."""
        return self._process is None or self._process.poll() is not None

    def ports(self) -> dict[str, int]:
        """Where each program listens."""
        state: dict[str, Any] = json.loads((self.data_dir / "run" / "up.json").read_text("utf-8"))
        return dict(state["ports"])

    def children(self) -> list[Child]:
        """All processes below the parent, children of children too."""
        return list(_descendants(self.pid))

    def child(self, name: str) -> Child:
        """The process of one program as it runs now; raises NotReached."""
        for child in _descendants(self.pid):
            if f"-m {_COMMANDS[name]}" in child.command:
                return child
        raise NotReached(f"{name} does not run")

    def kill(self, name: str) -> Child:
        """Kill one program with -9."""
        child = self.child(name)
        os.kill(child.pid, signal.SIGKILL)
        return child

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask the parent to end, and give its exit code."""
        assert self._process is not None
        assert self._listener is not None
        if self._process.poll() is None:
            self._process.send_signal(number)
        code = self._process.wait(STOP_SECONDS)
        self._listener.join(STOP_SECONDS)
        return code


@contextmanager
def running(data_dir: Path, **environment: str) -> Iterator[Installation]:
    """Give an installation that answers, and end it."""
    installation = Installation(data_dir, free_port(), environment)
    installation.start()
    try:
        installation.wait_until_answers()
        yield installation
    finally:
        installation.end()


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def foreign_variables() -> dict[str, str]:
    """The environment without any installation's settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith("JAWAB_")}


def wait_until(holds: Callable[[], bool], seconds: float) -> bool:
    """Look again and again; says whether it came to hold in time."""
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.1)
    return held or holds()


def _descendants(parent: int) -> Iterator[Child]:
    by_parent: dict[int, list[Child]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        stat = _stat(int(folder.name))
        if stat and stat[0] != "Z":
            child = Child(int(folder.name), stat[2], _command(folder))
            by_parent.setdefault(int(stat[1]), []).append(child)
    waiting = [parent]
    while waiting:
        found = by_parent.get(waiting.pop(), [])
        waiting += [child.pid for child in found]
        yield from found


def _command(folder: Path) -> str:
    try:
        return (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def _stat(pid: int) -> tuple[str, str, str] | None:
    """State, parent and start time of a process; None where it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text("utf-8", errors="replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    return fields[0], fields[1], fields[19]
