"""The override of RemoteAction: as strict as Rasa's own, built once, failures told."""

from __future__ import annotations

import asyncio
from typing import Any

import jsonschema
import pytest
import rasa.core.actions.action as rasa_action
from rasa.core.actions.action import RemoteAction

from nlu import action_result
from nlu.action_result import MalformedActionResult, collecting_failures

STOCK_VALIDATE = RemoteAction._validate_action_result
STOCK = {name: getattr(RemoteAction, name) for name in ("_validate_action_result", "run")}
GOOD: list[Any] = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": None}], "responses": [{"custom": {}}]},
    {},
]
BAD: list[Any] = [
    None,
    [],
    {"events": "none", "responses": []},
    {"events": [{"name": "no event"}], "responses": []},
    {"events": [], "responses": ["text"]},
    {"events": [], "responses": {}},
]


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, stock in STOCK.items():
        monkeypatch.setattr(RemoteAction, name, stock)
    monkeypatch.setattr(rasa_action, "DEFAULT_REQUEST_TIMEOUT", 300)
    action_result.install()


def action() -> RemoteAction:
    return RemoteAction("action_greet", None)


@pytest.mark.parametrize("result", GOOD)
def test_a_good_result_is_accepted_as_before(result: Any) -> None:
    assert STOCK_VALIDATE(action(), result) is True
    assert action()._validate_action_result(result) is True


@pytest.mark.parametrize("result", BAD)
def test_a_malformed_result_is_refused_as_before(result: Any) -> None:
    with pytest.raises(jsonschema.ValidationError):
        STOCK_VALIDATE(action(), result)
    with pytest.raises(MalformedActionResult):
        action()._validate_action_result(result)


def test_a_refusal_repeats_nothing_of_the_result() -> None:
    with pytest.raises(MalformedActionResult) as refusal:
        action()._validate_action_result({"events": "BK123456", "responses": []})
    assert "BK123456" not in str(refusal.value)


def test_the_schema_is_not_checked_again_at_each_call(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the schema was checked again")

    monkeypatch.setattr(jsonschema.Draft7Validator, "check_schema", refuse)
    monkeypatch.setattr(jsonschema, "validate", refuse)
    assert action()._validate_action_result(GOOD[1])


def test_what_an_action_raises_is_told_and_raised() -> None:
    async def fail() -> list[str]:
        with collecting_failures() as names:
            with pytest.raises(Exception, match="no endpoint"):
                await action().run(None, None, FakeTracker(), FakeDomain())
            return names

    assert asyncio.run(fail()) == ["RasaException"]


def test_failures_of_one_turn_do_not_reach_another() -> None:
    async def one(*, fails: bool) -> list[str]:
        with collecting_failures() as names:
            await asyncio.sleep(0)
            if fails:
                with pytest.raises(Exception, match="no endpoint"):
                    await action().run(None, None, FakeTracker(), FakeDomain())
            await asyncio.sleep(0)
            return names

    async def both() -> list[list[str]]:
        return list(await asyncio.gather(one(fails=True), one(fails=False)))

    assert asyncio.run(both()) == [["RasaException"], []]


class FakeTracker:
    sender_id = "c"

    def current_state(self, _verbosity: Any) -> dict[str, Any]:
        return {}


class FakeDomain:
    def does_custom_action_explicitly_need_domain(self, _name: str) -> bool:
        return False

    def as_dict(self) -> dict[str, Any]:
        return {}
