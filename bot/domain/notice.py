"""What everybody is told for a time, and what is not shown: as the backend says it now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal


@dataclass(frozen=True, kw_only=True)
class Notice:
    """An emergency notice in four languages; `procedures` is empty where it concerns all."""

    id: str
    mode: Literal["before", "instead"]
    procedures: tuple[str, ...]
    text: Mapping[str, str]
    starts_at: datetime
    ends_at: datetime

    @property
    def key(self) -> str:
        """Names this wording of it: a changed notice is told anew."""
        return f"{self.id}:{hash_of(self.text)}"

    def is_on(self, moment: datetime) -> bool:
        """Tell whether it is shown at this moment."""
        return self.starts_at <= moment < self.ends_at


@dataclass(frozen=True, kw_only=True)
class Live:
    """What is switched off, by procedure and aspect (None for all of it), and the notices."""

    off: frozenset[tuple[str, str | None]] = frozenset()
    notices: tuple[Notice, ...] = field(default=())

    def is_off(self, procedure: str, aspect: str | None) -> bool:
        """Tell whether an answer is not to be shown."""
        return (procedure, None) in self.off or (procedure, aspect) in self.off


NOTHING_OFF = Live()


def hash_of(text: Mapping[str, str]) -> str:
    """Give a short name of a wording; the same in every process."""
    return sha256("\n".join(text[key] for key in sorted(text)).encode()).hexdigest()[:12]


def live_from_json(data: Mapping[str, Any]) -> Live:
    """Read the backend's answer; raises KeyError, TypeError or ValueError where malformed."""
    return Live(
        off=frozenset((one["procedure"], one["aspect"]) for one in data["off"]),
        notices=tuple(_notice(one) for one in data["notices"]),
    )


def _notice(data: Mapping[str, Any]) -> Notice:
    return Notice(
        id=data["id"],
        mode=data["mode"],
        procedures=tuple(data["procedures"]),
        text=dict(data["text"]),
        starts_at=datetime.fromisoformat(data["starts_at"]),
        ends_at=datetime.fromisoformat(data["ends_at"]),
    )
