"""What most people begin with."""

from __future__ import annotations

from typing import Final

from actions.replies import Choice, intent_choice, procedure_choice

POPULAR: Final = ("birth_certificate", "residence_certificate", "national_id_first")


def starting_points() -> list[Choice]:
    """Give the choices below a greeting."""
    return [intent_choice("track_request"), *(procedure_choice(p) for p in POPULAR)]
