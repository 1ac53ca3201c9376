"""`jawab evaluate`: every option reaches the understanding, files by their whole path."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import cli
from bot.commands import evaluate


@pytest.fixture
def given(monkeypatch) -> list[str]:
    """What the understanding is told."""
    told: list[str] = []

    def run_nlu(*arguments: str, data_dir: Path) -> int:
        told.extend(arguments)
        return 1

    monkeypatch.setattr(evaluate, "run_nlu", run_nlu)
    return told


def jawab(monkeypatch, folder: Path, *arguments: str) -> Result:
    monkeypatch.chdir(folder)
    monkeypatch.setenv("JAWAB_DATA_DIR", str(folder / "kept"))
    (folder / "some.jsonl").write_text("", "utf-8")
    return CliRunner().invoke(cli.main, ["evaluate", *arguments])


def test_reports_are_kept_in_the_data_folder(monkeypatch, tmp_path: Path, given) -> None:
    assert jawab(monkeypatch, tmp_path).exit_code == 1
    assert given == ["evaluate", "--reports", str(tmp_path / "kept/reports")]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["some.jsonl"], ["{}/some.jsonl"]),
        (["--cross-validation"], ["--cross-validation=5"]),
        (["--cross-validation", "3"], ["--cross-validation=3"]),
        (["--model", "some.jsonl"], ["--model={}/some.jsonl"]),
        (["--against", "some.jsonl"], ["--against={}/some.jsonl"]),
        (["--html", "new.html"], ["--html={}/new.html"]),
        (["--json", "new.json"], ["--json={}/new.json"]),
        (["--json", "-"], ["--json=-"]),
        (["--sentences", "0"], ["--sentences=0"]),
        (
            ["--at-least", "at_once=0.8", "--at-least", "aspect=0.9"],
            ["--at-least=at_once=0.8", "--at-least=aspect=0.9"],
        ),
        (["--at-most", "confident_wrong=0.05"], ["--at-most=confident_wrong=0.05"]),
        (["--bars", "--quiet"], ["--bars", "--quiet"]),
    ],
)
def test_options_are_handed_on(
    monkeypatch, tmp_path: Path, given, arguments: list[str], expected: list[str]
) -> None:
    jawab(monkeypatch, tmp_path, *arguments)
    assert given[3:] == [text.format(tmp_path) for text in expected]


@pytest.mark.parametrize("arguments", [["no.jsonl"], ["--cross-validation", "1"]])
def test_what_cannot_be_is_refused(monkeypatch, tmp_path: Path, given, arguments) -> None:
    assert jawab(monkeypatch, tmp_path, *arguments).exit_code == 2
    assert given == []
