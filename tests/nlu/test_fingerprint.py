"""Digests: a change in code, words or data is seen; nothing else is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nlu.digests import PACKAGE, understanding_digest
from nlu.jobs.inputs import Inputs, fingerprint


def changed(file: Path) -> None:
    file.write_text(file.read_text("utf-8") + "\n# changed\n", "utf-8")


@pytest.mark.parametrize(
    "file",
    ["text/normalise.py", "text/gazetteer.py", "text/loans.py", "model/head.py", "decision.py"],
)
def test_rasas_fingerprint_changes_with_our_code_and_words(tmp_path: Path, file: str) -> None:
    package = tmp_path / "nlu"
    shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns(".venv", "__pycache__"))
    before = understanding_digest(package)
    changed(package / file)
    assert understanding_digest(package) != before


@pytest.mark.parametrize(
    ("file", "part"),
    [
        ("data/nlu/small.yml", "data"),
        ("data/rules/rules.yml", "data"),
        ("config.yml", "config"),
        ("domain.yml", "config"),
        ("nlu/text/normalise.py", "code"),
        ("nlu/components/decider.py", "code"),
        ("nlu/requirements.lock", "code"),
    ],
)
def test_a_models_digest_changes_with_each_part(project: Path, file: str, part: str) -> None:
    before = fingerprint(Inputs(project))
    changed(project / file)
    after = fingerprint(Inputs(project))
    assert after["model"] != before["model"]
    assert [name for name in ("data", "config", "code") if after[name] != before[name]] == [part]


def test_a_models_digest_changes_when_a_file_is_renamed(project: Path) -> None:
    before = fingerprint(Inputs(project))["data"]
    (project / "data/nlu/small.yml").rename(project / "data/nlu/other.yml")
    assert fingerprint(Inputs(project))["data"] != before


def test_a_models_digest_ignores_what_does_not_shape_it(project: Path) -> None:
    before = fingerprint(Inputs(project))
    changed(project / "nlu/server.py")
    changed(project / "nlu/evaluation/metrics.py")
    assert fingerprint(Inputs(project)) == before
