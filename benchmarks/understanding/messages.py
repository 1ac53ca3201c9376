"""Our own messages, for stock Rasa to learn and for both to read."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlu.jobs.inputs import ROOT, Inputs
from nlu.jobs.train import files_of

TEST_MESSAGES = ROOT / "data" / "test" / "messages.jsonl"


@dataclass(frozen=True)
class Message:
    """A training message; intent and procedure as one label, since stock Rasa has one head."""

    text: str
    label: str


def training_messages(root: Path = ROOT) -> list[Message]:
    """All hand-written training messages."""
    return [message for file in files_of(Inputs(root)) for message in _of_file(file)]


def sample(messages: Sequence[Message], number: int, *, seed: int) -> list[Message]:
    """So many of them, drawn at random; all where there are no more."""
    return random.Random(seed).sample(list(messages), min(number, len(messages)))


def texts_to_read(number: int, *, seed: int, test: Path = TEST_MESSAGES) -> tuple[list[str], str]:
    """Texts to be understood and where they come from: our test messages, else training ones."""
    if test.is_file():
        lines = [line for line in test.read_text("utf-8").splitlines() if line.strip()]
        found, source = [json.loads(line)["text"] for line in lines], "data/test/messages.jsonl"
    else:
        found, source = [one.text for one in training_messages()], "data/nlu"
    return random.Random(seed).sample(found, min(number, len(found))), source


def as_rasa(messages: Sequence[Message]) -> str:
    """Rasa's training format. It looks for a line `nlu:`, so that JSON would not do."""
    by_label: dict[str, list[str]] = {}
    for message in messages:
        by_label.setdefault(message.label, []).append(f"- {message.text}\n")
    blocks = [{"intent": label, "examples": "".join(lines)} for label, lines in by_label.items()]
    content = {"version": "3.1", "nlu": blocks}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False)


def _of_file(file: Path) -> Iterator[Message]:
    for block in (yaml.safe_load(file.read_text("utf-8")) or {}).get("nlu") or []:
        procedure = (block.get("metadata") or {}).get("procedure")
        label = f"{block['intent']}__{procedure}" if procedure else block["intent"]
        for line in block["examples"].splitlines():
            if line.startswith("- "):
                yield Message(line[2:].strip(), label)
