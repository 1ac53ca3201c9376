"""One turn through Rasa: parse, undo a repeated message, handle, collect the replies."""

from __future__ import annotations

from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, UserUtteranceReverted, UserUttered

from nlu.action_result import collecting_failures
from nlu.turn import Turn
from nlu.understanding import Understanding, as_parse_data, of_choice, with_hint

DEFAULT_LANGUAGE = "ary"
CHANNEL = "jawab"


async def answer(agent: Agent, turn: Turn) -> dict[str, Any]:
    """The turn's replies, understanding and error, ready for JSON."""
    processor = agent.processor
    parse_data = await _parse(processor, turn)
    output = CollectingOutputChannel()
    message = UserMessage(
        text=parse_data["text"],
        output_channel=output,
        sender_id=turn.conversation,
        parse_data=parse_data,
        input_channel=CHANNEL,
        message_id=turn.message,
        metadata=dict(turn.metadata),
    )
    async with agent.lock_store.lock(turn.conversation):
        await _prepare(processor, turn, output)
        with collecting_failures() as failures:
            await processor.handle_message(message)
    return {
        "replies": [sent["custom"] for sent in output.messages if "custom" in sent],
        "understanding": parse_data["understanding"],
        "error": {"kind": "action", "detail": failures[0]} if failures else None,
    }


async def _parse(processor: MessageProcessor, turn: Turn) -> dict[str, Any]:
    if turn.choice is not None:
        return as_parse_data("", of_choice(turn.choice, turn.language or DEFAULT_LANGUAGE))
    message = UserMessage(sender_id=turn.conversation)
    message.text = turn.text  # not stripped as the constructor would: offsets count from here
    parse_data = await processor.parse_message(message)
    understanding: Understanding = with_hint(parse_data["understanding"], turn.language)
    return {**parse_data, "text": turn.text, "understanding": understanding}


async def _prepare(
    processor: MessageProcessor, turn: Turn, output: CollectingOutputChannel
) -> None:
    """Undo a repeated message; open the session here, since Rasa would keep metadata in a slot."""
    tracker = await processor.fetch_tracker_and_update_session(turn.conversation, output)
    last = tracker.get_last_event_for(UserUttered)
    if last is not None and last.message_id == turn.message:
        tracker.update(UserUtteranceReverted(), processor.domain)
        await processor.save_tracker(tracker)
        # Undoing a session's first message undoes its start as well.
        tracker = await processor.fetch_tracker_and_update_session(turn.conversation, output)
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            # Undoing a message undoes the listening before it, and without it no rule applies.
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME), processor.domain)
    await processor.save_tracker(tracker)
