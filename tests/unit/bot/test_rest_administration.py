"""The client of the backend: wordings that are fresh, kept, and there after a restart."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from bot.administration.contract import AdministrationAway
from bot.administration.rest import FRESH_SECONDS, LIVE_SECONDS, RestAdministration
from tests.factories import CODE, REFERENCE

FEE = "aspect.fee"


def entries(text: str) -> dict[str, dict[str, str]]:
    return {FEE: {"fr": text}}


@dataclass
class Backend:
    """Serves one wording under an ETag; counts what is asked."""

    wording: str = "Prix"
    away: bool = False
    answers: Callable[[httpx.Request], httpx.Response] | None = None
    statuses: list[int] = field(default_factory=list)
    now: float = 100.0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("")
        response = self.answers(request) if self.answers else self._wordings(request)
        self.statuses.append(response.status_code)
        return response

    def _wordings(self, request: httpx.Request) -> httpx.Response:
        etag = f'"{self.wording}"'
        if request.headers["If-None-Match"] == etag:
            return httpx.Response(304, headers={"ETag": etag})
        body = {"version": self.wording, "entries": entries(self.wording)}
        return httpx.Response(200, json=body, headers={"ETag": etag})


@pytest.fixture
def backend() -> Backend:
    return Backend()


@pytest.fixture
def make(backend: Backend, tmp_path: Path) -> Callable[[], RestAdministration]:
    """Each call is a gateway that starts in the same data folder."""

    def start(kept: Path = tmp_path / "vocabulary.json") -> RestAdministration:
        made = RestAdministration(
            "http://backend", "token", kept=kept, monotonic=lambda: backend.now
        )
        made._client = httpx.AsyncClient(
            transport=httpx.MockTransport(backend),
            base_url="http://backend",
            headers=made._client.headers,
        )
        return made

    return start


async def fee(administration: RestAdministration) -> str | None:
    return (await administration.vocabulary()).word("fr", FEE)


async def test_a_wording_is_asked_for_with_the_token(make, backend: Backend) -> None:
    headers: list[str] = []

    def answers(request: httpx.Request) -> httpx.Response:
        headers.append(request.headers["Authorization"])
        return httpx.Response(200, json={"entries": entries("Prix")})

    backend.answers = answers
    assert await fee(make()) == "Prix"
    assert headers == ["Bearer token"]


async def test_wordings_are_not_asked_for_again_while_they_are_fresh(make, backend) -> None:
    administration = make()
    await fee(administration)

    backend.now += FRESH_SECONDS
    await fee(administration)

    assert backend.statuses == [200]


async def test_a_changed_wording_is_known_after_five_seconds(make, backend: Backend) -> None:
    administration = make()
    await fee(administration)
    backend.wording = "Tarif"

    backend.now += FRESH_SECONDS + 0.1

    assert await fee(administration) == "Tarif"


async def test_unchanged_wordings_are_not_sent_again(make, backend: Backend) -> None:
    administration = make()
    await fee(administration)

    backend.now += FRESH_SECONDS + 0.1

    assert await fee(administration) == "Prix"
    assert backend.statuses == [200, 304]


BROKEN: dict[str, Callable[[httpx.Request], httpx.Response]] = {
    "error": lambda _: httpx.Response(500),
    "wrong_token": lambda _: httpx.Response(401, json={"code": "unauthorised"}),
    "no_json": lambda _: httpx.Response(200, text="<html>"),
    "json_of_another_shape": lambda _: httpx.Response(200, json=[]),
    "nothing_in_it": lambda _: httpx.Response(200, json={}),
}


def _go_away(backend: Backend) -> None:
    backend.away = True


def _break(answer: Callable[[httpx.Request], httpx.Response]) -> Callable[[Backend], None]:
    def spoil(backend: Backend) -> None:
        backend.answers = answer

    return spoil


SPOILT = {"away": _go_away, **{name: _break(answer) for name, answer in BROKEN.items()}}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
async def test_the_last_wordings_are_kept_while_the_backend_is_away(make, backend, spoil) -> None:
    administration = make()
    await fee(administration)

    spoil(backend)
    backend.now += 3600

    assert await fee(administration) == "Prix"


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
async def test_the_last_wordings_outlive_a_restart(make, backend: Backend, spoil) -> None:
    await fee(make())
    spoil(backend)

    assert await fee(make()) == "Prix"


async def test_a_backend_that_is_back_is_asked_anew_after_a_restart(make, backend) -> None:
    await fee(make())
    backend.away = True
    restarted = make()
    await fee(restarted)

    backend.away, backend.wording = False, "Tarif"
    backend.now += FRESH_SECONDS + 0.1

    assert await fee(restarted) == "Tarif"


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
async def test_without_any_wordings_there_is_nothing_to_say(make, backend, spoil) -> None:
    spoil(backend)

    with pytest.raises(AdministrationAway):
        await fee(make())


async def test_a_spoilt_file_of_kept_wordings_is_as_none(make, backend, tmp_path: Path) -> None:
    (tmp_path / "vocabulary.json").write_text('{"aspect.fee"', "utf-8")
    backend.away = True

    with pytest.raises(AdministrationAway):
        await fee(make())


async def test_wordings_that_cannot_be_kept_are_used_all_the_same(make, tmp_path: Path) -> None:
    assert await fee(make(tmp_path / "missing" / "vocabulary.json")) == "Prix"


@pytest.mark.parametrize("verified", [True, False])
async def test_a_code_is_checked_by_the_backend(make, backend: Backend, verified: bool) -> None:
    bodies: list[bytes] = []

    def answers(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content)
        return httpx.Response(200, json={"verified": verified})

    backend.answers = answers
    assert await make().verify(REFERENCE, CODE, "person") is verified
    assert b'"asker":"person"' in bodies[0]


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
async def test_a_code_that_cannot_be_checked_is_neither_right_nor_wrong(
    make, backend, spoil
) -> None:
    spoil(backend)

    with pytest.raises(AdministrationAway):
        await make().verify(REFERENCE, CODE, "person")


@pytest.mark.parametrize(("status", "expected"), [(200, True), (503, False)])
async def test_it_is_ready_when_its_health_is_good(
    make, backend: Backend, status: int, expected: bool
) -> None:
    backend.answers = lambda _: httpx.Response(status)

    assert await make().ready() is expected


async def test_it_is_not_ready_where_nobody_answers(make, backend: Backend) -> None:
    backend.away = True

    assert await make().ready() is False


OFF = {"version": "1", "off": [{"procedure": "visa", "aspect": None}], "notices": []}


def switched(body: object, status: int = 200) -> Callable[[httpx.Request], httpx.Response]:
    return lambda _request: httpx.Response(status, json=body, headers={"ETag": '"1"'})


async def test_what_is_off_is_known_after_a_second(make, backend: Backend) -> None:
    backend.answers = switched({**OFF, "off": []})
    administration = make()
    assert not (await administration.live()).is_off("visa", "fee")

    backend.answers = switched(OFF)
    assert not (await administration.live()).is_off("visa", "fee")
    backend.now += LIVE_SECONDS + 0.1
    assert (await administration.live()).is_off("visa", "fee")


@pytest.mark.parametrize(
    "answers",
    [switched({}, 503), switched({"off": 1}), switched(None, 304), switched([])],
    ids=["unwell", "malformed", "unchanged", "another_thing"],
)
async def test_what_was_known_stays_where_the_backend_says_nothing_new(
    make, backend: Backend, answers
) -> None:
    backend.answers = switched(OFF)
    administration = make()
    await administration.live()

    backend.answers = answers
    backend.now += LIVE_SECONDS + 0.1

    assert (await administration.live()).is_off("visa", "fee")


async def test_with_the_backend_away_nothing_is_known_to_be_off(make, backend: Backend) -> None:
    backend.away = True

    assert (await make().live()).off == frozenset()
