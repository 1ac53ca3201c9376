"""What actions make of a talk: families, corrections, the trail, papers, a backend away."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from actions.backend import Backend
from actions.base import TRAIL_MAX, SemanticAction
from actions.fallback import OfferChoices
from actions.moves import Back, ChangeLanguage, Repeat, StartAgain
from actions.offices import AskOffice, Emergency
from actions.papers import PaperCheck
from actions.procedures import AnswerProcedure
from actions.replies import Reply
from actions.reports import REPORTS, FileComplaint, ReportProblem
from actions.talk import Deny
from tests.contract.test_actions import FakeBackend, asking, unsure
from tests.contract.test_actions import Scene as _Scene
from tests.contract.test_actions import play as _play
from tests.factories import card, office, validator

MEMBERS = ("first", "renewal", "lost", "minor")
LISTED = [
    {"id": f"{family}_{member}", "family": family, "asks_which": member == "first"}
    for family in ("national_id", "passport")
    for member in MEMBERS
] + [
    {"id": "birth_certificate", "family": None, "asks_which": False},
    {"id": "law_31_13", "topic": "law", "family": None, "aspects": ["overview", "delay"]},
]


@dataclass
class Catalogue(FakeBackend):
    """Gives a card for whatever is asked, and the verdict on any paper."""

    verdict: str = "not_listed"
    urgent: str | None = None
    known: tuple[str, ...] = (*(str(one["id"]) for one in LISTED), *REPORTS, "complaint")

    def __call__(self, asked: httpx.Request) -> httpx.Response:
        self.asked.append(str(asked.url.path))
        if self.away:
            raise httpx.ConnectError("")
        found = self._found(asked.url.path.rpartition("/")[2], asked.url)
        return httpx.Response(404, json={}) if found is None else httpx.Response(200, json=found)

    def _found(self, name: str, url: httpx.URL) -> Mapping[str, Any] | None:
        if "/cards/" in url.path:
            made = card(procedure=name, aspect=url.params["aspect"], urgent=self.urgent)
            return made if name in self.known else None
        if "/papers/" in url.path:
            return self._checked(name, url.params["procedure"]) if name != "passport_x" else None
        if url.path.endswith("/procedures"):
            return {"procedures": LISTED}
        offices = [office(), office(id="civil_status_office"), office(id="police_station")]
        return {"offices": offices, "contacts": []}

    def _checked(self, paper: str, procedure: str) -> Mapping[str, Any]:
        return {
            "paper": paper,
            "procedure": procedure,
            "verdict": self.verdict,
            "documents": [],
            "source": None,
            "law": None,
            "office": "town_hall",
        }


@dataclass
class Talk:
    """A talk with the actions: slots are kept from turn to turn, as Rasa keeps them."""

    backend: Catalogue = field(default_factory=Catalogue)
    slots: dict[str, Any] = field(default_factory=dict)
    grants: tuple[str, ...] = ()

    def say(self, action: type[SemanticAction], **understanding: Any) -> list[Reply]:
        scene = _Scene(
            action=action,
            says="",
            understanding={"choices": [], **understanding},
            slots=self.slots,
            grants=self.grants,
        )
        replies, slots = _play(scene, self.backend)
        for reply in replies:
            validator("reply").validate(reply)
        assert replies[-1]["choices"] or replies[-1]["expects"], "a dead end"
        self.slots = {**self.slots, **slots}
        return replies

    def ask(self, procedure: str | None, aspect: str = "fee", **more: Any) -> str:
        return shown(self.say(AnswerProcedure, **{**asking(procedure, aspect), **more}))


def shown(replies: list[Reply]) -> str:
    """The last message in short: a card's procedure and aspect, else its key."""
    found = replies[-1]["card"]
    return f"{found['procedure']} {found['aspect']}" if found else str(replies[-1]["say"])


def offered(replies: list[Reply]) -> list[tuple[str, str]]:
    return [(choice["procedure"], choice["aspect"]) for choice in replies[-1]["choices"]]


# --- families ---


def test_a_bare_name_of_a_family_is_asked_about_with_what_was_asked() -> None:
    replies = Talk().say(AnswerProcedure, **asking("passport_first", "fee"))

    assert shown(replies) == "which_member"
    assert offered(replies)[:4] == [(f"passport_{member}", "fee") for member in MEMBERS]


@pytest.mark.parametrize(
    "more", [{"first": True}, {"pressed": True}], ids=["said_to_be_the_first", "pressed"]
)
def test_a_member_that_is_named_is_answered(more: dict[str, Any]) -> None:
    assert Talk().ask("passport_first", **more) == "passport_first fee"


def test_another_member_is_answered_at_once() -> None:
    assert Talk().ask("passport_renewal") == "passport_renewal fee"


def test_a_member_that_is_typed_gets_what_was_asked() -> None:
    talk = Talk()
    talk.ask("passport_first", "fee")

    assert talk.ask("passport_renewal", "overview") == "passport_renewal fee"


def test_a_bare_name_stays_with_the_member_of_the_talk() -> None:
    talk = Talk()
    talk.ask("passport_renewal")

    assert talk.ask("passport_first", "where", families=["passport"]) == "passport_renewal where"
    assert talk.ask("passport_first", "fee", families=[]) == "passport_renewal fee"


def test_a_renewal_is_that_of_the_family_of_the_talk() -> None:
    talk = Talk()
    talk.ask("passport_minor")

    assert talk.ask("national_id_renewal", families=[]) == "passport_renewal fee"
    assert talk.ask("national_id_lost", families=["national_id"]) == "national_id_lost fee"


def test_of_unsure_readings_the_one_of_the_talk_is_meant() -> None:
    talk = Talk()
    talk.ask("passport_minor")
    readings = unsure(("ask_procedure", "national_id_renewal"), ("ask_procedure", "visa"))

    assert shown(talk.say(OfferChoices, **readings)) == "passport_renewal fee"


def test_unsure_readings_of_no_family_of_the_talk_are_offered() -> None:
    talk = Talk()
    talk.ask("passport_minor")
    readings = unsure(("ask_procedure", "birth_certificate"), ("ask_procedure", "visa"))

    assert shown(talk.say(OfferChoices, **readings)) == "unsure_choices"


def test_a_member_that_is_only_named_gets_what_was_asked_of_the_other() -> None:
    talk = Talk()
    talk.ask("passport_first", "fee", first=True)

    assert talk.ask("passport_renewal", "overview", families=[]) == "passport_renewal fee"
    whole = talk.ask("passport_lost", "overview", families=["passport"])
    assert whole == "passport_lost overview"


def test_of_a_law_the_whole_is_told_where_a_part_is_not_known() -> None:
    assert Talk().ask("law_31_13", "fee") == "law_31_13 overview"
    assert Talk().ask("law_31_13", "delay") == "law_31_13 delay"


# --- corrections ---


def test_a_correction_keeps_what_was_asked() -> None:
    talk = Talk()
    talk.ask("passport_renewal", "delay")

    replies = talk.say(Deny, procedure="passport_lost", aspect=None)
    assert shown(replies) == "passport_lost delay"


def test_no_the_first_means_the_first_of_the_family() -> None:
    talk = Talk()
    talk.ask("national_id_lost")

    assert shown(talk.say(Deny, procedure=None, first=True)) == "national_id_first fee"


def test_a_plain_no_offers_where_to_begin() -> None:
    assert shown(Talk().say(Deny, procedure=None, first=False)) == "deny"


# --- the trail ---


def test_the_last_answer_is_given_again() -> None:
    talk = Talk()
    talk.ask("birth_certificate", "fee")
    talk.ask("birth_certificate", "where")

    assert shown(talk.say(Repeat)) == "birth_certificate where"
    assert shown(talk.say(Repeat)) == "birth_certificate where"


def test_back_leads_through_the_talk_to_its_start() -> None:
    talk = Talk()
    for aspect in ("fee", "where", "delay"):
        talk.ask("birth_certificate", aspect)

    went = [shown(talk.say(Back)) for _ in range(3)]
    assert went == ["birth_certificate where", "birth_certificate fee", "nothing_before"]


def test_after_going_back_a_follow_up_is_about_that_answer() -> None:
    talk = Talk()
    talk.ask("birth_certificate", "fee")
    talk.ask("passport_renewal", "fee")
    talk.say(Back)

    assert talk.ask(None, "where") == "birth_certificate where"


def test_a_question_of_ours_is_no_step() -> None:
    talk = Talk()
    talk.ask("birth_certificate", "fee")
    talk.ask("passport_first", "fee")

    assert shown(talk.say(Repeat)) == "birth_certificate fee"


def test_the_trail_is_not_endless() -> None:
    talk = Talk()
    for _ in range(TRAIL_MAX):
        talk.ask("birth_certificate", "fee")
        talk.ask("birth_certificate", "where")

    assert len(talk.slots["trail"]) == TRAIL_MAX


def test_a_request_is_repeated_only_to_who_may_see_it() -> None:
    reference = "ESS-7K3M-9QXT-W"
    trail = [{"intent": "track_request", "reference": reference}]

    assert shown(Talk(slots={"trail": trail}).say(Repeat)) == "ask_secret"
    granted = Talk(slots={"trail": trail}, grants=(reference,))
    assert shown(granted.say(Repeat)) == "request"


def test_start_again_forgets_the_talk() -> None:
    talk = Talk()
    talk.ask("birth_certificate", "fee")

    assert shown(talk.say(StartAgain)) == "start_again"
    assert talk.ask(None, "fee") == "which_procedure"
    assert shown(talk.say(Repeat)) == "nothing_before"


def test_in_another_language_the_last_answer_is_given_again() -> None:
    talk = Talk()
    talk.ask("birth_certificate", "fee")

    replies = talk.say(ChangeLanguage, wanted_language="ar")
    assert [reply["say"] for reply in replies] == ["language_changed", "card"]


def test_a_language_that_we_do_not_speak_is_answered_by_those_we_do() -> None:
    assert shown(Talk().say(ChangeLanguage, wanted_language=None)) == "change_language"


# --- papers ---


def check(talk: Talk, **understanding: Any) -> list[Reply]:
    return talk.say(PaperCheck, **{"papers": [], "procedure": None, **understanding})


def test_a_paper_is_looked_up_in_the_list_of_the_procedure() -> None:
    replies = check(Talk(), papers=["photo"], procedure="passport_renewal")

    checked = replies[-1]["params"]["checked"]
    assert (checked["paper"], checked["procedure"]) == ("photo", "passport_renewal")
    assert replies[-1]["outcome"] == "answered"


def test_of_two_papers_the_one_that_the_procedure_gives_is_not_the_one_asked_for() -> None:
    replies = check(Talk(), papers=["birth_act", "cin"], procedure="birth_certificate")

    checked = replies[-1]["params"]["checked"]
    assert (checked["paper"], checked["procedure"]) == ("cin", "birth_certificate")


def test_the_procedure_of_the_talk_is_the_one_that_a_paper_was_asked_for() -> None:
    talk = Talk()
    talk.ask("birth_certificate")

    replies = check(talk, papers=["celibacy_certificate"], procedure="celibacy_certificate")
    assert replies[-1]["params"]["checked"]["procedure"] == "birth_certificate"


def test_a_paper_without_a_procedure_asks_for_it_and_takes_the_answer() -> None:
    talk = Talk()

    assert shown(check(talk, papers=["photo"])) == "paper_check.which_procedure"
    replies = talk.say(AnswerProcedure, **asking("passport_first", "overview"), papers=["passport"])
    assert replies[-1]["params"]["checked"]["paper"] == "photo"
    assert replies[-1]["params"]["checked"]["procedure"] == "passport_first"


def test_a_procedure_without_a_paper_asks_for_it_and_takes_the_answer() -> None:
    talk = Talk()
    talk.ask("birth_certificate")

    assert shown(check(talk)) == "paper_check"
    replies = talk.say(OfferChoices, **unsure(), papers=["photo"])
    assert replies[-1]["params"]["checked"]["procedure"] == "birth_certificate"


def test_a_question_in_between_ends_the_asking() -> None:
    talk = Talk()
    check(talk)
    talk.ask("birth_certificate")

    assert shown(talk.say(OfferChoices, **unsure(), papers=["photo"])) == "unsure"


@pytest.mark.parametrize(
    ("verdict", "outcome", "complains"),
    [
        ("listed", "answered", False),
        ("not_listed", "answered", True),
        ("unknown", "unanswered_no_content", True),
    ],
)
def test_a_verdict_offers_what_can_be_done(verdict: str, outcome: str, complains: bool) -> None:
    talk = Talk(backend=Catalogue(verdict=verdict))

    (reply,) = check(talk, papers=["photo"], procedure="passport_renewal")
    intents = [choice["intent"] for choice in reply["choices"]]
    assert reply["outcome"] == outcome
    assert ("file_complaint" in intents) is complains
    assert "talk_to_human" in intents


# --- reports and complaints ---


def test_a_report_of_a_known_kind_is_answered_by_its_card() -> None:
    (reply,) = Talk().say(ReportProblem, procedure="street_lighting")

    assert shown([reply]) == "street_lighting overview"
    assert reply["params"]["intro"] == {"word": "contact.report"}
    assert reply["outcome"] == "handed_over"


@pytest.mark.parametrize("procedure", [None, "nothing_of_this"])
def test_a_report_of_another_kind_names_whom_to_tell_and_the_kinds(procedure) -> None:
    (reply,) = Talk().say(ReportProblem, procedure=procedure)

    assert reply["say"] == "contact"
    assert [choice["procedure"] for choice in reply["choices"]] == list(REPORTS)


def test_a_complaint_is_answered_by_its_card_or_by_the_address() -> None:
    assert shown(Talk().say(FileComplaint)) == "complaint overview"
    assert shown(Talk(backend=Catalogue(known=())).say(FileComplaint)) == "file_complaint"


def test_behind_the_numbers_comes_what_to_do_about_a_bite() -> None:
    bitten = Talk(backend=Catalogue(urgent="animal_bite"))

    replies = bitten.say(Emergency, procedure="stray_dogs")
    assert [reply["say"] for reply in replies] == ["emergency", "card"]


def test_a_paper_that_burns_is_not_what_an_emergency_is_about() -> None:
    scene = _Scene(action=Emergency, says="", understanding={"procedure": "passport_renewal"})

    assert [reply["say"] for reply in _play(scene, Catalogue())[0]] == ["emergency"]


# --- offices ---


@pytest.mark.parametrize(
    ("named", "talk", "asked_for"),
    [
        ("police_station", None, "police_station"),
        (None, "birth_certificate", "civil_status_office"),
        (None, None, "town_hall"),
        ("nowhere", None, "town_hall"),
    ],
)
def test_an_office_is_the_one_named_or_that_of_the_talk(named, talk, asked_for) -> None:
    (reply,) = Talk(slots={"procedure": talk}).say(AskOffice, office=named)

    assert reply["params"]["office"]["id"] == asked_for


# --- a backend that is away ---


def test_with_the_backend_away_the_last_known_card_is_given_with_its_date() -> None:
    backend = Catalogue()
    transport = httpx.MockTransport(backend)
    made = httpx.AsyncClient(transport=transport, base_url="http://backend")
    client = Backend(made, now=lambda: datetime(2026, 11, 25, tzinfo=UTC))

    async def twice() -> list[Mapping[str, Any]]:
        fresh = await client.card("birth_certificate", "fee")
        backend.away = True
        return [fresh, await client.card("birth_certificate", "fee")]

    fresh, kept = asyncio.run(twice())
    assert "kept_at" not in fresh
    assert kept == {**fresh, "kept_at": "2026-11-25T00:00:00+00:00"}


def test_a_card_that_is_gone_is_not_kept() -> None:
    backend = Catalogue()
    transport = httpx.MockTransport(backend)
    client = Backend(httpx.AsyncClient(transport=transport, base_url="http://backend"))

    async def gone() -> None:
        await client.card("birth_certificate", "fee")
        backend.known = ()
        with pytest.raises(Exception, match="catalogue"):
            await client.card("birth_certificate", "fee")
        backend.away = True
        with pytest.raises(Exception, match="ConnectError"):
            await client.card("birth_certificate", "fee")

    asyncio.run(gone())
