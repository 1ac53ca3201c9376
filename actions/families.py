"""Which member of a family of procedures is meant: first, renewal, lost, minor. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Listed = Mapping[str, Any]
PROCEDURE, OVERVIEW = "procedure", "overview"


class Families:
    """The published procedures by family."""

    def __init__(self, listed: Iterable[Listed]) -> None:
        """Take the backend's list."""
        self._listed = {one["id"]: one for one in listed}

    def of(self, procedure: str | None) -> str | None:
        """Give a procedure's family; None where it has none."""
        return self._listed.get(procedure or "", {}).get("family")

    def members(self, procedure: str | None) -> Sequence[str]:
        """Give all members of a procedure's family, itself among them."""
        family = self.of(procedure)
        if family is None:
            return ()
        return [name for name, one in self._listed.items() if one.get("family") == family]

    def siblings(self, procedure: str) -> Sequence[str]:
        """Give the other members."""
        return [name for name in self.members(procedure) if name != procedure]

    def asks_which(self, procedure: str) -> bool:
        """Tell whether a bare name of the family is taken for this one only for want of better."""
        return bool(self._listed.get(procedure, {}).get("asks_which"))

    def first(self, procedure: str | None) -> str | None:
        """Give the member that is for the first time; None where the family has no such."""
        return next((one for one in self.members(procedure) if self.asks_which(one)), None)

    def known_aspect(self, procedure: str, aspect: str) -> str:
        """Give what can be told: of a law or a report that is the whole, where a part is not known.

        Nobody asks for the price of a law; "what is the commune charged with" may sound like it.
        """
        listed = self._listed.get(procedure, {})
        is_whole = listed.get("topic", PROCEDURE) != PROCEDURE
        return OVERVIEW if is_whole and aspect not in listed.get("aspects", ()) else aspect

    def counterpart(self, procedure: str, talk: str | None) -> str | None:
        """Give the member of the talk's family that is what `procedure` is in its own.

        Of a talk about passports, "no, the renewal" means the renewal of the passport.
        """
        family = self.of(procedure)
        if family is None or self.of(talk) in (None, family):
            return None
        kind = procedure.removeprefix(family)
        return next((m for m in self.members(talk) if m == f"{self.of(talk)}{kind}"), None)
