"""The messages for measuring are no training data, nor nearly: only their ids are ever shown."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from nlu.text.normalise import normalise

# Jaccard over letter triples; above it two messages differ by a typo or a word.
NEAR = 0.8
MIN_CHARS = 12  # shorter ones (salam, merci) are said by everybody


def triples(text: str) -> frozenset[str]:
    padded = f"  {normalise(text)}  "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


def near_duplicates(held_out: dict[str, str], training: Iterable[tuple[str, str]]) -> list[str]:
    """Pairs of ids whose messages nearly agree."""
    measured = [
        (name, triples(text))
        for name, text in held_out.items()
        if len(normalise(text)) >= MIN_CHARS
    ]
    found = []
    for place, text in training:
        if len(normalise(text)) < MIN_CHARS:
            continue
        trained = triples(text)
        found += [f"{name} ~ {place}" for name, letters in measured if are_near(letters, trained)]
    return found


def are_near(one: frozenset[str], other: frozenset[str]) -> bool:
    small, large = sorted((len(one), len(other)))
    # Most pairs differ in length alone, which is quick to see.
    return small > NEAR * large and len(one & other) > NEAR * len(one | other)


def training_messages(folder: Path) -> Iterable[tuple[str, str]]:
    for file in sorted(folder.rglob("*.yml")):
        for number, block in enumerate(yaml.safe_load(file.read_text("utf-8"))["nlu"], 1):
            for line, text in enumerate(block["examples"].splitlines(), 1):
                yield (
                    f"{file.relative_to(folder)}: block {number}, line {line}",
                    text.removeprefix("- "),
                )


def test_no_training_message_is_nearly_one_of_the_measured(root: Path) -> None:
    shared = Path(os.environ.get("JAWAB_SHARED", root.parent / "shared"))
    file = shared / "nlu" / "dev.jsonl"
    if not file.is_file():
        pytest.skip("the messages for measuring are not on this machine (JAWAB_SHARED)")
    held_out = {
        f"measured line {number}": json.loads(line)["text"]
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
    }
    found = near_duplicates(held_out, training_messages(root / "data" / "nlu"))
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
    assert bool(near_duplicates({"x": measured}, [("y", trained)])) is near
