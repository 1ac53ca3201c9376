"""`jawab up`: prepare, start, wait, watch, end."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Final

from bot.commands.programs import (
    LOOPBACK,
    NLU_PYTHON,
    ROOT,
    Ports,
    Program,
    backend_environment,
    programs,
)
from bot.commands.supervisor import DidNotStart, Supervisor
from bot.commands.training import train_model
from bot.commands.trouble import Trouble
from bot.i18n import Catalogues, CataloguesMissing
from bot.privacy import Keys
from bot.secret_key import load_keys
from bot.settings import Settings
from bot.store.database import ensure_schema
from bot.store.migrations import migrate

FREE_DISK_BYTES: Final = 500 * 1024 * 1024
Say = Callable[[str], None]


def up(settings: Settings, say: Say) -> int:
    """Run the whole installation until it is told to end; gives the exit code."""
    os.umask(0o077)  # the databases hold people's talks: no other user of the machine reads them
    _check_surroundings(settings)
    keys = load_keys(settings)
    ports = _choose_ports(settings)
    with _alone(settings.data_dir):
        say("tables and content …")
        _prepare_tables(settings, keys, ports)
        model = train_model(say, settings.data_dir)
        return asyncio.run(_run(settings, programs(settings, keys, ports, model), ports, say))


def _check_surroundings(settings: Settings) -> None:
    if not NLU_PYTHON.exists():
        raise Trouble("Rasa's environment is missing", "run `make setup`")
    try:
        Catalogues()
    except CataloguesMissing as error:
        raise Trouble(str(error), "run `make setup`") from error
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        probe = settings.data_dir / ".writable"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise Trouble(
            f"{settings.data_dir} cannot be written: {error.strerror}",
            "set JAWAB_DATA_DIR to a folder of your own",
        ) from error
    free = shutil.disk_usage(settings.data_dir).free
    if free < FREE_DISK_BYTES:
        raise Trouble(
            f"only {free // 2**20} MB are free where {settings.data_dir} is",
            f"make room for {FREE_DISK_BYTES // 2**20} MB, or set JAWAB_DATA_DIR to another disk",
        )


@contextlib.contextmanager
def _alone(data_dir: Path) -> Iterator[None]:
    """Hold a lock, so that no second `up` shares the folder; raises Trouble."""
    with (data_dir / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Trouble(
                f"{data_dir} is in use by another `up`",
                "end that one, or set JAWAB_DATA_DIR to another folder",
            ) from error
        yield


def _choose_ports(settings: Settings) -> Ports:
    _check_port(settings.host, settings.port)
    with contextlib.ExitStack() as held:
        backend, actions, rasa = (held.enter_context(_free_port()) for _ in range(3))
    return Ports(gateway=settings.port, backend=backend, actions=actions, rasa=rasa)


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise Trouble(
                    f"port {port} is in use", f"choose another one: make run PORT={port + 1}"
                ) from error
            raise Trouble(
                f"cannot listen on {host}:{port}: {error.strerror}",
                "set JAWAB_HOST and JAWAB_PORT to an address of this machine",
            ) from error


@contextlib.contextmanager
def _free_port() -> Iterator[int]:
    """Let the system choose; held until all are chosen, so that they differ."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        yield probe.getsockname()[1]


def _prepare_tables(settings: Settings, keys: Keys, ports: Ports) -> None:
    try:
        migrate(settings.bot_database_url)
        ensure_schema(settings.bot_database_url, "rasa")
    except Exception as error:
        raise Trouble(
            f"the database cannot be prepared: {type(error).__name__}",
            "check JAWAB_DATABASE_URL and that the server runs",
        ) from error
    if settings.backend_url:
        return  # whoever runs it prepares its tables
    steps = ["migrate", "load", *(["samples"] if settings.sample_data else [])]
    environment = backend_environment(settings, keys, ports.backend)
    for step in steps:
        done = subprocess.run(
            [sys.executable, "-m", "backend.cli", step],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip() or "no output").splitlines()[-1]
            raise Trouble(f"backend {step} failed: {last}", "mend it and start again")


async def _run(settings: Settings, wanted: list[Program], ports: Ports, say: Say) -> int:
    supervisor = Supervisor(settings.data_dir / "logs", say)
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    try:
        if not await _unless(ended, _start_all(supervisor, wanted, say)):
            return 130
        write_state = partial(_write_state, settings, ports, supervisor)
        write_state()
        say(_welcome(settings))
        watching = asyncio.create_task(supervisor.watch(wanted, write_state))
        await ended.wait()
        watching.cancel()
    except DidNotStart as problem:
        raise Trouble(str(problem), "`./jawab doctor` looks for the cause") from problem
    else:
        return 0
    finally:
        say("ending …")
        await supervisor.stop()
        _state_file(settings).unlink(missing_ok=True)
        say("ended")


async def _unless(ended: asyncio.Event, work: object) -> bool:
    """Do the work, but leave it where we are told to end; says whether it was done."""
    doing = asyncio.ensure_future(work)  # type: ignore[call-overload]
    ending = asyncio.create_task(ended.wait())
    await asyncio.wait({doing, ending}, return_when=asyncio.FIRST_COMPLETED)
    ending.cancel()
    if doing.done():
        doing.result()
        return True
    doing.cancel()
    return False


async def _start_all(supervisor: Supervisor, wanted: list[Program], say: Say) -> None:
    began = time.monotonic()
    for program in wanted:
        await supervisor.start(program)
    say(
        "starting "
        + ", ".join(program.name for program in wanted)
        + " (Rasa needs most of a minute)"
    )
    counting = asyncio.create_task(_count(say, began))
    try:
        for program in sorted(wanted, key=lambda item: item.patience_seconds):
            await supervisor.answers(program)
            say(f"  {program.name} answers ({time.monotonic() - began:.0f} s)")
    finally:
        counting.cancel()


async def _count(say: Say, began: float) -> None:
    while True:
        await asyncio.sleep(10)
        say(f"  … {time.monotonic() - began:.0f} s")


def _welcome(settings: Settings) -> str:
    host = "localhost" if settings.host in (LOOPBACK, "0.0.0.0", "::") else settings.host  # noqa: S104
    return (
        f"\nJawab answers at http://{host}:{settings.port}/\n"
        f"Logs: {settings.data_dir / 'logs'} · talk here: ./jawab chat · stop: Ctrl-C\n"
    )


def _state_file(settings: Settings) -> Path:
    return settings.data_dir / "run" / "up.json"


def _write_state(settings: Settings, ports: Ports, supervisor: Supervisor) -> None:
    """Leave for `doctor` where everything runs; holds no secret."""
    file = _state_file(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"ports": asdict(ports), "pids": supervisor.pids()}), "utf-8")
