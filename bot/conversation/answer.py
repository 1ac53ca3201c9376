"""From a waiting message to its replies, in one turn that is written whole or not at all."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.administration.contract import Administration, AdministrationAway
from bot.assistant.contract import (
    Answer,
    Assistant,
    AssistantAway,
    AssistantError,
    AssistantTimeout,
    Question,
)
from bot.clock import Clock
from bot.conversation.compose import with_choice_ids
from bot.conversation.notices import with_notices
from bot.domain.delivery import ANSWER_BACKOFF, TURN_ERROR_BACKOFF
from bot.domain.language import DEFAULT
from bot.domain.message import Kind
from bot.domain.reply import Choice, Outcome, Reply
from bot.privacy import Keys
from bot.store.inbox import Turn, Waiting

_log = logging.getLogger(__name__)
GRANT_LASTS: Final = timedelta(hours=24)
SECRET_AWAITED: Final = timedelta(minutes=10)
# The backend answers wrong codes late, on purpose: they must not hold all the workers.
VERIFICATIONS_AT_ONCE: Final = 2
CODE_TRIES: Final = 5


@dataclass(frozen=True)
class TryAgain:
    """The message stays where it is, for so long."""

    wait: timedelta


class Answerer:
    """Takes one waiting message at a time; holds no database session."""

    def __init__(
        self,
        assistant: Assistant,
        administration: Administration,
        keys: Keys,
        clock: Clock,
        *,
        new_id: Callable[[], str] = lambda: secrets.token_urlsafe(12),
    ) -> None:
        """Take who understands, who knows, and how ids are made."""
        self._assistant = assistant
        self._administration = administration
        self._keys = keys
        self._clock = clock
        self._new_id = new_id
        self._verifications = asyncio.Semaphore(VERIFICATIONS_AT_ONCE)

    async def answer(self, waiting: Waiting) -> Turn | TryAgain:
        """Give the turn that closes a message, or how long it has to wait."""
        try:
            turn = await self._turn(waiting)
        except (AssistantError, AdministrationAway) as error:
            return self.after_failure(waiting, error)
        return self._after_backend_away(waiting, turn) or await self._announced(waiting, turn)

    async def _announced(self, waiting: Waiting, turn: Turn) -> Turn:
        """The turn with the notices that concern it."""
        live = await self._administration.live()
        if not live.notices:
            return turn
        replies, told = with_notices(
            turn.replies, live.notices, waiting.notices_told, self._clock()
        )
        return replace(turn, replies=replies, notices_told=told)

    def _after_backend_away(self, waiting: Waiting, turn: Turn) -> TryAgain | None:
        """Wait for the backend, which an action reports at once; its restart takes seconds."""
        if turn.outcome != Outcome.ERROR_BACKEND:
            return None
        _log.warning("turn of inbox row %d found no backend", waiting.inbox_id)
        wait = TURN_ERROR_BACKOFF.wait(waiting.failures + 1)
        return TryAgain(wait) if wait else None

    def after_failure(self, waiting: Waiting, error: Exception) -> Turn | TryAgain:
        """Wait and try again; with patience at an end, say honestly that it does not work."""
        _log.warning("turn of inbox row %d failed: %s", waiting.inbox_id, type(error).__name__)
        away = isinstance(error, (AssistantAway, AdministrationAway))
        backoff = ANSWER_BACKOFF if away else TURN_ERROR_BACKOFF
        wait = backoff.wait(waiting.failures + 1)
        return TryAgain(wait) if wait else self._give_up(waiting, error)

    async def _turn(self, waiting: Waiting) -> Turn:
        if waiting.kind == Kind.SECRET and waiting.expects == "secret":
            return await self._secret_turn(waiting)
        if waiting.kind == Kind.UNSUPPORTED:
            return self._aside(waiting, Reply(say="unsupported", outcome=_LOW))
        if waiting.kind == Kind.CHOICE and waiting.choice is None:
            return self._aside(waiting, Reply(say="choice_gone", outcome=_LOW))
        if waiting.kind == Kind.SECRET:
            return self._aside(waiting, Reply(say="code_unasked", outcome=Outcome.CLARIFIED))
        return await self._assistant_turn(waiting, text=waiting.text, choice=waiting.choice)

    async def _assistant_turn(
        self,
        waiting: Waiting,
        *,
        text: str | None,
        choice: Choice | None,
        grants: tuple[Any, ...] = (),
    ) -> Turn:
        answer = await self._assistant.turn(
            Question(
                conversation=waiting.person,
                message=str(waiting.inbox_id),
                text=None if choice else text,
                choice=choice,
                language=waiting.language,
                grants=waiting.grants + grants,
            )
        )
        return self._as_turn(waiting, answer)

    def _as_turn(self, waiting: Waiting, answer: Answer) -> Turn:
        replies = tuple(with_choice_ids(reply, self._new_id) for reply in answer.replies)
        last = replies[-1]
        return Turn(
            replies=replies,
            language=answer.language,
            outcome=last.outcome,
            understanding=dict(answer.understanding),
            **self._expectation(waiting, last),
        )

    def _expectation(self, waiting: Waiting, last: Reply) -> dict[str, Any]:
        """What is asked of the citizen now; a question in between does not drop the last one."""
        now = self._clock()
        if last.expects:
            asked = {**last.params, "asked_at": now.isoformat()}
            return {"expects": last.expects, "expects_params": asked}
        asked_at = waiting.expects_params.get("asked_at")
        still = (
            waiting.expects == "secret"
            and waiting.kind == Kind.TEXT
            and asked_at is not None
            and now - datetime.fromisoformat(asked_at) < SECRET_AWAITED
        )
        if still:
            return {"expects": waiting.expects, "expects_params": waiting.expects_params}
        return {"expects": None, "expects_params": None}

    async def _secret_turn(self, waiting: Waiting) -> Turn:
        """Check the code here: it goes to the backend and nowhere else."""
        if waiting.secret is None:
            return self._ask_again(waiting, "secret_malformed", waiting.expects_params)
        reference = str(waiting.expects_params.get("reference"))
        code = self._keys.unseal(waiting.secret, "inbox.secret")
        if await self._verified(reference, code, waiting.person):
            until = self._clock() + GRANT_LASTS
            turn = await self._assistant_turn(
                waiting, text=None, choice=_tracking(reference), grants=((reference, until),)
            )
            return _with_grant(turn, reference, until)
        tries = int(waiting.expects_params.get("tries", 0)) + 1
        if tries >= CODE_TRIES:
            return self._own_turn(
                waiting, Reply(say="secret_refused_last", outcome=Outcome.HANDED_OVER)
            )
        return self._ask_again(waiting, "secret_refused", waiting.expects_params | {"tries": tries})

    async def _verified(self, reference: str, code: str, asker: str) -> bool:
        if self._verifications.locked():
            raise AdministrationAway("too many codes are being checked")
        async with self._verifications:
            return await self._administration.verify(reference, code, asker)

    def _ask_again(self, waiting: Waiting, say: str, params: dict[str, Any]) -> Turn:
        reply = Reply(say=say, params=params, expects="secret", outcome=Outcome.CLARIFIED)
        return self._own_turn(waiting, reply)

    def _own_turn(self, waiting: Waiting, reply: Reply) -> Turn:
        return Turn(
            replies=(with_choice_ids(reply, self._new_id),),
            language=waiting.language or DEFAULT,
            outcome=reply.outcome,
            expects=reply.expects,
            expects_params=dict(reply.params) if reply.expects else None,
        )

    def _aside(self, waiting: Waiting, reply: Reply) -> Turn:
        """Say something and still wait for what was asked: a code that comes late is still one."""
        turn = self._own_turn(waiting, reply)
        return replace(turn, expects=waiting.expects, expects_params=waiting.expects_params)

    def _give_up(self, waiting: Waiting, error: Exception) -> Turn:
        reply = Reply(say="error", outcome=_error_outcome(error))
        return self._aside(waiting, reply)


_LOW: Final = Outcome.UNANSWERED_LOW_CONFIDENCE


def _tracking(reference: str) -> Choice:
    return Choice(label="choice.track", intent="track_request", reference=reference)


def _with_grant(turn: Turn, reference: str, until: datetime) -> Turn:
    return Turn(**{**vars(turn), "granted": (reference, until)})


def _error_outcome(error: Exception) -> Outcome:
    match error:
        case AdministrationAway():
            return Outcome.ERROR_BACKEND
        case AssistantTimeout():
            return Outcome.ERROR_TIMEOUT
    return Outcome.ERROR_ASSISTANT
