"""What stops a command: one line on what is wrong, one on the way out."""

from __future__ import annotations


class Trouble(Exception):
    """Told to the operator as it is; the exit code is not 0."""

    def __init__(self, what: str, way_out: str) -> None:
        """Keep both lines."""
        super().__init__(f"{what}. {way_out[0].upper()}{way_out[1:]}.")
