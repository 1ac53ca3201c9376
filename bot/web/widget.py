"""The widget's own API: sessions, messages in, a stream of events out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Header, HTTPException, Request, status
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy.exc import SQLAlchemyError

from bot.channels.web.channel import WebChannel
from bot.channels.web.listeners import StreamListeners
from bot.clock import Clock
from bot.conversation.receive import TEXT_MAX_CHARS, Receiver
from bot.domain.message import InboundMessage
from bot.store.web_stream import WebStreamStore
from bot.web.sessions import BadToken, SessionTokens, locale_of

# Proxies cut a silent stream; browsers notice a dead one no earlier.
KEEPALIVE_SECONDS: Final = 15.0
# Where other processes write to the same streams, nobody here wakes their readers.
LOOK_SECONDS: Final = 1.0
LOOK_ALONE_SECONDS: Final = 15.0
# A page, its reload and a second tab, with room for connections that have not ended yet.
STREAMS_MAX: Final = 6
# PostgreSQL's integer.
LAST_EVENT_ID_MAX: Final = 2**31 - 1


class NewSession(BaseModel):
    """What a page may say when it begins."""

    model_config = ConfigDict(extra="ignore")
    locale: Literal["fr", "ar", "ary", "ary-Latn"] | None = None


class SessionMade(BaseModel):
    """The token to send as `Authorization: Bearer`."""

    token: str
    expires_at: datetime


class PostedMessage(BaseModel):
    """A message of a visitor: a text or the id of a choice."""

    model_config = ConfigDict(extra="ignore")
    id: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")
    text: str | None = Field(None, max_length=TEXT_MAX_CHARS)
    choice: str | None = Field(None, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")

    @model_validator(mode="after")
    def _one_of_both(self) -> PostedMessage:
        if (self.text is None) == (self.choice is None):
            raise ValueError("a message has either a text or a choice")
        if self.text is not None and not self.text.strip():
            raise ValueError("a text may not be empty")
        return self


class Accepted(BaseModel):
    """The message is stored; its answer comes by the stream."""

    id: str


class WidgetApi:
    """The routes under `/api/web`."""

    def __init__(
        self,
        channel: WebChannel,
        receiver: Receiver,
        stream: WebStreamStore,
        listeners: StreamListeners,
        tokens: SessionTokens,
        clock: Clock,
        name_session: Callable[[str], str],
        *,
        alone: bool,
    ) -> None:
        """Take the channel's parts; `alone`: no other process serves the same streams."""
        self._look_seconds = LOOK_ALONE_SECONDS if alone else LOOK_SECONDS
        self._channel = channel
        self._receiver = receiver
        self._stream = stream
        self._listeners = listeners
        self._tokens = tokens
        self._clock = clock
        self._name_session = name_session

    def router(self) -> APIRouter:
        """Give the routes."""
        router = APIRouter(prefix="/api/web", tags=["widget"])
        router.post("/sessions", status_code=status.HTTP_201_CREATED)(self._new_session)
        router.post("/messages", status_code=status.HTTP_202_ACCEPTED)(self._post_message)
        router.get("/events", response_class=StreamingResponse)(self._read_events)
        return router

    async def _new_session(self, wish: NewSession | None = None) -> SessionMade:
        """Begin a talk."""
        token, expires_at = self._tokens.new(self._clock(), (wish and wish.locale) or "")
        return SessionMade(token=token, expires_at=expires_at)

    async def _post_message(
        self, message: PostedMessage, authorization: Annotated[str, Header()] = ""
    ) -> Accepted:
        """Store a message; the same id again stores nothing."""
        return await self._post(message, self._session(authorization))

    async def _read_events(
        self,
        request: Request,
        authorization: Annotated[str, Header()] = "",
        last_event_id: Annotated[int, Header(ge=0, le=LAST_EVENT_ID_MAX)] = 0,
    ) -> StreamingResponse:
        """Stream what was said, from `Last-Event-ID` on."""
        return self._events(request, self._session(authorization), last_event_id)

    def _session(self, authorization: str) -> str:
        """Give the session of a bearer token; raises 401."""
        scheme, _, token = authorization.partition(" ")
        try:
            return self._tokens.session(token if scheme.lower() == "bearer" else "", self._clock())
        except (BadToken, ValueError) as error:
            raise HTTPException(
                status.HTTP_401_UNAUTHORIZED,
                {"code": "session_ended", "message": "begin a new session"},
                headers={"WWW-Authenticate": "Bearer"},
            ) from error

    async def _post(self, message: PostedMessage, session: str) -> Accepted:
        body = {"session": session, "locale": locale_of(session), **message.model_dump()}
        try:
            for inbound in self._channel.parse(body):
                if isinstance(inbound, InboundMessage):
                    await self._take(inbound)
        except SQLAlchemyError as error:
            raise HTTPException(
                status.HTTP_503_SERVICE_UNAVAILABLE,
                {"code": "not_stored", "message": "not stored; send it again"},
                headers={"Retry-After": "2"},
            ) from error
        self._listeners.wake(self._name_session(session))
        return Accepted(id=message.id)

    async def _take(self, inbound: InboundMessage) -> None:
        """Store a message, unless too many of the same visitor wait already."""
        if await self._receiver.crowded(inbound):
            raise HTTPException(
                status.HTTP_429_TOO_MANY_REQUESTS,
                {"code": "too_many_waiting", "message": "wait for the answers, then send it again"},
                headers={"Retry-After": "5"},
            )
        await self._receiver.receive(inbound)

    def _events(self, request: Request, session: str, last_id: int) -> StreamingResponse:
        name = self._name_session(session)
        if self._listeners.count(name) >= STREAMS_MAX:
            raise HTTPException(
                status.HTTP_429_TOO_MANY_REQUESTS,
                {"code": "too_many_streams", "message": "close another page of this talk"},
                headers={"Retry-After": "15"},
            )
        return StreamingResponse(
            self._read(request, name, last_id),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def _read(self, request: Request, session: str, last_id: int) -> AsyncIterator[str]:
        wake = self._listeners.listen(session)
        silent = 0.0
        try:
            yield ": hello\n\n"
            while not await request.is_disconnected():
                # Shielded: a browser that leaves must not tear a database connection.
                events = await asyncio.shield(self._stream.after(session, last_id))
                for event in events:
                    last_id = event.id
                    yield _frame(event.kind, event.data, event.id)
                if self._listeners.take_typing(session):
                    yield _frame("typing", {})
                silent = 0.0 if events else silent + self._look_seconds
                if silent >= KEEPALIVE_SECONDS:
                    silent = 0.0
                    yield ": still here\n\n"
                if not events:
                    await wake.wait(self._look_seconds)
        finally:
            self._listeners.leave(session, wake)


def _frame(kind: str, data: object, event_id: int | None = None) -> str:
    head = f"id: {event_id}\n" if event_id is not None else ""
    return f"{head}event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
