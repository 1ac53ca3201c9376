"""`jawab benchmark intents`: what it hands to the understanding."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands import benchmark


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    given: list[str] = []

    def run_nlu(*arguments: str) -> int:
        given.extend(arguments)
        return 2

    monkeypatch.setattr(benchmark, "run_nlu", run_nlu)
    return given


def test_options_are_handed_on_with_paths_that_hold_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handed: list[str]
) -> None:
    (tmp_path / "a b.csv").touch()
    monkeypatch.chdir(tmp_path)
    options = ["--train", "a b.csv", "--test", "a b.csv", "--language-column", "lang"]
    done = CliRunner().invoke(main, ["benchmark", "intents", *options, "--json", "out.json"])
    assert done.exit_code == 2
    assert sorted(handed) == sorted([
        "benchmark", f"--train={tmp_path / 'a b.csv'}", f"--test={tmp_path / 'a b.csv'}",
        "--text-column=text", "--label-column=label", "--language-column=lang",
        f"--json={tmp_path / 'out.json'}", "--seed=0",
    ])  # fmt: skip


def test_options_not_given_are_left_to_the_understanding(tmp_path: Path, handed: list[str]) -> None:
    file = tmp_path / "a.csv"
    file.touch()
    CliRunner().invoke(main, ["benchmark", "intents", "--train", str(file), "--test", str(file)])
    assert not [one for one in handed if "None" in one or one.startswith(("--json", "--lang"))]
    assert f"--train={file}" in handed


def test_a_file_that_is_not_there_is_told_before_anything_starts(handed: list[str]) -> None:
    options = ["--train", "none.csv", "--test", "none.csv"]
    done = CliRunner().invoke(main, ["benchmark", "intents", *options])
    assert done.exit_code == 2
    assert "none.csv" in done.output
    assert handed == []
