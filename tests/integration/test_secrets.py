"""What a citizen must not lose: codes, card numbers, and who may see a request."""

import asyncio
import logging
from datetime import timedelta

import pytest

from bot.assistant.contract import AssistantAway
from bot.conversation.answer import (
    CODE_TRIES,
    GRANT_LASTS,
    SECRET_AWAITED,
    VERIFICATIONS_AT_ONCE,
)
from bot.domain.message import Kind
from bot.store.tables import Conversation, Grant, Inbox
from tests.factories import CIN, CODE, REFERENCE, catalogues, inbound
from tests.integration.bench import Bench, tracking
from tests.integration.serving import eventually

WRONG = "11112222"


def french(key: str, **values: object) -> str:
    return catalogues().text("fr", key, **values)


@pytest.fixture
def asking(bench: Bench) -> Bench:
    """An assistant that tells of a request to who has proved their right."""
    bench.assistant.answers = tracking
    return bench


@pytest.fixture
async def asked(asking: Bench) -> Bench:
    """The citizen has named a request and is asked for its code."""
    await asking.say(f"fin wslat {REFERENCE}")
    return asking


def shows_request(text: str) -> bool:
    return text.startswith(f"\u2068{REFERENCE}\u2069 — ")


async def test_a_right_code_shows_the_request(asked: Bench) -> None:
    assert shows_request(await asked.say(CODE))
    assert asked.administration.tried[0][:2] == (REFERENCE, CODE)


async def test_a_code_is_asked_once_for_a_day(asked: Bench) -> None:
    await asked.say(CODE)
    asked.clock.advance(GRANT_LASTS - timedelta(seconds=1))

    assert shows_request(await asked.say(f"w db {REFERENCE}"))
    assert len(asked.administration.tried) == 1


async def test_a_grant_ends(asked: Bench) -> None:
    await asked.say(CODE)
    asked.clock.advance(GRANT_LASTS)

    assert await asked.say(f"w db {REFERENCE}") == french(
        "ask_secret", reference=f"\u2068{REFERENCE}\u2069"
    )


async def test_a_grant_is_not_one_of_somebody_else(asked: Bench) -> None:
    await asked.say(CODE)

    await asked.say(f"fin wslat {REFERENCE}", address="chat-2")

    assert asked.assistant.questions[-1].grants == ()


async def test_opening_a_request_twice_leaves_one_grant(asked: Bench) -> None:
    await asked.say(CODE)
    asked.clock.advance(GRANT_LASTS)
    await asked.say(f"fin wslat {REFERENCE}")
    await asked.say(CODE)

    assert [grant.reference for grant in await asked.rows(Grant)] == [REFERENCE]


TYPED = [CODE, "4821 3097", "٤٨٢١٣٠٩٧", f"code {CODE}", f"hahowa {CODE} chokran"]


@pytest.mark.parametrize("typed", TYPED)
async def test_a_code_is_nowhere_in_plain(asked: Bench, typed: str) -> None:
    await asked.receive(typed)
    waiting = await asked.everything()
    await asked.answer()
    await asked.deliver()

    found = waiting + await asked.everything() + repr(asked.assistant.questions)
    assert [form for form in (CODE, "4821 3097", "٤٨٢١٣٠٩٧") if form in found] == []


async def test_a_sealed_code_is_dropped_with_its_answer(asked: Bench) -> None:
    await asked.receive(CODE)
    before = [row.secret is not None for row in await asked.rows(Inbox)]
    await asked.answer()

    assert before == [False, True]
    assert [row.secret for row in await asked.rows(Inbox)] == [None, None]


async def test_a_code_typed_ahead_is_kept_until_it_is_asked_for(asking: Bench) -> None:
    await asking.receive(f"fin wslat {REFERENCE}")
    await asking.receive(CODE)

    await asking.answer()
    await asking.deliver()

    assert shows_request(asking.channel.texts()[-1])


@pytest.mark.parametrize(
    "typed",
    [CODE, f"{REFERENCE} {CODE}", f"lcode sirri dyali {CODE}"],
    ids=["alone", "beside", "named"],
)
async def test_a_code_that_nobody_asked_for_is_not_kept(asking: Bench, typed: str) -> None:
    await asking.say(typed)

    assert CODE not in await asking.everything() + repr(asking.assistant.questions)


async def test_after_five_wrong_codes_the_counter_is_named(asked: Bench) -> None:
    told = [await asked.say(WRONG) for _ in range(CODE_TRIES)]

    assert told == [french("secret_refused")] * 4 + [french("secret_refused_last")]
    assert await asked.say(CODE) == french("code_unasked")
    assert len(asked.administration.tried) == CODE_TRIES


async def test_a_malformed_code_is_no_try(asked: Bench) -> None:
    assert await asked.say("4821309") == french("secret_malformed")
    assert asked.administration.tried == []
    assert shows_request(await asked.say(CODE))


async def test_who_does_not_give_a_code_talks_on(asked: Bench) -> None:
    await asked.say("ma3endich")

    assert asked.assistant.texts[-1] == "ma3endich"


INTERRUPTIONS = {
    "voice": inbound("", external_id="v", kind=Kind.UNSUPPORTED),
    "old_button": inbound("", external_id="b", kind=Kind.CHOICE, choice="made-up"),
}


@pytest.mark.parametrize("message", INTERRUPTIONS.values(), ids=INTERRUPTIONS)
async def test_a_code_is_still_expected_after_something_else(asked: Bench, message) -> None:
    await asked.say(message)

    assert shows_request(await asked.say(f"hahowa {CODE}"))


async def test_a_code_is_still_expected_when_the_backend_was_away(asked: Bench) -> None:
    asked.administration.away = True
    await asked.receive(CODE)
    await asked.wait(times=40)
    asked.administration.away = False
    await asked.wait()
    assert asked.channel.texts()[-1] == french("error")

    assert shows_request(await asked.say(f"code {CODE}"))


async def test_a_code_outlives_an_assistant_that_is_away(asked: Bench) -> None:
    asked.assistant.error = AssistantAway("restarting")
    await asked.receive(CODE)
    await asked.answer()
    asked.assistant.error = None

    await asked.wait()

    assert shows_request(asked.channel.texts()[-1])


@pytest.mark.parametrize("written", [CIN, "be 123456", "BE١٢٣٤٥٦", "\u200fBE-123456\u200e"])
async def test_a_typed_card_number_is_nowhere(bench: Bench, written: str) -> None:
    await bench.say(f"CIN dyali {written}, ch7al khassni?")

    held = await bench.everything() + repr(bench.assistant.questions)
    assert "[cin]" in held
    assert not any(digits in held for digits in ("123456", "١٢٣٤٥٦"))


async def test_a_number_that_is_cut_off_is_masked_first(bench: Bench) -> None:
    await bench.receive("a" * 990 + " 0612345678")

    assert "06123" not in await bench.everything()


@pytest.mark.parametrize("text", ["sa\x00lam", "sa\ud800lam"], ids=["nul", "half_a_sign"])
async def test_signs_that_no_database_holds_are_dropped(bench: Bench, text: str) -> None:
    await bench.say(text)

    assert bench.assistant.texts == ["salam"]


async def test_a_phone_and_a_chat_are_not_readable_in_the_database(bench: Bench) -> None:
    await bench.say("salam", address="212612345678")

    assert "212612345678" not in await bench.everything()


CANARIES = (CIN, CODE, REFERENCE, "0612345678", "canari", "212699999999")


async def test_no_log_holds_a_word_of_a_citizen(asking: Bench, caplog) -> None:
    """A whole talk, with everything going wrong once."""
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, logger="bot")
    them = {"address": "212699999999"}
    await asking.say(f"canari {CIN} 0612345678 {REFERENCE}", **them)
    for code in (WRONG, CODE):
        await asking.say(code, **them)
    await _everything_breaks(asking, them)

    assert caplog.records
    assert [word for word in CANARIES if word in caplog.text] == []


async def _everything_breaks(bench: Bench, them: dict[str, str]) -> None:
    for error in (RuntimeError("canari"), AssistantAway("canari"), ValueError(CODE)):
        bench.assistant.error = error
        await bench.receive("canari", **them)
        await bench.wait(times=40)
    bench.assistant.error = None
    bench.administration.away = True
    await bench.receive(CODE, **them)
    await bench.wait(times=40)
    bench.administration.away = False
    bench.channel.errors = [RuntimeError("canari"), ValueError(CODE)]
    await bench.say("canari", **them)
    await bench.wait(times=3)
    assert bench.channel.errors == []
    async with bench.gateway.database.write() as session:
        for conversation in await bench.rows(Conversation):
            conversation.address = b"spoilt"
            await session.merge(conversation)
    await bench.receive("canari", **them)
    await bench.wait(times=40)


async def test_no_session_is_open_while_somebody_outside_is_asked(bench: Bench) -> None:
    """One connection is enough for any number of turns that wait for the assistant."""
    gate = asyncio.Event()
    for n in range(6):
        bench.assistant.gates[f"t{n}"] = gate
        await bench.receive(f"t{n}", address=f"chat-{n}")
    turns = [asyncio.create_task(bench.gateway.inbox_worker.work()) for _ in range(6)]
    await eventually(lambda: bench.assistant.under_way == 6)

    held = bench.gateway.database.engine.pool.checkedout()
    gate.set()
    await asyncio.gather(*turns)

    assert held == 0


async def test_a_question_in_between_does_not_drop_the_one_for_the_code(asked: Bench) -> None:
    await asked.say("3lach?")

    assert shows_request(await asked.say(f"wakha, {CODE}"))


async def test_a_question_for_a_code_is_dropped_when_the_talk_has_gone_on(asked: Bench) -> None:
    asked.clock.advance(SECRET_AWAITED)
    await asked.say("chokran")

    assert [row.expects for row in await asked.rows(Conversation)] == [None]


async def test_many_codes_at_once_do_not_hold_up_everybody(asked: Bench) -> None:
    """The backend answers wrong codes late; who comes while others are checked waits a little."""
    held, verify = asyncio.Event(), asked.administration.verify

    async def slow(reference: str, secret: str, asker: str) -> bool:
        await held.wait()
        return await verify(reference, secret, asker)

    asked.administration.verify = slow  # type: ignore[method-assign]
    people = [f"guest-{n}" for n in range(VERIFICATIONS_AT_ONCE + 1)]
    for address in people:
        await asked.say(REFERENCE, address=address)
    for address in people:
        await asked.receive(WRONG, address=address)
    first = [
        asyncio.create_task(asked.gateway.inbox_worker.work()) for _ in range(VERIFICATIONS_AT_ONCE)
    ]
    await asyncio.sleep(0.2)
    last = await asyncio.wait_for(asked.gateway.inbox_worker.work(), 10)
    held.set()
    await asyncio.gather(*first)
    await asked.wait()

    assert last is True
    assert len(asked.administration.tried) == len(people)
