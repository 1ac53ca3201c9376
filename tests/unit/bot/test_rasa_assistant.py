"""The client of Rasa's input channel: what it sends, and what it makes of any answer."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.assistant.contract import (
    AssistantAway,
    AssistantError,
    AssistantFailed,
    AssistantTimeout,
    Question,
)
from bot.assistant.rasa import RasaAssistant
from bot.domain.language import DEFAULT
from bot.domain.reply import Reply
from tests.factories import NOW, REFERENCE, choice, validator

ONE = ["http://rasa-1"]
TWO = ["http://rasa-1", "http://rasa-2"]
FINE = {"replies": [{"say": "thank"}], "understanding": {"language": "fr"}, "error": None}


def assistant(handler: Callable[[httpx.Request], httpx.Response], urls: list[str] = ONE):
    """A client whose every request is answered by the handler."""
    made = RasaAssistant(urls, "secret", actions_url="http://actions/webhook")
    made._client = httpx.AsyncClient(
        transport=httpx.MockTransport(handler), headers=made._client.headers
    )
    return made


def question(conversation: str = "p" * 32, **changes: Any) -> Question:
    fields: dict[str, Any] = {
        "conversation": conversation,
        "message": "7",
        "text": "chhal?",
        "choice": None,
        "language": "ary-Latn",
        "grants": ((REFERENCE, NOW + timedelta(hours=1)),),
    }
    return Question(**{**fields, **changes})


def answering(body: Any, status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _: httpx.Response(status, json=body)


def failing(error: type[httpx.TransportError]) -> Callable[[httpx.Request], httpx.Response]:
    def handler(_: httpx.Request) -> httpx.Response:
        raise error("")

    return handler


async def test_an_answer_is_read() -> None:
    answer = await assistant(answering(FINE)).turn(question())

    assert (answer.replies, answer.language) == ((Reply(say="thank"),), "fr")


async def test_an_unknown_language_becomes_the_first_one() -> None:
    answer = await assistant(answering(FINE | {"understanding": {"language": "en"}})).turn(
        question()
    )

    assert answer.language == DEFAULT


FAILURES: dict[str, tuple[Any, type[AssistantError]]] = {
    "refused": (failing(httpx.ConnectError), AssistantAway),
    "connecting_takes_too_long": (failing(httpx.ConnectTimeout), AssistantAway),
    "died_in_the_middle": (failing(httpx.RemoteProtocolError), AssistantAway),
    "answer_cut": (failing(httpx.ReadError), AssistantAway),
    "proxy_without_server": (answering({}, 502), AssistantAway),
    "not_ready": (answering({}, 503), AssistantAway),
    "timeout": (failing(httpx.ReadTimeout), AssistantTimeout),
    "server_error": (answering({}, 500), AssistantFailed),
    "wrong_secret": (answering({}, 401), AssistantFailed),
    "error_field": (answering(FINE | {"error": {"kind": "action"}}), AssistantFailed),
    "error_of_another_shape": (answering(FINE | {"error": "action"}), AssistantFailed),
    "no_json": (lambda _: httpx.Response(200, text="<html>"), AssistantFailed),
    "json_of_another_shape": (answering([]), AssistantFailed),
    "no_understanding": (answering({"replies": [{"say": "x"}]}), AssistantFailed),
    "null_understanding": (answering(FINE | {"understanding": None}), AssistantFailed),
    "malformed_reply": (answering(FINE | {"replies": [{"text": "hi"}]}), AssistantFailed),
    "reply_of_another_shape": (answering(FINE | {"replies": ["hi"]}), AssistantFailed),
    "unknown_outcome": (
        answering(FINE | {"replies": [{"say": "x", "outcome": "happy"}]}),
        AssistantFailed,
    ),
    "no_replies": (answering(FINE | {"replies": []}), AssistantFailed),
}


@pytest.mark.parametrize(("handler", "expected"), FAILURES.values(), ids=FAILURES)
async def test_a_failure_says_whether_to_wait(
    handler: Callable[[httpx.Request], httpx.Response], expected: type[AssistantError]
) -> None:
    with pytest.raises(AssistantError) as caught:
        await assistant(handler).turn(question())

    assert type(caught.value) is expected


async def test_a_failure_quotes_nothing_of_the_answer() -> None:
    body = {"replies": [{"say": "x", "outcome": "BE123456"}], "understanding": {}}

    with pytest.raises(AssistantFailed, match="cannot be read"):
        await assistant(answering(body)).turn(question())


async def sent_by(asked: Question) -> httpx.Request:
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json=FINE)

    await assistant(handler).turn(asked)
    return requests[0]


PRESS = choice("choice.track", intent="track_request", reference=REFERENCE, id="secret-id")


@pytest.mark.parametrize(
    "asked",
    [question(), question(text=None, choice=PRESS), question(language=None, grants=())],
    ids=["text", "choice", "first_message"],
)
async def test_a_turn_is_what_rasa_expects(asked: Question) -> None:
    request = await sent_by(asked)

    validator("turn").validate(json.loads(request.content))
    assert request.url.path == "/webhooks/jawab/turn"
    assert request.headers["Authorization"] == "Bearer secret"


async def test_a_choice_is_sent_by_its_meaning() -> None:
    body = json.loads((await sent_by(question(text=None, choice=PRESS))).content)

    assert body["choice"] == {
        "intent": "track_request",
        "procedure": "birth_certificate",
        "aspect": "fee",
        "reference": REFERENCE,
    }


async def test_grants_travel_with_their_end() -> None:
    body = json.loads((await sent_by(question())).content)

    assert body["metadata"] == {
        "grants": [{"reference": REFERENCE, "until": "2026-11-26T00:30:00+00:00"}]
    }


async def host_of(urls: list[str], conversation: str) -> str:
    hosts: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return httpx.Response(200, json=FINE)

    await assistant(handler, urls).turn(question(conversation))
    return hosts[0]


async def test_a_conversation_stays_with_its_process() -> None:
    first = [await host_of(TWO, f"talk-{n}") for n in range(20)]
    again = [await host_of(list(reversed(TWO)), f"talk-{n}") for n in range(20)]

    assert again == first


async def test_conversations_are_spread_over_the_processes() -> None:
    hosts = Counter([await host_of(TWO, f"talk-{n}") for n in range(40)])

    assert min(hosts["rasa-1"], hosts["rasa-2"]) >= 8


async def test_a_third_process_takes_over_only_its_own_share() -> None:
    moved = [
        await host_of([*TWO, "http://rasa-3"], talk)
        for talk in (f"talk-{n}" for n in range(30))
        if await host_of([*TWO, "http://rasa-3"], talk) != await host_of(TWO, talk)
    ]

    assert set(moved) == {"rasa-3"}


@pytest.mark.parametrize(
    ("away", "expected"),
    [(None, True), ("rasa-1", False), ("rasa-2", False), ("actions", False)],
    ids=["nothing", "first", "second", "actions"],
)
async def test_it_is_ready_when_nothing_is_away(away: str | None, expected: bool) -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        return httpx.Response(503 if request.url.host == away else 200)

    assert await assistant(handler, TWO).ready() is expected


async def test_it_is_not_ready_where_nobody_answers() -> None:
    assert await assistant(failing(httpx.ConnectError)).ready() is False
