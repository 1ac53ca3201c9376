"""Replies: in order, each once, and an honest state where nobody knows."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.channels.contract import (
    ConnectionFailed,
    ContactStopped,
    OutcomeUnknown,
    Rejected,
    Throttled,
)
from bot.domain.delivery import SEND_BACKOFF, Delivery
from bot.domain.reply import Reply
from bot.store.tables import Outbox
from bot.workers.outbox import LEASE
from tests.factories import catalogues
from tests.fakes import said
from tests.integration.bench import Bench

SECOND = timedelta(seconds=1)
FRENCH = [catalogues().text("fr", key) for key in ("thank", "goodbye")]


@pytest.fixture
async def answered(bench: Bench) -> Bench:
    """One message with two replies that are not sent yet."""
    bench.assistant.answers = lambda _: said(Reply(say="thank"), Reply(say="goodbye"))
    await bench.receive("salam")
    await bench.answer()
    return bench


async def states(bench: Bench) -> list[str]:
    return [row.status for row in await bench.rows(Outbox)]


async def test_replies_are_sent_in_order(answered: Bench) -> None:
    await answered.deliver()

    assert answered.channel.texts() == FRENCH
    assert await states(answered) == ["sent", "sent"]


async def test_a_reply_keeps_the_id_that_the_provider_gave(answered: Bench) -> None:
    await answered.deliver()

    assert [row.provider_id for row in await answered.rows(Outbox)] == ["provider-1", "provider-2"]


async def test_delivering_again_sends_nothing_again(answered: Bench) -> None:
    await answered.deliver()
    await answered.deliver()

    assert len(answered.channel.sent) == 2


async def test_several_processes_send_each_reply_once_and_in_order(bench: Bench) -> None:
    bench.assistant.answers = lambda _: said(Reply(say="thank"), Reply(say="goodbye"))
    addresses = [f"chat-{n}" for n in range(5)]
    for address in addresses:
        await bench.receive("salam", address=address)
    await bench.answer()
    processes = [bench, bench.another()]

    async with asyncio.timeout(60):
        await asyncio.gather(*(_until_sent(process, 10) for process in processes for _ in "ab"))
    await processes[1].gateway.database.close()

    assert [bench.channel.texts(address) for address in addresses] == [FRENCH] * 5


async def _until_sent(bench: Bench, number: int) -> None:
    while len(bench.channel.sent) < number:
        await bench.gateway.outbox_worker.work()


async def test_a_message_has_one_reply_at_each_position(answered: Bench) -> None:
    first = (await answered.rows(Outbox))[0]
    copied = {
        column.key: getattr(first, column.key)
        for column in Outbox.__table__.columns
        if column.key != "id"
    }

    with pytest.raises(IntegrityError):
        async with answered.gateway.database.write() as session:
            session.add(Outbox(**copied))


async def test_a_reply_that_fails_holds_up_the_next_one(answered: Bench) -> None:
    answered.channel.errors = [ConnectionFailed()]

    await answered.deliver()
    assert (answered.channel.texts(), await states(answered)) == ([], ["queued", "queued"])
    await answered.wait()

    assert answered.channel.texts() == FRENCH


async def test_a_reply_that_waits_does_not_hold_up_another_conversation(answered: Bench) -> None:
    answered.channel.errors = [ConnectionFailed()]
    await answered.deliver()
    await answered.receive("salam", address="chat-2")
    await answered.answer()

    await answered.deliver()

    assert (answered.channel.texts(), answered.channel.texts("chat-2")) == ([], FRENCH)


async def test_a_throttled_reply_waits_as_long_as_the_provider_says(answered: Bench) -> None:
    answered.channel.errors = [Throttled(timedelta(seconds=90))]
    await answered.deliver()

    await answered.wait(step=timedelta(seconds=89))
    assert answered.channel.sent == []
    await answered.wait(step=timedelta(seconds=1))

    assert len(answered.channel.sent) == 2


FINAL = {
    "rejected": (Rejected(), Delivery.FAILED_PERMANENT, "rejected"),
    "stopped": (ContactStopped(), Delivery.CONTACT_STOPPED, "contact_stopped"),
    "lost": (OutcomeUnknown(), Delivery.UNKNOWN, "outcome_unknown"),
}


@pytest.mark.parametrize(("error", "state", "code"), FINAL.values(), ids=FINAL)
async def test_what_cannot_be_repeated_is_shown_and_the_next_reply_goes(
    answered: Bench, error: Exception, state: Delivery, code: str
) -> None:
    answered.channel.errors = [error]

    await answered.wait(times=3)

    assert answered.channel.texts() == FRENCH[1:]
    assert await states(answered) == [state, "sent"]
    assert (await answered.rows(Outbox))[0].error == code


@pytest.mark.parametrize(
    "error", [ConnectionFailed(), RuntimeError("a bug")], ids=["provider", "bug"]
)
async def test_a_reply_that_always_fails_is_given_up_and_the_next_one_goes(
    answered: Bench, error: Exception
) -> None:
    answered.channel.errors = [error] * SEND_BACKOFF.tries

    await answered.wait(times=SEND_BACKOFF.tries + 1)

    assert await states(answered) == ["failed_exhausted", "sent"]


@pytest.mark.parametrize(
    ("repeats_safely", "expected_states", "sent"),
    [(True, ["sent", "sent"], FRENCH), (False, ["unknown", "sent"], FRENCH[1:])],
    ids=["channel_repeats_safely", "channel_does_not"],
)
async def test_a_send_that_was_interrupted(
    answered: Bench, repeats_safely: bool, expected_states: list[str], sent: list[str]
) -> None:
    """Somebody began to send and died; nobody knows whether it arrived."""
    answered.channel.repeats_safely = repeats_safely
    await answered.outbox.claim("died", LEASE)
    await answered.deliver()
    assert answered.channel.sent == []

    await answered.wait(step=LEASE + SECOND)

    assert (await states(answered), answered.channel.texts()) == (expected_states, sent)


async def test_a_repeated_send_has_the_same_key(answered: Bench) -> None:
    answered.channel.repeats_safely = True
    begun = await answered.outbox.claim("died", LEASE)
    assert begun is not None

    await answered.wait(step=LEASE + SECOND)

    assert answered.channel.sent[0].key == str(begun.outbox_id)


async def test_a_late_sender_does_not_free_the_lease_of_somebody_else(answered: Bench) -> None:
    outbox = answered.outbox
    late = await outbox.claim("late", LEASE)
    answered.clock.advance(LEASE + SECOND)
    other = await outbox.claim("other", LEASE)
    assert late is not None
    assert other is not None

    await outbox.close(late, Delivery.SENT)

    assert await outbox.claim("third", LEASE) is None
    await outbox.close(other, Delivery.UNKNOWN)
    assert await states(answered) == ["sent", "queued"]


async def test_a_closed_reply_is_not_closed_again(answered: Bench) -> None:
    row = await answered.outbox.claim("me", LEASE)
    assert row is not None

    await answered.outbox.close(row, Delivery.SENT)
    await answered.outbox.close(row, Delivery.UNKNOWN)
    await answered.outbox.postpone(row, "late", SECOND)

    assert await states(answered) == ["sent", "queued"]


async def test_without_wordings_a_reply_waits(answered: Bench) -> None:
    answered.administration.away = True
    await answered.deliver()
    assert answered.channel.sent == []
    answered.administration.away = False

    await answered.wait()

    assert answered.channel.texts() == FRENCH


async def test_a_reply_of_a_channel_that_is_off_waits_and_others_go(answered: Bench) -> None:
    await answered.receive("salam", channel="gone", address="chat-2")
    await answered.answer()

    await answered.deliver()

    assert await states(answered) == ["sent", "sent", "queued", "queued"]
