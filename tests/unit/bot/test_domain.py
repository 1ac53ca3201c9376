"""Rules that need nothing but the standard library: codes, waits, languages, replies."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.delivery import ANSWER_BACKOFF, SEND_BACKOFF, TURN_ERROR_BACKOFF, Backoff
from bot.domain.language import CATALOGUE_FOLDERS, FORMAT_LOCALES, LANGUAGES, direction, known
from bot.domain.reply import Outcome, Reply, reply_from_json, reply_to_json
from bot.domain.secret import Reading, read_code
from bot.i18n import day, month, number
from tests.factories import CODE, TODAY, card, choice


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        " 4821 3097 ",
        "4821-3097",
        "48.21.30.97",
        "٤٨٢١٣٠٩٧",
        "۴۸۲۱۳۰۹۷",
        "\u200f48213097\u200e",
        "code 48213097",
        "هاهو 48213097 شكرا",
        "ESS-7K3M-9QXT-W 48213097",
    ],
)
def test_a_code_is_read_as_people_type_it(text: str) -> None:
    assert read_code(text) == (Reading.CODE, CODE)


@pytest.mark.parametrize("text", ["4821309", "482130977", "48213097 48213097", "4821"])
def test_a_code_typed_wrongly_is_no_message_for_the_assistant(text: str) -> None:
    assert read_code(text) == (Reading.MALFORMED, "")


@pytest.mark.parametrize("text", ["je ne l'ai pas", "dans 2 jours", "", "3afak", "ESS-7K3M-9QXT-W"])
def test_other_words_are_no_code(text: str) -> None:
    assert read_code(text) == (Reading.NOT_A_CODE, "")


SHORT = Backoff(first=timedelta(seconds=1), longest=timedelta(seconds=5), tries=5)


@pytest.mark.parametrize(
    ("failures", "seconds"), [(1, 1), (2, 2), (3, 4), (4, 5), (5, None), (6, None)]
)
def test_waits_double_up_to_the_longest_and_end(failures: int, seconds: int | None) -> None:
    assert SHORT.wait(failures) == (seconds and timedelta(seconds=seconds))


def test_patience_with_an_assistant_that_is_away_outlasts_its_restart() -> None:
    waits = [ANSWER_BACKOFF.wait(n) for n in range(1, ANSWER_BACKOFF.tries)]

    assert timedelta(minutes=3) < sum(filter(None, waits), timedelta()) < timedelta(minutes=5)


@pytest.mark.parametrize("backoff", [ANSWER_BACKOFF, TURN_ERROR_BACKOFF, SEND_BACKOFF])
def test_every_wait_grows_and_ends(backoff: Backoff) -> None:
    waits = [backoff.wait(n) for n in range(1, backoff.tries + 1)]

    assert waits[-1] is None
    assert waits[:-1] == sorted(filter(None, waits))


def test_every_language_has_a_folder_and_a_format() -> None:
    assert set(CATALOGUE_FOLDERS) == set(FORMAT_LOCALES) == set(LANGUAGES)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "ltr"), ("ar", "rtl"), ("ary", "rtl"), ("ary-Latn", "ltr")],
)
def test_the_direction_is_the_one_of_the_script(language, expected: str) -> None:
    assert direction(language) == expected


@pytest.mark.parametrize("code", ["en", "", None, "ary_Latn", "FR"])
def test_a_language_that_is_not_ours_is_not_known(code: str | None) -> None:
    assert known(code) is None


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("fr", ("26 novembre 2026", "novembre 2026")),
        ("ary-Latn", ("26 novembre 2026", "novembre 2026")),
        ("ar", ("26 نونبر 2026", "نونبر 2026")),
        ("ary", ("26 نونبر 2026", "نونبر 2026")),
    ],
)
def test_days_are_written_as_in_morocco(language, expected: tuple[str, str]) -> None:
    assert (day(TODAY, language), month(TODAY, language)) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_keep_the_digits_that_morocco_uses(language) -> None:
    written = number(12.5, language)

    assert written.isascii()
    assert written.replace(",", ".") == "12.5"


FULL = Reply(
    say="card",
    params={"office": {"word": "office.town_hall"}, "n": 3},
    card=card(),
    choices=(choice(id="abc"), choice("choice.track", intent="track_request", reference="ESS-1")),
    expects="secret",
    outcome=Outcome.CLARIFIED,
)


@pytest.mark.parametrize("reply", [FULL, Reply(say="thank")], ids=["full", "bare"])
def test_a_reply_survives_being_written_as_json(reply: Reply) -> None:
    assert reply_from_json(json.loads(json.dumps(reply_to_json(reply)))) == reply


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"say": "x", "outcome": "happy"},
        {"say": "x", "expects": "password"},
        {"say": "x", "choices": [{"intent": "deny"}]},
        {"say": "x", "choices": [{"label": "choice.neither"}]},
    ],
    ids=["empty", "outcome", "expects", "choice_without_label", "choice_without_intent"],
)
def test_a_malformed_reply_is_refused(broken: dict[str, Any]) -> None:
    with pytest.raises((KeyError, ValueError)):
        reply_from_json(broken)
