"""Emergency notices: which concern an answer, once or instead, and how they are said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.conversation.compose import compose
from bot.conversation.notices import TOLD_AGAIN, with_notices
from bot.domain.language import LANGUAGES
from bot.domain.notice import Live, Notice, live_from_json
from tests.factories import NOW, card, choice, reply, words

TEXT = {"fr": "Fermé demain", "ar": "مغلق غدا", "ary": "مسدود غدا", "ary-Latn": "Msdoud ghedda"}
HOUR = timedelta(hours=1)
CARD = reply("card", card=card(), choices=(choice(),))


def notice(**changes: object) -> Notice:
    fields: dict[str, object] = {
        "id": "storm",
        "mode": "before",
        "procedures": (),
        "text": TEXT,
        "starts_at": NOW - HOUR,
        "ends_at": NOW + HOUR,
    }
    return Notice(**{**fields, **changes})  # type: ignore[arg-type]


def says(*notices: Notice, replies=(CARD,), told=None, now=NOW) -> list[str]:
    shown, _ = with_notices(replies, notices, told or {}, now)
    return [one.say for one in shown]


def test_a_notice_comes_before_the_answer() -> None:
    assert says(notice()) == ["notice", "card"]


def test_a_notice_comes_instead_of_the_answer_and_keeps_its_buttons() -> None:
    (shown,), _ = with_notices((CARD,), [notice(mode="instead")], {}, NOW)

    assert (shown.say, shown.choices) == ("notice", CARD.choices)


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_at": NOW + HOUR, "ends_at": NOW + 2 * HOUR},
        {"starts_at": NOW - 2 * HOUR, "ends_at": NOW},
        {"procedures": ("passport_first",)},
    ],
    ids=["to_come", "over", "of_another_procedure"],
)
def test_a_notice_that_does_not_concern_an_answer_is_not_told(changes) -> None:
    assert says(notice(**changes), notice(mode="instead", **changes)) == ["card"]


def test_a_notice_on_one_procedure_concerns_its_answers_alone() -> None:
    one = notice(mode="instead", procedures=("birth_certificate",))

    assert says(one) == ["notice"]
    assert says(one, replies=(reply("thank"),)) == ["thank"]


@pytest.mark.parametrize("say", ["emergency", "emergency_numbers", "ask_secret", "request"])
def test_help_and_what_is_asked_for_are_never_replaced(say: str) -> None:
    assert says(notice(mode="instead"), replies=(reply(say),)) == [say]


def test_a_notice_is_told_once_and_again_after_hours() -> None:
    _, told = with_notices((CARD,), [notice()], {}, NOW)

    assert says(notice(), told=told, now=NOW + HOUR / 2) == ["card"]
    later = notice(ends_at=NOW + TOLD_AGAIN + HOUR)
    assert says(later, told=told, now=NOW + TOLD_AGAIN) == ["notice", "card"]


def test_a_notice_in_other_words_is_told_anew() -> None:
    _, told = with_notices((CARD,), [notice()], {}, NOW)

    assert says(notice(text={**TEXT, "fr": "Rouvert"}), told=told) == ["notice", "card"]


def test_what_was_told_long_ago_is_forgotten() -> None:
    _, told = with_notices((CARD,), [], {"old": (NOW - TOLD_AGAIN).isoformat()}, NOW)

    assert told == {}


def test_two_answers_replaced_by_one_notice_say_it_once() -> None:
    assert says(notice(mode="instead"), replies=(CARD, CARD)) == ["notice"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_is_said_in_the_language_of_the_talk(language) -> None:
    (shown,), _ = with_notices((CARD,), [notice(mode="instead")], {}, NOW)

    rendered = compose(shown, words(language))

    assert TEXT[language] in rendered.text
    assert "01:30" in rendered.text  # half past one in Morocco, an hour after the tests' moment


def test_what_the_backend_says_is_read() -> None:
    found = live_from_json(
        {
            "version": "x",
            "off": [{"procedure": "visa", "aspect": None}, {"procedure": "cin", "aspect": "fee"}],
            "notices": [
                {
                    "id": "storm",
                    "mode": "before",
                    "procedures": [],
                    "text": TEXT,
                    "starts_at": "2026-11-25T22:30:00Z",
                    "ends_at": "2026-11-26T00:30:00Z",
                }
            ],
        }
    )

    assert found.notices == (notice(),)
    assert found.is_off("visa", "fee")
    assert found.is_off("cin", "fee")
    assert not found.is_off("cin", "where")


def test_nothing_is_off_where_nothing_was_said() -> None:
    assert not Live().is_off("visa", None)
