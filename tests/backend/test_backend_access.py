"""Who gets in, what an error looks like, and what never reaches the log."""

import logging
import re
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI

from backend.access import BODY_MAX_BYTES
from backend.app import create_app
from backend.database import Database
from backend.settings import Settings
from tests.backend.factories import TOKEN

ROUTES = [
    ("GET", "/v1/health"),
    ("GET", "/v1/catalogue/cards/x"),
    ("GET", "/v1/catalogue/procedures"),
    ("GET", "/v1/catalogue/vocabulary"),
    ("GET", "/v1/catalogue/papers/x"),
    ("GET", "/v1/live"),
    ("GET", "/v1/offices"),
    ("GET", "/v1/services"),
    ("GET", "/v1/requests"),
    ("GET", "/v1/requests/x"),
    ("POST", "/v1/requests"),
    ("POST", "/v1/requests/verify"),
    ("GET", "/openapi.json"),
    ("GET", "/no/such/page"),
]
EDITING = [
    ("GET", "/v1/content/procedures"),
    ("GET", "/v1/content/procedures/x"),
    ("PUT", "/v1/content/procedures/x"),
    ("POST", "/v1/content/procedures/x/state"),
    ("GET", "/v1/content/due"),
    ("GET", "/v1/content/words/x/x"),
    ("PUT", "/v1/content/words/x/x"),
    ("PUT", "/v1/content/directory/x/x"),
    ("DELETE", "/v1/content/directory/x/x"),
    ("GET", "/v1/content/notices"),
    ("PUT", "/v1/content/notices/x"),
    ("POST", "/v1/content/notices/x/end"),
    ("GET", "/v1/content/audit"),
    ("GET", "/v1/content/export"),
    ("POST", "/v1/content/import"),
]


@pytest.fixture
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """An application whose database has no tables."""
    path = tmp_path_factory.mktemp("empty") / "backend.sqlite3"
    values = {"backend_token": TOKEN, "database_url": f"sqlite:///{path}"}
    return create_app(Settings.model_validate(values))


@pytest_asyncio.fixture
async def stranger(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A caller without a token."""
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://backend") as client,
    ):
        yield client


def bearer(token: str = TOKEN) -> dict[str, str]:
    """The header with a token."""
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(("method", "path"), ROUTES + EDITING)
async def test_nothing_is_answered_without_the_token(
    stranger: httpx.AsyncClient, method: str, path: str
) -> None:
    response = await stranger.request(method, path)

    assert (response.status_code, response.json()["code"]) == (401, "unauthorized")
    assert response.headers["WWW-Authenticate"] == "Bearer"


async def test_every_route_is_in_the_list_above(stranger: httpx.AsyncClient) -> None:
    paths = (await stranger.get("/openapi.json", headers=bearer())).json()["paths"]
    documented = {
        (method.upper(), re.sub(r"\{\w+\}", "x", path))
        for path, methods in paths.items()
        for method in methods
    }

    listed = {*ROUTES, *EDITING} - {("GET", "/openapi.json"), ("GET", "/no/such/page")}
    assert documented - {("GET", "/healthz")} == listed


@pytest.mark.parametrize(("method", "path"), EDITING)
async def test_who_may_only_ask_changes_nothing(
    stranger: httpx.AsyncClient, method: str, path: str
) -> None:
    response = await stranger.request(method, path, headers=bearer())

    assert (response.status_code, response.json()["code"]) == (401, "unauthorized")


async def test_without_an_editors_token_no_token_changes_anything(
    stranger: httpx.AsyncClient,
) -> None:
    for shown in ("", " ", "None"):
        response = await stranger.get("/v1/content/audit", headers=bearer(shown))
        assert response.status_code == 401


async def test_liveness_needs_no_token(stranger: httpx.AsyncClient) -> None:
    response = await stranger.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    "headers",
    [
        [("Authorization", f"Bearer {TOKEN}x")],
        [("Authorization", f"Bearer {TOKEN[:-1]}")],
        [("Authorization", f"Basic {TOKEN}")],
        [("Authorization", TOKEN)],
        [("Authorization", "Bearer ")],
        [("Authorization", f"Bearer {TOKEN}"), ("Authorization", "Bearer other")],
    ],
)
async def test_a_wrong_token_is_refused(
    stranger: httpx.AsyncClient, headers: list[tuple[str, str]]
) -> None:
    assert (await stranger.get("/v1/services", headers=headers)).status_code == 401


async def test_the_right_token_is_accepted(stranger: httpx.AsyncClient) -> None:
    assert (await stranger.get("/v1/services", headers=bearer())).status_code == 200


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_large_body_is_refused(stranger: httpx.AsyncClient, streamed: bool) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(BODY_MAX_BYTES // 1024 + 1):
            yield b"x" * 1024

    body = pieces() if streamed else b"x" * (BODY_MAX_BYTES + 1)
    response = await stranger.post("/v1/requests", headers=bearer(), content=body)

    assert (response.status_code, response.json()["code"]) == (413, "body_too_large")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/no/such/page", 404, "not_found"),
        ("DELETE", "/v1/services", 405, "method_not_allowed"),
        ("POST", "/v1/requests", 422, "invalid_request"),
    ],
)
async def test_every_error_has_a_code(
    stranger: httpx.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    response = await stranger.request(method, path, headers=bearer())

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert set(response.json()) == {"code", "message"}


@pytest.mark.parametrize("body", [b'{"secret": 12345678}', b"12345678", b"\xff", b'"\\ud800"'])
async def test_an_error_never_repeats_what_was_sent(
    stranger: httpx.AsyncClient, body: bytes
) -> None:
    headers = {**bearer(), "Content-Type": "application/json"}
    response = await stranger.post("/v1/requests/verify", headers=headers, content=body)

    assert response.json()["code"] == "invalid_request"
    assert "12345678" not in response.text


async def test_a_lone_surrogate_is_refused(stranger: httpx.AsyncClient) -> None:
    headers = {**bearer(), "Content-Type": "application/json"}
    body = b'{"reference": "\\ud800", "secret": "1", "asker": "a"}'

    response = await stranger.post("/v1/requests/verify", headers=headers, content=body)

    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


async def test_without_tables_it_says_unavailable(stranger: httpx.AsyncClient) -> None:
    response = await stranger.get("/v1/health", headers=bearer())

    assert (response.status_code, response.json()["code"]) == (503, "database_unavailable")


async def test_a_crash_is_answered_and_logged_without_its_words(
    stranger: httpx.AsyncClient,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def crash(_self: Database) -> None:
        raise RuntimeError("code 12345678 of Fatima")

    monkeypatch.setattr(Database, "read", crash)
    with caplog.at_level(logging.DEBUG):
        response = await stranger.get("/v1/offices", headers=bearer())

    assert (response.status_code, response.json()["code"]) == (500, "internal_error")
    assert "RuntimeError at " in caplog.text
    assert "Fatima" not in caplog.text + response.text


async def test_a_failed_statement_is_logged_without_its_values(
    stranger: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="backend"):
        await stranger.get("/v1/requests/ESS-7K3M-9QXT-W", headers=bearer())

    records = [record.getMessage() for record in caplog.records if record.name == "backend"]
    assert len(records) == 1 and records[0].startswith("crash: OperationalError")
    assert "7K3M" not in records[0]
