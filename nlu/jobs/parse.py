"""`jawab parse`: messages as JSON Lines in, what was understood as JSON Lines out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from nlu.turn import harmless
from nlu.understanding import Understanding, parsed

BATCH_LINES = 64
Understand = Callable[[Sequence[str]], list[Understanding]]


def parse_lines(lines: Iterable[str], understand: Understand) -> Iterator[dict[str, Any]]:
    """One answer a line, in order; a line that is no message gives `{"error": …}`."""
    waiting = iter(lines)
    while batch := [_read(line) for line in islice(waiting, BATCH_LINES)]:
        texts = [one for one in batch if isinstance(one, str)]
        understood = iter(understand(texts) if texts else [])
        for one in batch:
            yield parsed(one, next(understood)) if isinstance(one, str) else one


def _read(line: str) -> str | dict[str, str]:
    """The line's text, or the error to answer."""
    try:
        fields = json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return {"error": "no JSON on this line"}
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        return {"error": "no object with a string `text` on this line"}
    return fields["text"]


def load_model(model: Path) -> Understand:
    """Load an archive once; imports Rasa."""
    from nlu.rasa_setup import check_version, quiet_environment, quiet_logs

    check_version()
    quiet_environment()
    import tempfile

    from rasa.core.channels.channel import UserMessage
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
    from rasa.engine.loader import load_predict_graph_runner
    from rasa.engine.runner.dask import DaskGraphRunner
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.shared.core.trackers import DialogueStateTracker

    quiet_logs()
    with tempfile.TemporaryDirectory() as folder:
        metadata, runner = load_predict_graph_runner(
            Path(folder), model, LocalModelStorage, DaskGraphRunner
        )

    def understand(texts: Sequence[str]) -> list[Understanding]:
        messages = [UserMessage() for _ in texts]
        for message, text in zip(messages, texts, strict=True):
            message.text = harmless(text)  # not stripped: offsets count from here
        inputs = {
            PLACEHOLDER_MESSAGE: messages,
            PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("parse", []),
        }
        made = runner.run(inputs=inputs, targets=[metadata.nlu_target])[metadata.nlu_target]
        return [message.data["understanding"] for message in made]

    return understand
