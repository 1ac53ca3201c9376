"""Every reply that an action can give is one that the gateway can read and say."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.backend import Backend
from actions.base import SemanticAction
from actions.fallback import OfferChoices
from actions.offices import AskOffice, BookAppointment, Emergency, TalkToHuman
from actions.procedures import AnswerProcedure
from actions.replies import Reply
from actions.reports import ReportProblem
from actions.requests import TrackRequest
from bot.conversation.compose import compose, with_choice_ids
from bot.domain.language import LANGUAGES
from bot.domain.reply import reply_from_json
from tests.factories import (
    REFERENCE,
    ROOT,
    card,
    catalogues,
    contacts,
    missing_card,
    office,
    request,
    validator,
    wordings,
    words,
)

FAMILY = [
    {"id": "passport_first", "family": "passport"},
    {"id": "passport_renewal", "family": "passport"},
    {"id": "birth_certificate", "family": None},
]


@dataclass
class FakeBackend:
    """Answers as the backend does; each answer keeps the backend's own schema."""

    card: Mapping[str, Any] | None = None
    request: Mapping[str, Any] | None = None
    away: bool = False
    asked: list[str] = field(default_factory=list)

    def __call__(self, asked: httpx.Request) -> httpx.Response:
        self.asked.append(asked.url.path)
        if self.away:
            raise httpx.ConnectError("")
        answer = self._answer(asked.url.path)
        return httpx.Response(404, json={}) if answer is None else httpx.Response(200, json=answer)

    def _answer(self, path: str) -> Mapping[str, Any] | None:
        if path.startswith("/v1/catalogue/cards/"):
            return self.card
        if path == "/v1/catalogue/procedures":
            return {"procedures": FAMILY}
        if path == "/v1/offices":
            return {"offices": [office()], "contacts": contacts()}
        return self.request

    def client(self) -> Backend:
        """The actions' own client, in front of this."""
        transport = httpx.MockTransport(self)
        return Backend(httpx.AsyncClient(transport=transport, base_url="http://backend"))


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One way through one action."""

    action: type[SemanticAction]
    says: str
    outcome: str = "answered"
    understanding: Mapping[str, Any] = field(default_factory=dict)
    slots: Mapping[str, Any] = field(default_factory=dict)
    grants: tuple[str, ...] = ()
    reference: str | None = None
    card: Mapping[str, Any] | None = field(default_factory=card)
    request: Mapping[str, Any] | None = field(default_factory=request)
    away: bool = False


def asking(procedure: str | None, aspect: str | None = "documents") -> dict[str, Any]:
    return {"intent": "ask_procedure", "procedure": procedure, "aspect": aspect, "choices": []}


def unsure(*readings: tuple[str, str | None], aspect: str | None = None) -> dict[str, Any]:
    choices = [{"intent": i, "procedure": p, "confidence": 0.3} for i, p in readings]
    return {"intent": None, "procedure": None, "aspect": aspect, "choices": choices}


PASSPORT = card(procedure="passport_first", aspect="overview")
PROCEDURE = {"action": AnswerProcedure, "says": "card"}
TRACK = {"action": TrackRequest, "outcome": "clarified"}
UNSURE = {"action": OfferChoices, "says": "unsure_choices", "outcome": "clarified"}
NO_CONTENT = "unanswered_no_content"

SCENES = {
    "card": Scene(**PROCEDURE, understanding=asking("birth_certificate")),
    "card_without_other_facts": Scene(
        **PROCEDURE, understanding=asking("birth_certificate"), card=card(offers=[])
    ),
    "card_of_a_family": Scene(
        **PROCEDURE, understanding=asking("passport_first", "overview"), card=PASSPORT
    ),
    "missing_card": Scene(
        **PROCEDURE,
        understanding=asking("birth_certificate"),
        card=missing_card(),
        outcome=NO_CONTENT,
    ),
    "follow_up": Scene(
        **PROCEDURE, understanding=asking(None, "fee"), slots={"procedure": "birth_certificate"}
    ),
    "which_procedure": Scene(
        action=AnswerProcedure,
        says="which_procedure",
        outcome="clarified",
        understanding=asking(None, "fee"),
    ),
    "unknown_procedure": Scene(
        action=AnswerProcedure,
        says="contact",
        outcome=NO_CONTENT,
        understanding=asking("birth_certificate"),
        card=None,
    ),
    "ask_reference": Scene(**TRACK, says="ask_reference"),
    "ask_secret": Scene(**TRACK, says="ask_secret", reference=REFERENCE),
    "slip_of_the_pen": Scene(**TRACK, says="reference_not_ours", reference="ESS-7K3M-9QXT-X"),
    "number_of_another_administration": Scene(
        **TRACK, says="reference_not_ours", reference="318/2026"
    ),
    "ask_secret_beside_another_grant": Scene(
        **TRACK, says="ask_secret", reference=REFERENCE, grants=("ESS-2FVD-41HA-0",)
    ),
    "ask_reference_with_two_grants": Scene(
        **TRACK, says="ask_reference", grants=(REFERENCE, "ESS-2FVD-41HA-0")
    ),
    "request": Scene(action=TrackRequest, says="request", reference=REFERENCE, grants=(REFERENCE,)),
    "request_by_the_only_grant": Scene(action=TrackRequest, says="request", grants=(REFERENCE,)),
    "request_that_is_gone": Scene(
        action=TrackRequest,
        says="request_unknown",
        outcome=NO_CONTENT,
        grants=(REFERENCE,),
        request=None,
    ),
    "unsure": Scene(
        action=OfferChoices,
        says="unsure",
        outcome="unanswered_low_confidence",
        understanding=unsure(),
    ),
    "unsure_of_the_procedure": Scene(
        **UNSURE,
        understanding=unsure(
            ("ask_procedure", "passport_first"), ("ask_procedure", "passport_renewal"), aspect="fee"
        ),
    ),
    "person": Scene(action=TalkToHuman, says="contact", outcome="handed_over"),
    "office": Scene(action=AskOffice, says="contact"),
    "report": Scene(action=ReportProblem, says="contact", outcome="handed_over"),
    "appointment": Scene(action=BookAppointment, says="contact", outcome="handed_over"),
    "emergency": Scene(action=Emergency, says="emergency"),
    # Nobody waits for a backend while somebody drowns.
    "emergency_away": Scene(action=Emergency, says="emergency_numbers", away=True),
}


def registered() -> dict[str, SemanticAction]:
    """The actions as rasa-sdk finds them, by name."""
    executor = ActionExecutor()
    executor.register_package("actions")
    return {name: run.__self__ for name, run in executor.actions.items()}


REGISTERED = registered()
INTENTS = [
    next(iter(intent)) if isinstance(intent, dict) else intent
    for intent in yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["intents"]
]
_OWN_SCENES = {scene.action.action_name for scene in SCENES.values()}
SCENES |= {
    f"plain_{name.removeprefix('action_')}": Scene(action=type(action), says="", outcome="")
    for name, action in REGISTERED.items()
    if name not in _OWN_SCENES
}
SCENES |= {
    f"unsure_of_{intent}": Scene(**UNSURE, understanding=unsure((intent, None)))
    for intent in INTENTS
    if intent not in ("ask_procedure", "nlu_fallback", "repeat", "back", "start_again")
}
SCENES |= {
    f"away_{scene.action.action_name.removeprefix('action_')}": Scene(
        **{**vars(scene), "says": "error", "outcome": "error_backend", "away": True}
    )
    for name, scene in SCENES.items()
    if name in ("card", "request", "person", "office", "report", "appointment")
}


def tracker(scene: Scene) -> Tracker:
    found = [{"entity": "reference", "value": scene.reference}] if scene.reference else []
    message = {
        "text": "as typed",
        "entities": found,
        "understanding": scene.understanding,
        "metadata": {"grants": [{"reference": r, "until": "…"} for r in scene.grants]},
    }
    return Tracker(
        "p",
        scene.slots,
        message,
        [],
        paused=False,
        followup_action=None,
        active_loop={},
        latest_action_name=None,
    )


def play(scene: Scene, backend: FakeBackend | None = None) -> tuple[list[Reply], dict[str, Any]]:
    """Run an action as rasa-sdk does; gives its replies and the slots it sets."""
    backend = backend or FakeBackend(card=scene.card, request=scene.request, away=scene.away)
    action = scene.action(lambda: backend.client())
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.run(dispatcher, tracker(scene), {}))
    slots = {event["name"]: event["value"] for event in events}
    return [message["custom"] for message in dispatcher.messages], slots


@pytest.fixture(params=SCENES.values(), ids=SCENES)
def scene(request: pytest.FixtureRequest) -> Scene:
    found: Scene = request.param
    return found


def test_a_scene_ends_as_expected(scene: Scene) -> None:
    (reply,) = play(scene)[0]

    assert scene.says in ("", reply["say"])
    assert scene.outcome in ("", reply["outcome"])


def test_a_reply_keeps_its_schema(scene: Scene) -> None:
    for reply in play(scene)[0]:
        validator("reply").validate(reply)


def test_a_reply_has_words_in_every_language(scene: Scene) -> None:
    for reply in play(scene)[0]:
        for language in LANGUAGES:
            assert unsaid(reply, language) == []


# Numbers to call are the next step; after a failure the same message is the next step.
NO_BUTTONS = {"emergency", "emergency_numbers", "error"}


def test_no_scene_is_a_dead_end(scene: Scene) -> None:
    last = play(scene)[0][-1]

    assert last["choices"] or last["expects"] or last["say"] in NO_BUTTONS


RAW_KEY = re.compile(r"(?<![\w.-])[a-z_]+\.[a-z0-9_]+(?![\w.-])|[{}]")
_ADDRESS = re.compile(r"https?://\S+|[\w.-]+\.(?:ma|com|org|net)\b")


def unsaid(reply: Reply, language) -> list[str]:
    """What a citizen would see that is no word: keys, patterns, empty texts and titles."""
    rendered = compose(with_choice_ids(reply_from_json(reply), lambda: "id"), words(language))
    shown = [rendered.text, *(c.title for c in rendered.choices), rendered.source_line or "-"]
    keys = {choice["label"] for choice in reply["choices"]} & {c.title for c in rendered.choices}
    raw = [found for text in shown for found in RAW_KEY.findall(_ADDRESS.sub("", text))]
    return raw + sorted(keys) + [text for text in shown if not text.strip() or text == reply["say"]]


def test_the_message_of_a_reply_is_in_every_catalogue(scene: Scene) -> None:
    composed = {"card", "request", "contact"}  # made of several messages
    says = {reply["say"] for reply in play(scene)[0]} - composed

    assert [key for key in says for lang in LANGUAGES if not catalogues().has(lang, key)] == []


def test_a_label_of_a_choice_is_known_in_every_language(scene: Scene) -> None:
    labels = {choice["label"] for reply in play(scene)[0] for choice in reply["choices"]}

    unknown = [
        label
        for label in labels
        for language in LANGUAGES
        if not (wordings().get(label, {}).get(language) or catalogues().has(language, label))
    ]
    assert unknown == []


def test_a_choice_is_one_that_rasa_knows(scene: Scene) -> None:
    intents = {choice["intent"] for reply in play(scene)[0] for choice in reply["choices"]}

    assert intents <= set(INTENTS)


def test_a_turn_asks_the_backend_little(scene: Scene) -> None:
    backend = FakeBackend(card=scene.card, request=scene.request)

    play(scene, backend)

    # Three only where nothing is published of what was asked, and the office has to be found.
    assert len(backend.asked) <= (3 if scene.card is None else 2)


def test_a_press_of_one_member_of_a_family_does_not_offer_the_others_again() -> None:
    understanding = asking("passport_first", "overview")
    offered = []
    for pressed in (False, True):
        scene = Scene(
            **PROCEDURE, understanding={**understanding, "pressed": pressed}, card=PASSPORT
        )
        choices = play(scene)[0][0]["choices"]
        offered.append("passport_renewal" in {choice["procedure"] for choice in choices})

    assert offered == [True, False]


def test_the_procedure_of_the_talk_is_remembered() -> None:
    asked = {"procedure": "birth_certificate", "aspect": "documents"}

    assert play(SCENES["card"])[1] == {**asked, "trail": [{"intent": "ask_procedure", **asked}]}


def test_no_reply_tells_an_unknown_reference_from_a_known_one() -> None:
    known = play(SCENES["ask_secret"])
    unknown = play(Scene(**TRACK, says="ask_secret", reference=REFERENCE, request=None))

    assert unknown == known


def test_actions_that_are_named_are_registered_and_the_reverse() -> None:
    named = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["actions"]

    assert sorted(REGISTERED) == sorted(named)


def test_every_action_has_a_scene() -> None:
    assert {scene.action.action_name for scene in SCENES.values()} == set(REGISTERED)


def test_every_intent_leads_to_an_action_that_is_registered() -> None:
    rules = yaml.safe_load((ROOT / "data" / "rules" / "rules.yml").read_text("utf-8"))["rules"]
    led = {step["action"] for rule in rules for step in rule["steps"] if "action" in step}
    asked = {step["intent"] for rule in rules for step in rule["steps"] if "intent" in step}

    assert led - set(REGISTERED) == set()
    assert set(INTENTS) - asked == set()
