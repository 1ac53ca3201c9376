"""The command line: what stops it is one clear line, and the exit code says so."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from backend.catalogue.index import INDEX_FILE
from bot import cli
from bot.commands import parse, training, up
from bot.commands.programs import Ports, programs
from bot.commands.settings import lines
from bot.commands.trouble import Trouble
from bot.privacy import Keys
from bot.settings import Settings
from tests.factories import ROOT, settings


@pytest.fixture
def busy_port() -> Iterator[int]:
    """A port of this machine that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def jawab(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `./jawab` as an operator does."""
    return subprocess.run(
        [ROOT / "jawab", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_port_in_use_is_told_in_one_line_with_the_way_out(busy_port: int, tmp_path: Path) -> None:
    done = jawab("up", folder=tmp_path, JAWAB_PORT=str(busy_port), JAWAB_DATA_DIR=str(tmp_path))

    assert (done.returncode, done.stderr) == (
        1,
        f"jawab: port {busy_port} is in use. Choose another one: make run PORT={busy_port + 1}.\n",
    )


WRONG_SETTINGS = {
    "port_is_no_number": {"JAWAB_PORT": "many"},
    "port_out_of_range": {"JAWAB_PORT": "70000"},
    "unknown_database": {"JAWAB_DATABASE_URL": "mysql://root:s3cret-word@db/x"},
    "too_many_workers": {"JAWAB_ANSWER_WORKERS": "1000"},
    "no_truth_value": {"JAWAB_SAMPLE_DATA": "perhaps"},
}


@pytest.mark.parametrize("environment", WRONG_SETTINGS.values(), ids=WRONG_SETTINGS)
def test_a_wrong_setting_is_named_in_one_line(
    environment: dict[str, str], monkeypatch, capsys, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    code, told = run(monkeypatch, capsys, "settings")

    assert code == 1
    assert told.startswith(f"jawab: the setting {next(iter(environment))} is wrong: ")
    assert told.count("\n") == 1


def test_who_has_a_setting_wrong_still_reads_what_it_takes(monkeypatch, capsys) -> None:
    monkeypatch.setenv("JAWAB_PORT", "abc")
    monkeypatch.setattr(sys, "argv", ["jawab", "settings"])
    with pytest.raises(SystemExit) as ended:
        cli.run()

    listed = capsys.readouterr().out
    assert ended.value.code == 1
    assert "JAWAB_PORT=8080\n    Port of the gateway." in listed


def test_a_wrong_setting_does_not_show_its_secret(monkeypatch, capsys, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JAWAB_DATABASE_URL", "mysql://root:s3cret-word@db/x")

    _, told = run(monkeypatch, capsys, "settings")

    assert "s3cret-word" not in told


def run(monkeypatch, capsys, *arguments: str) -> tuple[int, str]:
    """Run a command inside this process; gives the exit code and standard error."""
    monkeypatch.setattr(sys, "argv", ["jawab", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.run()
    return int(ended.value.code or 0), capsys.readouterr().err


def test_a_missing_environment_is_told_before_anything_is_written(
    monkeypatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(up, "NLU_PYTHON", tmp_path / "no-python")

    with pytest.raises(Trouble, match=r"^Rasa's environment is missing\. Run `make setup`\.$"):
        up.up(settings(tmp_path / "var"), print)
    assert not (tmp_path / "var").exists()


def test_missing_catalogues_name_the_way_out(monkeypatch, tmp_path: Path) -> None:
    def missing() -> None:
        raise up.CataloguesMissing("locales/ary is not compiled")

    monkeypatch.setattr(up, "NLU_PYTHON", Path(sys.executable))
    monkeypatch.setattr(up, "Catalogues", missing)

    with pytest.raises(Trouble, match=r"not compiled\. Run `make setup`"):
        up.up(settings(tmp_path), print)


@pytest.fixture
def _installed(monkeypatch) -> None:
    """As if Rasa's environment were there."""
    monkeypatch.setattr(up, "NLU_PYTHON", Path(sys.executable))


@pytest.mark.usefixtures("_installed")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(Trouble, match=r"file cannot be written: .* Set JAWAB_DATA_DIR"):
        up.up(settings(tmp_path / "file"), print)


@pytest.mark.usefixtures("_installed")
def test_a_full_disk_is_told(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(up, "FREE_DISK_BYTES", 2**62)

    with pytest.raises(Trouble, match=r"only \d+ MB are free"):
        up.up(settings(tmp_path), print)


@pytest.mark.usefixtures("_installed")
def test_an_address_of_another_machine_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"cannot listen on 192\.0\.2\.1:8080: .* Set JAWAB_HOST"):
        up.up(settings(tmp_path, host="192.0.2.1"), print)


@pytest.mark.usefixtures("_installed")
def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    own = settings(tmp_path, port=_free_port(), database_url="postgresql://u:pass@127.0.0.1:9/x")

    with pytest.raises(Trouble, match="the database cannot be prepared: OperationalError") as told:
        up.up(own, lambda _: None)
    assert "pass@" not in str(told.value)


@pytest.mark.usefixtures("_installed")
def test_an_empty_secret_key_is_told_in_one_line(monkeypatch, capsys, tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JAWAB_DATA_DIR", str(tmp_path))

    code, told = run(monkeypatch, capsys, "up")

    assert code == 1
    assert "secret.key is empty" in told
    assert told.count("\n") == 1


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_every_setting_is_listed_with_its_meaning(tmp_path: Path) -> None:
    listed = "\n".join(lines(settings(tmp_path)))

    assert [n for n in Settings.model_fields if f"JAWAB_{n.upper()}=" not in listed] == []
    assert all(field.description for field in Settings.model_fields.values())


def test_no_secret_is_listed(tmp_path: Path) -> None:
    own = settings(tmp_path, telegram_token="42:token", database_url="postgresql://u:pass@h/x")

    listed = "\n".join(lines(own))

    assert "42:token" not in listed
    assert "pass@" not in listed


def test_help_names_every_command() -> None:
    shown = CliRunner().invoke(cli.main, ["--help"]).output

    commands = [name for name, command in cli.main.commands.items() if not command.hidden]
    assert [name for name in commands if f"  {name} " not in shown] == []


PORTS = Ports(gateway=8080, backend=8081, actions=8082, rasa=5005)


@pytest.fixture
def environments(monkeypatch, tmp_path: Path) -> dict[str, dict[str, str]]:
    """What each program is told, by its name."""
    monkeypatch.setenv("JAWAB_TELEGRAM_TOKEN", "42:token")
    database = "postgresql://u:pass@h/x"
    own = settings(tmp_path, database_url=database, rasa_urls="", actions_url="", backend_url="")
    started = programs(own, Keys(b"k" * 32), PORTS, tmp_path / "model.tar.gz")
    return {program.name: dict(program.environment) for program in started}


OWN = {
    "rasa": {
        "JAWAB_RASA_SECRET",
        "JAWAB_ACTIONS_URL",
        "JAWAB_ACTIONS_SECRET",
        "JAWAB_RASA_DATABASE_URL",
        "JAWAB_CATALOGUE_INDEX",
    },
    "actions": {
        "JAWAB_BACKEND_URL",
        "JAWAB_BACKEND_TOKEN",
        "JAWAB_ACTIONS_PORT",
        "JAWAB_ACTIONS_SECRET",
    },
    "backend": {
        "JAWAB_BACKEND_PORT",
        "JAWAB_BACKEND_TOKEN",
        "JAWAB_BACKEND_EDITOR_TOKEN",
        "JAWAB_CONTENT_DIR",
        "JAWAB_DATA_DIR",
        "JAWAB_DATABASE_URL",
    },
}


@pytest.mark.parametrize(("name", "expected"), OWN.items(), ids=OWN)
def test_a_program_is_told_only_what_is_its_own(environments, name: str, expected) -> None:
    assert {key for key in environments[name] if key.startswith("JAWAB_")} == expected


def test_rasa_reads_what_the_backend_writes(environments) -> None:
    folder = Path(environments["backend"]["JAWAB_DATA_DIR"])

    assert folder.is_absolute()
    assert environments["rasa"]["JAWAB_CATALOGUE_INDEX"] == str(folder / INDEX_FILE)


@pytest.fixture
def told(monkeypatch, tmp_path: Path) -> Path:
    """Where the understanding, as if it were there, writes what it was told."""
    python, told = tmp_path / "python", tmp_path / "told"
    python.write_text(f"#!/bin/sh\nenv | grep ^JAWAB_ > {told}\necho model.tar.gz\n", "utf-8")
    python.chmod(0o700)
    monkeypatch.setattr(training, "NLU_PYTHON", python)
    monkeypatch.setattr(parse, "NLU_PYTHON", python)
    monkeypatch.setenv("JAWAB_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("JAWAB_TELEGRAM_TOKEN", "42:token")
    return told


@pytest.mark.parametrize("command", ["train", "parse", "evaluate"])
def test_the_understanding_is_told_of_the_catalogue_alone(
    monkeypatch, tmp_path: Path, told: Path, command: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["jawab", command])
    with Path(os.devnull).open() as nothing, pytest.raises(SystemExit) as ended:
        monkeypatch.setattr(sys, "stdin", nothing)
        cli.run()

    assert not ended.value.code
    assert told.read_text("utf-8") == f"JAWAB_CATALOGUE_INDEX={tmp_path / 'var' / INDEX_FILE}\n"


def test_a_benchmark_does_not_find_our_catalogue(told: Path) -> None:
    files = ["--train", __file__, "--test", __file__]

    CliRunner().invoke(cli.main, ["benchmark", "intents", *files])

    assert told.read_text("utf-8") == ""


def test_only_the_gateway_knows_the_channels_token(environments) -> None:
    knowing = [name for name, given in environments.items() if "42:token" in given.values()]

    assert knowing == ["gateway"]


@pytest.mark.parametrize("elsewhere", ["rasa_urls", "actions_url", "backend_url"])
def test_a_program_that_runs_elsewhere_is_not_started(tmp_path: Path, elsewhere: str) -> None:
    addresses = {"rasa_urls": "", "actions_url": "", "backend_url": "", elsewhere: "http://there"}

    started = programs(settings(tmp_path, **addresses), Keys(b"k" * 32), PORTS, tmp_path / "model")

    assert elsewhere.partition("_")[0] not in [program.name for program in started]
    assert len(started) == 3
