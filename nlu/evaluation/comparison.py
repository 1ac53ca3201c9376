"""Two reports side by side: figures, and what changed message by message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nlu.evaluation.judgement import OUTCOMES, RIGHT
from nlu.evaluation.labels import KINDS

GROUPS = ("newly_wrong", "newly_right", "worse", "better")
Message = Mapping[str, Any]


def compared(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """What changed since `before`; messages are the same where text and label are."""
    earlier = {one["id"]: one for one in before["messages"]}
    present = {one["id"]: one for one in now["messages"]}
    both = [name for name in present if name in earlier]
    same = [name for name in both if _label(present[name]) == _label(earlier[name])]
    return {
        "against": {"made_at": before["made_at"], "model": before["model"], "set": before["set"]},
        "messages": {
            "compared": len(same),
            "relabelled": len(both) - len(same),
            "only_now": len(present) - len(both),
            "only_before": len(earlier) - len(both),
        },
        "figures": _figures(now, before),
        **_changes([(earlier[name], present[name]) for name in same]),
    }


def _figures(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """Value before and now, by language and measure, where both reports have it."""
    return {
        language: {
            name: {"before": old, "now": value}
            for name, value in _values(part).items()
            if (old := _values(before["figures"].get(language)).get(name)) is not None
            and value is not None
        }
        for language, part in now["figures"].items()
    }


def _values(part: Mapping[str, Any] | None) -> dict[str, float | None]:
    if part is None:
        return {}
    shares = {name: figure["value"] for name, figure in part["measures"].items()}
    return shares | {kind: part["entities"][kind]["f1"] for kind in KINDS}


def _changes(pairs: list[tuple[Message, Message]]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in GROUPS}
    for before, now in pairs:
        group = _group(before["outcome"], now["outcome"])
        if group:
            groups[group].append(_change(before, now))
    return groups


def _group(before: str, now: str) -> str | None:
    """Right is at once or offered; `worse` and `better` stay on their side of that line."""
    if before == now:
        return None
    if (before in RIGHT) != (now in RIGHT):
        return "newly_right" if now in RIGHT else "newly_wrong"
    return "better" if OUTCOMES.index(now) < OUTCOMES.index(before) else "worse"


def _change(before: Message, now: Message) -> dict[str, Any]:
    kept = {name: now[name] for name in ("id", "text", "language", "meant")}
    return {**kept, "before": _reading(before), "now": _reading(now)}


def _reading(message: Message) -> dict[str, Any]:
    return {name: message[name] for name in ("outcome", "understood", "confidence", "choices")}


def _label(message: Message) -> tuple[object, object]:
    return message["language"], message["meant"]
