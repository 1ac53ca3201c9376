"""What the components share: their texts' property and the digest of what they delegate to."""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.digests import understanding_digest
from nlu.model.classifier import Example
from nlu.text.message import readable

NORMALISED = "normalised"
LANGUAGE = "language"
READING = "reading"
UNDERSTANDING = "understanding"
MAX_TEXT_CHARS = 1000  # what is beyond is not read; longer ones are pasted documents


class UntrainableData(ValueError):
    """Training data without what a component learns from."""


class DelegatesToText:
    """A component whose work is done in `nlu.text`, `nlu.model` and `nlu.decision`."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Digest of the code and word lists that Rasa's cache would not see change."""
        return understanding_digest()


def read_text(message: Message) -> str:
    """The part of the message's text that is read, as it came in."""
    return (message.get(TEXT) or "")[:MAX_TEXT_CHARS]


def normalised(messages: list[Message]) -> list[str]:
    """What JawabNormaliser left; raises KeyError where it did not run."""
    return [message.data[NORMALISED] for message in messages]


def examples_of(messages: list[Message]) -> list[Example]:
    """Labelled examples; raises UntrainableData where a block names no language."""
    return [_example(message) for message in messages]


def _example(message: Message) -> Example:
    block = (message.get("metadata") or {}).get("intent") or {}
    if "language" not in block:
        raise UntrainableData(f"a block of intent {message.get('intent')} names no language")
    return Example(
        text=readable(read_text(message)),
        language=block["language"],
        intent=message.get("intent"),
        procedure=block.get("procedure"),
        aspect=block.get("aspect"),
    )
