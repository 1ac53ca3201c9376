"""Nothing of one machine stays in the repository: no path, no registry, no database, no bulk."""

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.project.listed import ROOT, listed_files

MAX_BYTES = 1_000_000
DATABASE = re.compile(r"\.(sqlite3?|db)(-wal|-shm|-journal)?$")
MACHINE_PATH = re.compile(r"(?<![\w.}-])/(?:work/|root/|home/\w|Users/\w)")
REGISTRY = re.compile(
    r"--(?:extra-)?index-url[ =]+\S*//|--find-links[ =]+\S+//"
    r"|files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org"
)
# Where this machine's own tools look for packages; its names are known at run time only.
INDEX_VARIABLES = re.compile(r"^(PIP|UV|NPM_CONFIG)_.*(INDEX|FIND_LINKS|REGISTRY|PROXY).*$")
PUBLIC = frozenset({"pypi.org", "localhost", "127.0.0.1"})


def registry_hosts(environment: Mapping[str, str]) -> set[str]:
    urls = (
        url
        for name, value in environment.items()
        if INDEX_VARIABLES.match(name)
        for url in value.split()
    )
    return {host for url in urls if (host := urlsplit(url).hostname)} - PUBLIC


def traces(text: str, hosts: set[str]) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE_PATH.search(line):
            yield f"line {number}: a path of one machine"
        if REGISTRY.search(line) or any(host in line for host in hosts):
            yield f"line {number}: the address of a registry"


def test_no_file_names_a_machine_path_or_a_registry() -> None:
    hosts = registry_hosts(os.environ)
    found = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in listed_files()
        for what in traces(path.read_bytes().decode("utf-8", "replace"), hosts)
    ]
    assert found == []


def test_no_file_is_too_large() -> None:
    large = [str(path.relative_to(ROOT)) for path in listed_files() if is_large(path)]
    assert large == []


def test_no_database_is_listed() -> None:
    assert [str(path.relative_to(ROOT)) for path in listed_files() if is_database(path)] == []


def is_large(path: Path) -> bool:
    return path.stat().st_size > MAX_BYTES


def is_database(path: Path) -> bool:
    return DATABASE.search(path.name) is not None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("cd " + "/" + "work/x", 1),
        ("see " + "/" + "root/.cache", 1),
        ("'" + "/" + "home/somebody/jawab'", 1),
        ("https://example.org" + "/" + "work/page", 0),
        ("paper" + "/" + "work/", 0),
        ("--index" + "-url https://packages.example/simple", 1),
        ("files.python" + "hosted.org", 1),
        ("from packages.inside.example to here", 1),
        ("https://pypi.org/project/rasa/", 0),
    ],
)
def test_a_trace_is_noticed(text: str, count: int) -> None:
    assert len(list(traces(text, {"packages.inside.example"}))) == count


def test_registry_hosts_come_from_the_tools_settings() -> None:
    environment = {
        "PIP_FIND_LINKS": "https://one.example/links https://two.example/",
        "UV_INDEX_URL": "https://pypi.org/packages",
        "PATH": "https://not.example/",
    }
    assert registry_hosts(environment) == {"one.example", "two.example"}


@pytest.mark.parametrize("name", ["bot.sqlite3", "bot.sqlite3-wal", "old.db", "a.sqlite"])
def test_a_database_is_noticed(name: str) -> None:
    assert is_database(Path(name))


def test_a_large_file_is_noticed(tmp_path: Path) -> None:
    file = tmp_path / "large"
    file.write_bytes(b"\0" * (MAX_BYTES + 1))
    assert is_large(file)
