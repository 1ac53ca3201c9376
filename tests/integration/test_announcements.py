"""Notices and switched-off answers, from the backend to what a citizen is sent."""

from datetime import timedelta

from bot.domain.notice import Live, Notice
from bot.store.tables import Conversation
from tests.factories import NOW, card, reply
from tests.fakes import said
from tests.integration.bench import Bench

TEXT = {"fr": "Fermé demain", "ar": "مغلق غدا", "ary": "مسدود غدا", "ary-Latn": "Msdoud ghedda"}


def storm(**changes: object) -> Live:
    fields: dict[str, object] = {
        "id": "storm",
        "mode": "before",
        "procedures": (),
        "text": TEXT,
        "starts_at": NOW - timedelta(hours=1),
        "ends_at": NOW + timedelta(days=3),
    }
    return Live(notices=(Notice(**{**fields, **changes}),))  # type: ignore[arg-type]


def texts(bench: Bench, address: str = "chat-1") -> list[str]:
    return [text.splitlines()[0] for text in bench.channel.texts(address)]


async def test_a_notice_is_told_once_in_each_talk(bench: Bench) -> None:
    bench.administration.now = storm()

    await bench.say("bonjour")
    await bench.say("merci")
    await bench.say("bonjour", address="chat-2")

    assert [("Fermé demain" in text) for text in texts(bench)] == [True, False, False]
    assert "Fermé demain" in texts(bench, "chat-2")[0]


async def test_a_notice_is_told_again_after_hours_and_not_after_its_end(bench: Bench) -> None:
    bench.administration.now = storm()
    await bench.say("bonjour")

    bench.clock.advance(timedelta(hours=7))
    await bench.say("bonjour")
    bench.clock.advance(timedelta(days=4))
    await bench.say("bonjour")

    assert [("Fermé demain" in text) for text in texts(bench)] == [True, False, True, False, False]


async def test_what_was_told_is_remembered_by_a_restarted_gateway(bench: Bench) -> None:
    bench.administration.now = storm()
    await bench.say("bonjour")

    again = bench.another()
    await again.say("merci")
    await again.gateway.database.close()

    assert sum("Fermé demain" in text for text in texts(bench)) == 1
    (talk,) = await bench.rows(Conversation)
    assert list(talk.notices_told or {}) == [storm().notices[0].key]


async def test_a_notice_comes_instead_of_an_answer(bench: Bench) -> None:
    bench.assistant.answers = lambda _question: said(reply("card", card=card()))
    bench.administration.now = storm(mode="instead", procedures=("birth_certificate",))

    text = await bench.say("acte de naissance")

    assert "Fermé demain" in text
    assert len(bench.channel.sent) == 1


async def test_an_answer_that_waits_to_be_sent_is_off_as_soon_as_it_is_switched_off(
    bench: Bench,
) -> None:
    bench.assistant.answers = lambda _question: said(reply("card", card=card()))
    await bench.receive("acte de naissance")
    await bench.answer()

    bench.administration.now = Live(off=frozenset({("birth_certificate", None)}))
    await bench.deliver()

    (text,) = bench.channel.texts()
    assert "suspendue" in text
