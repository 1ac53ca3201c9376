"""Messages: each once, in order, one turn at a time, whoever dies in between."""

import asyncio
from datetime import timedelta

import pytest

from bot.assistant.contract import AssistantAway
from bot.domain.delivery import TURN_ERROR_BACKOFF
from bot.domain.message import Kind
from bot.domain.reply import Outcome, Reply
from bot.store.inbox import Turn
from bot.store.tables import Conversation, Grant, Inbox, IssuedChoice, Outbox
from bot.workers.inbox import LEASE
from tests.factories import REFERENCE, catalogues, choice, inbound
from tests.fakes import said
from tests.integration.bench import Bench
from tests.integration.serving import eventually

SECOND = timedelta(seconds=1)
TURN = Turn(replies=(Reply(say="thank"),), language="fr", outcome="answered")


async def test_a_message_that_comes_twice_is_stored_once(bench: Bench) -> None:
    stored = [await bench.receive("salam", external_id="m1") for _ in range(2)]

    assert stored == [True, False]
    assert len(await bench.rows(Inbox)) == len(await bench.rows(Conversation)) == 1


async def test_a_message_that_comes_twice_at_once_is_stored_once(bench: Bench) -> None:
    processes = [bench, bench.another()]
    coming = [p.receive("salam", external_id="m1") for p in processes for _ in range(5)]

    stored = await asyncio.gather(*coming)
    await processes[1].gateway.database.close()

    assert sorted(stored) == [False] * 9 + [True]
    assert len(await bench.rows(Inbox)) == 1


async def test_a_message_that_comes_again_after_its_answer_is_not_answered_again(
    bench: Bench,
) -> None:
    await bench.say("salam", external_id="m1")
    await bench.say("salam", external_id="m1")

    assert len(bench.assistant.questions) == len(bench.channel.sent) == 1


@pytest.mark.parametrize(
    "changes",
    [{"address": "chat-2", "external_id": "m2"}, {"account": "line-2"}],
    ids=["person", "line"],
)
async def test_each_person_on_each_line_has_a_conversation(bench: Bench, changes) -> None:
    await bench.receive("salam", external_id="m1")
    await bench.receive("salam", **{"external_id": "m1", **changes})

    assert len(await bench.rows(Conversation)) == 2


async def test_messages_of_a_conversation_are_answered_in_order(bench: Bench) -> None:
    for text in ("a", "b", "c"):
        await bench.receive(text)

    await bench.answer()

    assert bench.assistant.texts == ["a", "b", "c"]


async def under_way(bench: Bench, number: int) -> None:
    """Wait until so many turns are being taken."""
    await eventually(lambda: bench.assistant.under_way == number)


async def test_a_slow_turn_does_not_hold_up_another_conversation(bench: Bench) -> None:
    gate = bench.assistant.gates["slow"] = asyncio.Event()
    await bench.receive("slow")
    await bench.receive("quick", address="chat-2")
    slow = asyncio.create_task(bench.gateway.inbox_worker.work())
    await under_way(bench, 1)

    await bench.answer()
    await bench.deliver()

    assert len(bench.channel.texts("chat-2")) == 1
    gate.set()
    await slow


async def test_a_slow_turn_holds_up_its_own_conversation(bench: Bench) -> None:
    gate = bench.assistant.gates["slow"] = asyncio.Event()
    await bench.receive("slow")
    await bench.receive("next")
    slow = asyncio.create_task(bench.gateway.inbox_worker.work())
    await under_way(bench, 1)

    assert await bench.gateway.inbox_worker.work() is False
    gate.set()
    await slow


async def test_several_processes_answer_each_message_once_and_in_order(bench: Bench) -> None:
    talks = {f"chat-{n}": [f"{n}.{m}" for m in range(5)] for n in range(4)}
    for texts in zip(*talks.values(), strict=True):
        for address, text in zip(talks, texts, strict=True):
            await bench.receive(text, address=address)
    processes = [bench, bench.another(), bench.another()]

    await asyncio.gather(*(_until_empty(process) for process in processes for _ in range(2)))
    for process in processes[1:]:
        await process.gateway.database.close()

    for texts in talks.values():
        assert [text for text in bench.assistant.texts if text in texts] == texts
    assert set(bench.assistant.most_under_way.values()) == {1}
    assert len(await bench.rows(Outbox)) == 20


async def _until_empty(bench: Bench) -> None:
    async with asyncio.timeout(60):
        while await bench.gateway.inbox.waiting_count():
            await bench.gateway.inbox_worker.work()


async def test_a_lease_that_has_run_out_is_taken_over(bench: Bench) -> None:
    await bench.receive("salam")
    await bench.gateway.inbox.claim("died", LEASE)

    assert await bench.gateway.inbox_worker.work() is False
    await bench.wait(step=LEASE + SECOND)

    assert len(bench.channel.sent) == 1


async def test_a_lease_that_is_kept_is_not_taken_over(bench: Bench) -> None:
    await bench.receive("salam")
    waiting = await bench.gateway.inbox.claim("slow", LEASE)
    assert waiting is not None
    bench.clock.advance(LEASE)

    kept = [await bench.gateway.inbox.keep(waiting, owner, LEASE) for owner in ("slow", "other")]
    bench.clock.advance(LEASE - SECOND)

    assert kept == [True, False]
    assert await bench.gateway.inbox.claim("other", LEASE) is None


async def test_a_late_turn_writes_nothing(bench: Bench) -> None:
    await bench.receive("salam")
    inbox = bench.gateway.inbox
    late = await inbox.claim("late", LEASE)
    bench.clock.advance(LEASE + SECOND)
    assert late == await inbox.claim("other", LEASE)
    assert late is not None

    turn = Turn(
        replies=(Reply(say="thank", choices=(choice(id="c1"),)),),
        language="ar",
        outcome="answered",
        granted=(REFERENCE, bench.clock() + SECOND),
    )

    assert await inbox.finish(late, "late", turn) is False
    written = [await bench.rows(table) for table in (Outbox, IssuedChoice, Grant)]
    assert written == [[], [], []]
    assert [row.state for row in await bench.rows(Inbox)] == ["waiting"]
    assert [row.language for row in await bench.rows(Conversation)] == [None]
    assert await inbox.finish(late, "other", TURN) is True


async def test_a_closed_message_is_not_closed_again(bench: Bench) -> None:
    await bench.receive("salam")
    waiting = await bench.gateway.inbox.claim("me", LEASE)
    assert waiting is not None

    closed = [await bench.gateway.inbox.finish(waiting, "me", TURN) for _ in range(2)]

    assert closed == [True, False]
    assert len(await bench.rows(Outbox)) == 1


async def test_of_two_turns_in_one_process_the_late_one_writes_nothing(bench: Bench) -> None:
    """Both workers have the same process; only the lease that was taken last may close."""
    bench.assistant.answers = lambda _: said(Reply(say="greet"))
    first_gate = bench.assistant.gates["salam"] = asyncio.Event()
    await bench.receive("salam")
    late = asyncio.create_task(bench.gateway.inbox_worker.work())
    await under_way(bench, 1)
    bench.clock.advance(LEASE + SECOND)
    second_gate = bench.assistant.gates["salam"] = asyncio.Event()
    second = asyncio.create_task(bench.gateway.inbox_worker.work())
    await under_way(bench, 2)

    first_gate.set()
    await late
    after_late = len(await bench.rows(Outbox))
    second_gate.set()
    await second

    assert (after_late, len(await bench.rows(Outbox))) == (0, 1)


async def test_a_late_failure_does_not_free_a_lease_of_somebody_else(bench: Bench) -> None:
    await bench.receive("salam")
    inbox = bench.gateway.inbox
    late = await inbox.claim("late", LEASE)
    bench.clock.advance(LEASE + SECOND)
    await inbox.claim("other", LEASE)
    assert late is not None

    await inbox.postpone(late, "late", SECOND)
    bench.clock.advance(2 * SECOND)

    assert await inbox.claim("third", LEASE) is None
    assert [row.failures for row in await bench.rows(Inbox)] == [0]


async def test_what_died_after_its_turn_is_sent_by_who_comes_next(bench: Bench) -> None:
    await bench.receive("salam")
    await bench.answer()

    restarted = bench.another()
    await restarted.answer()
    await restarted.deliver()
    await restarted.gateway.database.close()

    assert len(bench.assistant.questions) == len(bench.channel.sent) == 1


async def test_leases_are_dropped_when_the_only_process_starts_again(bench: Bench) -> None:
    await bench.receive("salam")
    await bench.gateway.inbox.claim("died", LEASE)

    await bench.gateway.inbox.release_all()
    await bench.answer()

    assert len(bench.assistant.questions) == 1


async def test_a_message_waits_while_the_assistant_is_away(bench: Bench) -> None:
    bench.assistant.error = AssistantAway("restarting")
    await bench.say("salam")
    await bench.wait(times=5)
    bench.assistant.error = None

    await bench.wait()

    assert [row.outcome for row in await bench.rows(Inbox)] == ["answered"]
    assert len(bench.channel.sent) == 1


async def test_what_waits_is_tried_at_once_when_the_assistant_is_back(bench: Bench) -> None:
    bench.assistant.error = AssistantAway("restarting")
    await bench.receive("salam")
    await bench.answer()
    bench.assistant.error = None
    assert await bench.gateway.inbox_worker.work() is False

    await bench.gateway.inbox.retry_at_once()

    assert await bench.gateway.inbox_worker.work() is True


async def test_order_is_kept_while_the_first_message_waits(bench: Bench) -> None:
    bench.assistant.error = AssistantAway("restarting")
    await bench.receive("a")
    await bench.answer()
    await bench.receive("b")
    bench.assistant.error = None

    await bench.answer()
    assert bench.assistant.texts == ["a"]
    await bench.wait()

    assert bench.assistant.texts == ["a", "a", "b"]


async def test_a_message_that_waits_does_not_hold_up_another_conversation(bench: Bench) -> None:
    bench.assistant.error = AssistantAway("restarting")
    await bench.receive("a")
    await bench.answer()
    bench.assistant.error = None
    await bench.receive("b")
    await bench.receive("other", address="chat-2")

    await bench.answer()

    assert bench.assistant.texts == ["a", "other"]


async def test_after_all_patience_the_citizen_is_told(bench: Bench) -> None:
    bench.assistant.error = AssistantAway("gone")
    await bench.receive("salam")

    await bench.wait(times=40)

    assert bench.channel.texts() == [catalogues().text("ary", "error")]
    assert [row.outcome for row in await bench.rows(Inbox)] == ["error_assistant"]


async def test_a_message_that_breaks_its_turn_is_told_and_the_talk_goes_on(bench: Bench) -> None:
    def answers(question):
        if question.text == "poison":
            raise RuntimeError("a bug")
        return said(Reply(say="thank"))

    bench.assistant.answers = answers
    await bench.receive("poison")
    await bench.receive("salam")
    await bench.wait(times=10)

    assert bench.assistant.texts == ["poison"] * TURN_ERROR_BACKOFF.tries + ["salam"]
    assert bench.channel.texts() == [
        catalogues().text("ary", "error"),
        catalogues().text("fr", "thank"),
    ]


async def test_a_backend_that_is_away_is_waited_for(bench: Bench) -> None:
    outcomes = iter([Outcome.ERROR_BACKEND, Outcome.ANSWERED])
    bench.assistant.answers = lambda _: said(Reply(say="thank", outcome=next(outcomes)))
    await bench.receive("salam")

    await bench.wait(times=2)

    assert len(bench.assistant.questions) == 2
    assert [row.outcome for row in await bench.rows(Inbox)] == ["answered"]


async def test_a_conversation_of_another_key_does_not_stop_the_others(bench: Bench) -> None:
    """The key was lost: old addresses cannot be opened any more."""
    await bench.receive("old")
    async with bench.gateway.database.write() as session:
        (conversation,) = await bench.rows(Conversation)
        conversation.address = b"sealed with another key"
        await session.merge(conversation)
    await bench.receive("new", address="chat-2")

    await bench.wait(times=40)

    assert len(bench.channel.texts("chat-2")) == 1
    assert await bench.gateway.inbox.waiting_count() == 0


async def test_the_hint_is_the_language_of_the_talk(bench: Bench) -> None:
    bench.assistant.answers = lambda _: said(Reply(say="thank"), language="ary-Latn")

    for text in ("salam", "ok"):
        await bench.say(text)

    assert [question.language for question in bench.assistant.questions] == [None, "ary-Latn"]


async def test_dots_are_shown_to_who_waits(bench: Bench) -> None:
    await bench.say("salam")

    assert bench.channel.typed == ["chat-1"]


UNREADABLE = {
    "voice": (inbound("", kind=Kind.UNSUPPORTED), "unsupported"),
    "button_of_nobody": (inbound("", kind=Kind.CHOICE, choice="made-up"), "choice_gone"),
}


@pytest.mark.parametrize(("message", "say"), UNREADABLE.values(), ids=UNREADABLE)
async def test_what_cannot_be_understood_is_answered_all_the_same(
    bench: Bench, message, say: str
) -> None:
    assert await bench.say(message) == catalogues().text("ary", say)
    assert bench.assistant.questions == []


async def test_a_press_brings_back_what_the_button_stood_for(bench: Bench) -> None:
    offered = choice(id=None)
    bench.assistant.answers = lambda _: said(Reply(say="greet", choices=(offered,)))
    await bench.say("salam")
    (button,) = bench.channel.buttons().values()

    for _ in range(2):  # an old button may be pressed again
        await bench.say(inbound("", external_id=f"p{_}", kind=Kind.CHOICE, choice=button))

    pressed = [question.choice for question in bench.assistant.questions[1:]]
    assert [(p and p.intent, p and p.aspect) for p in pressed] == [("ask_procedure", "fee")] * 2


NUMBERS = {
    "first": ("1", "fee"),
    "second": ("2.", "delay"),
    "in_arabic_digits": ("٢", "delay"),
    "beyond_the_list": ("3", None),
    "none": ("0", None),
    "a_year": ("2026", None),
}


@pytest.mark.parametrize(("typed", "aspect"), NUMBERS.values(), ids=NUMBERS)
async def test_a_typed_number_counts_for_the_choices_shown_last(
    bench: Bench, typed: str, aspect: str | None
) -> None:
    offered = (choice(id=None), choice("aspect.delay", aspect="delay", id=None))
    bench.assistant.answers = lambda _: said(Reply(say="greet", choices=offered))
    await bench.say("salam")

    await bench.say(typed)

    asked = bench.assistant.questions[-1]
    assert (asked.choice and asked.choice.aspect) == aspect
    assert asked.text == (None if aspect else typed)


async def test_a_button_of_somebody_else_is_refused(bench: Bench) -> None:
    bench.assistant.answers = lambda _: said(Reply(say="greet", choices=(choice(id=None),)))
    await bench.say("salam")
    (button,) = bench.channel.buttons().values()

    press = inbound("", external_id="x", address="chat-2", kind=Kind.CHOICE, choice=button)

    assert await bench.say(press) == catalogues().text("ary", "choice_gone")
    assert len(bench.assistant.questions) == 1
