"""The one override of Rasa's RemoteAction: validator built once, failures told to our channel.

Rasa checks the schema itself again at each call (76 % of its time in a turn), and its message
processor swallows what an action raises. A malformed result is refused as before.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import rasa.core.actions.action as rasa_action
from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.exceptions import RasaException

logger = logging.getLogger(__name__)

ACTION_TIMEOUT_SECONDS = 10
_failures: ContextVar[list[str] | None] = ContextVar("jawab_action_failures", default=None)
_stock_run = RemoteAction.run


class MalformedActionResult(RasaException):
    """An action answered with something that is no result; says where, repeats nothing of it."""


@contextmanager
def collecting_failures() -> Iterator[list[str]]:
    """Class names of what actions raise inside the block, in order."""
    names: list[str] = []
    token = _failures.set(names)
    try:
        yield names
    finally:
        _failures.reset(token)


def install() -> None:
    """Put the override in place; repeatable."""
    RemoteAction._validate_action_result = _validate
    RemoteAction.run = _run
    rasa_action.DEFAULT_REQUEST_TIMEOUT = ACTION_TIMEOUT_SECONDS
    logging.getLogger("rasa.core.processor").addFilter(_without_details)


_VALIDATOR = Draft7Validator(RemoteAction.action_response_format_spec())


def _validate(action: RemoteAction, result: object) -> bool:
    problem = next(_VALIDATOR.iter_errors(result), None)
    if problem is None:
        return True
    where = "/".join(map(str, problem.absolute_path)) or "result"
    raise MalformedActionResult(
        f"Action '{action.name()}' gave no valid result: {where} breaks `{problem.validator}`."
    )


async def _run(action: RemoteAction, *args: object, **kwargs: object) -> list[Event]:
    try:
        return await _stock_run(action, *args, **kwargs)
    except Exception as error:  # re-raised: Rasa decides what follows, we only tell
        logger.error("action %s failed with %s", action.name(), type(error).__name__)
        names = _failures.get()
        if names is not None:
            names.append(type(error).__name__)
        raise


def _without_details(record: logging.LogRecord) -> bool:
    """Rasa logs a failed action's answer whole, and it may hold what a citizen wrote."""
    record.exc_info = None
    return True
