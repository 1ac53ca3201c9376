"""Figures as a table to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_COLUMNS = (
    "messages",
    "at_once",
    "with_choices",
    "confident_wrong",
    "out_of_scope_leak",
    "aspect",
    "language",
)


def table(figures: Mapping[str, Any]) -> str:
    """Languages by figure, then entities, calibration and the commonest mistakes."""
    rows = [["", *_COLUMNS]]
    for name, found in (*figures["languages"].items(), ("all", figures["all"])):
        rows.append([name, *(_cell(found[column]) for column in _COLUMNS)])
    entities = [["entity", "precision", "recall", "f1", "expected"]]
    for name, found in figures["entities"].items():
        entities.append([name, *(_cell(found[column]) for column in entities[0][1:])])
    sure = [["confidence from", "messages", "right"]]
    for found in figures["calibration"]:
        sure.append([_cell(found[column]) for column in ("from", "messages", "right")])
    mistakes = [["meant", "taken for", "messages"]]
    for found in figures["confusions"]:
        mistakes.append([found["meant"], found["taken_for"], str(found["messages"])])
    return "\n\n".join(_aligned(part) for part in (rows, entities, sure, mistakes))


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{100 * value:.1f}"


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
