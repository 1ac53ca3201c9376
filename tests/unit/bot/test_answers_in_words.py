"""Answers that are off, expired or old; papers; offices and their hours: in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.conversation.compose import compose
from bot.domain.language import LANGUAGES
from bot.domain.notice import Live
from tests.factories import card, desk, opening, reply, source, wordings, words

DOCUMENT = {"kind": "document", "id": "cin_copy", "condition": None}
PHONE = "0524 78 40 50"


def lines(language: str = "fr", live: Live | None = None, **changes: Any) -> list[str]:
    said = words(language) if live is None else replace(words(language), live=live)
    return compose(reply("card", card=card(**changes)), said).text.splitlines()[1:]


def say(key: str, language: str = "fr", **values: object) -> str:
    return words(language).text(key, **values)


OFFICE = wordings()["office.civil_status_office"]
OFF = {
    "when_it_was_asked_for": (None, {"state": "off", "items": [], "missing": True}),
    "meanwhile": (Live(off=frozenset({("birth_certificate", "documents")})), {}),
    "meanwhile_as_a_whole": (Live(off=frozenset({("birth_certificate", None)})), {}),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("live", "changes"), OFF.values(), ids=OFF)
def test_an_answer_that_is_off_names_the_office_and_its_phone(language, live, changes) -> None:
    text = lines(language, live, desk=desk(phone=PHONE), **changes)

    assert text[0] == say("card.off", language, office=OFFICE[language])
    assert any(PHONE in line for line in text[1:])
    assert wordings()["document.cin_copy"][language] not in "\n".join(text)


def test_of_an_answer_that_is_off_the_page_gets_no_fact() -> None:
    live = Live(off=frozenset({("birth_certificate", "documents")}))

    rendered = compose(reply("card", card=card()), replace(words("fr"), live=live))

    assert rendered.card is not None
    assert (rendered.card["items"], rendered.card["state"]) == ([], "off")
    assert (rendered.source, rendered.source_line) == (None, "")


def test_another_answer_is_not_off() -> None:
    live = Live(off=frozenset({("birth_certificate", "fee"), ("passport_first", None)}))

    assert lines(live=live) == lines()


def test_an_expired_answer_says_so_first() -> None:
    assert lines(expired="2026-10-31")[0] == say("card.expired", day="31 octobre 2026")


def test_an_answer_that_was_not_checked_in_time_says_so() -> None:
    assert lines(review_due=True)[-1] == say("card.review_due", month="novembre 2026")


def test_an_answer_of_a_backend_that_is_away_has_its_date() -> None:
    shown = reply("card", card=card(), params={"as_of": {"day": "2026-11-20T10:00:00+00:00"}})

    text = compose(shown, words("fr")).text
    assert text.splitlines()[0] == say("card.as_of", day="20 novembre 2026")


def test_what_is_urgent_stands_first_even_where_the_answer_is_off() -> None:
    bite = wordings()["note.animal_bite"]["fr"]

    assert lines(urgent="animal_bite")[0] == f"⚠ {bite}"
    assert lines(urgent="animal_bite", state="off", items=[], missing=True)[0] == f"⚠ {bite}"


def where(language: str = "fr", **changes: Any) -> list[str]:
    told = desk(**changes)
    item = {"kind": "office", "id": "civil_status_office"}
    return lines(language, aspect="where", items=[item], desk=told, source=source())[1:]


HOURS = [{"days": ["mon", "fri"], "opens": "08:30", "closes": "16:30"}]


def test_where_to_go_is_told_with_hours_and_whether_it_is_open() -> None:
    told = where(
        phone=PHONE,
        hours=HOURS,
        opening=opening("open", until="2026-11-27T15:30:00+00:00"),
    )

    assert told == [
        say("contact.phone", phone=f"\u2068{PHONE}\u2069"),
        say("contact.hours", hours="lundi et vendredi \u206808:30–16:30\u2069"),
        say("opening.open", time="\u206816:30\u2069"),
    ]


def test_a_closed_office_says_when_it_opens() -> None:
    told = where(opening=opening("closed", opens="2026-11-30T07:30:00+00:00"))

    expected = say("opening.opens", day="lundi 30 novembre", time="\u206808:30\u2069")
    assert told == [expected]


def test_a_holiday_is_named_and_the_moon_is_not_foreseen() -> None:
    holiday = {language: f"fête {language}" for language in LANGUAGES}
    told = where("ary", opening=opening("closed", holiday=holiday, uncertain=True))

    assert told == [
        say("opening.holiday", "ary", holiday="fête ary"),
        say("opening.closed", "ary"),
        say("opening.uncertain", "ary"),
    ]


def test_hours_of_ramadan_that_nobody_told_are_not_invented() -> None:
    assert where(opening=opening("unknown", uncertain=True)) == [say("opening.ramadan")]


def test_an_office_of_which_nothing_is_told_adds_nothing() -> None:
    assert where() == []


def checked(verdict: str, **changes: Any) -> dict[str, Any]:
    return {
        "paper": "celibacy_certificate",
        "procedure": "passport_first",
        "verdict": verdict,
        "documents": [DOCUMENT] if verdict == "listed" else [],
        "source": None if verdict == "unknown" else source(),
        "law": None,
        "office": "administrative_annex",
        **changes,
    }


def verdict(name: str, language: str = "fr") -> list[str]:
    shown = reply("paper_checked", params={"checked": checked(name)})
    return compose(shown, words(language)).text.splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["listed", "not_listed", "unknown"])
def test_a_verdict_names_the_procedure_and_the_paper_where_it_judges(name: str, language) -> None:
    first = verdict(name, language)[0]

    assert wordings()["procedure.passport_first"][language] in first
    assert (wordings()["paper.celibacy_certificate"][language] in first) is (name != "unknown")


def test_a_paper_that_is_listed_is_shown_as_the_list_has_it() -> None:
    assert verdict("listed")[1:] == ["• " + wordings()["document.cin_copy"]["fr"]]


def test_a_paper_that_is_not_listed_comes_with_the_law_and_what_to_do() -> None:
    said = [say(f"paper_check.{key}") for key in ("law", "ask", "complain", "no_advice")]

    assert verdict("not_listed")[1:] == said


def test_where_no_list_was_read_nothing_is_concluded() -> None:
    assert verdict("unknown")[1:] == [say("paper_check.law"), say("paper_check.no_advice")]


def test_a_verdict_shows_where_the_list_was_read() -> None:
    shown = reply("paper_checked", params={"checked": checked("not_listed")})

    rendered = compose(shown, words("fr"))
    assert rendered.source is not None
    assert rendered.source_line


AMOUNTS = {
    "fr": {0: "0 DH", 1: "1 DH", 2: "2 DH", 3: "3 DH", 11: "11 DH", 100: "100 DH"},
    "ar": {1: "درهم واحد", 2: "درهمان", 3: "3 دراهم", 11: "11 درهما", 100: "100 درهم"},
    "ary": {2: "جوج دراهم", 3: "3 دراهم", 11: "11 درهم", 100: "100 درهم"},
    "ary-Latn": {2: "jouj drahem", 3: "3 drahem", 100: "100 dh"},
}


@pytest.mark.parametrize(
    ("language", "amount", "text"),
    [(lang, n, text) for lang, amounts in AMOUNTS.items() for n, text in amounts.items()],
)
def test_dirhams_are_counted_as_the_language_does(language, amount: int, text: str) -> None:
    assert words(language).money(amount) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "a, b et c"), ("ar", "a وb وc"), ("ary", "a وb وc"), ("ary-Latn", "a, b et c")],
)
def test_a_list_is_joined_as_the_language_does(language, text: str) -> None:
    assert words(language).listed(["a", "b", "c"]) == text
