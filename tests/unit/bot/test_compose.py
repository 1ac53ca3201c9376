"""Semantic replies in words: cards, requests, offices, parameters, in four languages."""

from typing import Any

import pytest

from bot.channels.web.render import message_event
from bot.conversation.compose import compose, with_choice_ids
from bot.domain.language import LANGUAGES
from bot.domain.reply import Rendered
from tests.factories import (
    REFERENCE,
    card,
    choice,
    contacts,
    missing_card,
    office,
    reply,
    request,
    source,
    wordings,
    words,
)

DOCUMENT = {"kind": "document", "id": "cin_copy", "condition": None}
FEE = {"kind": "fee", "what": None, "amount_mad": 75, "condition": None}
DELAY = {"kind": "delay", "amount": 3, "unit": "days", "nature": "usual", "condition": None}
VALIDITY = {"kind": "validity", "amount": 10, "unit": "years", "condition": None}
LINK = {"kind": "link", "id": "watiqa"}


def first(kind: str) -> str:
    """An id that the vocabulary knows."""
    return next(key for key in wordings() if key.startswith(f"{kind}.")).partition(".")[2]


def shown(*items: dict[str, Any], language="fr", **changes: Any) -> list[str]:
    """The lines of a card, without its heading."""
    return compose(reply("card", card=card(*items, **changes)), words(language)).text.splitlines()[
        1:
    ]


def word(key: str, language: str = "fr") -> str:
    return wordings()[key][language]


def say(key: str, **values: object) -> str:
    """A French message, whatever its wording is today."""
    return words("fr").text(key, **values)


CONDITION = first("condition")
LINES = {
    "document": (DOCUMENT, "• " + word("document.cin_copy")),
    "step": ({"kind": "step", "id": first("step")}, "• " + word(f"step.{first('step')}")),
    "note": ({"kind": "note", "id": first("note")}, word(f"note.{first('note')}")),
    "office": (
        {"kind": "office", "id": "town_hall"},
        say("card.office", office=word("office.town_hall")),
    ),
    "condition": (
        {"kind": "condition", "id": CONDITION},
        "• " + word(f"condition.{CONDITION}"),
    ),
    "fee": (FEE, "• Prix : 75 DH"),
    "free": ({**FEE, "amount_mad": 0}, "• Prix : gratuit"),
    "fee_with_centimes": ({**FEE, "amount_mad": 12.5}, "• Prix : 12,5 DH"),
    "fee_with_condition": (
        {**FEE, "condition": CONDITION},
        f"• Prix : 75 DH ({word(f'condition.{CONDITION}')})",
    ),
    "document_with_condition": (
        {**DOCUMENT, "condition": CONDITION},
        f"• {word('document.cin_copy')} ({word(f'condition.{CONDITION}')})",
    ),
    "usual_delay": (DELAY, "• En général : 3 jours"),
    "one_day": ({**DELAY, "amount": 1}, "• En général : 1 jour"),
    "legal_delay": (
        {**DELAY, "nature": "legal", "unit": "working_days"},
        "• Délai de l'administration : 3 jours ouvrables au plus",
    ),
    "deadline": (
        {**DELAY, "nature": "deadline", "unit": "months"},
        "• Vous avez 3 mois pour le faire",
    ),
    "validity": (VALIDITY, "• Valable : 10 ans"),
    "fee_for_something": ({**FEE, "what": "stamp"}, "• Timbre fiscal : 75 DH"),
    "link": (LINK, f"• {word('link.watiqa')} : https://www.watiqa.ma"),
}


@pytest.mark.parametrize(("item", "line"), LINES.values(), ids=LINES)
def test_an_item_becomes_a_line(item: dict[str, Any], line: str) -> None:
    assert shown(item) == [line]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("item", [item for item, _ in LINES.values()], ids=LINES)
def test_no_key_is_left_in_a_line(item: dict[str, Any], language) -> None:
    (line,) = shown(item, language=language)

    assert line.strip("• ")
    assert not any(f"{item['kind']}.{key}" in line for key in item.values())
    assert not set("{}") & set(line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_headed_by_procedure_and_aspect(language) -> None:
    text = compose(reply("card", card=card()), words(language)).text

    procedure = word("procedure.birth_certificate", language)
    assert text.splitlines()[0] == f"{procedure} — {word('aspect.documents', language)}"


def test_a_missing_card_names_who_to_ask() -> None:
    rendered = compose(reply("card", card=missing_card()), words("fr"))

    assert word("office.civil_status_office") in rendered.text
    assert rendered.source is None
    assert rendered.source_line == ""


def test_what_an_official_page_states_needs_no_caution() -> None:
    assert shown(DOCUMENT) == ["• " + word("document.cin_copy")]


def test_what_is_only_reported_says_so_with_its_source() -> None:
    lines = shown(DOCUMENT, source=source(standing="reported", title="Yabiladi"))

    assert lines[1:] == ["", say("card.reported", title="\u2068Yabiladi\u2069")]


def test_what_has_no_source_says_so() -> None:
    assert shown(DOCUMENT, source=None)[-1] == say("card.unsourced")


DATES = {
    "read": (None, "source.read", "novembre 2026"),
    "year": ("2024", "source.dated", "2024"),
    "month": ("2026-02", "source.dated", "février 2026"),
    "day": ("2026-02-03", "source.dated", "3 février 2026"),
}


@pytest.mark.parametrize(("dated", "key", "date"), DATES.values(), ids=DATES)
def test_a_source_is_shown_with_its_date(dated: str | None, key: str, date: str) -> None:
    rendered = compose(reply("card", card=card(source=source(dated=dated))), words("fr"))

    assert rendered.source_line == say(key, title="\u2068service-public.ma\u2069", date=date)
    assert rendered.source is not None
    assert (rendered.source.dated, rendered.source.checked_on) == (dated, "2026-11")


def test_a_law_has_a_title_and_no_address() -> None:
    rendered = compose(reply("card", card=card(source=source(url=None))), words("fr"))

    assert rendered.source is not None
    assert rendered.source.url == ""


# --- requests ---


def status(language="fr", **changes: Any) -> str:
    told = reply("request", params={"request": request(**changes)})
    return compose(told, words(language)).text


def test_a_request_is_told_whole() -> None:
    assert status(must_bring=["cin_copy"]).splitlines() == [
        f"\u2068{REFERENCE}\u2069 — {word('procedure.business_licence')}",
        word("status.in_review"),
        say("request.since", day="16 novembre 2026"),
        say("request.next_step", step=word("next_step.agent_checks")),
        f"• {word('document.cin_copy')}",
        say("request.agency", office=word("office.business_office")),
        say("request.days_left", day="5 décembre 2026", days="9 jours"),
        say("request.as_of", day="26 novembre 2026"),
    ]


CLOCKS = {
    "days_left": ("2026-12-05", say("request.days_left", day="5 décembre 2026", days="9 jours")),
    "one_day_left": (
        "2026-11-27",
        say("request.days_left", day="27 novembre 2026", days="1 jour"),
    ),
    "today": ("2026-11-26", say("request.days_left", day="26 novembre 2026", days="0 jour")),
    "passed": ("2026-11-25", say("request.days_passed", day="25 novembre 2026", days="1 jour")),
    "passed_long_ago": (
        "2026-11-01",
        say("request.days_passed", day="1 novembre 2026", days="25 jours"),
    ),
}


@pytest.mark.parametrize(("due", "told"), CLOCKS.values(), ids=CLOCKS)
def test_the_legal_clock_is_told_while_a_request_is_open(due: str, told: str) -> None:
    assert told in status(legal_due=due).splitlines()


@pytest.mark.parametrize(
    "state",
    ["done", "rejected", "cancelled", "duplicate", "redirected", "waiting_for_citizen"],
)
def test_the_legal_clock_is_silent_where_it_does_not_run(state: str) -> None:
    assert status(status=state) == status(status=state, legal_due=None)


@pytest.mark.parametrize("sample", [True, False])
def test_an_example_says_that_it_is_one(sample: bool) -> None:
    assert (say("request.sample") in status(sample=sample)) is sample


def test_words_of_the_administration_stand_apart() -> None:
    text = status(status_text="في طور الدراسة")

    assert say("request.own_words", words="\u2068في طور الدراسة\u2069") in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", sorted(k[7:] for k in wordings() if k.startswith("status.")))
def test_every_state_of_a_request_has_words(language, state: str) -> None:
    text = status(language, status=state, sample=True, expected="2026-12-01", status_text="x")

    assert word(f"status.{state}", language) in text
    assert not set("{}") & set(text)


# --- parameters, offices, choices ---

PARAMETERS = {
    "text": ("ESS-1", "\u2068ESS-1\u2069"),
    "word": ({"word": "office.town_hall"}, word("office.town_hall")),
    "day": ({"day": "2026-12-05"}, "5 décembre 2026"),
    "moment": ({"day": "2026-11-25T23:30:00+00:00"}, "26 novembre 2026"),
    "number": ({"number": 1500}, "1\u202f500"),
}


@pytest.mark.parametrize(("value", "expected"), PARAMETERS.values(), ids=PARAMETERS)
def test_a_parameter_is_put_into_words(value: object, expected: str) -> None:
    text = compose(reply("ask_secret", params={"reference": value}), words("fr")).text

    assert text.startswith(f"Pour la demande {expected},")


def test_a_parameter_is_never_read_as_a_pattern() -> None:
    text = compose(reply("ask_secret", params={"reference": "{0.__class__}"}), words("fr")).text

    assert "\u2068{0.__class__}\u2069" in text


@pytest.mark.parametrize("language", ["ar", "ary"])
def test_a_reference_stays_whole_inside_right_to_left_text(language) -> None:
    rendered = compose(reply("ask_secret", params={"reference": REFERENCE}), words(language))

    assert rendered.direction == "rtl"
    assert f"\u2068{REFERENCE}\u2069" in rendered.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_isolation_is_ended(language) -> None:
    texts = [
        compose(
            reply("request", params={"request": request(status_text="x")}), words(language)
        ).text,
        compose(reply("emergency", params={"contacts": contacts()}), words(language)).text,
    ]

    assert [text.count("\u2068") for text in texts] == [text.count("\u2069") for text in texts]
    assert all("\u2068" in text for text in texts)


def contact(language="fr", **changes: Any) -> list[str]:
    params = {"intro": "contact.person", "office": office(**changes), "contacts": contacts()[:1]}
    return compose(reply("contact", params=params), words(language)).text.splitlines()[1:]


def test_an_office_of_which_nothing_is_known_says_so() -> None:
    assert contact() == [
        word("office.town_hall"),
        say("contact.unknown"),
        "• \u20683737\u2069 : Allo 3737 (infos)",
    ]


HOURS = [
    {"days": ["mon", "tue", "wed", "thu"], "opens": "08:30", "closes": "16:30"},
    {"days": ["fri"], "opens": "08:30", "closes": "11:30"},
]
ADDRESS = {
    "fr": "Avenue du Caire",
    "ar": "شارع القاهرة",
    "ary": "شارع القاهرة",
    "ary-Latn": "Charia",
}


def test_an_office_that_is_known_is_told_whole() -> None:
    assert contact(phone="0524 78 40 50", address=ADDRESS, hours=HOURS) == [
        word("office.town_hall"),
        "Avenue du Caire",
        say("contact.phone", phone="\u20680524 78 40 50\u2069"),
        say(
            "contact.hours",
            hours="lundi, mardi, mercredi et jeudi \u206808:30–16:30\u2069"
            " · vendredi \u206808:30–11:30\u2069",
        ),
        "• \u20683737\u2069 : Allo 3737 (infos)",
    ]


def test_hours_are_told_in_the_language_of_the_talk() -> None:
    assert any("الجمعة" in line for line in contact("ary", hours=HOURS))


def test_a_known_phone_is_not_followed_by_a_word_that_nothing_is_known() -> None:
    assert say("contact.unknown") not in contact(phone="0524 78 40 50")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_emergency_number_is_told(language) -> None:
    text = compose(reply("emergency", params={"contacts": contacts()}), words(language)).text

    assert [c["number"] for c in contacts() if f"\u2068{c['number']}\u2069" not in text] == []


@pytest.mark.parametrize(
    ("made", "title"),
    [
        pytest.param(choice("aspect.fee"), "Le prix", id="vocabulary"),
        pytest.param(choice("choice.neither"), "Autre chose", id="message"),
        pytest.param(choice("choice.track", reference=REFERENCE), REFERENCE, id="reference"),
    ],
)
def test_a_choice_has_a_title(made, title: str) -> None:
    rendered = compose(with_choice_ids(reply(choices=(made,)), lambda: "id-1"), words("fr"))

    assert [(c.id, c.title) for c in rendered.choices] == [("id-1", title)]


def test_a_choice_that_was_not_issued_is_not_shown() -> None:
    assert compose(reply(choices=(choice(),)), words("fr")).choices == ()


def test_every_choice_gets_an_id_of_its_own() -> None:
    ids = iter(["a", "b"])
    made = with_choice_ids(reply(choices=(choice(), choice())), lambda: next(ids))

    assert [c.id for c in made.choices] == ["a", "b"]


# --- the web's event ---


def event(rendered: Rendered) -> dict[str, Any]:
    return message_event(rendered, "page-7")


def test_an_event_of_the_page_has_all_that_is_shown() -> None:
    told = reply("card", card=card(), choices=(choice(id="c1"),))

    assert event(compose(told, words("fr"))) == {
        "in_reply_to": "page-7",
        "text": f"{word('procedure.birth_certificate')} — Papiers à apporter\n"
        f"• {word('document.cin_copy')}",
        "language": "fr",
        "dir": "ltr",
        "choices": [{"id": "c1", "title": "Le prix"}],
        "card": card(),
        "source": {
            "title": "service-public.ma",
            "url": "https://www.service-public.ma/naissance",
            "checked_on": "2026-11",
            "dated": None,
        },
        "outcome": "answered",
    }


@pytest.mark.parametrize(
    ("language", "direction"), [("fr", "ltr"), ("ar", "rtl"), ("ary", "rtl"), ("ary-Latn", "ltr")]
)
def test_an_event_says_which_way_it_is_read(language, direction: str) -> None:
    assert event(compose(reply(), words(language)))["dir"] == direction
