"""Keeps child processes running: starts, waits until each answers, restarts, ends them all."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Final

import httpx

from bot.commands.programs import ROOT, Program

Say = Callable[[str], None]
_PR_SET_PDEATHSIG: Final = 1
_GRACE_SECONDS: Final = 15.0
_FIRST_WAIT_SECONDS: Final = 1.0
_LONGEST_WAIT_SECONDS: Final = 30.0
_STEADY_SECONDS: Final = 60.0
_LOG_MAX_BYTES: Final = 10 * 1024 * 1024


class DidNotStart(Exception):
    """A program ended, or did not answer in time; the message says where to look."""


class Supervisor:
    """The parent of all programs of an installation."""

    def __init__(self, logs: Path, say: Say) -> None:
        """Take the folder for log files, and how to tell the operator."""
        self._logs = logs
        self._say = say
        self._children: dict[str, asyncio.subprocess.Process] = {}
        self._stopping = asyncio.Event()

    def log_file(self, name: str) -> Path:
        """Give the file that a program's output goes to."""
        return self._logs / f"{name}.log"

    def pids(self) -> dict[str, int]:
        """Give the process id of each running program."""
        return {name: child.pid for name, child in self._children.items()}

    async def start(self, program: Program) -> None:
        """Start a program; it is not waited for."""
        self._logs.mkdir(parents=True, exist_ok=True)
        with _log(self.log_file(program.name)) as log:
            self._children[program.name] = await asyncio.create_subprocess_exec(
                *program.command,
                cwd=ROOT,
                env=dict(program.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                # Ctrl-C reaches us alone; should we be killed, the child is told to end.
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    async def answers(self, program: Program) -> None:
        """Wait until a program answers; raises DidNotStart."""
        began = time.monotonic()
        token = program.health_token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with httpx.AsyncClient(timeout=2, trust_env=False, headers=headers) as client:
            while time.monotonic() - began < program.patience_seconds:
                child = self._children[program.name]
                if child.returncode is not None and not self._stopping.is_set():
                    raise DidNotStart(self._trouble(program, "ended while starting"))
                with contextlib.suppress(httpx.HTTPError):
                    if (await client.get(program.health_url)).is_success:
                        return
                await asyncio.sleep(0.3)
        raise DidNotStart(self._trouble(program, f"silent for {program.patience_seconds:.0f} s"))

    def _trouble(self, program: Program, what: str) -> str:
        log = self.log_file(program.name)
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        last = next((line.strip() for line in reversed(lines) if line.strip()), "no output")
        return f"{program.name} {what}: {last[:200]} (all of it: {log})"

    async def watch(self, programs: Sequence[Program], restarted: Callable[[], None]) -> None:
        """Restart what dies, until `stop`; `restarted` is told that `pids` has changed."""
        await asyncio.gather(*(self._watch_one(program, restarted) for program in programs))

    async def _watch_one(self, program: Program, restarted: Callable[[], None]) -> None:
        wait = _FIRST_WAIT_SECONDS
        while True:
            began = time.monotonic()
            code = await self._children[program.name].wait()
            if self._stopping.is_set():
                return
            wait = _FIRST_WAIT_SECONDS if time.monotonic() - began > _STEADY_SECONDS else wait
            self._say(f"{program.name} ended ({_how(code)}); starting it again in {wait:.0f} s")
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
            if self._stopping.is_set():
                return
            try:
                await self.start(program)
                restarted()
                await self.answers(program)
                self._say(f"{program.name} answers again")
            except DidNotStart as problem:
                self._say(str(problem))
            except OSError as problem:  # no memory or disk for it now: the next round tries again
                self._say(f"{program.name} could not be started: {problem.strerror}")

    async def stop(self) -> None:
        """End every child, kindly first."""
        self._stopping.set()
        alive = [child for child in self._children.values() if child.returncode is None]
        for child in alive:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        if not alive:
            return
        waits = [asyncio.create_task(child.wait()) for child in alive]
        _, late = await asyncio.wait(waits, timeout=_GRACE_SECONDS)
        if late:
            for child in alive:
                if child.returncode is None:
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(child.pid, signal.SIGKILL)
            await asyncio.wait(waits, timeout=_GRACE_SECONDS)


def _how(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def _log(path: Path) -> IO[bytes]:
    if path.exists() and path.stat().st_size > _LOG_MAX_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def _end_with_parent() -> None:
    """Ask Linux to end the child when its parent dies, even by kill -9."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
