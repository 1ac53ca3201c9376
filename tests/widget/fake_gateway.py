"""A small gateway for the widget's tests: the routes of the web channel and the demo page."""

from __future__ import annotations

import asyncio
import html
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import uvicorn
from fastapi import FastAPI, Header, HTTPException, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, StreamingResponse
from jinja2 import Template

WEB: Final = Path(__file__).parents[2] / "bot" / "web"
STATIC: Final = WEB / "static"
DEMO_PAGE: Final = WEB / "templates" / "demo.html"
SAMPLE_REFERENCE: Final = "ESS-7KQ2-M9XA-D"
SAMPLE_CODE: Final = "482 913"
VERSION: Final = "1.2.3"
INTEGRITY: Final = "sha384-a+b/c="
CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; require-trusted-types-for 'script'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
LOOK_SECONDS: Final = 0.02

Message = dict[str, Any]
Answer = Callable[[Message], list[Message]]


def answer(text: str, **fields: Any) -> Message:
    """Make the fields of a `message` event, in French unless told otherwise."""
    return {
        "text": text,
        "language": "fr",
        "dir": "ltr",
        "choices": [],
        "card": None,
        "source": None,
        "outcome": "answered",
        **fields,
    }


def repeat_the_words(posted: Message) -> list[Message]:
    """Answer with the visitor's own words."""
    return [answer(f"Reçu : {posted.get('text') or posted.get('choice')}")]


@dataclass
class Session:
    """One visitor: what was posted, what the stream holds."""

    posted: list[Message] = field(default_factory=list)
    events: list[tuple[str, Message]] = field(default_factory=list)


@dataclass
class FakeGateway:
    """What the tests look at and turn."""

    sessions: dict[str, Session] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    last_event_ids: list[str | None] = field(default_factory=list)
    locales: list[str | None] = field(default_factory=list)
    answers: Answer = repeat_the_words
    mask: Callable[[str], str] = str
    answering: bool = True
    refuse_posts_with: int | None = None
    lose_next_response: bool = False
    streams_open: bool = True
    origin: str = ""
    sample_reference: str = SAMPLE_REFERENCE

    @property
    def posted(self) -> list[Message]:
        """Messages that were stored, of all sessions in order of sessions."""
        return [message for session in self.sessions.values() for message in session.posted]

    def emit(self, kind: str, data: Message) -> None:
        """Put an event on every stream."""
        for session in self.sessions.values():
            session.events.append((kind, data))

    def say(self, message: Message, in_reply_to: str | None = None) -> None:
        """Put a message on every stream."""
        for session in self.sessions.values():
            _append_message(session, message, in_reply_to)

    def end_sessions(self) -> None:
        """Forget every token, as at its expiry; open streams end."""
        self.sessions.clear()

    def new_session(self, locale: str | None) -> str:
        """Begin a session."""
        self.locales.append(locale)
        token = f"token-{len(self.locales)}"
        self.sessions[token] = Session()
        return token

    def store(self, session: Session, posted: Message) -> None:
        """Keep a message once, echo it and answer it."""
        if any(posted["id"] == earlier["id"] for earlier in session.posted):
            return
        session.posted.append(posted)
        words = self.mask(posted.get("text") or _title(session, posted["choice"]))
        session.events.append(("echo", {"id": posted["id"], "text": words}))
        if not self.answering:
            return
        session.events.append(("typing", {}))
        for message in self.answers(posted):
            _append_message(session, message, posted["id"])


def _title(session: Session, choice: str) -> str:
    offered = [c for kind, data in session.events if kind == "message" for c in data["choices"]]
    return next(str(c["title"]) for c in offered if c["id"] == choice)


def _append_message(session: Session, message: Message, in_reply_to: str | None) -> None:
    number = len(session.events) + 1
    session.events.append(("message", {"id": f"m{number}", "in_reply_to": in_reply_to, **message}))


def make_app(gateway: FakeGateway) -> FastAPI:
    """Give the routes over `gateway`."""
    app = FastAPI()
    app.add_middleware(
        CORSMiddleware,
        allow_origin_regex=r"http://localhost:\d+",
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        expose_headers=["Retry-After"],
    )
    _add_pages(app, gateway)
    _add_api(app, gateway)
    return app


def _add_pages(app: FastAPI, fake: FakeGateway) -> None:
    @app.get("/")
    def demo() -> HTMLResponse:
        page = Template(DEMO_PAGE.read_text(encoding="utf-8"), autoescape=True)
        values = {
            "sample_reference": fake.sample_reference,
            "sample_code": SAMPLE_CODE,
            "version": VERSION,
            "integrity": INTEGRITY,
        }
        return HTMLResponse(page.render(values), headers=_page_headers())

    @app.get("/bare")
    def bare(locale: str = "fr", gateway: str = "") -> HTMLResponse:
        page = (
            f'<!doctype html><html lang="fr"><title>Page</title><a href="#x">avant</a>'
            f'<script src="/widget.js" data-locale="{html.escape(locale)}" '
            f'data-gateway="{html.escape(gateway)}" defer></script>'
        )
        return HTMLResponse(page, headers={} if gateway else _page_headers())

    @app.get("/widget.js")
    def widget() -> FileResponse:
        return FileResponse(STATIC / "widget.js", media_type="text/javascript")

    @app.get("/static/{name}")
    def static(name: str) -> FileResponse:
        return FileResponse(STATIC / name)


def _page_headers() -> dict[str, str]:
    return {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


def _add_api(app: FastAPI, gateway: FakeGateway) -> None:
    def session_of(authorization: str) -> Session:
        session = gateway.sessions.get(authorization.removeprefix("Bearer "))
        if session is None:
            raise HTTPException(401, {"code": "session_ended"})
        return session

    @app.post("/api/web/sessions", status_code=201)
    def begin(wish: dict[str, Any]) -> Message:
        gateway.requests.append("sessions")
        token = gateway.new_session(wish.get("locale"))
        return {"token": token, "expires_at": "2030-01-01T00:00:00Z"}

    @app.post("/api/web/messages", status_code=202)
    def post(posted: dict[str, Any], authorization: str = Header("")) -> JSONResponse:
        gateway.requests.append("messages")
        session = session_of(authorization)
        if gateway.refuse_posts_with:
            raise HTTPException(gateway.refuse_posts_with, {"code": "refused"})
        gateway.store(session, posted)
        if gateway.lose_next_response:
            gateway.lose_next_response = False
            return JSONResponse({"code": "lost"}, 502)
        return JSONResponse({"id": posted["id"]}, 202)

    @app.get("/api/web/events")
    def events(
        request: Request,
        authorization: str = Header(""),
        last_event_id: str | None = Header(None),
    ) -> StreamingResponse:
        gateway.requests.append("events")
        session = session_of(authorization)
        if not gateway.streams_open:
            raise HTTPException(503, {"code": "closed"})
        gateway.last_event_ids.append(last_event_id)
        stream = _stream(gateway, session, request, int(last_event_id or 0))
        return StreamingResponse(
            stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )


async def _stream(
    gateway: FakeGateway, session: Session, request: Request, seen: int
) -> AsyncIterator[str]:
    yield ": hello\n\n"
    while gateway.streams_open and not await request.is_disconnected():
        if session not in gateway.sessions.values():
            return
        for kind, data in session.events[seen:]:
            seen += 1
            yield f"id: {seen}\nevent: {kind}\ndata: {json.dumps(data)}\n\n"
        await asyncio.sleep(LOOK_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(gateway: FakeGateway) -> Iterator[None]:
    """Serve `gateway` on a free port of this machine; sets its origin."""
    port = _free_port()
    config = uvicorn.Config(
        make_app(gateway),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    gateway.origin = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    try:
        yield
    finally:
        gateway.streams_open = False
        server.should_exit = True
        thread.join(timeout=10)
