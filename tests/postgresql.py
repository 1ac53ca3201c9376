"""A private PostgreSQL server for tests, on a free loopback port, with a fresh database per test.

Use it from a conftest: ``from tests.postgresql import postgresql_server, postgresql_url``.
"""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

SUPERUSER = "jawab_test"
START_SECONDS = 60
INSTALL_SECONDS = 300


@dataclass(frozen=True)
class Server:
    """A running private server; `folder` holds its data, log and socket."""

    binaries: Path
    folder: Path
    port: int
    password: str

    def url(self, database: str) -> str:
        """Address of one database, as SQLAlchemy writes it."""
        return f"postgresql+psycopg://{SUPERUSER}:{self.password}@127.0.0.1:{self.port}/{database}"


def is_root() -> bool:
    """Whether the tests run as root, which PostgreSQL refuses to do itself."""
    return os.geteuid() == 0


def find_binaries() -> Path | None:
    """Folder that holds `initdb` and `pg_ctl`; else Debian's newest folder."""
    on_path = shutil.which("pg_ctl")
    folders = [Path(on_path).resolve().parent] if on_path else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(debian, key=lambda folder: int(folder.parent.name), reverse=True)
    usable = (f for f in folders if (f / "pg_ctl").is_file() and (f / "initdb").is_file())
    return next(usable, None)


def install() -> None:
    """Ask Debian's package manager for PostgreSQL; a failure shows as binaries still missing."""
    command = ["apt-get", "install", "-y", "--no-install-recommends", "postgresql"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(
            command,
            env=environment,
            check=False,
            timeout=INSTALL_SECONDS,
            stdin=subprocess.DEVNULL,
            capture_output=True,
        )
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(*command: str) -> None:
    """Run a server command as a user that PostgreSQL accepts; raise with its output on failure."""
    # /tmp: the caller's folder may be closed to the postgres user, which every tool warns about.
    prefix = ("runuser", "-u", "postgres", "--") if is_root() else ()
    with tempfile.TemporaryFile() as output:
        # A file, not a pipe: the server inherits it and would keep a pipe open for ever.
        done = subprocess.run(
            [*prefix, *command],
            cwd="/tmp",
            check=False,
            timeout=START_SECONDS * 2,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        output.seek(0)
        if done.returncode != 0:
            raise RuntimeError(f"{command[0]} failed: {output.read().decode(errors='replace')}")


def _make_folder(password: str) -> Path:
    """A folder outside any home, owned by the server's user, with the password file in it."""
    folder = Path(tempfile.mkdtemp(prefix="jawab-pg-", dir="/tmp"))
    (folder / "password").write_text(password)
    if is_root():
        for path in (folder, folder / "password"):
            shutil.chown(path, user="postgres")
    return folder


def start(binaries: Path) -> Server:
    """Make a cluster and start it; the caller stops it with `stop`."""
    password = secrets.token_urlsafe(16)
    server = Server(binaries, _make_folder(password), free_port(), password)
    data = server.folder / "data"
    options = f"-p {server.port} -k {server.folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    try:
        _run(
            str(binaries / "initdb"),
            "--pgdata",
            str(data),
            "--username",
            SUPERUSER,
            "--pwfile",
            str(server.folder / "password"),
            "--auth",
            "scram-sha-256",
            "--encoding",
            "UTF8",
            "--locale",
            "C",
            "--no-sync",
        )
        log = str(server.folder / "log")
        control = (str(binaries / "pg_ctl"), "-D", str(data), "-t", str(START_SECONDS))
        _run(*control, "-l", log, "-o", options, "-w", "start")
    except BaseException:
        shutil.rmtree(server.folder, ignore_errors=True)
        raise
    return server


def stop(server: Server) -> None:
    """Stop the server at once and remove everything it wrote."""
    data = str(server.folder / "data")
    try:
        _run(str(server.binaries / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(server.folder, ignore_errors=True)


def _administer(server: Server, statement: str, database: str) -> None:
    """Run one statement about a database as the superuser, outside a transaction."""
    address = server.url("postgres").replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(database)))


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """One private server for the whole run; skips where PostgreSQL can not be had."""
    binaries = find_binaries()
    if binaries is None and is_root():
        install()
        binaries = find_binaries()
    if binaries is None:
        pytest.skip("PostgreSQL (initdb, pg_ctl) is not installed on this machine")
    server = start(binaries)
    yield server
    stop(server)


@pytest.fixture
def postgresql_url(postgresql_server: Server) -> Iterator[str]:
    """Address of a fresh, empty database, dropped after the test."""
    database = f"t_{secrets.token_hex(6)}"
    _administer(postgresql_server, "CREATE DATABASE {}", database)
    yield postgresql_server.url(database)
    _administer(postgresql_server, "DROP DATABASE {} WITH (FORCE)", database)
