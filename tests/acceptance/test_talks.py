"""The talks of `talks.yml`, over the running product."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.factories import catalogues

TALKS = yaml.safe_load(Path(__file__).with_name("talks.yml").read_text("utf-8"))
CASES = [(language, talk) for language, talks in TALKS.items() for talk in talks]

Messages = Sequence[Mapping[str, Any]]


@pytest.mark.parametrize(
    ("language", "talk"), CASES, ids=[f"{language}: {talk['name']}" for language, talk in CASES]
)
def test_a_talk_goes_as_it_should(meet, language: str, talk: Mapping[str, Any]) -> None:
    visitor = meet(language)
    said: Messages = []
    for turn in talk["turns"]:
        said = take(visitor, turn, said)
        assert problems(turn, said) == [], (turn, [one["text"] for one in said])


def test_there_are_five_talks_in_each_language() -> None:
    assert {language: len(talks) for language, talks in TALKS.items()} == {
        "fr": 5,
        "ar": 5,
        "ary": 5,
        "ary-Latn": 5,
    }


def take(visitor, turn: Mapping[str, Any], before: Messages) -> Messages:
    """Type or press, and give all messages that answer it."""
    if "press" in turn:
        message = visitor.press(before[-1]["choices"][turn["press"]]["id"])
    else:
        message = visitor.say(turn["say"])
    visitor.answer(message)
    return [
        event.data
        for event in visitor.whole_talk(silence_seconds=1.5)
        if event.kind == "message" and event.data["in_reply_to"] == message
    ]


def problems(turn: Mapping[str, Any], said: Messages) -> list[str]:
    """What is not as the talk wants it; empty where all is well."""
    last = said[-1]
    found = [
        *_cards(turn, said),
        *_texts(turn, said),
        *([] if last["choices"] else ["a dead end: no button"]),
    ]
    if len(last["choices"]) < turn.get("offers", 0):
        found.append(f"only {len(last['choices'])} buttons")
    for name in ("language", "outcome"):
        if name in turn and last[name] != turn[name]:
            found.append(f"{name} is {last[name]}")
    return found


def _cards(turn: Mapping[str, Any], said: Messages) -> list[str]:
    wanted = turn.get("cards") or ([turn["card"]] if "card" in turn else [])
    shown = [f"{one['card']['procedure']} {one['card']['aspect']}" for one in said if one["card"]]
    return [] if not wanted or shown == wanted else [f"cards are {shown}"]


def _texts(turn: Mapping[str, Any], said: Messages) -> list[str]:
    if "say_key" not in turn:
        return []
    beginning = catalogues().text(said[0]["language"], turn["say_key"], **_ANY).split("{")[0]
    return [] if any(beginning in one["text"] for one in said) else [f"not said: {beginning}"]


_ANY = dict.fromkeys(("example", "reference", "paper", "procedure"), "{")
