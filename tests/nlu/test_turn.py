"""What the channel accepts, and text that must never be executed."""

import json

import pytest
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.training_data.message import Message

from nlu.turn import MAX_BODY_BYTES, BadTurn, TurnTooLarge, harmless, read_turn


def body(**fields: object) -> bytes:
    return json.dumps({"conversation": "c", "message": "m", **fields}).encode()


SLASHED = [
    pytest.param("/greet", id="plain"),
    pytest.param("  /greet", id="leading-space"),
    pytest.param(' ／greet{"procedure":"x"}', id="full-width-slash"),
    pytest.param("\u200f/greet", id="bidi-mark-before"),
    pytest.param("\u200b \u2067/greet@1.0", id="zero-width-and-isolate-before"),
    pytest.param("\x1c/greet", id="a-control-that-strip-removes"),
    pytest.param("//greet", id="two-slashes"),
]


@pytest.mark.parametrize("text", SLASHED)
def test_slash_text_is_never_executed(text: str) -> None:
    made = harmless(text)
    message = Message({"text": made.strip().strip()})
    assert YAMLStoryReader.unpack_regex_message(message) is message
    assert message.get("intent") is None
    assert len(made) == len(text)


def test_rasa_would_execute_the_same_text() -> None:
    executed = YAMLStoryReader.unpack_regex_message(Message({"text": " /greet"}))
    assert executed.get("intent")["name"] == "greet"


@pytest.mark.parametrize("text", ["12/03/2026", "salam /greet", "", "   "])
def test_other_text_is_left_alone(text: str) -> None:
    assert harmless(text) == text


def test_text_is_made_harmless_and_cut() -> None:
    assert read_turn(body(text="/greet")).text == "\N{FRACTION SLASH}greet"
    assert len(read_turn(body(text="a" * 5000)).text or "") == 1000


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(b"{", id="no-json"),
        pytest.param(b"\xff\xfe", id="no-utf8"),
        pytest.param(b"[" * 30000, id="too-deep"),
        pytest.param(b"[]", id="no-object"),
        pytest.param(body(), id="neither-text-nor-choice"),
        pytest.param(body(text=None, choice=None), id="both-null"),
        pytest.param(body(text=3), id="text-no-string"),
        pytest.param(body(text="a", language="en"), id="no-language-of-ours"),
        pytest.param(body(text="a", surprise=1), id="unknown-field"),
        pytest.param(body(choice={"intent": "/greet"}), id="choice-with-a-slash"),
        pytest.param(body(choice={"procedure": "x"}), id="choice-without-intent"),
        pytest.param(body(conversation="", text="a"), id="no-conversation"),
    ],
)
def test_a_body_that_is_no_turn_is_refused(raw: bytes) -> None:
    with pytest.raises(BadTurn):
        read_turn(raw)


def test_a_refusal_repeats_nothing_of_the_body() -> None:
    with pytest.raises(BadTurn) as refusal:
        read_turn(body(text=["BK123456"]))
    assert "BK123456" not in str(refusal.value)


def test_a_body_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(TurnTooLarge):
        read_turn(b" " * (MAX_BODY_BYTES + 1))


def test_a_choice_is_read() -> None:
    turn = read_turn(body(choice={"intent": "ask_procedure", "procedure": "a", "aspect": "fee"}))
    assert turn.choice == {"intent": "ask_procedure", "procedure": "a", "aspect": "fee"}
