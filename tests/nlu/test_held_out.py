"""The messages for measuring are no training data, nor nearly: only their ids are ever shown."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from nlu.evaluation.near_duplicates import near_duplicates

Texts = dict[str, str]


def json_lines(file: Path) -> Texts:
    lines = file.read_text("utf-8").splitlines()
    return {f"{file.name} line {n}": json.loads(line)["text"] for n, line in enumerate(lines, 1)}


def table(column: str, delimiter: str = ",") -> Callable[[Path], Texts]:
    def read(file: Path) -> Texts:
        with file.open(encoding="utf-8", newline="") as rows:
            quoting = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
            reader = csv.DictReader(rows, delimiter=delimiter, quoting=quoting)
            return {f"{file.name} row {n}": row[column] for n, row in enumerate(reader, 1)}

    return read


def comments(file: Path) -> Texts:
    lines = file.read_text("utf-8").splitlines()
    return {
        f"{file.name} line {n}": line.partition("=")[2].strip()
        for n, line in enumerate(lines, 1)
        if line.startswith(("# text =", "# text:"))
    }


PUBLIC: list[tuple[str, Callable[[Path], Texts]]] = [
    ("nlu/dev.jsonl", json_lines),
    *(
        (f"datasets/arbanking77/Banking77_Arabized_{name}_test.csv", table("text"))
        for name in ("MSA", "Moroccan", "PAL", "Saudi", "Tunisian")
    ),
    *(
        (f"datasets/sib200/{name}/test.tsv", table("text", "\t"))
        for name in ("arb_Arab", "arb_Latn", "ary_Arab", "fra_Latn", "eng_Latn")
    ),
    ("datasets/xsid-ar/ar.test.conll", comments),
    ("datasets/narabizi-ud/qaf_arabizi-ud-test.conllu", comments),
]


@pytest.fixture(scope="module")
def training(root: Path) -> Texts:
    folder = root / "data" / "nlu"
    return {
        f"{file.relative_to(folder)}: block {number}, line {line}": text.removeprefix("- ")
        for file in sorted(folder.rglob("*.yml"))
        for number, block in enumerate(yaml.safe_load(file.read_text("utf-8"))["nlu"], 1)
        for line, text in enumerate(block["examples"].splitlines(), 1)
    }


@pytest.mark.parametrize(("name", "read"), PUBLIC, ids=[name for name, _ in PUBLIC])
def test_no_training_message_is_nearly_one_of_the_measured(
    name: str, read: Callable[[Path], Texts], training: Texts, root: Path
) -> None:
    file = Path(os.environ.get("JAWAB_SHARED", root.parent / "shared")) / name
    if not file.is_file():
        pytest.skip(f"{name} is not on this machine (JAWAB_SHARED)")
    measured = read(file)
    assert measured, f"nothing was read of {name}"
    found = [f"{one} ~ {other}" for one, other in near_duplicates(measured, training)]
    assert not found, "\n".join(found)


def test_no_training_message_is_nearly_one_of_our_own_test_set(training: Texts, root: Path) -> None:
    measured = json_lines(root / "data" / "test" / "messages.jsonl")
    found = [f"{one} ~ {other}" for one, other in near_duplicates(measured, training)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("measured", "trained", "near"),
    [
        ("je voudrais un passeport svp", "Je voudrais un passeport, SVP !", True),
        ("بغيت نجدد لاكارط ديالي", "بغيت نجدّد لاكارط ديالي", True),
        ("je voudrais un passeport svp", "je voudrais un extrait de naissance", False),
        ("merci", "merci", False),
    ],
)
def test_near_duplicates_are_noticed(measured: str, trained: str, near: bool) -> None:
    others = {"y": trained, "z": "combien coûte le timbre de la carte grise"}
    assert list(near_duplicates({"x": measured}, others)) == ([("x", "y")] if near else [])
