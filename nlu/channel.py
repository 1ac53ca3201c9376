"""Rasa's input channel for the gateway: one turn in, replies and understanding out."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from nlu.conversation import CHANNEL, answer
from nlu.tracker_store import JawabTrackerStore
from nlu.turn import MAX_BODY_BYTES, BadTurn, Turn, TurnTooLarge, read_turn

logger = logging.getLogger(__name__)

TURN_LIMIT_SECONDS = 20
MIN_SECRET_CHARS = 16
_HEADER_ROOM_BYTES = 16 * 1024


class JawabChannel(InputChannel):
    """Named in credentials.yml with the `secret` that the gateway shows."""

    def __init__(self, secret: str) -> None:
        """Takes the shared secret; raises RasaException where it is too short to be one."""
        if len(secret) < MIN_SECRET_CHARS:
            raise RasaException(f"JAWAB_RASA_SECRET needs {MIN_SECRET_CHARS} characters or more")
        self._expected = f"Bearer {secret}".encode()

    @classmethod
    def name(cls) -> str:
        """Part of the routes' path."""
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> JawabChannel:
        """Reads credentials.yml's entry; raises RasaException where it has no secret."""
        if not credentials or not credentials.get("secret"):
            cls.raise_missing_credentials_exception()
        return cls(str(credentials["secret"]))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes; the agent is asked itself, since `on_new_message` returns nothing."""
        routes = Blueprint("jawab_webhook", __name__)

        @routes.listener("before_server_start")
        async def limit(app: Sanic, _loop: object) -> None:
            app.config.REQUEST_MAX_SIZE = MAX_BODY_BYTES + _HEADER_ROOM_BYTES

        @routes.listener("after_server_start")
        async def refuse_half_started(app: Sanic, _loop: object) -> None:
            reason = unready_reason(app.ctx.agent)
            if reason:
                raise RuntimeError(f"Rasa did not start: {reason}")
            # Now, of what was loaded: the archive may be tidied away while we serve.
            fingerprint(Path(app.ctx.agent.processor.model_path))

        @routes.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            if not self._is_authorised(request):
                return _refused(401, "unauthorised")
            return await _readiness(request.app.ctx.agent)

        @routes.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            if not self._is_authorised(request):
                return _refused(401, "unauthorised")
            try:
                asked = read_turn(request.body)
            except BadTurn as problem:
                return _refused(413 if isinstance(problem, TurnTooLarge) else 400, str(problem))
            return json(await _answered(request.app.ctx.agent, asked))

        return routes

    def _is_authorised(self, request: Request) -> bool:
        shown = request.headers.get("Authorization", "").encode("utf-8", "replace")
        return hmac.compare_digest(shown, self._expected)


def unready_reason(agent: Agent | None) -> str | None:
    """Why no turn can be answered; None where it can."""
    if agent is None or agent.processor is None:
        return "no model is loaded"
    if not isinstance(agent.processor.tracker_store, JawabTrackerStore):
        return "the tracker store is not the one of endpoints.yml"
    return None


async def _answered(agent: Agent, turn: Turn) -> dict[str, Any]:
    try:
        return await asyncio.wait_for(answer(agent, turn), TURN_LIMIT_SECONDS)
    except Exception as error:  # noqa: BLE001 - the outer edge: told, the text not logged
        frames = "".join(traceback.format_tb(error.__traceback__))
        logger.error("turn failed with %s\n%s", type(error).__name__, frames)
        detail = {"kind": "assistant", "detail": type(error).__name__}
        return {"replies": [], "understanding": None, "error": detail}


async def _readiness(agent: Agent | None) -> HTTPResponse:
    reason = unready_reason(agent)
    if reason:
        return json({"ready": False, "reason": reason}, status=503)
    try:
        await agent.tracker_store.retrieve("readiness")
    except Exception as error:  # noqa: BLE001 - the outer edge: any of them means not ready
        return json({"ready": False, "reason": type(error).__name__}, status=503)
    model = Path(agent.processor.model_path)
    return json({"ready": True, "model": model.name, "fingerprint": fingerprint(model)})


_fingerprints: dict[Path, str] = {}


def fingerprint(model: Path) -> str:
    """SHA-256 of the archive, computed once."""
    if model not in _fingerprints:
        _fingerprints[model] = hashlib.sha256(model.read_bytes()).hexdigest()
    return _fingerprints[model]


def _refused(status: int, reason: str) -> HTTPResponse:
    return json({"error": reason}, status=status)
