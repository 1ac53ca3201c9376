"""One turn through Rasa: parse, undo a repeated message, handle, collect the replies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, UserUtteranceReverted, UserUttered

from nlu.action_result import collecting_failures
from nlu.questions import Part, second_question
from nlu.text.demand import demand_of
from nlu.text.parts import parts_of
from nlu.turn import Turn
from nlu.understanding import (
    Understanding,
    as_parse_data,
    of_choice,
    with_demand,
    with_hint,
    with_move,
    with_topic,
)

DEFAULT_LANGUAGE = "ary"
CHANNEL = "jawab"
# A second question of one message is a message of its own to Rasa; its id says whose.
_SECOND = "#2"

ParseData = Mapping[str, Any]


async def answer(agent: Agent, turn: Turn) -> dict[str, Any]:
    """The turn's replies, understanding and error, ready for JSON."""
    processor = agent.processor
    first, second = await _questions(processor, turn)
    output = CollectingOutputChannel()
    async with agent.lock_store.lock(turn.conversation):
        await _prepare(processor, turn, output)
        with collecting_failures() as failures:
            await processor.handle_message(_message(turn, first, output, turn.message))
            if second is not None and not failures:
                again = _message(turn, second, output, turn.message + _SECOND)
                await processor.handle_message(again)
    return {
        "replies": [sent["custom"] for sent in output.messages if "custom" in sent],
        "understanding": _understanding(first, second),
        "error": {"kind": "action", "detail": failures[0]} if failures else None,
    }


def _understanding(first: ParseData, second: ParseData | None) -> Understanding:
    understanding: Understanding = first["understanding"]
    return understanding if second is None else {**understanding, "also": second["understanding"]}


def _message(
    turn: Turn, parse_data: ParseData, output: CollectingOutputChannel, message_id: str
) -> UserMessage:
    return UserMessage(
        text=parse_data["text"],
        output_channel=output,
        sender_id=turn.conversation,
        parse_data=parse_data,
        input_channel=CHANNEL,
        message_id=message_id,
        metadata=dict(turn.metadata),
    )


async def _questions(processor: MessageProcessor, turn: Turn) -> tuple[ParseData, ParseData | None]:
    """What a turn asks: one question, or two where a message surely holds two."""
    if turn.choice is not None:
        language = turn.language or DEFAULT_LANGUAGE
        return as_parse_data("", of_choice(turn.choice, language)), None
    whole = await _parsed(processor, turn, turn.text or "")
    if whole["understanding"]["intent"] == "paper_check":
        return await _demand(processor, turn, whole), None
    parts = [Part(await _parsed(processor, turn, text)) for text in parts_of(turn.text or "")]
    found = second_question(whole["understanding"], parts)
    return (whole, None) if found is None else (_as(whole, found[0]), _as(whole, found[1]))


async def _demand(processor: MessageProcessor, turn: Turn, whole: ParseData) -> ParseData:
    """A paper_check with the paper that was asked for apart from what it was asked for."""
    demand = demand_of(whole["text"])
    asked_for = await _parsed(processor, turn, demand.asked_for or whole["text"])
    purpose = await _parsed(processor, turn, demand.purpose)
    said = (one["understanding"] for one in (whole, asked_for, purpose))
    return _as(whole, with_demand(*said))


def _as(whole: ParseData, understanding: Understanding) -> ParseData:
    """A part of a message, in the language of all of it."""
    return as_parse_data(
        whole["text"], {**understanding, "language": whole["understanding"]["language"]}
    )


async def _parsed(processor: MessageProcessor, turn: Turn, text: str) -> ParseData:
    message = UserMessage(sender_id=turn.conversation)
    message.text = text  # not stripped as the constructor would: offsets count from here
    found = await processor.parse_message(message)
    hinted = with_topic(with_hint(found["understanding"], turn.language), text)
    understanding = with_move(hinted, text, turn.language)
    return as_parse_data(text, understanding)


async def _prepare(
    processor: MessageProcessor, turn: Turn, output: CollectingOutputChannel
) -> None:
    """Undo a repeated message; open the session here, since Rasa would keep metadata in a slot."""
    tracker = await processor.fetch_tracker_and_update_session(turn.conversation, output)
    for message in (turn.message + _SECOND, turn.message):
        last = tracker.get_last_event_for(UserUttered)
        if last is None or last.message_id != message:
            continue
        tracker.update(UserUtteranceReverted(), processor.domain)
        await processor.save_tracker(tracker)
        # Undoing a session's first message undoes its start as well.
        tracker = await processor.fetch_tracker_and_update_session(turn.conversation, output)
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            # Undoing a message undoes the listening before it, and without it no rule applies.
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME), processor.domain)
    await processor.save_tracker(tracker)
