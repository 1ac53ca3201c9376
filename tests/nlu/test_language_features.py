"""Script, and whether a message shows its language at all."""

import pytest

from nlu.text.arabizi import looks_like_arabizi
from nlu.text.language import candidates, shows_language
from nlu.text.message import readable
from nlu.text.script import script_of


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("سلام", "Arab"),
        ("bonjour", "Latn"),
        ("بغيت rdv", "Arab"),
        ("je veux باسبور svp merci", "Latn"),
        ("123 👍", None),
        ("", None),
    ],
)
def test_script_is_that_of_most_letters(text: str, script: str | None) -> None:
    assert script_of(text) == script


SAID_ALIKE = ("ok", "OKKK", "👍", "123", "12/03", "hhhhh", "CIN", "?", "")
REFERENCES = ("ESS-7K2M-9QX4-A", "ESS-7K3M-9QXT", "ESS-7K3M-9QXT-WAB", "ESS-7K3M", "ESS-QXTB-ABCD")
PIECES = ("7K3M", "7k3m-9qxt", "ess 7k3m")
ARABIZI = ("3afak", "9bel", "n7ebb", "3a9d", "l7a9")


@pytest.mark.parametrize("text", SAID_ALIKE + REFERENCES + PIECES)
def test_nothing_shows_the_language(text: str) -> None:
    assert not shows_language(readable(text))


@pytest.mark.parametrize("text", ["oui", "wakha", "لا", "3la", "ok merci", "شكرا 👍", *ARABIZI])
def test_a_word_shows_the_language(text: str) -> None:
    assert shows_language(readable(text))


def test_script_rules_out_languages() -> None:
    assert candidates("chhal") == ("ary-Latn", "fr")


@pytest.mark.parametrize(
    ("word", "expected"), [("3la", True), ("we9t", True), ("2026", False), ("carte", False)]
)
def test_digits_for_letters_are_arabizi(word: str, expected: bool) -> None:
    assert looks_like_arabizi(word) is expected
