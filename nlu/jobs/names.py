"""Procedure names of the catalogue as training messages: they cost nothing and help much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("fr", "ar", "ary", "ary-Latn")
# Kinds of report, complaint or office in the catalogue's facts: other intents own their words.
NOT_ASKED = frozenset(
    [
        "street_lighting",
        "waste_cleaning",
        "road_pothole",
        "noise",
        "stray_dogs",
        "water_electricity_cut",
        "complaint",
        "hygiene_office",
        "general",
    ]
)
_MARKUP = str.maketrans("[]{}()", "      ")


def training_block_file(files: list[Path], known: frozenset[str]) -> dict[str, Any]:
    """Rasa's training format, one block a procedure and language; only `known` procedures.

    A procedure without a single message of its own is left to the catalogue's retrieval: a few
    names alone would make a weak class that takes messages from its neighbours.
    """
    blocks: dict[tuple[str, str], dict[str, None]] = {}
    for procedure, language, name in _names(files):
        if procedure in known and procedure not in NOT_ASKED:
            blocks.setdefault((procedure, language), {})[_one_line(name)] = None
    return {
        "version": "3.1",
        "nlu": [
            _block(procedure, language, list(names))
            for (procedure, language), names in blocks.items()
        ],
    }


def named_procedures(files: list[Path]) -> frozenset[str]:
    """Procedures that the hand-written training blocks ask about."""
    found: set[str] = set()
    for file in files:
        for block in (yaml.safe_load(file.read_text("utf-8")) or {}).get("nlu") or []:
            metadata = block.get("metadata") or {}
            if metadata.get("procedure"):
                found.add(metadata["procedure"])
    return frozenset(found)


def _names(files: list[Path]) -> Iterator[tuple[str, str, str]]:
    for file in files:
        content = yaml.safe_load(file.read_text("utf-8")) or {}
        if "procedures" in content:
            for procedure in content["procedures"]:
                yield from _named(procedure["id"], procedure.get("names") or {})
        else:
            for procedure, names in content.items():
                yield from _named(procedure, names)


def _named(procedure: str, names: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for language in LANGUAGES:
        given = names.get(language) or []
        for name in [given] if isinstance(given, str) else given:
            yield procedure, language, name


def _block(procedure: str, language: str, names: list[str]) -> dict[str, Any]:
    return {
        "intent": "ask_procedure",
        "metadata": {"language": language, "procedure": procedure, "aspect": "overview"},
        "examples": "".join(f"- {name}\n" for name in names),
    }


def _one_line(name: str) -> str:
    return " ".join(name.translate(_MARKUP).split()).lstrip("/-")
