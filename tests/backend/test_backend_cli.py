"""The commands as an operator types them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from backend.catalogue.index import INDEX_FILE
from backend.cli import main
from tests.backend.factories import ROOT, TOKEN, Content, procedure, validator
from tests.postgresql import free_port

START_SECONDS = 30


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, database_url: str, content: Content) -> None:
    """Settings of a migrated database and a small catalogue."""
    monkeypatch.setenv("JAWAB_BACKEND_TOKEN", TOKEN)
    monkeypatch.setenv("JAWAB_DATABASE_URL", database_url)
    monkeypatch.setenv("JAWAB_CONTENT_DIR", str(content.folder))


def run(*arguments: str) -> Result:
    """Run one command."""
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize("command", ["serve", "migrate", "load", "samples", "content"])
def test_every_command_explains_itself(command: str) -> None:
    result = run(command, "--help")

    assert (result.exit_code, result.output.startswith("Usage:")) == (0, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("JAWAB_BACKEND_TOKEN", ""),
        ("JAWAB_BACKEND_TOKEN", "short"),
        ("JAWAB_BACKEND_PORT", "http"),
        ("JAWAB_REFERENCE_PREFIX", "ess"),
    ],
)
def test_a_wrong_setting_is_named_but_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("JAWAB_BACKEND_TOKEN", TOKEN)
    monkeypatch.setenv(name, value)

    result = run("migrate")

    assert result.exit_code == 1
    assert name in result.output
    assert not value or f"'{value}'" not in result.output


@pytest.mark.usefixtures("environment")
def test_loading_tells_what_it_did() -> None:
    assert "procedures: 1 added" in run("load").output
    assert "procedures: 0 added, 0 changed, 0 withdrawn, 1 unchanged" in run("load").output


@pytest.mark.usefixtures("environment")
def test_a_mistake_in_the_content_loads_nothing(content: Content) -> None:
    content.write("offices/town.yml", {"offices": [{"id": "castle"}]})

    result = run("load")

    assert result.exit_code == 1
    assert "town.yml: castle: " in result.output
    assert "Traceback" not in result.output


@pytest.mark.usefixtures("environment")
def test_a_procedure_is_switched_off_and_on() -> None:
    run("load")

    assert run("content", "state", "family_booklet", "off").output == "family_booklet: off\n"
    assert run("content", "state", "family_booklet", "published").exit_code == 0
    assert run("content", "state", "nothing", "off").exit_code == 1
    assert run("content", "state", "family_booklet", "lost").exit_code == 2


def found() -> list[str]:
    """The procedures that the index names."""
    index = json.loads((Path("var") / INDEX_FILE).read_text("utf-8"))
    return [entry["id"] for entry in index["procedures"]]


@pytest.mark.usefixtures("environment")
def test_what_is_published_can_be_found_until_it_is_switched_off() -> None:
    run("load")
    assert found() == ["family_booklet"]

    run("content", "state", "family_booklet", "off")
    assert found() == []

    run("load")
    assert found() == []

    run("content", "state", "family_booklet", "published")
    assert found() == ["family_booklet"]


@pytest.mark.usefixtures("environment")
def test_the_index_is_as_old_as_what_it_says(content: Content) -> None:
    run("load")
    file = Path("var") / INDEX_FILE
    os.utime(file, (1, 1))

    content.procedures(procedure(fees=[{"amount_mad": 80}]))
    assert "procedures: 0 added, 1 changed" in run("load").output
    assert file.stat().st_mtime == 1

    content.procedures(procedure(questions={"fr": ["comment ?"]}))
    run("load")
    assert file.stat().st_mtime > 1


@pytest.mark.usefixtures("environment")
def test_the_index_of_the_repository_fits_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAWAB_CONTENT_DIR", str(ROOT / "data"))
    run("load")

    validator("catalogue_index").validate(json.loads((Path("var") / INDEX_FILE).read_bytes()))
    assert "birth_certificate" in found()


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("command", [["load"], ["content", "state", "family_booklet", "off"]])
def test_an_index_that_cannot_be_written_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    run("load")
    (tmp_path / "file").touch()
    monkeypatch.setenv("JAWAB_DATA_DIR", str(tmp_path / "file"))

    result = run(*command)

    assert result.exit_code == 1
    assert f"file/{INDEX_FILE} cannot be written: " in result.output


@pytest.mark.usefixtures("environment")
def test_the_samples_of_the_repository_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAWAB_CONTENT_DIR", str(ROOT / "data"))

    assert run("samples").output == "8 sample requests\n"


def test_without_tables_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, content: Content
) -> None:
    monkeypatch.setenv("JAWAB_BACKEND_TOKEN", TOKEN)
    monkeypatch.setenv("JAWAB_CONTENT_DIR", str(content.folder))

    result = run("load")

    assert result.exit_code == 1
    assert "migrate" in result.output


def test_the_server_listens_on_loopback_alone_and_logs_no_reference(tmp_path: Path) -> None:
    port = free_port()
    environment = {
        **os.environ,
        "JAWAB_BACKEND_TOKEN": TOKEN,
        "JAWAB_BACKEND_PORT": str(port),
        "JAWAB_DATA_DIR": str(tmp_path / "var"),
    }
    command = [sys.executable, "-m", "backend.cli"]
    subprocess.run([*command, "migrate"], cwd=ROOT, env=environment, check=True)
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(
            [*command, "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            wait_for(port)
            status = ask(port, "/v1/requests/ESS-7K3M-9QXT-W")
            assert not listens("::1", port)
            # A server on every address would answer on this one too.
            assert not listens("127.0.0.2", port)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(START_SECONDS)

    assert status == 404
    assert "7K3M" not in (tmp_path / "log").read_text()
    assert (tmp_path / "var" / "backend.sqlite3").stat().st_mode & 0o077 == 0


def ask(port: int, path: str) -> int:
    """The status of one answer."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.get(f"http://127.0.0.1:{port}{path}", headers=headers, trust_env=False).status_code


def wait_for(port: int) -> None:
    """Wait until the server answers; fails after half a minute."""
    end = time.monotonic() + START_SECONDS
    while not listens("127.0.0.1", port):
        assert time.monotonic() < end, "the server did not start"
        time.sleep(0.1)


def listens(address: str, port: int) -> bool:
    """Whether somebody accepts a connection there."""
    try:
        socket.create_connection((address, port), timeout=1).close()
    except OSError:
        return False
    return True
