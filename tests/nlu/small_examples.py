"""The small training set as the classifier's examples."""

from __future__ import annotations

from small_training_set import small_blocks

from nlu.model.classifier import Example
from nlu.text.message import readable


def examples() -> list[Example]:
    """One example a message."""
    return [
        Example(
            readable(line[2:]),
            block["metadata"]["language"],
            block["intent"],
            block["metadata"].get("procedure"),
            block["metadata"].get("aspect"),
        )
        for block in small_blocks()
        for line in block["examples"].splitlines()
    ]
