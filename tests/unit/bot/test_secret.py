"""What a message is while a secret code is expected."""

import pytest

from bot.domain.secret import Reading, read_code
from tests.factories import CODE

CODES = [
    "4821\n3097",
    "4821_3097",
    "ＣＯＤＥ ４８２１３０９７",
    "ESS-2FVD-41HA-0 48213097",
    "318/2026 48213097",
    "48213097, 12/03/2026",
]
NO_TRIES = [
    "12/03/2026",
    "12-03-2026",
    "le 12.03.2026 à 10h30",
    "2026-03-12",
    "ESS-7K3M-9QXT-W",
    "ess 4821 3097 w",
    "ESS/4821/3097/W",
    "318/2026",
    "4521/2026",
    "ES-2026-003390",
    "0612345678",
    "06 12 34 56 78",
    "+212 6 12 34 56 78",
    "0033612482915",
    "2026",
    "tzadit f 1987",
    "1500 dh",
    "15 000 درهم",
    "48/21/30/97",
]
MALFORMED = ["4821", "48213", "482130", "4821309", "482130977", "4821309770", "48 21 30 9"]


@pytest.mark.parametrize("text", CODES)
def test_a_code_is_read_beside_other_numbers(text: str) -> None:
    assert read_code(text) == (Reading.CODE, CODE)


@pytest.mark.parametrize("text", NO_TRIES)
def test_a_number_of_another_kind_is_no_try(text: str) -> None:
    assert read_code(text) == (Reading.NOT_A_CODE, "")


@pytest.mark.parametrize("text", MALFORMED)
def test_too_few_or_too_many_digits_are_a_code_typed_wrongly(text: str) -> None:
    assert read_code(text) == (Reading.MALFORMED, "")
