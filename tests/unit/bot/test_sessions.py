"""Tokens of web visitors."""

from datetime import timedelta

import pytest

from bot.web.sessions import SESSION_LASTS, BadToken, SessionTokens
from tests.factories import NOW

TOKENS = SessionTokens(b"k" * 32)


def test_a_token_brings_its_session_back() -> None:
    token, _ = TOKENS.new(NOW)

    assert TOKENS.session(token, NOW) == token.split(".")[0]


def test_every_visitor_is_another_one() -> None:
    assert TOKENS.new(NOW)[0] != TOKENS.new(NOW)[0]


def test_a_token_says_when_it_ends() -> None:
    token, expires_at = TOKENS.new(NOW)

    assert expires_at == NOW + SESSION_LASTS
    assert TOKENS.session(token, expires_at - timedelta(seconds=1))


def test_a_token_that_has_run_out_is_refused() -> None:
    token, expires_at = TOKENS.new(NOW)

    with pytest.raises(BadToken):
        TOKENS.session(token, expires_at)


def _longer(token: str) -> str:
    session, expiry, signature = token.split(".")
    return f"{session}.{int(expiry) + 3600}.{signature}"


@pytest.mark.parametrize(
    "forge",
    [
        pytest.param(_longer, id="longer"),
        pytest.param(lambda token: "another" + token, id="other_session"),
        pytest.param(lambda token: token[:-2] + "xx", id="other_signature"),
        pytest.param(lambda token: token.rpartition(".")[0], id="no_signature"),
        pytest.param(lambda _: SessionTokens(b"x" * 32).new(NOW)[0], id="other_key"),
        pytest.param(lambda _: "", id="empty"),
        pytest.param(lambda _: "..", id="dots"),
        pytest.param(lambda _: "رمز.é.ÿ", id="not_ascii"),
    ],
)
def test_a_forged_token_is_refused(forge) -> None:
    token, _ = TOKENS.new(NOW)

    with pytest.raises(BadToken):
        TOKENS.session(forge(token), NOW)
