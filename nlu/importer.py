"""Reads the training data for Rasa, many times as fast as Rasa's own reader.

Rasa reads every file through a round-trip parser and a schema, three times a training: 25 s for
20,000 messages. A test holds what is read against what Rasa's own reader finds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml: slower, and the same
    from yaml import SafeLoader as Loader  # type: ignore[assignment]


class UnreadableMessages(RasaException):
    """A file of messages that cannot be read; the text names the file."""


class TrainingMessage(Message):
    """A message that no step of the training changes: one copy is enough, one digest too.

    Rasa copies all messages deeply six times a training, and walks through each to hash it.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> TrainingMessage:
        """The message itself."""
        return self

    def fingerprint(self) -> str:
        """Digest of text, intent and metadata."""
        if self._cached_fingerprint is None:
            said = json.dumps(self.data, sort_keys=True, ensure_ascii=False)
            self._cached_fingerprint = hashlib.sha256(said.encode()).hexdigest()
        return str(self._cached_fingerprint)


class JawabImporter(RasaFileImporter):
    """Messages by our reader; rules, domain and configuration by Rasa's."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
    ) -> None:
        """Takes Rasa's arguments; raises UnreadableMessages."""
        super().__init__(config_file, domain_path)
        files = list(_yaml_files(training_data_paths))
        self._blocks = {file: content["nlu"] for file, content in files if "nlu" in content}
        self._story_files = [
            str(file) for file, content in files if "rules" in content or "stories" in content
        ]

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All messages, with their blocks' metadata; raises UnreadableMessages."""
        return TrainingData(
            [
                message
                for file, blocks in self._blocks.items()
                for block in blocks
                for message in _messages(file, block)
            ]
        )


def _yaml_files(paths: list[str] | str | None) -> Iterator[tuple[Path, dict[str, Any]]]:
    given = [paths] if isinstance(paths, str) else paths or []
    for path in map(Path, given):
        found = sorted([*path.rglob("*.yml"), *path.rglob("*.yaml")]) if path.is_dir() else [path]
        for file in found:
            yield file, _content(file)


def _content(file: Path) -> dict[str, Any]:
    try:
        content = yaml.load(file.read_text("utf-8"), Loader=Loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as wrong:
        raise UnreadableMessages(f"{file}: {wrong}") from wrong
    if content is not None and not isinstance(content, dict):
        raise UnreadableMessages(f"{file}: no mapping with `nlu` or `rules`")
    return content or {}


def _messages(file: Path, block: dict[str, Any]) -> Iterator[Message]:
    intent, examples = block.get("intent"), block.get("examples")
    if not isinstance(intent, str) or not isinstance(examples, str):
        raise UnreadableMessages(f"{file}: a block without `intent` or `examples`")
    for line in examples.splitlines():
        text = line.removeprefix("- ").strip()
        if text:
            yield TrainingMessage.build(text, intent, intent_metadata=block.get("metadata"))
