"""The evaluation job: a labelled file through a model, figures out; no sentence is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from nlu.evaluation.metrics import figures
from nlu.jobs.parse import Understand, parse_lines


def evaluate(file: Path, understand: Understand) -> dict[str, Any]:
    """Figures of a labelled JSON Lines file; raises ValueError on a line that is no message."""
    lines = file.read_text("utf-8").splitlines()
    parses = list(parse_lines(lines, understand))
    bad = [number for number, parse in enumerate(parses, 1) if "error" in parse]
    if bad:
        raise ValueError(f"no messages on lines {', '.join(map(str, bad))}")
    return figures([json.loads(line) for line in lines], parses)
