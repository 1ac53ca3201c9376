"""Checks of the training data that Rasa's own validation does not make, then Rasa's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from nlu.jobs.inputs import Inputs
from nlu.jobs.train import files_of

LANGUAGES = ("ary", "ary-Latn", "ar", "fr")
ASPECTS = (
    "overview", "documents", "fee", "delay", "where", "online", "validity", "eligibility",
)  # fmt: skip
_MARKUP = ("[", "]", "{", "}")


def problems(inputs: Inputs) -> list[str]:
    """What is wrong with the message files, one line each; empty where nothing is."""
    intents = _intents(inputs.domain)
    found: list[str] = []
    for file in files_of(inputs):
        name = file.relative_to(inputs.root).as_posix()
        content = yaml.safe_load(file.read_text("utf-8")) or {}
        for number, block in enumerate(content.get("nlu") or [], 1):
            found.extend(f"{name}: block {number}: {what}" for what in _block(block, intents))
    return found


def rasa_validates(inputs: Inputs) -> bool:
    """Rasa's own validation of domain, rules and messages; slow, it imports Rasa."""
    from nlu.rasa_setup import quiet_environment, quiet_logs

    quiet_environment()
    os.chdir(inputs.root)
    sys.path.insert(0, str(inputs.root))
    from rasa.shared.importers.importer import TrainingDataImporter
    from rasa.validator import Validator

    quiet_logs()
    folders = [str(inputs.root / "data" / name) for name in ("nlu", "rules")]
    validator = Validator.from_importer(
        TrainingDataImporter.load_from_config(str(inputs.config), str(inputs.domain), folders)
    )
    checks = (
        validator.verify_domain_validity,
        validator.verify_actions_in_stories_rules,
        validator.verify_slot_mappings,
        validator.verify_nlu,
        validator.verify_story_structure,
    )
    results = [check() for check in checks]  # all of them: each prints what it finds
    return all(results)


def _block(block: Mapping[str, Any], intents: frozenset[str]) -> Iterator[str]:
    metadata = block.get("metadata") or {}
    if block.get("intent") not in intents:
        yield f"intent {block.get('intent')} is not in the domain"
    if metadata.get("language") not in LANGUAGES:
        yield f"language {metadata.get('language')} is none of {', '.join(LANGUAGES)}"
    if block.get("intent") == "ask_procedure":
        if metadata.get("aspect") not in ASPECTS:
            yield f"aspect {metadata.get('aspect')} is none of {', '.join(ASPECTS)}"
        if "procedure" not in metadata:
            yield "no procedure (null for a follow-up)"
    for line in str(block.get("examples", "")).splitlines():
        yield from _line(line)


def _line(line: str) -> Iterator[str]:
    text = line.removeprefix("- ").strip()
    if not line.startswith("- ") or not text:
        yield f"line is no example: {line!r}"
    if any(sign in text for sign in _MARKUP) or text.startswith("/"):
        yield f"markup or a leading slash: {text!r}"


def _intents(domain: Path) -> frozenset[str]:
    listed = yaml.safe_load(domain.read_text("utf-8"))["intents"]
    return frozenset(one if isinstance(one, str) else next(iter(one)) for one in listed)
